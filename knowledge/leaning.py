"""How far a question leans out of our business, told from its words alone by numbers that were learned.

Three witnesses are added up. Its characters: neighbouring ones, one to three, hashed into a table of weights. Its meaning:
the vector of `wordspace`. And its words: how much commoner each is in guides and phrases than in the language at large,
so that a question made of words nobody applies with is foreign whatever it is about. `learning.guard` learns the numbers.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.chinese import normalise
from knowledge.wordspace import WordSpace, word_space

Floats = NDArray[np.float32]
NUMBERS = Path(__file__).resolve().parent / "guard.npz"
BUCKETS = 1 << 14
STATISTICS = 13
GRAM_SCALE, SENSE_SCALE = 3.0, 3.0
_SIZES = (1, 2, 3)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_LATIN = re.compile(r"[a-z]+")
_TIGHT = re.compile(r"[\s\W_]+")
_PART = re.compile(r"[。！？!?；;\n【】\[\]（）()…]+")
_LONG, _SHORTEST_PART = 30, 6
_RARITY = 1e-4
"""How `wordspace` turned shares into weights; turns them back."""
OFTEN_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Leaning:
    """Log-odds against being our business; above 0 the words speak for a subject that is not, or for overreach."""

    outside: float
    overreach: float


@dataclass(frozen=True)
class Numbers:
    """What was learned."""

    grams: NDArray[np.float16]
    """Bucket by (outside, overreach)."""
    sense: Floats
    """Dimension of the word space by (outside, overreach)."""
    words: Floats
    """Statistic by (outside, overreach)."""
    constant: Floats
    total: Floats
    """How many phrases and clauses the pairs were counted in; one number."""
    centre: Floats
    """What statistics are on average."""
    spread: Floats
    pairs: NDArray[np.uint32]
    """Code points of two neighbouring characters each, in guides and phrases; 0 after a character by itself."""
    counts: NDArray[np.uint16]
    """How often each pair was met."""
    balance: Floats
    """What decides in the end, see `refusing`; one row for a subject, one for overreach."""


@lru_cache(maxsize=2)
def numbers(path: Path = NUMBERS) -> Numbers:
    """The numbers in `path`, read once."""
    with np.load(path, allow_pickle=False) as arrays:
        return Numbers(**{field.name: arrays[field.name] for field in fields(Numbers)})


def tight(plain: str) -> str:
    """Normalised text without punctuation, every number one zero: what splits words apart is gone."""
    return _TIGHT.sub("", _DIGITS.sub("0", plain))


def buckets(plain: str) -> list[int]:
    """The buckets of a normalised text's grams, each once."""
    whole = f"^{tight(plain)}$"
    found = {whole[at : at + size] for size in _SIZES for at in range(len(whole) - size + 1)}
    found.update(f"w:{word}" for word in _LATIN.findall(plain))
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in found})


def statistics(plain: str, often: Callable[[str], int], total: float, space: WordSpace) -> list[float]:
    """What the words of a normalised text are like: how much commoner with us than elsewhere, and how many are unknown with us.

    `often` tells how often a character or a pair is met in guides and phrases, which have `total` phrases and clauses.
    """
    close = tight(plain)
    ratios, weights, strange = [], [], []
    for word, weight in space.rarities(close):
        share = _RARITY * (1 / max(weight, 1e-6) - 1)
        met = min(often(word[at : at + 2]) for at in range(len(word) - 1))
        ratios.append(math.log((met + 0.3) / (total + 100) / (share * 3 + 3e-6)))
        weights.append(weight + 1e-3)
        strange.append((weight + 1e-3) * (1 - min(1.0, met / OFTEN_ENOUGH)))
    return [*_of_words(ratios, weights, strange), *_of_characters(close, often)]


def _of_words(ratios: list[float], weights: list[float], strange: list[float]) -> list[float]:
    if not ratios:
        return [0.0] * 9
    ranked, count, heavy = sorted(ratios), len(ratios), sum(weights)
    return [
        sum(ratio * weight for ratio, weight in zip(ratios, weights, strict=True)) / heavy,
        sum(ratios) / count,
        ranked[0],
        sum(ranked[:2]) / min(count, 2),
        ranked[-1],
        sum(ranked[-2:]) / min(count, 2),
        1 - sum(strange) / heavy,
        max(strange),
        sum(strange),
    ]


def _of_characters(close: str, often: Callable[[str], int]) -> list[float]:
    """Names and new words stand in no list of words, but their characters are strange too."""
    if len(close) < 2:
        return [0.0] * 4
    unmet = sum(not often(close[at : at + 2]) for at in range(len(close) - 1))
    rare = sorted(math.log1p(often(character)) for character in close if not character.isascii())[:2] or [0.0]
    return [unmet / (len(close) - 1), math.log1p(unmet), rare[0], sum(rare) / len(rare)]


def parts(text: str) -> list[str]:
    """The text, and of a long one its sentences: what was slipped into a company's profile stands in one of them."""
    if len(text) <= _LONG:
        return [text]
    return [text, *(part for part in _PART.split(text) if len(part) >= _SHORTEST_PART)]


class Leaner:
    """Tells how questions lean."""

    def __init__(self, learned: Numbers | None = None, space: WordSpace | None = None) -> None:
        self._learned = learned
        self._space = space or word_space()

    @property
    def learned(self) -> Numbers:
        """The numbers it goes by."""
        return self._learned or numbers()

    @cached_property
    def _known(self) -> Mapping[str, int]:
        learned = self.learned
        pairs = "".join(map(chr, learned.pairs.ravel().tolist()))
        return {pairs[2 * at : 2 * at + 2].rstrip("\0"): count for at, count in enumerate(learned.counts.tolist())}

    def of(self, question: str, also: Callable[[str], int] = lambda pair: 0) -> Leaning:
        """How `question` leans; `also` tells how often packs unknown when the numbers were learned use a pair."""
        whole, *inner = (self._one(normalise(part), also) for part in parts(question))
        return Leaning(whole.outside, max([whole.overreach, *(part.overreach for part in inner)]))

    def _one(self, plain: str, also: Callable[[str], int]) -> Leaning:
        learned, known, total = self.learned, self._known, float(self.learned.total[0])
        places = buckets(plain)
        stats = statistics(plain, lambda pair: known.get(pair) or min(also(pair), OFTEN_ENOUGH), total, self._space)
        summed = learned.grams[places].astype(np.float32).sum(axis=0) * (GRAM_SCALE / math.sqrt(max(len(places), 1)))
        summed = summed + SENSE_SCALE * (self._space.vector(plain) @ learned.sense)
        summed = summed + ((np.array(stats, np.float32) - learned.centre) / learned.spread) @ learned.words
        summed = summed + learned.constant
        return Leaning(float(summed[0]), float(summed[1]))
