"""What judging yields: verdicts, findings, the report. Re-exported by `rules.models`, the door other rooms use.

Verdicts are decided when a report is made. The words that explain them are written when somebody first reads them:
`match` judges every programme and shows a few, and writing is ten times the work of judging. A finding made by hand
(all fields given) and a finding made by `assess` behave alike: same equality, `repr`, `asdict`, `replace`, pickling.
"""

from __future__ import annotations

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
    """Where a finding takes its fields from when they are first read: one compiled rule."""

    def given(self, name: str, code: int) -> Any:
        """A field that follows from the rule and the outcome alone: all but `working`, `missing`, `gap`."""
        ...

    def told(self, answers: Answers) -> tuple[str, tuple[str, ...], str]:
        """Working, missing facts and gap for these answers."""
        ...


class _Lazy:
    """One more slot than the dataclass has fields: where the fields come from."""

    __slots__ = ("_made_from",)

    _made_from: tuple[Source, int, Answers]


@dataclass(frozen=True, slots=True)
class Finding(_Lazy):
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
    missing: tuple[str, ...] = ()
    """Fact paths that are needed and unknown, in the order the rule reads them."""
    gap: str = ""
    """What is lacking to meet the rule, empty when it is met or cannot be told."""
    reading: str = ""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Write a field that nobody has read yet; Python comes here only while its slot is empty."""
            if name in _TOLD:
                source, _, answers = self._made_from
                for field_name, value in zip(_TOLD, source.told(answers), strict=True):
                    object.__setattr__(self, field_name, value)
            elif name in _GIVEN:
                source, code, _ = self._made_from
                object.__setattr__(self, name, source.given(name, code))
            return object.__getattribute__(self, name)


_TOLD = ("working", "missing", "gap")
_GIVEN = frozenset(item.name for item in fields(Finding)) - set(_TOLD)
_new = object.__new__
_set_origin = _Lazy.__dict__["_made_from"].__set__  # the slot's own setter, as the class is frozen


def lazy_finding(source: Source, code: int, answers: Answers) -> Finding:
    """A finding that asks `source` for its fields when they are read; `answers` must not change any more."""
    finding = _new(Finding)
    _set_origin(finding, (source, code, answers))
    return finding


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on all rules of a programme, in the order of `rules.yaml`."""

    program: str
    overall: Overall
    findings: tuple[Finding, ...]
    not_applicable: tuple[str, ...] = field(default=())
    """Ids of rules that do not concern this applicant."""
