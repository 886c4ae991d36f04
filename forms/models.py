"""The vocabulary of a programme (`fields.yaml`) and where each answer goes in the blank (`form.yaml`), as models.

A field is asked once, whether the rules read it, the form prints it, or both. Units belong to the field: a value is stored
in the field's own unit whatever the person typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as PField
from pydantic import model_validator

from programs.models import Frozen
from programs.values import Value
from rules.models import Condition

# --- fields.yaml --------------------------------------------------------------------------------------------------


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


# --- form.yaml ----------------------------------------------------------------------------------------------------


class Anchor(Frozen):
    """A place in the blank, found by what stands around it. Labels are compared without white space, full-width forms folded.

    `section` is the last heading paragraph above (its beginning is enough), `block` a merged label cell to the left or a
    caption cell above, `label` the cell or line the value belongs to.
    """

    label: str
    section: str = ""
    block: str = ""
    occurrence: int = 1
    """Which of several equal labels inside section and block, counted from 1."""


class LinePlace(Frozen):
    """After a label in a paragraph: `申报单位：＿＿＿`."""

    kind: Literal["line"]
    field: str
    at: Anchor


class CellPlace(Frozen):
    """A cell of a table: right of the label cell, below it, or the label cell itself, whose hint text gives way to the answer."""

    kind: Literal["cell"]
    field: str
    at: Anchor
    where: Literal["right", "below", "here"] = "right"
    keep_hint: bool = False
    """The hint stays and the answer follows it in a new paragraph."""
    with_unit: bool = False
    """Print the unit after the value, where the label does not carry it."""
    column: str = ""
    """Printed column header: the cell where the label's row meets that column (persons down the side, their data across)."""


class TickPlace(Frozen):
    """Check boxes: the box beside the printed option is ticked, the others stay printed."""

    kind: Literal["tick"]
    field: str
    at: Anchor
    where: Literal["right", "below", "here", "line"] = "right"
    options: Mapping[str, str]
    """Option value (`yes`/`no` for a boolean) to the printed text of its box."""


class GridPlace(Frozen):
    """A grid with printed row and column labels; 合计 is computed, and blank when a part is missing."""

    kind: Literal["grid"]
    field: str
    at: Anchor
    """`label` is the caption or block label of the grid; rows and columns are looked for beside and below it."""
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    total: str = ""
    """Printed label of the total row (or column), empty where there is none."""
    transposed: bool = False
    """The grid's row keys run across the top of the printed table, its column keys down the side."""
    templates: Mapping[str, str] = PField(default_factory=dict)
    """Printed column header to a pattern over several of the grid's columns (`{count}次，增幅{growth}%`)."""


class RowsPlace(Frozen):
    """Repeatable rows under a header row; rows are added when the answers need more, never dropped."""

    kind: Literal["rows"]
    field: str
    at: Anchor
    """`label` is the first column's printed header."""
    columns: Mapping[str, str]
    """Column key to printed header."""
    number: str = ""
    """Printed header of the running number column, empty where there is none."""
    total: str = ""
    """Printed label of the total row, empty where there is none."""
    total_column: str = ""
    """Column key whose sum goes into the total row."""


class TextPlace(Frozen):
    """A paragraph of its own below a heading or hint paragraph, as narrative texts are printed in free-flowing parts."""

    kind: Literal["text"]
    field: str
    at: Anchor
    replaces_hint: bool = False


class ComputedPlace(Frozen):
    """A printed cell or line whose text is composed from several answers (`**单位` in a title)."""

    kind: Literal["composed"]
    fields: tuple[str, ...]
    template: str
    at: Anchor
    where: Literal["right", "below", "here", "line"] = "right"


Place = Annotated[
    LinePlace | CellPlace | TickPlace | GridPlace | RowsPlace | TextPlace | ComputedPlace, PField(discriminator="kind")
]


class BlankPlace(Frozen):
    """A place that stays empty in every produced document: signature, seal, date of signing, another body's opinion."""

    at: Anchor
    why: str
    place: str = ""
    """What people call the place, where the anchor's section is no name they would know; 封面 where there is neither."""


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


class FormFile(Frozen):
    """`form.yaml`: where each answer goes, what must stay blank, what the form check looks at."""

    places: tuple[Place, ...]
    blanks: tuple[BlankPlace, ...] = ()
    checks: tuple[Check, ...] = ()
    none_when_empty: bool = False
    """The form forbids empty cells: review reports them and asks for 无."""
    labels: tuple[str, ...] = ()
    """Every printed label of the form in order, as the guide preserves them; the produced document is tested with them."""


# --- what answering yields ----------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Defect:
    """One finding of the 形式审查."""

    code: str
    severity: Severity
    field: str
    clause: str
    message: str
