"""What words mean, roughly: a table of vectors for common Chinese words, so that 补贴 is found near 资助.

The table was distilled once (`bench/word_vectors.py`); at run time it is only looked up. A text is the weighted sum of its
words' vectors, rare words weighing more. Words are found by longest match, unknown characters are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TABLE = Path(__file__).resolve().parent / "words"
_RUN = re.compile(r"\w+")
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
        return vectors.view(np.ndarray)

    @cached_property
    def _weights(self) -> Floats:
        return np.asarray(np.load(self._folder / "weights.npy"), np.float32)

    @cached_property
    def _longer(self) -> dict[str, int]:
        """The first two characters of words of three and more, to the length of the longest."""
        found: dict[str, int] = {}
        for word in self._places:
            if len(word) > 2:
                found[word[:2]] = max(len(word), found.get(word[:2], 0))
        return found

    def words(self, text: str) -> list[int]:
        """The places of the words of a text, longest first at every point; of a lone character -1 less its place."""
        runs = _RUN.findall(unicodedata.normalize("NFKC", text))
        return [place for run in runs for place in self._words_of(run)]

    @cached_property
    def _words_of(self) -> Callable[[str], list[int]]:
        """Kept a while: a question is looked at whole and in parts, and no word goes across what parts them."""
        return lru_cache(maxsize=512)(self._look_up)

    def _look_up(self, text: str) -> list[int]:
        places, longer = self._places, self._longer
        found, at, end = [], 0, len(text)
        while at < end:
            pair = text[at : at + 2]
            for length in range(min(longer.get(pair, 0), end - at), 2, -1):
                if (place := places.get(text[at : at + length])) is not None:
                    break
            else:
                length, place = 2, places.get(pair) if at + 1 < end else None
                if place is None:
                    length, place = 1, places.get(pair[0])
                    place = None if place is None else -place - 1
            if place is not None:
                found.append(place)
            at += length
        return found

    def covered(self, text: str) -> int:
        """How many characters of a text stand in words of two characters and more."""
        return sum(len(self._spelled[place]) for place in self.words(text) if place >= 0)

    @cached_property
    def _spelled(self) -> list[str]:
        return list(self._places)

    def rarities(self, text: str) -> list[tuple[str, float]]:
        """The words of two characters and more with their weights, 1 for the rarest."""
        return [(self._spelled[place], float(self._weights[place])) for place in self.words(text) if place >= 0]

    def vector(self, text: str) -> Floats:
        """The unit vector of a text; zero when none of its words is known."""
        return np.asarray(self.vectors([text])[0])

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        found = [self.words(text) for text in texts]
        known = [at for at, words in enumerate(found) if words]
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        if not known:
            return rows
        coded = np.array([place for words in found for place in words], np.int32)
        places = np.where(coded < 0, -coded - 1, coded)
        weights = self._weights[places] * np.where(coded < 0, np.float32(_SINGLE), np.float32(1))
        begins = np.cumsum([0, *(len(found[at]) for at in known[:-1])])
        rows[known] = np.add.reduceat(self._vectors[places] * weights[:, None], begins, axis=0)
        return _unit(rows)


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
        likeness = places @ self._both
        count = len(self.bags)
        nearest = likeness.max(axis=0)
        return likeness[0, :count], nearest[:count], nearest[count:]

    @cached_property
    def _both(self) -> Floats:
        """Phrases' middles beside own words, one column each."""
        return np.ascontiguousarray(np.concatenate([self.bags, self.texts]).T)


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
