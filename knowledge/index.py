"""The lexical index of one programme: weights of grams over units, clauses and phrases, and nothing else.

Every programme has its own statistics, so that a thousand other programmes do not change what is rare in this one. Six
legs share one vocabulary:

    text    a unit's own words                       BM25
    clause  the whole clause it stands in            BM25
    path    headings, leads, programme name          BM25
    asks    every way to ask, each a small document  cosine
    bag     all of a unit's ways to ask together     BM25
    shared  the same for ways all programmes share   cosine

A leg gives each of its rows a score for a bag of question grams. How legs are weighed is told in `ranking`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LEGS = ("text", "clause", "path", "asks", "bag", "shared")
_K1, _B = 1.2, 0.3


@dataclass(frozen=True)
class Leg:
    """Weights of grams in the rows of one kind of document, by gram (compressed sparse columns)."""

    starts: Ints
    """For each gram of the vocabulary, where its rows begin; one more at the end."""
    rows: Ints
    weights: Floats
    idf: Floats
    owners: Ints
    """For each row, the unit or clause it belongs to, ascending."""

    @cached_property
    def usual(self) -> float:
        """How much a phrase of usual length says: the square root of its summed squared idf (cosine legs only)."""
        summed = np.zeros(len(self.owners) + 1, np.float64)
        np.add.at(summed, self.rows, self.weights)
        return float(np.median(summed[:-1])) if len(self.owners) else 1.0

    def scores(self, grams: Ints, counts: Floats) -> Floats:
        """The score of every row for a question of these grams."""
        if not len(grams) or not len(self.owners):
            return np.zeros(len(self.owners), np.float32)
        spans = [slice(a, b) for a, b in zip(self.starts[grams].tolist(), self.starts[grams + 1].tolist(), strict=True)]
        lengths = [span.stop - span.start for span in spans]
        rows = np.concatenate([self.rows[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        summed = np.bincount(rows, weights=weights * np.repeat(counts, lengths), minlength=len(self.owners))
        return summed.astype(np.float32)


@dataclass(frozen=True)
class LexicalIndex:
    """The legs of one programme."""

    vocabulary: Mapping[str, int]
    legs: Mapping[str, Leg]

    def question(self, grams: Sequence[str]) -> tuple[Ints, Floats, int]:
        """The known grams of a question as numbers with their counts, and how many different ones are unknown."""
        counted = Counter(grams)
        known = [
            (number, count) for gram, count in counted.items() if (number := self.vocabulary.get(gram)) is not None
        ]
        numbers = np.fromiter((number for number, _ in known), np.int32, len(known))
        counts = np.fromiter((min(count, 2) for _, count in known), np.float32, len(known))
        return numbers, counts, len(counted) - len(known)


def build_index(documents: Mapping[str, Sequence[tuple[int, Sequence[str]]]]) -> LexicalIndex:
    """The index of the documents of each leg, given as (owner, grams) with owners ascending."""
    vocabulary: dict[str, int] = {}
    for rows in documents.values():
        for _, grams in rows:
            for gram in grams:
                vocabulary.setdefault(gram, len(vocabulary))
    legs = {name: _leg(rows, vocabulary, cosine=name in ("asks", "shared")) for name, rows in documents.items()}
    return LexicalIndex(vocabulary, legs)


def _leg(documents: Sequence[tuple[int, Sequence[str]]], vocabulary: Mapping[str, int], *, cosine: bool) -> Leg:
    bags = [Counter(vocabulary[gram] for gram in grams) for _, grams in documents]
    frequency = np.zeros(len(vocabulary), np.float64)
    for bag in bags:
        frequency[list(bag)] += 1
    idf = np.log(1 + (len(bags) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    weigh: Callable[[Counter[int]], Iterable[tuple[int, float]]]
    if cosine:
        weigh = lambda bag: _cosine_weights(bag, idf)  # noqa: E731
    else:
        average = sum(bag.total() for bag in bags) / len(bags) if bags else 0.0
        weigh = lambda bag: _bm25_weights(bag, idf, average)  # noqa: E731
    columns, rows, weights = [], [], []
    for row, bag in enumerate(bags):
        for gram, weight in weigh(bag):
            columns.append(gram)
            rows.append(row)
            weights.append(weight)
    order = np.argsort(np.array(columns, np.int64), kind="stable")
    starts = np.zeros(len(vocabulary) + 1, np.int32)
    np.add.at(starts, np.array(columns, np.int64) + 1, 1)
    return Leg(
        np.cumsum(starts, dtype=np.int32),
        np.array(rows, np.int32)[order],
        np.array(weights, np.float32)[order],
        idf,
        np.array([owner for owner, _ in documents], np.int32),
    )


def _bm25_weights(bag: Counter[int], idf: Floats, average: float) -> Iterable[tuple[int, float]]:
    norm = _K1 * (1 - _B + _B * bag.total() / (average or 1.0))
    return ((gram, float(idf[gram]) * count * (_K1 + 1) / (count + norm)) for gram, count in bag.items())


def _cosine_weights(bag: Counter[int], idf: Floats) -> Iterable[tuple[int, float]]:
    length = math.sqrt(sum(float(idf[gram]) ** 2 for gram in bag)) or 1.0
    return ((gram, float(idf[gram]) ** 2 / length) for gram in bag)
