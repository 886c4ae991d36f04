"""Our own vectors: a small space of meaning learned from one programme's guide and the ways people ask about it.

A unit's document is its words, its heading and all its phrases. The documents of a programme span a few dozen
directions (latent semantic analysis: the leading eigenvectors of their likenesses); words that are asked about the same
clause point the same way, so `拿证` comes near `授权量` although they share no character. No network, no model file, no
other programme: the space is a pure function of the pack.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
DIMENSIONS = 96


@dataclass(frozen=True)
class Space:
    """Where grams lie; a text lies where its grams pull it."""

    grams: Mapping[str, int]
    places: Floats
    """One row a gram, already weighed by how rare it is."""

    def locate(self, grams: Sequence[str]) -> Floats:
        """The direction of a bag of grams, of length 1, or all zero when none of them is known."""
        known = sorted({self.grams[gram] for gram in grams if gram in self.grams})
        if not known:
            return np.zeros(self.places.shape[1], np.float32)
        summed = self.places[known].sum(axis=0)
        length = float(np.linalg.norm(summed))
        return np.asarray(summed / length if length > 1e-9 else summed * 0, np.float32)


@dataclass(frozen=True)
class Pulls:
    """A space as the lexical index numbers its grams, so that a question's grams need to be looked up only once."""

    rows: NDArray[np.int32]
    """For each gram of the index, and for nothing at the end, its row in `places`."""
    places: Floats
    """The places of the space, with a last one that pulls nowhere."""

    def locate(self, grams: NDArray[np.intp], begins: NDArray[np.intp]) -> Floats:
        """The direction of several texts, see `index.Bags`, one row each, of length 1 or zero."""
        summed = np.add.reduceat(self.places[self.rows[grams]], begins, axis=0)
        lengths = np.sqrt(np.einsum("ij,ij->i", summed, summed))
        return np.asarray(summed / np.where(lengths > 1e-9, lengths, np.inf)[:, None], np.float32)


def pulls_of(space: Space, vocabulary: Iterable[str]) -> Pulls:
    """The space for an index of this vocabulary."""
    nowhere = len(space.places)
    rows = np.array([*(space.grams.get(gram, nowhere) for gram in vocabulary), nowhere], np.int32)
    return Pulls(rows, np.pad(space.places, ((0, 1), (0, 0))))


def learn(documents: Sequence[Sequence[str]], *, dimensions: int = DIMENSIONS) -> Space:
    """The space spanned by `documents`, each a bag of grams; grams of a single document have no place."""
    bags = [Counter(document) for document in documents]
    frequency = Counter(gram for bag in bags for gram in bag)
    grams = {gram: at for at, gram in enumerate(gram for gram, often in frequency.items() if often > 1)}
    if not grams:
        return Space({}, np.zeros((0, dimensions), np.float32))
    idf = np.array([math.log(1 + len(bags) / frequency[gram]) for gram in grams], np.float32)
    table = np.zeros((len(bags), len(grams)), np.float32)
    for row, bag in enumerate(bags):
        for gram, often in bag.items():
            if (column := grams.get(gram)) is not None:
                table[row, column] = (1 + math.log(often)) * idf[column]
    table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-9
    strengths, directions = np.linalg.eigh(table @ table.T)
    keep = min(dimensions, len(bags))
    strengths = np.maximum(strengths[::-1][:keep], 1e-6)
    directions = directions[:, ::-1][:, :keep]
    directions = directions * np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(keep)])
    places = (table.T @ directions) * strengths**-0.5 * idf[:, None]
    if keep < dimensions:
        places = np.pad(places, ((0, 0), (0, dimensions - keep)))
    return Space(grams, np.asarray(places, np.float32))
