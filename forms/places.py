"""Where each answer goes in the blank (`form.yaml`), as models: every place is found by what is printed around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field as PField

from forms.defects import Check
from programs.models import Frozen


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


class FormFile(Frozen):
    """`form.yaml`: where each answer goes, what must stay blank, what the form check looks at."""

    places: tuple[Place, ...]
    blanks: tuple[BlankPlace, ...] = ()
    checks: tuple[Check, ...] = ()
    none_when_empty: bool = False
    """The form forbids empty cells: review reports them and asks for 无."""
    labels: tuple[str, ...] = ()
    """Every printed label of the form in order, as the guide preserves them; the produced document is tested with them."""
