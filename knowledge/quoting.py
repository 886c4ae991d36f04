"""Which words of a guide are quoted for the units that answer: the sentence that carries it, a list whole, and where else to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from knowledge.asked import HARD
from knowledge.chunking import Unit
from knowledge.compiled import Compiled
from knowledge.composing import Chosen, quotable
from knowledge.index import Floats
from knowledge.models import AnswerKind
from knowledge.ranking import Question
from programs.registry import Pack

ALSO_WITHIN = 2.5
"""Other clauses are shown when they are within this of the best score, in log-odds."""
_ALSO_AT_MOST = 3
_HEADING = 10
"""A clause with no more words than this beside its title only introduces what follows."""
_LISTS = frozenset({AnswerKind.LIST, AnswerKind.MATERIAL, AnswerKind.TASK, AnswerKind.TARGET, AnswerKind.CONDITION})
_SPANS = frozenset({AnswerKind.DATE.value, AnswerKind.DURATION.value})
"""Kinds that answer for one another: 2021至2023年 tells when and how long."""
_LONG = 120
"""Clauses longer than this are quoted by their best sentence."""
_LISTED_AT_MOST = 12
_CLEARLY = 0.5
"""An item of a list is the one meant when it leads the others by this."""
_FIRST, _LAST = 99.0, -99.0
"""Scores of words that lead to a list: first when they hold the number or date asked for, else after its items."""


class Quoter:
    """Chooses words to quote in the programmes it was given."""

    def __init__(self, packs: Mapping[str, Pack], compiled: Mapping[str, Compiled]) -> None:
        self._packs = packs
        self._compiled = compiled

    def listed(self, slug: str, unit: Unit, question: Question, scores: Floats) -> list[Chosen]:
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
                asked = {kind.value for kind in question.kinds & HARD}
                asked |= _SPANS if asked & _SPANS else frozenset()
                leads = AnswerKind.YESNO in question.kinds or asked & set(whole.gives)
                found.append(Chosen(slug, whole, head.start, head.end, _FIRST if leads else _LAST))
        for clause in children:
            whole = self.whole_clause(slug, clause.id)
            if whole is not None:
                start, end = quotable(clause, clause.start, min(clause.end, clause.start + 60))
                found.append(Chosen(slug, whole, start, end, self._best_of(slug, clause.id, scores)))
        return _ranked(found[:_LISTED_AT_MOST])

    def _best_of(self, slug: str, clause_id: str, scores: Floats) -> float:
        """The best score of any unit of a clause."""
        places = [at for at, unit in enumerate(self._compiled[slug].units) if unit.clause == clause_id]
        return float(max(scores[places], default=0.0))

    def also(self, slug: str, scores: Floats, order: np.ndarray, main: Sequence[Chosen]) -> tuple[Chosen, ...]:
        """The next best clauses beside those quoted already, as places to look further."""
        compiled = self._compiled[slug]
        cited = {item.unit.clause for item in main}
        found: list[Chosen] = []
        for at in order[1:40]:
            unit = compiled.units[int(at)]
            if float(scores[at]) < float(scores[order[0]]) - ALSO_WITHIN or len(found) == _ALSO_AT_MOST:
                break
            if unit.kind != "silent" and unit.clause not in cited:
                cited.add(unit.clause)
                found.append(self.choose(slug, int(at), scores))
        return tuple(found)

    def choose(self, slug: str, at: int, scores: Floats) -> Chosen:
        """The unit with the words to quote: of a long clause the best sentence instead of the whole."""
        compiled = self._compiled[slug]
        unit = compiled.units[at]
        clause = self._packs[slug].guide.by_id[unit.clause]
        start, end = unit.start, unit.end
        if unit.kind in ("clause", "field") and clause.kind == "guide" and len(clause.text) > _LONG:
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

    def whole_clause(self, slug: str, clause_id: str) -> Unit | None:
        """The unit that is the clause as a whole, None for a clause without text."""
        return next(
            (unit for unit in self._compiled[slug].units if unit.kind == "clause" and unit.clause == clause_id), None
        )


def _ranked(listed: Sequence[Chosen]) -> list[Chosen]:
    """The list with scores that keep its printed order, but for one item that is clearly the one meant."""
    best, next_best, *_ = [*sorted((item.score for item in listed if item.score < _FIRST), reverse=True), _LAST, _LAST]
    leads = best - next_best >= _CLEARLY
    return [
        item
        if abs(item.score) == _FIRST
        else replace(item, score=_FIRST - 1 if leads and item.score == best else -float(at))
        for at, item in enumerate(listed)
    ]


def add(chosen: list[Chosen], new: Chosen) -> None:
    """Append `new` unless its words are quoted already."""
    if all(new.end <= item.start or new.start >= item.end for item in chosen):
        chosen.append(new)
