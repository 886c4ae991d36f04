"""The points of the 形式审查 (`checks` of `form.yaml`), and what one finds, as models."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field as PField

from programs.models import Frozen
from rules.models import Condition


class Severity(StrEnum):
    """How bad a defect is; neither is a wall, the partial document can always be had."""

    ERROR = "error"
    WARNING = "warning"


class Check(Frozen):
    """One point of the 形式审查: a defect is reported when `must` is known not to hold."""

    code: str = PField(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")
    severity: Severity = Severity.ERROR
    field: str
    """The field to mend."""
    clause: str
    quote: str = ""
    must: Condition
    applies_when: Condition | None = None
    message: str
    """One Chinese sentence; `{working}` stands for what was computed."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One finding of the 形式审查."""

    code: str
    severity: Severity
    field: str
    clause: str
    message: str
