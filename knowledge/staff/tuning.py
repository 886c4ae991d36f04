"""Learns what makes a question ask the same as a staff answer, from how people ask about the guides.

    python -m knowledge.staff.tuning

The phrases of each entry are split: most stay in the index, the rest are unseen; some of these play the ways to ask of a
staff answer, the others are questions that mean the same, and unseen phrases of other entries are questions that do not.
Printed are the weights for `likeness`, and, learned on the other programmes each time, how many questions find their
answer and how many foreign ones do.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from knowledge.compiled import compile_pack, phrases_of
from knowledge.evidence import Searcher
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import PhrasesFile
from knowledge.shared import SharedQuestions, shared_questions
from knowledge.staff.leg import place_of
from knowledge.staff.likeness import Likeness
from programs.registry import Pack, discover

UNSEEN, LEAST, GROUPS, FOREIGN = 8, 12, 40, 40
_WAYS = 4


@dataclass(frozen=True)
class Pairs:
    """Questions against staff answers of one programme: words, sense, other kind, same place; and whether they belong."""

    measured: Floats
    belong: Floats


def split(phrases: PhrasesFile, chance: random.Random) -> tuple[PhrasesFile, list[list[str]]]:
    """The phrases the index may know, and the unseen ones, by what they ask."""
    unseen: list[list[str]] = []

    def known(asks: tuple[str, ...]) -> tuple[str, ...]:
        shuffled = chance.sample(asks, len(asks))
        if len(shuffled) < LEAST:
            return tuple(shuffled)
        unseen.append(shuffled[:UNSEEN])
        return tuple(shuffled[UNSEEN:])

    entries = tuple(entry.model_copy(update={"ask": known(entry.ask)}) for entry in phrases.entries)
    silent = tuple(entry.model_copy(update={"ask": known(entry.ask)}) for entry in phrases.silent)
    return phrases.model_copy(update={"entries": entries, "silent": silent}), unseen


def pairs_of(pack: Pack, shared: SharedQuestions, chance: random.Random) -> Pairs:
    """The measured pairs of one programme."""
    told, groups = split(phrases_of(pack), chance)
    compiled = compile_pack(pack, shared, told)
    searcher = Searcher({pack.slug: pack}, shared, {pack.slug: compiled})
    likeness = Likeness(compiled, Lexicon(shared, compiled.words))
    groups = chance.sample(groups, min(GROUPS, len(groups)))
    asks = [(at, ask) for at, group in enumerate(groups) for ask in group]
    asking = {ask: likeness.asking(ask) for _, ask in asks}
    familiar = searcher.familiar
    places = {ask: place_of(searcher.find(pack.slug, familiar.mended(familiar.plain(ask)))) for _, ask in asks}

    def measured(question: str, ways: list[str]) -> Iterator[list[float]]:
        one = asking[question]
        for other in map(asking.__getitem__, ways):
            common = sum(weight for gram, weight in one.weights.items() if gram in other.weights)
            yield [
                common / max(one.length * other.length, 1e-6),
                float(one.sense @ other.sense),
                float(bool(one.kinds and other.kinds and not one.kinds & other.kinds)),
            ]

    rows, belong = [], []
    for at, group in enumerate(groups):
        ways = group[: chance.randint(1, _WAYS)]
        foreign = [ask for owner, ask in chance.sample(asks, min(FOREIGN, len(asks))) if owner != at]
        for question, same in [*((ask, 1.0) for ask in group[_WAYS:]), *((ask, 0.0) for ask in foreign)]:
            found = list(measured(question, ways))
            place = places[question]
            together = place is not None and place in [places[way] for way in ways]
            rows.append(
                [max(one[0] for one in found), max(one[1] for one in found), min(one[2] for one in found), together]
            )
            belong.append(same)
    return Pairs(np.array(rows, np.float32), np.array(belong, np.float32))


def fit(measured: Floats, belong: Floats, *, ease: float = 1e-3, steps: int = 40) -> np.ndarray:
    """The weights of a logistic regression, the constant last."""
    rows = np.c_[measured, np.ones(len(measured))].astype(np.float64)
    weights = np.zeros(rows.shape[1])
    for _ in range(steps):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - belong) + ease * weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + ease * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> int:
    """The command."""
    shared, chance = shared_questions(), random.Random(2)  # noqa: S311  the same draw every time
    pairs = [pairs_of(pack, shared, chance) for pack in discover().values()]
    whole = fit(np.concatenate([one.measured for one in pairs]), np.concatenate([one.belong for one in pairs]))
    names = ("WORDS", "SENSE", "OTHER_KIND", "SAME_PLACE", "CONSTANT")
    print("  ".join(f"{name} {weight:.1f}" for name, weight in zip(names, whole, strict=True)))
    scores, belong = [], []
    for left_out in range(len(pairs)):
        others = [one for at, one in enumerate(pairs) if at != left_out]
        weights = fit(np.concatenate([one.measured for one in others]), np.concatenate([one.belong for one in others]))
        scores.append(np.c_[pairs[left_out].measured, np.ones(len(pairs[left_out].belong))] @ weights)
        belong.append(pairs[left_out].belong)
    score, same = np.concatenate(scores), np.concatenate(belong) > 0
    for enough in (-0.5, 0.0, 0.3, 0.5, 1.0, 2.0):
        print(
            f"ENOUGH {enough:4.1f}  found {np.mean(score[same] >= enough):.3f}  foreign {np.mean(score[~same] >= enough):.4f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
