"""Turns text into the grams that are compared: characters, masked numbers, and the concepts behind different words.

A lexicon joins what all programmes share with the `words` of one pack. Guide text and questions pass through the same
door, so that `拿证` and `授权` meet in the gram `§授权` whoever said which.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from knowledge.chinese import grams, normalise
from knowledge.shared import SharedQuestions
from knowledge.wordspace import word_space

_PERCENT = re.compile(r"百分之(几|多少|[零一二两三四五六七八九十百\d.]+)")
_CIRCLED = re.compile(r"[①-⑳⑴-⒇❶-❿➀-➓]|[1-9]\ufe0f?\u20e3")
"""Numbers that part one question from the next; evened out they would look like amounts."""
_HEADS = re.compile(
    r"((?:几|多少|[\d一二两三四五六七八九十百])[个名号]?人)(才(?:能|可以|够|行|算|好|让|给|准|收|成|合))"
)
"""几个人才能报 asks for heads, not for talent."""
_AROUND = 3
"""How many characters on either side tell which words a pair belongs to."""
_LATIN = re.compile(r"[a-z][a-z-]+")


class Lexicon:
    """How one programme's words, and everybody's, are compared."""

    def __init__(self, shared: SharedQuestions, words: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._shared = shared
        self._concepts: dict[str, set[str]] = defaultdict(set)
        for name, spoken in (*shared.concepts.items(), *(words or {}).items()):
            for word in (name, *spoken):
                if len(key := normalise(word)) > 1:
                    self._concepts[key].add(f"§{name}")

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """The first two characters of the words for concepts, to the length of the longest."""
        longest: dict[str, int] = defaultdict(int)
        for word in self._concepts:
            longest[word[:2]] = max(len(word), longest[word[:2]])
        return dict(longest)

    def _concepts_in(self, text: str) -> set[str]:
        """The concepts a text speaks of, the longest word first at every point."""
        found: set[str] = set()
        longest, at, end = self._longest, 0, len(text) - 1
        while at < end:
            step = 1
            for length in range(longest.get(text[at : at + 2], 0), 1, -1):
                if names := self._concepts.get(text[at : at + length]):
                    found |= names
                    step = min(length, len(text) - at)
                    break
            at += step
        return found

    @cached_property
    def _filler_pattern(self) -> re.Pattern[str]:
        words = _any_of([word for word in self._shared.fillers if len(word) > 1]).pattern
        lone = "".join(re.escape(word) for word in self._shared.fillers if len(word) == 1)
        return re.compile(
            rf"{words}|(?<![\u4e00-\u9fff])[{lone}]|[{lone.replace('额', '')}](?![\u4e00-\u9fff])" if lone else words
        )

    @cached_property
    def _english_pattern(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self._shared.english, key=len, reverse=True))
        return re.compile(rf"(?<![a-z0-9-])(?:{words})(?![a-z0-9-])")

    @cached_property
    def _alike(self) -> Mapping[str, str]:
        alike: dict[str, str] = defaultdict(str)
        for group in self._shared.confusable:
            for char in group:
                alike[char] += group.replace(char, "")
        return alike

    def plain(self, question: str) -> str:
        """The question normalised, English words followed by their Chinese, percentages in digits' form, fillers taken out."""
        text = _PERCENT.sub(r"\1%", normalise(_CIRCLED.sub(";", question)))
        text = _HEADS.sub(r"\1 \2", text)
        if _LATIN.search(text):
            text = self._english_pattern.sub(
                lambda match: f"{match.group()} {self._shared.english[match.group()]} ", text
            )
        return self._filler_pattern.sub(" ", text)

    def mended(self, text: str, known: Callable[[str], int], *, common: int = 8) -> str:
        """`text` with slips put right: a pair of characters nobody uses becomes the common pair that sounds or looks like it.

        `known` tells how often a pair occurs in guides and phrases; only a pair never seen is touched, and only one of its
        characters.
        """
        chars = list(text)
        for at in range(len(chars) - 1):
            pair = chars[at] + chars[at + 1]
            if not all("\u4e00" <= char <= "\u9fff" for char in pair) or _COUNTING & set(pair) or known(pair):
                continue  # counting words are no letters: grams hold a sign in their place
            options = [alike + pair[1] for alike in self._alike.get(pair[0], "")]
            options += [pair[0] + alike for alike in self._alike.get(pair[1], "")]
            best = max(options, key=known, default="")
            if best and known(best) >= common and self._joins(chars, at, best):
                chars[at : at + 2] = list(best)
        return "".join(chars)

    @staticmethod
    def _joins(chars: Sequence[str], at: int, best: str) -> bool:
        """Whether the pair makes a word where there was none: 专力 becomes 专利, but the 型 of 加工型 stays."""
        from_, to = max(0, at - _AROUND), at + 2 + _AROUND
        after = [*chars[:at], *best, *chars[at + 2 :]]
        space = word_space()
        return space.covered("".join(after[from_:to])) > space.covered("".join(chars[from_:to]))

    def grams(self, text: str) -> list[str]:
        """The grams of a text already normalised, concepts at the end."""
        return [*grams(text), *sorted(self._concepts_in(text))]

    def document(self, text: str) -> list[str]:
        """The grams of text as printed in a guide or written as a phrase."""
        return self.grams(_PERCENT.sub(r"\1%", normalise(text)))

    def phrase(self, text: str) -> list[str]:
        """The grams of a way to ask."""
        return self.grams(self.plain(text))


_COUNTING = frozenset("几零一二两三四五六七八九十百千万亿")


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)")
