"""What the guard learns from: phrases and questions that are our business, texts that are not, and how often pairs of characters occur.

Inside are the packs' phrases, the benign examples and the questions of the sets; outside and overreach the examples of
`boundaries.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.chinese import normalise
from knowledge.compiled import phrases_of
from knowledge.evaluation import read_questions
from knowledge.leaning import tight
from knowledge.learning.boundaries import Example, Side, boundaries
from knowledge.shared import SharedQuestions
from programs.registry import Pack

_EVERY_PHRASE = 3


@dataclass(frozen=True)
class Counts:
    """Pairs of characters in each pack's phrases and clauses."""

    by_pack: Mapping[str, Counter[str]]
    sizes: Mapping[str, int]

    def often(self, pair: str, *, without: str = "") -> int:
        """How often the packs use a pair, one of them left out."""
        return sum(count[pair] for slug, count in self.by_pack.items() if slug != without)

    def total(self, *, without: str = "") -> float:
        """How many phrases and clauses were counted."""
        return float(sum(size for slug, size in self.sizes.items() if slug != without))


def count_pairs(packs: Mapping[str, Pack], asks: Mapping[str, Sequence[str]]) -> Counts:
    """The pairs of every pack."""
    by_pack: dict[str, Counter[str]] = {}
    for slug, pack in packs.items():
        counted = by_pack.setdefault(slug, Counter())
        for text in (*asks[slug], *(clause.text for clause in pack.guide.clauses)):
            plain = tight(normalise(text))
            counted.update({plain[at : at + size] for size in (1, 2) for at in range(len(plain) - size + 1)})
    return Counts(by_pack, {slug: len(asks[slug]) for slug in packs})


def asks_of(pack: Pack) -> list[str]:
    """Every way to ask the pack knows."""
    told = phrases_of(pack)
    listed = [entry.ask for entry in told.entries] + [entry.ask for entry in told.silent] + list(told.fields.values())
    return [ask for asks in listed for ask in asks]


def examples(packs: Mapping[str, Pack], sets: Sequence[Path], shared: SharedQuestions) -> list[Example]:
    """All examples; of phrases the theme is the pack, of questions the programme chosen."""
    told = boundaries()
    found = [*told.written(), *told.made()]
    found += [Example(text, Side.INSIDE, "benign", "written") for text in shared.benign]
    words = ((subject, word) for subject, listed in shared.out_of_scope.items() for word in listed)
    found += [Example(word, Side.OUTSIDE, subject, "made") for subject, word in words]
    elsewhere = re.compile("|".join(map(re.escape, shared.other_places)))
    for path in sets:
        for line in read_questions(path):
            side = Side.INSIDE
            if line["status"] == "out_of_scope" and elsewhere.search(line["question"]):
                continue  # another place's programmes are our business, only we have no guide
            if line["status"] == "out_of_scope":
                side = Side.OVERREACH if line["kind"] == "injection" else Side.OUTSIDE
            found.append(Example(line["question"], side, line["program"] or "", "asked"))
    for slug, pack in packs.items():
        found += [Example(ask, Side.INSIDE, slug, "phrase") for ask in asks_of(pack)[::_EVERY_PHRASE]]
    return [item for item in found if item.text.strip()]


def pairs_known(counts: Counts) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """All pairs of all packs with their counts."""
    summed: Counter[str] = sum(counts.by_pack.values(), Counter())
    pairs = sorted(summed)
    codes = np.array([[ord(character) for character in pair.ljust(2, "\0")] for pair in pairs], np.uint32)
    return codes, np.array([min(summed[pair], 65535) for pair in pairs], np.uint16)
