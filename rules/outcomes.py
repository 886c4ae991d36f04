"""Kleene's three values, and what a verdict rests on, as six small numbers; conditions are built from tests that yield them.

A test is a function from answers to an outcome. Outcomes are ordered so that *at least n* is the n-th smallest of its
parts: *or* is the smallest, *and* the largest.

    MET < MET_DECLARED < OPEN < OPEN_DECLARED < FAILED_DECLARED < FAILED

Between two outcomes of one verdict the order says which one carries the result. One computed failure decides an *and*,
whatever else was declared; a met *and* rests on every part, so one declared part makes it declared. For *or* it is the
other way round. An undecided combination is declared when one of its undecided parts is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from programs.values import Answers
from rules.report import Basis, Verdict

Outcome: TypeAlias = int
Test: TypeAlias = Callable[[Answers], Outcome]

MET, MET_DECLARED, OPEN, OPEN_DECLARED, FAILED_DECLARED, FAILED = range(6)

OPPOSITE = (FAILED, FAILED_DECLARED, OPEN, OPEN_DECLARED, MET_DECLARED, MET)
VERDICTS = (Verdict.MET, Verdict.MET, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.NOT_MET, Verdict.NOT_MET)
BASES = (
    Basis.COMPUTED,
    Basis.DECLARED,
    Basis.COMPUTED,
    Basis.DECLARED,
    Basis.DECLARED,
    Basis.COMPUTED,
)


class Told(NamedTuple):
    """An outcome explained."""

    outcome: Outcome
    working: str
    missing: tuple[str, ...] = ()
    gap: Callable[[], str] = str
    """Writes what is lacking; most gaps are never asked for."""
    subject: str = ""
    """What the gap is about, where its words do not say so themselves; put before it among other gaps."""
    compound: bool = False
    """The working is several conditions in a row, and goes into brackets among others."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a condition, with everything a person needs to check it."""

    verdict: Verdict
    basis: Basis
    working: str
    missing: tuple[str, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class Judge:
    """A compiled condition. Calling it judges and explains; `test` only judges, and is much faster."""

    test: Test
    explain: Callable[[Answers], Told]
    facts: tuple[str, ...]
    """Fact paths it reads, in reading order, each once."""
    fixed: Mapping[Outcome, Told] = field(default_factory=dict)
    """Explanations that are the same for all answers with that outcome, as those of a plain yes or no."""

    def __call__(self, answers: Answers) -> Judged:
        """The verdict on these answers, explained."""
        told = self.explain(answers)
        return Judged(VERDICTS[told.outcome], BASES[told.outcome], told.working, told.missing, told.gap())


def leaf_outcomes(declared: bool) -> tuple[Outcome, Outcome, Outcome]:
    """Met, undecided and failed, for a leaf that is declared or computed."""
    return (MET_DECLARED, OPEN_DECLARED, FAILED_DECLARED) if declared else (MET, OPEN, FAILED)


def is_met(outcome: Outcome) -> bool:
    """Whether the verdict is met."""
    return outcome <= MET_DECLARED


def is_open(outcome: Outcome) -> bool:
    """Whether the verdict is unknown."""
    return OPEN <= outcome <= OPEN_DECLARED


def is_failed(outcome: Outcome) -> bool:
    """Whether the verdict is not met."""
    return outcome >= FAILED_DECLARED


def at_least(needed: int, outcomes: Sequence[Outcome]) -> Outcome:
    """Whether at least `needed` hold, 1 <= needed <= len(outcomes)."""
    outcome = sorted(outcomes)[needed - 1]
    return OPEN_DECLARED if outcome == OPEN and OPEN_DECLARED in outcomes else outcome


def distinct(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths in order, each once."""
    return tuple(dict.fromkeys(paths))
