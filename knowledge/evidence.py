"""Searches the programmes meant and decides what of it answers the question.

A `Finding` is all one programme has to say: the units to quote, where else to look, or that the guide is silent and on
what. The best unit answers unless it records silence, or lies too far from the question, or a hard kind of answer was
asked for and nothing near holds one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from knowledge.chinese import normalise
from knowledge.chunking import Unit
from knowledge.compiled import Compiled
from knowledge.composing import Chosen, quotable
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import AnswerKind
from knowledge.ranking import TUNED, TUNED_BARE, Question, Tuning, measure, score
from knowledge.routing import Route
from knowledge.shared import SharedQuestions
from programs.registry import Pack

ALSO_WITHIN = 2.5
"""Other clauses are shown when they are within this of the best score, in log-odds."""
PART_WITHIN = 2.5
"""A part of the question gets its own quote when its best unit is within this of the best."""
CLOSE_WITHIN = 0.5
"""Another clause is quoted beside the best when it comes this close."""
FAR_AHEAD = 5.0
"""Of several programmes of one place the best is meant when it leads the next by this."""
AHEAD = 2.0
"""Of all programmes the best is meant when it leads by this and the question uses words only its guide prints."""
OFF_TOPIC_COVER = 0.35
"""Questions of whose pairs of characters fewer are known to any guide are off topic when nothing answers them."""
OFF_TOPIC_COVER_CHOSEN = 0.2
"""The same where a programme is chosen: who is in the middle of an application mostly asks about it."""
_SAMPLE = 64
_ALSO_AT_MOST = 3
_HEADING = 10
"""A clause with no more words than this beside its title only introduces what follows."""
_LISTS = frozenset({AnswerKind.LIST, AnswerKind.MATERIAL, AnswerKind.TASK, AnswerKind.TARGET, AnswerKind.CONDITION})
_THIS_BLANK = re.compile(
    r"这(?:一)?(?:栏|格|项|个|里|块|空|题|儿)|怎么[填写算]|[填写](?:什么|啥|哪)|什么意思|啥意思|指(?:什么|啥|的)|例子|举例|口径"
)
"""Words that mean the blank the person is at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one programme has to say."""

    program: str
    answerable: bool
    score: float
    main: tuple[Chosen, ...] = ()
    also: tuple[Chosen, ...] = ()
    as_list: bool = False
    topic: str = ""
    note: str = ""
    field_label: str = ""
    field_help: str = ""


class Searcher:
    """Holds the compiled packs and searches them."""

    def __init__(
        self,
        packs: Mapping[str, Pack],
        shared: SharedQuestions,
        compiled: Mapping[str, Compiled],
        *,
        vectors: Callable[[Compiled], Floats | None] = lambda compiled: compiled.located,
        tuning: Tuning = TUNED,
        bare: Tuning = TUNED_BARE,
    ) -> None:
        self._packs = packs
        self._compiled = compiled
        self._shared = shared
        self._lexicons: dict[str, Lexicon] = {}
        self._common = Lexicon(shared)
        self._vectors = vectors
        self._tuning, self._bare = tuning, bare

    def _tuning_of(self, compiled: Compiled) -> Tuning:
        return self._tuning if compiled.has_phrases else self._bare

    def _lexicon(self, slug: str) -> Lexicon:
        if slug not in self._lexicons:
            self._lexicons[slug] = Lexicon(self._shared, self._compiled[slug].words)
        return self._lexicons[slug]

    @cached_property
    def _sample(self) -> tuple[str, ...]:
        """The programmes whose words stand for everybody's; with thousands of programmes, the first of them."""
        return tuple(islice(self._compiled, _SAMPLE))

    def plain(self, question: str) -> str:
        """The question without fillers, width and script evened out."""
        return self._common.plain(question)

    def mended(self, plain: str) -> str:
        """The question with slips of sound and shape put right, as far as the guides' own words tell."""
        return self._common.mended(plain, lambda pair: self._frequency.get(pair, 0))

    @cached_property
    def _frequency(self) -> Mapping[str, int]:
        """How often a pair of characters occurs in guides and phrases."""
        counted: dict[str, int] = {}
        for compiled in (self._compiled[slug] for slug in self._sample):
            for gram, number in compiled.index.vocabulary.items():
                if len(gram) == 2:
                    often = int(compiled.index.starts[number + 1] - compiled.index.starts[number])
                    counted[gram] = counted.get(gram, 0) + often
        return counted

    def off_topic(self, question: str, foreign: Sequence[str], route: Route) -> bool:
        """Whether the question has nothing to do with any programme.

        `foreign` are its words that belong to other subjects; one that no guide and no phrase knows decides at once.
        """
        if any(word not in self._known_words for word in foreign):
            return True
        plain = self.plain(question)
        pairs = [gram for gram in self._common.grams(plain) if len(gram) == 2 and not gram[0].isdigit()]
        known = sum(gram in self._frequency for gram in pairs) / len(pairs) if pairs else 0.0
        if known >= (OFF_TOPIC_COVER_CHOSEN if route.mode == "chosen" else OFF_TOPIC_COVER) and not foreign:
            return False
        slugs = route.programs or self._sample
        return all(self._top(slug, plain) < 0 for slug in slugs)

    @cached_property
    def _known_words(self) -> str:
        """Everything guides print and packs' phrases ask, in one text."""
        guides = (normalise(pack.guide.official_text) for pack in (self._packs[slug] for slug in self._sample))
        asks = (normalise(ask) for slug in self._sample for unit in self._compiled[slug].units for ask in unit.asks)
        return "\n".join([*guides, *asks])

    def _top(self, slug: str, plain: str) -> float:
        """The best score in a programme, 0 being that of nothing."""
        question = Question(plain, self._lexicon(slug))
        compiled = self._compiled[slug]
        return float(score(self._measure(slug, question), self._tuning_of(compiled)).max())

    def _measure(self, slug: str, question: Question) -> Floats:
        compiled = self._compiled[slug]
        return measure(compiled, question, self._vectors(compiled))

    def find(self, slug: str, mended: str, field: str | None = None) -> Finding:
        """What the programme says to the question."""
        compiled = self._compiled[slug]
        question = Question(mended, self._lexicon(slug))
        measured = self._measure(slug, question)
        scores = score(measured, self._tuning_of(compiled))
        if field and _THIS_BLANK.search(mended):
            scores += (
                FAR_AHEAD * 2 * np.array([unit.kind == "field" and unit.label == field for unit in compiled.units])
            )
        order = np.argsort(-scores, kind="stable")
        best = compiled.units[int(order[0])]
        top = float(scores[order[0]])
        if best.kind == "silent":
            return Finding(slug, False, top, topic=best.label, note=best.note)
        if top < 0:
            return Finding(slug, False, top)
        main = self._main(slug, question, scores, order)
        also = self._also(slug, scores, order, main)
        help_text, label = (best.note, best.extra.get("label", "")) if best.kind == "field" else ("", "")
        return Finding(slug, True, top, main, also, len(main) > 2, field_help=help_text, field_label=label)

    def _main(self, slug: str, question: Question, scores: Floats, order: np.ndarray) -> tuple[Chosen, ...]:
        """The units to quote: the best, its list when a list was asked for, and the best of every part."""
        compiled = self._compiled[slug]
        best = int(order[0])
        listed = self._list(slug, compiled.units[best], question)
        if listed:
            return tuple(listed)
        chosen = [self._choose(slug, best, scores)]
        top = float(scores[best])
        for part in question.inquiries:
            own = Question(part, question.lexicon)
            part_scores = score(self._measure(slug, own), self._tuning_of(compiled))
            at = int(np.argmax(part_scores))
            if compiled.units[at].kind == "silent" or float(scores[at]) < top - PART_WITHIN:
                continue
            self._add(chosen, self._choose(slug, at, scores))
        for at in order[1:6]:
            if float(scores[at]) >= top - CLOSE_WITHIN and compiled.units[int(at)].kind != "silent":
                self._add(chosen, self._choose(slug, int(at), scores))
        return tuple(chosen[:4])

    def _list(self, slug: str, unit: Unit, question: Question) -> list[Chosen]:
        """The children of a clause that introduces them, when the question wants all; its own words first if it has any."""
        guide = self._packs[slug].guide
        children = guide.children(unit.clause)
        head = guide.by_id[unit.clause]
        if not children or not (question.kinds & _LISTS) or unit.kind == "field" or head.level == 1:
            return []
        own_words = head.text.replace(head.title, "").strip()
        if unit.kind == "entry" and unit.end - unit.start < len(head.text) * 0.8:
            return []
        found = []
        if len(own_words) > _HEADING:
            whole = self.whole_clause(slug, head.id)
            if whole is not None:
                found.append(Chosen(slug, whole, head.start, head.end, 1.0))
        for clause in children:
            whole = self.whole_clause(slug, clause.id)
            if whole is not None:
                start, end = quotable(clause, clause.start, min(clause.end, clause.start + 60))
                found.append(Chosen(slug, whole, start, end, 1.0))
        return found[:10]

    def _also(self, slug: str, scores: Floats, order: np.ndarray, main: Sequence[Chosen]) -> tuple[Chosen, ...]:
        compiled = self._compiled[slug]
        cited = {item.unit.clause for item in main}
        found: list[Chosen] = []
        for at in order[1:40]:
            unit = compiled.units[int(at)]
            if float(scores[at]) < float(scores[order[0]]) - ALSO_WITHIN or len(found) == _ALSO_AT_MOST:
                break
            if unit.kind != "silent" and unit.clause not in cited:
                cited.add(unit.clause)
                found.append(self._choose(slug, int(at), scores))
        return tuple(found)

    def _choose(self, slug: str, at: int, scores: Floats) -> Chosen:
        """The unit with the words to quote: of a long clause the best sentence instead of the whole."""
        compiled = self._compiled[slug]
        unit = compiled.units[at]
        clause = self._packs[slug].guide.by_id[unit.clause]
        start, end = unit.start, unit.end
        if unit.kind in ("clause", "field") and clause.kind == "guide" and len(clause.text) > 120:
            inside = [
                place
                for place, other in enumerate(compiled.units)
                if other.clause == unit.clause and other.kind in ("sentence", "entry")
            ]
            if inside:
                sharper = compiled.units[max(inside, key=lambda place: float(scores[place]))]
                start, end = sharper.start, sharper.end
        start, end = quotable(clause, start, end)
        return Chosen(slug, unit, start, end, float(scores[at]))

    @staticmethod
    def _add(chosen: list[Chosen], new: Chosen) -> None:
        """Append `new` unless its words are quoted already."""
        if all(new.end <= item.start or new.start >= item.end for item in chosen):
            chosen.append(new)

    def whole_clause(self, slug: str, clause_id: str) -> Unit | None:
        """The unit that is the clause as a whole, None for a clause without text."""
        return next(
            (unit for unit in self._compiled[slug].units if unit.kind == "clause" and unit.clause == clause_id), None
        )

    def nearest_part(self, slug: str, mended: str, parts: Mapping[str, tuple[int, ...]]) -> tuple[int, ...] | None:
        """Of the clauses in `parts` the label chain of the one the question speaks of."""
        compiled = self._compiled[slug]
        scores = score(self._measure(slug, Question(mended, self._lexicon(slug))), self._tuning_of(compiled))
        best: dict[str, float] = {}
        for at, unit in enumerate(compiled.units):
            if unit.clause in parts and unit.kind == "clause":
                best[unit.clause] = max(best.get(unit.clause, -9.0), float(scores[at]))
        return parts[max(best, key=lambda clause: best[clause])] if best else None

    def unmistakable(self, mended: str, answered: Sequence[Finding], *, of_place: bool) -> Finding | None:
        """The one finding that can be meant: far ahead of the others, and either all of one place or by its own words."""
        best, *others = sorted(answered, key=lambda finding: -finding.score)
        ahead = best.score - others[0].score if others else FAR_AHEAD
        if of_place and ahead >= FAR_AHEAD:
            return best
        if ahead < AHEAD:
            return None
        grams = {gram for gram in self._common.grams(mended) if len(gram) > 1 and not set("№§%") & set(gram)}
        special = sum(1 + (gram.isascii()) for gram in grams if self._printed_only_in(gram, best.program))
        return best if special >= 2 else None

    def _printed_only_in(self, gram: str, program: str) -> bool:
        """Whether of all guides only the programme's prints `gram`."""
        printed = [slug for slug, compiled in self._compiled.items() if compiled.index.holds("clause", gram)]
        return printed == [program]
