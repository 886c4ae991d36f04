"""The weights of staff answers are learned on phrases the index has not seen."""

from __future__ import annotations

import random

import numpy as np

from knowledge.compiled import phrases_of
from knowledge.staff.tuning import LEAST, UNSEEN, fit, split
from programs.registry import PROGRAMS_DIR, open_pack


def test_unseen_phrases_are_not_in_the_index() -> None:
    """Every phrase is on one side; entries with few phrases keep them all."""
    told = phrases_of(open_pack(PROGRAMS_DIR / "beijing"))
    known, unseen = split(told, random.Random(1))
    for before, after in zip((*told.entries, *told.silent), (*known.entries, *known.silent), strict=True):
        assert len(after.ask) == (len(before.ask) - UNSEEN if len(before.ask) >= LEAST else len(before.ask))
        assert set(after.ask) <= set(before.ask)
    kept = {ask for entry in (*known.entries, *known.silent) for ask in entry.ask}
    asked_once = {ask for group in unseen for ask in group} - kept
    assert sum(map(len, unseen)) >= len(asked_once) > 0.9 * sum(map(len, unseen))


def test_what_tells_the_two_apart_gets_the_weight() -> None:
    """A column that decides gets a large weight, one of noise a small one."""
    chance = np.random.default_rng(1)
    belong = (chance.random(400) < 0.5).astype(np.float32)
    measured = np.stack([belong + chance.normal(0, 0.4, 400), chance.normal(0, 1, 400)], axis=1).astype(np.float32)
    telling, noise, constant = fit(measured, belong)
    assert telling > 4 > abs(noise) * 4
    assert constant < 0
