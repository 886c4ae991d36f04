"""How near a question and its parts come to the rows of an index: what all scores of one kind have in common.

Everything is worked out for the whole question and all its parts at once, in one row of a matrix each; the question is
the first. `ranking` says what the results are worth.
"""

from __future__ import annotations

import numpy as np

from knowledge.index import Bags, Floats, Leg

_MOST_BM25 = 2.2
"""What a gram can give at most, in its idf."""
_UNKNOWN = 2.0
"""The same for a gram the index does not know."""


def shares(leg: Leg, name: str, bags: Bags) -> Floats:
    """BM25 as a share of what a perfect text could get, so that questions of any length compare."""
    most = np.maximum(bags.sums[name] * np.float32(_MOST_BM25) + bags.unknown * np.float32(_UNKNOWN), 1.0)
    return np.asarray(bags.scores[:, leg.begin : leg.end] / most[:, None], np.float32)


def cosines(leg: Leg, name: str, bags: Bags) -> Floats:
    """The likeness to every phrase; parts that say little (`可以申请吗`) weigh little."""
    lengths = np.sqrt(bags.sums[name] + bags.unknown * np.float32((0.5 * leg.rarest) ** 2))
    weights = np.minimum(lengths / np.float32(leg.usual), 1.0)
    weights[0] = 1.0
    scale = weights / np.maximum(lengths, 1e-6)
    return np.asarray(bags.scores[:, leg.begin : leg.end] * scale[:, None], np.float32)


def novelty(leg: Leg, name: str, bags: Bags) -> float:
    """The share of the question that this programme's guide and phrases know nothing of; the same for every unit."""
    heavy = leg.rarest * float(bags.unknown[0])
    return heavy / max(heavy + float(bags.sums[name][0]), 1e-6)


def per_owner(leg: Leg, rows: Floats, count: int) -> Floats:
    """The best row of each of `count` owners, 0 for owners without one."""
    best = np.zeros(count, np.float32)
    if len(rows):
        best[leg.owned] = np.maximum.reduceat(rows, leg.firsts)
    return best


def top3(leg: Leg, rows: Floats, best: Floats) -> Floats:
    """The mean of the three closest rows of each owner: one lucky phrase weighs less than three that agree.

    `best` is what `per_owner` says of the same rows.
    """
    mean = best / np.float32(3)
    if not len(rows):
        return mean
    left, found = rows.copy(), best[leg.owned]
    for _ in range(2):
        np.putmask(left, left >= found.take(leg.turns, mode="clip"), 0)
        found = np.maximum.reduceat(left, leg.firsts)
        mean[leg.owned] += found / np.float32(3)
    return mean
