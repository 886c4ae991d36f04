"""How alike a question and the ways to ask for staff answers are, on one programme's own weights of words.

Four things count: words in common, weighed by how rare they are among this programme's phrases; likeness of sense; whether
they want different kinds of answer; and whether the guide itself sends both to the same place, be it a passage or a topic
it is silent on. The last is worth most: ranking has learned it from thousands of questions. `python -m
knowledge.staff.tuning` learns the weights on phrases the index has not seen, and cross-validates them by programme.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.asked import HARD, asked_kinds
from knowledge.compiled import Compiled
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import AnswerKind

WORDS, SENSE, OTHER_KIND, SAME_PLACE, CONSTANT = 12.2, 1.4, -0.5, 3.9, -3.8
"""Learned, but for OTHER_KIND: phrases that want another kind are too few to learn from, so it is set by hand."""
ENOUGH = 0.3
"""From here on, in log-odds, a staff answer is taken to answer the question."""


@dataclass(frozen=True)
class Asking:
    """A question, made comparable."""

    weights: Mapping[str, float]
    """Gram to its squared weight."""
    length: float
    sense: Floats
    kinds: frozenset[AnswerKind]


class Likeness:
    """Makes questions about one programme comparable."""

    def __init__(self, compiled: Compiled, lexicon: Lexicon) -> None:
        self._compiled = compiled
        self._lexicon = lexicon
        self._idf = compiled.index.legs["asks" if compiled.has_phrases else "text"].idf
        self._rare = float(self._idf.max(initial=1.0))

    def asking(self, question: str) -> Asking:
        """The question in grams, sense and kinds."""
        plain = self._lexicon.plain(question)
        weights = {gram: self._weight(gram) ** 2 for gram in set(self._lexicon.grams(plain))}
        kinds = asked_kinds(plain) & HARD
        return Asking(weights, math.sqrt(sum(weights.values())), self._compiled.sense.locate([plain])[0], kinds)

    def _weight(self, gram: str) -> float:
        number = self._compiled.index.vocabulary.get(gram)
        return float(self._idf[number]) if number is not None else self._rare


class Ways:
    """The ways to ask for some answers, compared with a question all at once."""

    def __init__(self, ways: Sequence[Asking]) -> None:
        self._lengths = np.array([way.length for way in ways], np.float32)
        self._senses = np.stack([way.sense for way in ways])
        self._kinds = [way.kinds for way in ways]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for at, way in enumerate(ways):
            for gram in way.weights:
                self._holders[gram].append(at)

    def scores(self, question: Asking) -> Floats:
        """The log-odds that each asks the same as `question`, before places are compared."""
        common = np.zeros(len(self._kinds), np.float32)
        for gram, weight in question.weights.items():
            if (holders := self._holders.get(gram)) is not None:
                common[holders] += weight
        words = common / np.maximum(self._lengths * question.length, 1e-6)
        other = [bool(question.kinds and kinds and not question.kinds & kinds) for kinds in self._kinds]
        sense = self._senses @ question.sense
        scored = WORDS * words + SENSE * sense + OTHER_KIND * np.array(other, np.float32) + CONSTANT
        return np.asarray(scored, np.float32)
