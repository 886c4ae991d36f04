"""When not to answer: what is none of our business, and what the guide does not state.

Two different things. *Out of scope* is decided on how the question's words lean (`leaning`), on patterns that are precise,
and against them on how well the best unit of the programmes meant answers: what a guide plainly states is our business
however it is asked. *Not found* is decided on the evidence alone: the best unit is one that records silence, or nothing
comes near. No evidence ever comes from a sister programme.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from knowledge.chinese import normalise
from knowledge.leaning import Leaner, Leaning
from knowledge.privacy import MASK, redact
from knowledge.shared import SharedQuestions

_TIGHT = re.compile(r"[\s\W_]+")
_SPACE = re.compile(r"\s+")
SURE = 8.0
"""Evidence as good as it gets, in log-odds above nothing; more does not count."""
LITTLE = 2.0
"""What is assumed where no guide can be asked."""
_LEAST = -3.0
_AT_MOST = 12.0
Refused = Literal["out_of_scope", "overreach"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a question being our business."""

    leaning: Leaning
    formality: bool
    """It asks for the formalities of another field, by the patterns."""
    overreach: bool
    """It wants the assistant to leave its role, invent, or hand out what is not the asker's, by the patterns."""
    machine: bool = False
    """It holds what only machines write; nothing speaks for that."""


@dataclass(frozen=True)
class Guard:
    """Recognises what is none of our business."""

    shared: SharedQuestions
    leaner: Leaner = field(default_factory=Leaner)

    @cached_property
    def _overreach(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.shared.injection)

    @cached_property
    def _machine(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.shared.machine)

    @cached_property
    def _formalities(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.shared.out_of_scope_patterns)

    def doubt(self, question: str, often: Callable[[str], int] = lambda pair: 0) -> Doubt:
        """What the words of `question` say; `often` tells how often the packs at hand use a pair of characters.

        Personal numbers say nothing: they are left out.
        """
        told = redact(question).replace(MASK, " ")
        return self.by_patterns(told, self.leaner.of(told, often))

    def by_patterns(self, question: str, leaning: Leaning) -> Doubt:
        """A leaning together with what the patterns find."""
        text = normalise(question)
        forms = {_SPACE.sub("", text), _TIGHT.sub("", text), text}
        machine = _any(self._machine, forms)
        return Doubt(leaning, _any(self._formalities, forms), machine or _any(self._overreach, forms), machine)

    def refused(self, doubt: Doubt, evidence: float = SURE) -> Refused | None:
        """Why the question is turned away, None when it is our business.

        `evidence` is the score of the best unit above that of nothing; by default as much as there can be, so that only
        what would be refused anyway is.
        """
        if doubt.machine:
            return "overreach"
        if float(witnesses(doubt, evidence) @ self.leaner.learned.balance) <= 0:
            return None
        return "overreach" if doubt.overreach or doubt.leaning.overreach > doubt.leaning.outside else "out_of_scope"


def _any(patterns: Iterable[re.Pattern[str]], forms: Iterable[str]) -> bool:
    return any(pattern.search(form) for pattern in patterns for form in forms)


def witnesses(doubt: Doubt, evidence: float) -> np.ndarray:
    """What is weighed against one another, in the order of `Numbers.balance`."""
    outside, overreach = (
        min(max(value, -_AT_MOST), _AT_MOST) for value in (doubt.leaning.outside, doubt.leaning.overreach)
    )
    return np.array(
        [1, np.logaddexp(outside, overreach), doubt.formality, doubt.overreach, min(max(evidence, _LEAST), SURE)],
        np.float32,
    )
