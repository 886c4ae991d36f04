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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LEGS = ("text", "clause", "path", "asks", "bag", "shared")
COSINE = frozenset({"asks", "shared"})
_K1, _B = 1.2, 0.3


@dataclass(frozen=True)
class Leg:
    """One kind of document: which rows of the index are its, and what is rare among them."""

    begin: int
    end: int
    """Its rows in the index."""
    idf: Floats
    """For each gram of the vocabulary."""
    owners: Ints
    """For each row, the unit or clause it belongs to, ascending."""
    usual: float
    """How much a document of usual length says: the median of its length as a vector (cosine legs only)."""

    @cached_property
    def firsts(self) -> Ints:
        """The first row of every owner."""
        return np.flatnonzero(np.diff(self.owners, prepend=-1)).astype(np.int32)

    @cached_property
    def owned(self) -> Ints:
        """Every owner once."""
        return self.owners[self.firsts]


@dataclass(frozen=True)
class Bag:
    """A question, or a part of one, as the index knows it."""

    grams: Ints
    """Its known grams, each once."""
    unknown: int
    """How many different grams the index does not know."""
    scores: Floats
    """The score of every row of every leg."""


@dataclass(frozen=True)
class LexicalIndex:
    """The legs of one programme; the weights of a gram in all of them stand side by side (compressed sparse columns)."""

    vocabulary: Mapping[str, int]
    starts: Ints
    """For each gram, where its rows begin; one more at the end."""
    rows: Ints
    weights: Floats
    legs: Mapping[str, Leg]

    @cached_property
    def size(self) -> int:
        """How many rows there are."""
        return max((leg.end for leg in self.legs.values()), default=0)

    def bag(self, grams: Iterable[str]) -> Bag:
        """The grams of a question, each counted once, with the score of every row."""
        different = set(grams)
        known = sorted(number for gram in different if (number := self.vocabulary.get(gram)) is not None)
        numbers = np.array(known, np.int32)
        spans = [slice(self._bounds[number], self._bounds[number + 1]) for number in known]
        if not spans:
            return Bag(numbers, len(different), np.zeros(self.size, np.float32))
        rows = np.concatenate([self.rows[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        scores = np.bincount(rows, weights=weights, minlength=self.size).astype(np.float32)
        return Bag(numbers, len(different) - len(known), scores)

    @cached_property
    def _bounds(self) -> list[int]:
        return [int(start) for start in self.starts]

    def holds(self, leg: str, gram: str) -> int:
        """In how many rows of a leg a gram occurs."""
        number = self.vocabulary.get(gram)
        if number is None:
            return 0
        rows = self.rows[self._bounds[number] : self._bounds[number + 1]]
        return int(np.count_nonzero((rows >= self.legs[leg].begin) & (rows < self.legs[leg].end)))


def build_index(documents: Mapping[str, Sequence[tuple[int, Sequence[str]]]]) -> LexicalIndex:
    """The index of the documents of each leg, given as (owner, grams) with owners ascending."""
    vocabulary: dict[str, int] = {}
    bags = {
        name: [Counter(vocabulary.setdefault(gram, len(vocabulary)) for gram in grams) for _, grams in rows]
        for name, rows in documents.items()
    }
    columns: list[int] = []
    rows: list[int] = []
    weights: list[float] = []
    legs: dict[str, Leg] = {}
    for name, listed in bags.items():
        begin = max((leg.end for leg in legs.values()), default=0)
        idf = _idf(listed, len(vocabulary))
        lengths = [math.sqrt(sum(float(idf[gram]) ** 2 for gram in bag)) for bag in listed]
        average = sum(bag.total() for bag in listed) / len(listed) if listed else 1.0
        for at, bag in enumerate(listed):
            columns += bag
            rows += [begin + at] * len(bag)
            if name in COSINE:
                weights += [float(idf[gram]) ** 2 / (lengths[at] or 1.0) for gram in bag]
            else:
                norm = _K1 * (1 - _B + _B * bag.total() / (average or 1.0))
                weights += [float(idf[gram]) * often * (_K1 + 1) / (often + norm) for gram, often in bag.items()]
        owners = np.array([owner for owner, _ in documents[name]], np.int32)
        legs[name] = Leg(begin, begin + len(listed), idf, owners, float(np.median(lengths)) if lengths else 1.0)
    order = np.argsort(np.array(columns, np.int64), kind="stable")
    starts = np.zeros(len(vocabulary) + 1, np.int32)
    np.add.at(starts, np.array(columns, np.int64) + 1, 1)
    return LexicalIndex(
        vocabulary,
        np.cumsum(starts, dtype=np.int32),
        np.array(rows, np.int32)[order],
        np.array(weights, np.float32)[order],
        legs,
    )


def _idf(bags: Sequence[Counter[int]], size: int) -> Floats:
    frequency = np.zeros(size, np.float64)
    for bag in bags:
        frequency[list(bag)] += 1
    return np.log(1 + (len(bags) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
