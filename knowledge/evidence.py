"""Searches the programmes meant and decides what of it answers the question.

A `Finding` is all one programme has to say: the units to quote, where else to look, or that the guide is silent and on
what. The best unit answers unless it records silence, or lies too far from the question, or a hard kind of answer was
asked for and nothing near holds one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np

from knowledge.asked import HARD
from knowledge.compiled import Compiled
from knowledge.composing import Chosen
from knowledge.familiar import Familiar
from knowledge.findings import Finding, Ranked
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import AnswerKind
from knowledge.quoting import Quoter, add
from knowledge.ranking import TUNED, TUNED_BARE, Question, Tuning, measure, score
from knowledge.shared import SharedQuestions
from knowledge.silence import MOST_NEIGHBOURS, glance, learned, silent_on, witnesses
from programs.registry import Pack

PART_WITHIN = 2.5
"""A part of the question gets its own quote when its best unit is within this of the best."""
PART_SURE, PART_TOLD = 3.0, 0.5
"""A part of the question gets its own quote, however far it lies from the rest, when its best unit scores this much for it alone;
or so much when the part asks for a number and the unit holds one, or the person said that several things are asked."""
_SEVERAL = re.compile(r"[两二三四几][个件桩]?(?:问题|事|问)|[一二三]问|(?:^|[;；，,：:\s])[12一二][是、.，,]|[;；]")
CLOSE_WITHIN = 0.5
"""Another clause is quoted beside the best when it comes this close."""
SURELY_SILENT = 3.0
"""A part of the question is told to be unstated when silence scores this much."""
NOT_THE_TITLE = 4.0
"""What the title loses when a number, a date or an amount is asked for: it is named in the question, not asked for."""
_QUOTED_AT_MOST = 4
HOLDS_WITHIN, SILENT_WITHIN = 2.5, 4.0
"""How near to the best a unit must hold the date, duration or amount asked for, and how near silence on it may lie."""
LIFTED_WITHIN = 2.5
"""How near to the best a clause that holds what is asked for must lie to be taken instead of one that does not."""
_TELLING = frozenset({AnswerKind.AMOUNT, AnswerKind.DATE, AnswerKind.DURATION})
FAR_AHEAD = 5.0
"""Of several programmes of one place the best is meant when it leads the next by this."""
AHEAD = 2.0
"""Of all programmes the best is meant when it leads by this and the question uses words only its guide prints."""
_THIS_BLANK = re.compile(
    r"这(?:一)?(?:栏|格|项|个|里|块|空|题|儿)|怎么[填写算]|[填写](?:什么|啥|哪)|什么意思|啥意思|指(?:什么|啥|的)|例子|举例|口径"
)
"""Words that mean the blank the person is at."""


def _holding_first(compiled: Compiled, question: Question, scores: Floats) -> Floats:
    """The scores with a clause that holds what is asked for (a date, a duration, money, a share) lifted before one that does not."""
    wanted = {kind.value for kind in question.kinds & _TELLING}
    if not wanted or question.inquiries:
        return scores
    order = np.argsort(-scores, kind="stable")[:12].tolist()
    best = compiled.units[order[0]]
    if best.kind == "silent" or wanted & set(best.gives):
        return scores
    for at in order[1:]:
        unit = compiled.units[at]
        if unit.kind != "silent" and wanted & set(unit.gives) and scores[at] >= scores[order[0]] - LIFTED_WITHIN:
            lifted = scores.copy()
            lifted[at] = scores[order[0]] + 0.01
            return lifted
    return scores


def _foreign(plain: str) -> bool:
    """Whether most of a question is in Latin letters: its words are known by translation only, which looks like doubt."""
    return 2 * sum(char.isascii() and char.isalpha() for char in plain) > len(plain)


class Searcher:
    """Holds the compiled packs and searches them."""

    def __init__(
        self,
        packs: Mapping[str, Pack],
        shared: SharedQuestions,
        compiled: Mapping[str, Compiled],
        *,
        vectors: Callable[[Compiled], Floats | None] = lambda compiled: compiled.located,
        meaning: Callable[[Compiled, Floats, str], Floats] | None = None,
        tuning: Tuning = TUNED,
        bare: Tuning = TUNED_BARE,
    ) -> None:
        self._packs = packs
        self.compiled = self._compiled = compiled
        self._shared = shared
        self._lexicon = lru_cache(maxsize=64)(lambda slug: Lexicon(shared, compiled[slug].words))
        self.familiar = Familiar(packs, shared, compiled)
        self.quoter = Quoter(packs, compiled)
        self._vectors = vectors
        self._meaning = meaning
        self._tuning, self._bare = tuning, bare

    def _tuning_of(self, compiled: Compiled) -> Tuning:
        return self._tuning if compiled.has_phrases else self._bare

    def _measure(self, slug: str, question: Question) -> Floats:
        compiled = self._compiled[slug]
        wanted = self._tuning_of(compiled).wanted
        return measure(compiled, question, self._vectors(compiled), wanted=wanted)

    def find(
        self, slug: str, mended: str, field: str | None = None, *, alone: bool = False, least: float = 0.0
    ) -> Finding:
        """What the programme says to the question, when it comes as near as `least`.

        `alone` when no other programme can be meant, so that silence is looked for harder.
        """
        compiled = self._compiled[slug]
        question = Question(mended, self._lexicon(slug))
        measured = self._measure(slug, question)
        scores = score(measured, self._tuning_of(compiled))
        if self._meaning is not None:
            scores = self._meaning(compiled, scores, mended)
        if field and _THIS_BLANK.search(mended):
            scores += (
                FAR_AHEAD * 2 * np.array([unit.kind == "field" and unit.label == field for unit in compiled.units])
            )
        certainty = float(scores.max())
        if question.kinds & HARD:
            scores = scores - NOT_THE_TITLE * compiled.traits.is_kind["title"]
        scores = _holding_first(compiled, question, scores)
        order = np.argsort(-scores, kind="stable")
        best = compiled.units[int(order[0])]
        top = float(scores[order[0]])
        if best.kind == "silent":
            return Finding(slug, False, top, topic=best.label, note=best.note)
        if max(top, certainty) < least:
            return Finding(slug, False, top)
        if (silence := self._beside_the_point(compiled, question, scores, order)) is not None:
            return Finding(
                slug,
                False,
                float(scores[silence]),
                topic=compiled.units[silence].label,
                note=compiled.units[silence].note,
            )
        if alone and not field and self._silent_on(compiled, question, measured, scores):
            return Finding(slug, False, top, (self.quoter.choose(slug, int(order[0]), scores),))
        main, unstated = self._main(slug, question, scores, order)
        also = self.quoter.also(slug, scores, order, main)
        help_text, label = (best.note, best.extra.get("label", "")) if best.kind == "field" else ("", "")
        return Finding(
            slug, True, top, main, also, len(main) > 2, unstated=unstated, field_help=help_text, field_label=label
        )

    def _silent_on(self, compiled: Compiled, question: Question, measured: Floats, scores: Floats) -> bool:
        """Whether what came near does not answer what is asked."""
        if not compiled.well_told or _foreign(question.plain):
            return False
        shown = witnesses(compiled, question, measured, scores)
        return silent_on(shown, lambda: self._neighbours(compiled.program, question.plain), learned())

    def _neighbours(self, slug: str, plain: str) -> list[Floats]:
        """What a glance at some of the other programmes shows."""
        others = (other for other in self.familiar.sample if other != slug and self._compiled[other].well_told)
        return [
            glance(self._compiled[other], self._lexicon(other).grams(plain))
            for other in islice(others, MOST_NEIGHBOURS)
        ]

    def _beside_the_point(
        self, compiled: Compiled, question: Question, scores: Floats, order: np.ndarray
    ) -> int | None:
        """The silence that answers better, when a date, a duration or an amount is asked for and nothing near holds one."""
        wanted = {kind.value for kind in question.kinds & _TELLING}
        if not wanted or question.inquiries:
            return None
        top = float(scores[order[0]])
        near = [compiled.units[int(at)] for at in order[:12] if float(scores[at]) >= top - HOLDS_WITHIN]
        if any(wanted & set(unit.gives) for unit in near if unit.kind != "silent"):
            return None
        silent = [
            int(at)
            for at in order[:60]
            if compiled.units[int(at)].kind == "silent" and wanted & set(compiled.units[int(at)].gives)
        ]
        return silent[0] if silent and float(scores[silent[0]]) >= top - SILENT_WITHIN else None

    def ranked(self, slug: str, mended: str) -> Ranked:
        """The units of a programme as `find` ranks them."""
        compiled = self._compiled[slug]
        question = Question(mended, self._lexicon(slug))
        scores = score(self._measure(slug, question), self._tuning_of(compiled))
        return Ranked(slug, compiled, question, scores, np.argsort(-scores, kind="stable").tolist())

    def words(self, chosen: Chosen) -> str:
        """The words a chosen unit quotes, as printed."""
        return self._packs[chosen.program].guide.markdown[chosen.start : chosen.end]

    def _main(
        self, slug: str, question: Question, scores: Floats, order: np.ndarray
    ) -> tuple[tuple[Chosen, ...], tuple[str, ...]]:
        """The units to quote, and the topics of parts on which the guide is silent.

        Quoted are the best unit, or its list when a list was asked for, and the best of every part that asks for itself.
        """
        compiled = self._compiled[slug]
        best = int(order[0])
        listed = self.quoter.listed(slug, compiled.units[best], question, scores)
        if listed:
            return tuple(listed), ()
        chosen = [self.quoter.choose(slug, best, scores)]
        top = float(scores[best])
        unstated: list[str] = []
        several = bool(_SEVERAL.search(question.plain))
        for part in question.inquiries:
            own = Question(part, question.lexicon)
            part_scores = score(self._measure(slug, own), self._tuning_of(compiled))
            at = int(np.argmax(part_scores))
            if compiled.units[at].kind == "silent":
                if float(part_scores[at]) > SURELY_SILENT:
                    unstated.append(compiled.units[at].label)
                continue
            held = own.kinds & HARD and {kind.value for kind in own.kinds & HARD} <= set(compiled.units[at].gives)
            sure = PART_TOLD if several or held else PART_SURE
            if float(scores[at]) < top - PART_WITHIN and float(part_scores[at]) < sure:
                continue
            add(chosen, self.quoter.choose(slug, at, scores))
        for at in order[1:6]:
            if float(scores[at]) >= top - CLOSE_WITHIN and compiled.units[int(at)].kind != "silent":
                add(chosen, self.quoter.choose(slug, int(at), scores))
        return tuple(chosen[:_QUOTED_AT_MOST]), tuple(dict.fromkeys(unstated))

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
        return best if self.familiar.special(mended, best.program) >= 2 else None
