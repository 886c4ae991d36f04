"""What judging yields: verdicts, findings, the report. Re-exported by `rules.models`, the door other rooms use.

Verdicts are decided when a report is made. The words that explain them are written when somebody first reads them:
`match` judges every programme and shows a few, and writing is ten times the work of judging. A finding made by hand
(all fields given) and a finding made by `assess` behave alike: same equality, `repr`, `asdict`, `replace`, pickling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from programs.values import Answers


class Concern(StrEnum):
    """What part of the guide a rule speaks for."""

    APPLICANT = "applicant"
    """Who may apply."""
    CONDITION = "condition"
    DISQUALIFIER = "disqualifier"
    JOINT = "joint"
    """Partners that have to apply together."""
    LIMIT = "limit"
    """Limits across applications."""


class Verdict(StrEnum):
    """What is known of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Overall(StrEnum):
    """What is known of the whole application."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NEED_MORE_INFO = "need_more_info"


class Basis(StrEnum):
    """What a verdict rests on."""

    COMPUTED = "computed"
    DECLARED = "declared"


class Source(Protocol):
    """What writes the words of a finding when they are first read: one compiled rule."""

    def told(self, answers: Answers) -> tuple[str, tuple[str, ...], str]:
        """Working, missing facts and gap for these answers."""
        ...


@dataclass(frozen=True)
class Finding:
    """The verdict on one rule."""

    rule: str
    title: str
    clause: str
    quote: str
    concern: Concern
    verdict: Verdict
    basis: Basis
    working: str
    """What was computed or declared, in words a person can check."""
    missing: tuple[str, ...] = field(default_factory=tuple)
    """Fact paths that are needed and unknown, in the order the rule reads them."""
    gap: str = field(default_factory=str)
    """What is lacking to meet the rule, empty when it is met or cannot be told."""
    reading: str = field(default_factory=str)

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        """Copies and pickles hold the fields, not where they come from."""
        return Finding, tuple(getattr(self, item.name) for item in fields(self))


@dataclass(frozen=True)
class Report:
    """The verdict on all rules of a programme, in the order of `rules.yaml`."""

    program: str
    overall: Overall
    findings: tuple[Finding, ...]
    not_applicable: tuple[str, ...] = field(default=())
    """Ids of rules that do not concern this applicant."""


class _Late:
    """Stands for a field on the class, and writes the words of a finding that does not hold them yet.

    What an object holds itself is found before this, so it costs nothing once written (as `functools.cached_property`).
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, finding: Finding | None, owner: type[Finding]) -> Any:
        if finding is None:
            return self
        own = finding.__dict__
        for name, words in zip(_TOLD, own["_source"].told(own["_answers"]), strict=True):
            own.setdefault(name, words)
        return own[self._name]


_TOLD = ("working", "missing", "gap")
for _name in _TOLD:
    setattr(Finding, _name, _Late(_name))

Prepared: TypeAlias = "Finding | dict[str, Any]"
"""A finding that is the same for all answers, or what findings of one rule and outcome have in common."""


def prepared(source: Source, **known: Any) -> dict[str, Any]:
    """What findings of one rule and outcome have in common; fields left out are asked of `source`."""
    return {**known, "_source": source, "_answers": None}


def lazy_report(
    program: str, overall: Overall, ready: Iterable[Prepared], not_applicable: Iterable[str], answers: Answers
) -> Report:
    """A report with a finding for each of what is prepared, in order; `answers` must not change any more.

    Objects are filled past their `__init__`, which for frozen classes takes longer than all the judging.
    """
    findings = []
    for common in ready:
        if isinstance(common, dict):
            finding: Finding = _new(Finding)
            own = finding.__dict__
            own.update(common)
            own["_answers"] = answers
            findings.append(finding)
        else:
            findings.append(common)
    report: Report = _new(Report)
    report.__dict__.update(
        program=program, overall=overall, findings=tuple(findings), not_applicable=tuple(not_applicable)
    )
    return report


_new = object.__new__
