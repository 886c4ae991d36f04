"""Examples as numbers, and the weights that tell apart inside, outside and overreach.

The words of a phrase are looked up in the *other* packs only, so that the numbers fit a programme to come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from knowledge.chinese import normalise
from knowledge.leaning import BUCKETS, GRAM_SCALE, SENSE_SCALE, Floats, buckets, statistics
from knowledge.learning.boundaries import Example, Side
from knowledge.learning.guard_examples import Counts
from knowledge.wordspace import word_space

_FOLDS = 5
_STEPS, _RATE = 150, 0.1
_PULL = 1e-4
SHARES = {"phrase": 6.0, "written": 7.0, "made": 4.5, "asked": 2.0}
"""What all examples of a source weigh together."""


@dataclass(frozen=True)
class Measured:
    """Examples as numbers: `rows` and `columns` of grams with `values`, and dense columns."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    dense: Floats
    side: NDArray[np.int64]
    weight: NDArray[np.float64]

    def take(self, keep: NDArray[np.bool_]) -> Measured:
        """Some of the examples."""
        place = np.cumsum(keep) - 1
        inside = keep[self.rows]
        return Measured(
            place[self.rows[inside]], self.columns[inside], self.values[inside], self.dense[keep], self.side[keep],
            self.weight[keep],
        )  # fmt: skip


def measured(items: Sequence[Example], counts: Counts) -> tuple[Measured, Floats, Floats]:
    """The examples as numbers, and the centre and spread of their statistics."""
    space, rows, columns, values, stats = word_space(), [], [], [], []
    for at, item in enumerate(items):
        plain = normalise(item.text)
        places = buckets(plain)
        rows += [at] * len(places)
        columns += places
        values += [GRAM_SCALE / len(places) ** 0.5] * len(places)
        without = item.theme if item.source == "phrase" else ""
        stats.append(statistics(plain, partial(counts.often, without=without), counts.total(without=without), space))
    known = np.array(stats, np.float32)
    usual = known[[item.source == "phrase" for item in items]]
    centre, spread = usual.mean(axis=0), usual.std(axis=0)
    sense = space.vectors([normalise(item.text) for item in items]) * SENSE_SCALE
    dense = np.hstack([sense, (known - centre) / spread, np.ones((len(items), 1), np.float32)])
    met = Counter((item.source, item.side == Side.INSIDE) for item in items)
    weight = [SHARES[item.source] / met[item.source, item.side == Side.INSIDE] for item in items]
    return (
        Measured(np.array(rows), np.array(columns), np.array(values, np.float32), dense,
                 np.array([int(item.side) for item in items]), np.array(weight)),
        centre,
        spread,
    )  # fmt: skip


def logits(told: Measured, grams: NDArray[np.float64], dense: NDArray[np.float64]) -> NDArray[np.float64]:
    """(outside, overreach) of every example, 0 standing for inside."""
    summed = told.dense @ dense
    for side in range(2):
        summed[:, side] += np.bincount(told.rows, told.values * grams[told.columns, side], len(told.side))
    return np.asarray(summed)


def fit(told: Measured) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of grams and of dense columns, by full-batch Adam from zero."""
    share = (told.weight / told.weight.sum())[:, None]
    wanted = np.eye(3)[told.side][:, 1:]
    found = [np.zeros((BUCKETS, 2)), np.zeros((told.dense.shape[1], 2))]
    mean, var = [np.zeros_like(part) for part in found], [np.zeros_like(part) for part in found]
    for step in range(1, _STEPS + 1):
        scores = logits(told, found[0], found[1])
        odds = np.exp(np.clip(scores, -30, 30))
        error = (odds / (1 + odds.sum(axis=1, keepdims=True)) - wanted) * share
        slopes = [
            np.stack([np.bincount(told.columns, told.values * error[told.rows, side], BUCKETS) for side in (0, 1)], 1),
            told.dense.T @ error,
        ]
        for at, part in enumerate(found):
            slope = slopes[at] + _PULL * part
            mean[at] = 0.9 * mean[at] + 0.1 * slope
            var[at] = 0.999 * var[at] + 0.001 * slope**2
            part -= _RATE * (mean[at] / (1 - 0.9**step)) / (np.sqrt(var[at] / (1 - 0.999**step)) + 1e-9)
    return found[0], found[1]


def folds(items: Sequence[Example], *, by_theme: bool) -> NDArray[np.int64]:
    """The fold of every example; phrases of a pack stay together, made examples are in none (-1)."""
    chance = np.random.default_rng(1)
    mixed = chance.integers(0, _FOLDS, len(items))
    themes = {theme: at % _FOLDS for at, theme in enumerate(dict.fromkeys(item.theme for item in items))}
    whole = [item.source == "phrase" or (by_theme and item.source == "written" and item.side > 0) for item in items]
    fold = np.where(whole, [themes[item.theme] for item in items], mixed)
    return np.where([item.source == "made" for item in items], -1, fold)


def cross_validated(told: Measured, fold: NDArray[np.int64]) -> NDArray[np.float64]:
    """(outside, overreach) of every example from weights that never saw it."""
    found = np.zeros((len(told.side), 2))
    for at in range(_FOLDS):
        weights = fit(told.take(fold != at))
        held = fold == at
        found[held] = logits(told.take(held), *weights)
    return found
