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

Places = NDArray[np.intp]
Postings = NDArray[np.void]
"""A `row` and the `weight` of a gram in it, side by side in memory."""
POSTING = np.dtype([("row", np.int32), ("weight", np.float32)])

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
    def firsts(self) -> Places:
        """The first row of every owner."""
        return np.flatnonzero(np.diff(self.owners, prepend=-1))

    @cached_property
    def owned(self) -> Places:
        """Every owner once."""
        return self.owners[self.firsts].astype(np.intp)

    @cached_property
    def turns(self) -> Places:
        """For each row, the place of its owner in `owned`."""
        return np.cumsum(np.diff(self.owners, prepend=-1) != 0) - 1

    @cached_property
    def rarest(self) -> float:
        """The idf of what occurs in a single document."""
        return float(self.idf.max(initial=1.0))


@dataclass(frozen=True)
class Bags:
    """A question, first, and its parts, as the index knows them: one row each."""

    scores: Floats
    """The score of every row of every leg."""
    sums: Mapping[str, Floats]
    """For each leg how rare the known grams are together; squared in cosine legs."""
    unknown: Floats
    """How many different grams the index does not know."""
    grams: Places
    """All known grams, those of one text side by side; each text ends with a gram that stands for nothing."""
    begins: Places
    """For each text, where its grams begin."""


@dataclass(frozen=True)
class LexicalIndex:
    """The legs of one programme; the weights of a gram in all of them stand side by side (compressed sparse columns)."""

    vocabulary: Mapping[str, int]
    starts: Ints
    """For each gram, where its rows begin; one more at the end."""
    postings: Postings
    idf: Floats
    """For each gram, and for nothing at the end, its idf in every leg."""
    legs: Mapping[str, Leg]

    @cached_property
    def size(self) -> int:
        """How many rows there are."""
        return max((leg.end for leg in self.legs.values()), default=0)

    def bags(self, texts: Sequence[Iterable[str]]) -> Bags:
        """The grams of a question and its parts, each counted once a text, with the score of every row."""
        nothing = len(self.vocabulary)
        sets = [set(text) for text in texts]
        numbers = {gram: number for gram in set().union(*sets) if (number := self.vocabulary.get(gram)) is not None}
        known: list[int] = []
        begins: list[int] = []
        unknown: list[int] = []
        for different in sets:
            found = sorted([numbers[gram] for gram in different if gram in numbers])
            begins.append(len(known))
            unknown.append(len(different) - len(found))
            known += found
            known.append(nothing)
        grams, starts = np.array(known), np.array(begins)
        rarities = self.idf[grams]
        rarities[:, self._squared] **= 2
        sums = np.add.reduceat(rarities, starts, axis=0).T
        scores = self._scores(grams, starts)
        return Bags(scores, dict(zip(self.legs, sums, strict=True)), np.array(unknown, np.float32), grams, starts)

    def _scores(self, grams: Places, begins: Places) -> Floats:
        first, last, packed = self._bounds[grams], self._bounds[grams + 1], self._packed
        met = np.concatenate([packed[begin:end] for begin, end in zip(first.tolist(), last.tolist(), strict=True)])
        met = met.view(POSTING)
        rows = met["row"].astype(np.intp)
        if len(begins) > 1:
            lengths = np.add.reduceat(last - first, begins)
            rows += np.repeat(np.arange(0, self.size * len(begins), self.size), lengths)
        summed = np.bincount(rows, met["weight"], self.size * len(begins)).astype(np.float32)
        return summed.reshape(len(begins), self.size)

    @cached_property
    def _bounds(self) -> Places:
        """Where the postings of a gram begin, the next one's where they end; nothing, at the end, has none."""
        return np.append(self.starts, self.starts[-1:]).astype(np.intp)

    @cached_property
    def _packed(self) -> NDArray[np.int64]:
        """The postings as plain numbers, which are copied fastest."""
        return self.postings.view(np.int64)

    @cached_property
    def _squared(self) -> list[int]:
        """The columns of cosine legs."""
        return [column for column, name in enumerate(self.legs) if name in COSINE]

    def holds(self, leg: str, gram: str) -> int:
        """In how many rows of a leg a gram occurs."""
        number = self.vocabulary.get(gram)
        if number is None:
            return 0
        rows = self.postings["row"][self.starts[number] : self.starts[number + 1]]
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
    postings = np.empty(len(order), POSTING)
    postings["row"] = np.array(rows, np.int32)[order]
    postings["weight"] = np.array(weights, np.float32)[order]
    starts = np.zeros(len(vocabulary) + 1, np.int32)
    np.add.at(starts, np.array(columns, np.int64) + 1, 1)
    columns_of_idf = np.stack([leg.idf for leg in legs.values()], axis=1)
    rarities = np.pad(columns_of_idf, ((0, 1), (0, 0)))
    return LexicalIndex(vocabulary, np.cumsum(starts, dtype=np.int32), postings, rarities, legs)


def _idf(bags: Sequence[Counter[int]], size: int) -> Floats:
    frequency = np.zeros(size, np.float64)
    for bag in bags:
        frequency[list(bag)] += 1
    return np.log(1 + (len(bags) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
