"""What words mean, roughly: a table of vectors for common Chinese words, so that 补贴 is found near 资助.

The table was distilled once (`bench/word_vectors.py`); at run time it is only looked up. A text is the weighted sum of its
words' vectors, rare words weighing more. Words are found by longest match, unknown characters are passed over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TABLE = Path(__file__).resolve().parent / "words"
_LONGEST = 5
_SINGLE = 0.5
"""What a lone character weighs beside a word: it may mean anything."""


class WordSpace:
    """The table of a folder, read when it is first asked."""

    def __init__(self, folder: Path = TABLE) -> None:
        self._folder = folder

    @cached_property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self._vectors.shape[1])

    @cached_property
    def _places(self) -> dict[str, int]:
        words = (self._folder / "words.txt").read_text(encoding="utf-8").split("\n")
        return {word: place for place, word in enumerate(words)}

    @cached_property
    def _vectors(self) -> NDArray[np.int8]:
        vectors: NDArray[np.int8] = np.load(self._folder / "vectors.npy", mmap_mode="r")
        return vectors

    @cached_property
    def _weights(self) -> Floats:
        return np.asarray(np.load(self._folder / "weights.npy"), np.float32)

    def words(self, text: str) -> list[int]:
        """The places of the words of a text, longest first at every point."""
        text = unicodedata.normalize("NFKC", text)
        found, at = [], 0
        while at < len(text):
            for length in range(min(_LONGEST, len(text) - at), 0, -1):
                place = self._places.get(text[at : at + length])
                if place is not None:
                    found.append(place if length > 1 else -place - 1)
                    at += length
                    break
            else:
                at += 1
        return found

    @cached_property
    def _spelled(self) -> list[str]:
        return list(self._places)

    def rarities(self, text: str) -> list[tuple[str, float]]:
        """The words of two characters and more with their weights, 1 for the rarest."""
        return [(self._spelled[place], float(self._weights[place])) for place in self.words(text) if place >= 0]

    def vector(self, text: str) -> Floats:
        """The unit vector of a text; zero when none of its words is known."""
        found = self.words(text)
        if not found:
            return np.zeros(self.dimensions, np.float32)
        places = np.array([place if place >= 0 else -place - 1 for place in found])
        single = np.array([_SINGLE if place < 0 else 1.0 for place in found], np.float32)
        summed = (self._vectors[places].astype(np.float32) * (self._weights[places] * single)[:, None]).sum(axis=0)
        length = float(np.linalg.norm(summed))
        return np.asarray(summed / length if length else summed, np.float32)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        rows = [self.vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)


@lru_cache(maxsize=1)
def word_space() -> WordSpace:
    """The table that comes with the package."""
    return WordSpace()


SENSE_PARTS = ("turn", "bags", "texts")


@dataclass(frozen=True)
class Sense:
    """One programme's units among the words of the language, turned so that what is asked alike lies together."""

    turn: Floats
    """Brings a text's vector into this programme's view."""
    bags: Floats
    """One row a unit: the middle of its phrases, zero where it has none."""
    texts: Floats
    """One row a unit: its own words under their heading."""

    def locate(self, texts: Sequence[str]) -> Floats:
        """One row a text, of length 1 or zero."""
        return _unit(word_space().vectors(texts) @ self.turn)

    def nearness(self, places: Floats) -> tuple[Floats, Floats, Floats]:
        """For each unit the likeness of its phrases' middle to the first place, to the nearest place, and of its own words.

        `places` are a question, first, and its parts.
        """
        bags = self.bags @ places.T
        return bags[:, 0], bags.max(axis=1), (self.texts @ places.T).max(axis=1)


def sense_of(asks: Sequence[Sequence[str]], texts: Sequence[str]) -> Sense:
    """The sense of a programme's units, given the phrases of each and its words."""
    space = word_space()
    owners = np.array([unit for unit, phrases in enumerate(asks) for _ in phrases], np.int32)
    plain = space.vectors([phrase for phrases in asks for phrase in phrases])
    turn = _sharpening(plain, owners)
    bags = np.zeros((len(asks), space.dimensions), np.float32)
    np.add.at(bags, owners, _unit(plain @ turn))
    return Sense(turn, _unit(bags), _unit(space.vectors(texts) @ turn))


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


def _sharpening(rows: Floats, owners: NDArray[np.int32], *, ease: float = 2.0) -> Floats:
    """The inverse root of how phrases of one unit scatter; `ease` keeps quiet directions from being blown up."""
    if not len(rows):
        return np.eye(rows.shape[1], dtype=np.float32)
    count = np.bincount(owners)
    sums = np.zeros((len(count), rows.shape[1]))
    np.add.at(sums, owners, rows)
    rest = rows - (sums / np.maximum(count, 1)[:, None])[owners]
    values, axes = np.linalg.eigh(rest.T @ rest / len(rest))
    return np.asarray(axes @ np.diag(1 / np.sqrt(values + ease * values.mean() + 1e-9)) @ axes.T, np.float32)
