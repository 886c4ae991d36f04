"""The cases a clerk can read, kept in each programme's `checks/` and run by `check-programs` and the tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from programs.models import Frozen

Verdict = Literal["met", "not_met", "unknown", "not_applicable"]


class EligibilityCase(Frozen):
    """Answers and the verdict they must get."""

    name: str
    base: str = ""
    """Name of the answer set this case starts from; empty starts from nothing."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Answers on top of the base: field key, or path into a grid (`granted_patents.2021.invention`), to value."""
    unset: tuple[str, ...] = ()
    """Keys or paths taken away."""
    overall: Literal["eligible", "not_eligible", "need_more_info"] | None = None
    findings: dict[str, Verdict] = Field(default_factory=dict)
    """Rule id to its verdict; rules not named are not looked at."""


class EligibilityFile(Frozen):
    """`checks/eligibility.yaml`."""

    bases: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Named answer sets, in the format of an answers file."""
    cases: tuple[EligibilityCase, ...]


class ReviewCase(Frozen):
    """Answers and the defects the 形式审查 must find in them."""

    name: str
    base: str = ""
    set: dict[str, Any] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    """Codes that must be found, in any order."""
    only: bool = False
    """No other code may be found."""


class ReviewFile(Frozen):
    """`checks/review.yaml`; bases come from `checks/answers/<name>.json`."""

    cases: tuple[ReviewCase, ...]


class QuestionCase(Frozen):
    """A question and where its answer stands."""

    question: str
    clauses: tuple[str, ...] = ()
    """Clause ids of which the first citation must be one; empty for a question that must not be answered."""
    quote: str = ""
    """Words that must stand in a citation."""
    status: Literal["answered", "not_found", "clarify", "out_of_scope"] = "answered"


class QuestionFile(Frozen):
    """`checks/questions.yaml`."""

    questions: tuple[QuestionCase, ...]
