"""The vocabulary of a programme (`fields.yaml`), and what understanding an answer yields, as models.

A field is asked once, whether the rules read it, the form prints it, or both. Units belong to the field: a value is stored
in the field's own unit whatever the person typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field as PField
from pydantic import model_validator

from programs.models import Frozen
from programs.values import Value
from rules.models import Condition


class FieldType(StrEnum):
    """The closed set of field types; one file each in `forms/fields/`."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    YEAR = "year"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    BOOLEAN = "boolean"
    CREDIT_CODE = "credit_code"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    PATENT_NUMBER = "patent_number"
    BANK_ACCOUNT = "bank_account"
    TABLE = "table"
    GRID = "grid"


class Option(Frozen):
    """One option of a choice: the stored value and the printed label, plus other words people use for it."""

    value: str
    label: str
    also: tuple[str, ...] = ()


class GridRow(Frozen):
    """A fixed row of a grid, usually a year."""

    key: str
    label: str


class Field(Frozen):
    """One thing the applicant may be asked."""

    key: str = PField(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    """As printed on the form, or as the guide calls it."""
    type: FieldType
    question: str = ""
    """What the assistant asks; empty lets it ask for the label."""
    unit: str = ""
    """The unit the value is stored and printed in: 万元, 元, 亿元, 件, 人, 家, % …"""
    options: tuple[Option, ...] = ()
    first: tuple[str, ...] = ()
    """Values of the options that the form prints or the guide names: they come first, in this order. The others stay behind
    them, for an applicant of another kind has to be able to say so, and an answer from another programme stays one."""
    columns: tuple[Field, ...] = ()
    """Columns of a table or grid, fields themselves (not tables)."""
    rows: tuple[GridRow, ...] = ()
    """Fixed rows of a grid."""
    total: str = ""
    """Printed label of the computed total row of a grid or table (合计); empty where there is none."""
    required: bool = False
    sensitive: bool = False
    """Personal data: masked when echoed, never in logs, index, model or Telegram."""
    min: Decimal | None = None
    max: Decimal | None = None
    """Bounds outside of which a value is impossible, not merely too low for a rule."""
    max_chars: int | None = None
    """Limit as Word counts characters, where the form states one."""
    date_precision: Literal["day", "month", "year"] = "month"
    """The least precision accepted for a date."""
    applies_when: Condition | None = None
    """Asked and printed only when this is met."""
    section: str = ""
    """Key of the section it is asked in."""
    clause: str = ""
    """Clause of the guide (or part of the form) the question comes from."""
    help: str = ""
    """How to fill it, in the guide's sense; shown on request."""
    example: str = ""
    """An example of a good answer, invented, never a real person's."""
    aliases: tuple[str, ...] = ()
    """Other names people use for this blank ("改 联系人手机")."""
    why_unused: str = ""
    """Reason, when neither the form prints it nor a rule reads it."""

    @model_validator(mode="after")
    def _shape(self) -> Field:
        if self.type in (FieldType.CHOICE, FieldType.MULTICHOICE) and not self.options:
            raise ValueError(f"“{self.key}”是选择题，缺少 options")
        if self.type in (FieldType.TABLE, FieldType.GRID) and not self.columns:
            raise ValueError(f"“{self.key}”是表格，缺少 columns")
        if self.type is FieldType.GRID and not self.rows:
            raise ValueError(f"“{self.key}”是固定行的表格，缺少 rows")
        return self


class SharedField(Frozen):
    """A line of `fields.yaml` that takes a field from `_shared/fields.yaml`, with what this programme says differently."""

    use: str
    section: str = ""
    label: str | None = None
    question: str | None = None
    required: bool | None = None
    applies_when: Condition | None = None
    clause: str | None = None
    help: str | None = None
    example: str | None = None
    max_chars: int | None = None
    options: tuple[Option, ...] | None = None
    first: tuple[str, ...] | None = None
    why_unused: str | None = None


class Section(Frozen):
    """A group of fields asked together, in the form's order."""

    key: str
    title: str
    intro: str = ""


class Related(Frozen):
    """Amounts that belong together: one that stands worlds apart from another is asked about, once."""

    facts: tuple[str, ...] = PField(min_length=2)
    """`field`, `table.column` (its sum) or `grid.row.column` (`*` for the largest of its rows)."""
    apart: int = PField(default=1_000, ge=100)
    """Times by which two of them differ only when a unit is wrong."""


class FieldsFile(Frozen):
    """`fields.yaml` of a programme."""

    sections: tuple[Section, ...]
    fields: tuple[Field | SharedField, ...]
    related: tuple[Related, ...] = ()


class SharedFieldsFile(Frozen):
    """`_shared/fields.yaml`: the organisation's own fields."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with something a person typed: what, where, how to mend it, in Chinese."""

    message: str
    where: str = ""
    """Row and column for tables, empty otherwise."""
    suggestion: str = ""
    """What the person probably meant and would be understood; offered, never taken by itself."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A value as understood; `doubt` is a Chinese question when it is possible but unlikely."""

    value: Value
    echo: str
    """How the assistant repeats it: `120（万元）`. Sensitive values are masked."""
    doubt: str = ""
    note: str = ""
    """What was changed on the way in (characters taken away), one Chinese sentence, usually empty."""
