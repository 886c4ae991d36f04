"""What judging yields: verdicts, findings, the report. Re-exported by `rules.models`, the door other rooms use.

Verdicts are decided when a report is made. The words that explain them are written when somebody first reads them:
`match` judges every programme and shows a few, and writing is ten times the work of judging. A finding made by hand
(all fields given) and a finding made by `assess` behave alike: same equality, `repr`, `asdict`, `replace`, pickling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

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


_TOLD = ("working", "missing", "gap")


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
    # Defaults come from factories so that the class itself has no such attributes: a field not yet written is absent.

    if not TYPE_CHECKING:  # pragma: no branch

        def __getattr__(self, name: str) -> Any:
            """Write the words that nobody has read yet; Python comes here only for what the finding does not hold."""
            own = self.__dict__
            if name not in _TOLD or "_source" not in own:
                raise AttributeError(f"Finding has no {name}")
            for told, value in zip(_TOLD, own["_source"].told(own["_answers"]), strict=True):
                own.setdefault(told, value)
            return own[name]

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        """Copies and pickles hold the fields, not where they come from."""
        return Finding, tuple(getattr(self, item.name) for item in fields(self))


def prepared(source: Source, **known: Any) -> dict[str, Any]:
    """What findings of one rule and outcome have in common; fields left out are asked of `source`."""
    return {**known, "_source": source, "_answers": None}


def lazy_findings(prepared_: Iterable[dict[str, Any]], answers: Answers) -> tuple[Finding, ...]:
    """A finding for each of what is `prepared`, in order; `answers` must not change any more."""
    findings = []
    for common in prepared_:
        finding: Finding = _new(Finding)
        own = finding.__dict__
        own.update(common)
        own["_answers"] = answers
        findings.append(finding)
    return tuple(findings)


_new = object.__new__


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on all rules of a programme, in the order of `rules.yaml`."""

    program: str
    overall: Overall
    findings: tuple[Finding, ...]
    not_applicable: tuple[str, ...] = field(default=())
    """Ids of rules that do not concern this applicant."""
