"""What the guides and phrases of all programmes know of a question's words, whatever programme it is about.

With thousands of programmes the first few dozen stand for everybody: the words people apply with are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import islice

from knowledge.compiled import Compiled
from knowledge.lexicon import Lexicon
from knowledge.shared import SharedQuestions
from programs.registry import Pack

_SAMPLE = 64


class Familiar:
    """The words of all programmes together."""

    def __init__(self, packs: Mapping[str, Pack], shared: SharedQuestions, compiled: Mapping[str, Compiled]) -> None:
        self._packs = packs
        self._compiled = compiled
        self._lexicon = Lexicon(shared)

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """The programmes whose words stand for everybody's."""
        return tuple(islice(self._compiled, _SAMPLE))

    def plain(self, question: str) -> str:
        """The question without fillers, width and script evened out."""
        return self._lexicon.plain(question)

    def mended(self, plain: str) -> str:
        """The question with slips of sound and shape put right, as far as these words tell."""
        return self._lexicon.mended(plain, self.often)

    def often(self, pair: str) -> int:
        """How often guides and phrases use a character or a pair."""
        return self._often.get(pair, 0)

    def special(self, mended: str, program: str) -> int:
        """How much of the question only this programme's guide prints; a Latin word counts double."""
        grams = {gram for gram in self._lexicon.grams(mended) if len(gram) > 1 and not set("№§%") & set(gram)}
        return sum(1 + gram.isascii() for gram in grams if self._printed_only_in(gram, program))

    def _printed_only_in(self, gram: str, program: str) -> bool:
        return [slug for slug in self._compiled if self._compiled[slug].index.holds("clause", gram)] == [program]

    @cached_property
    def _often(self) -> Mapping[str, int]:
        """How often a pair of characters occurs in guides and phrases."""
        counted: dict[str, int] = {}
        for index in (self._compiled[slug].index for slug in self.sample):
            for gram, number in index.vocabulary.items():
                if len(gram) <= 2:
                    counted[gram] = counted.get(gram, 0) + int(index.starts[number + 1] - index.starts[number])
        return counted
