"""A field as a page shows it: which control, with what in it. Everything is text, as a person would type it.

A sensitive value is never put back into a page: its control is empty, and leaving it empty keeps what there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.dialogue.answers import fingerprint, shown, value_of
from forms.fields.registry import printed
from forms.models import Field, FieldType
from forms.outline import Point, outline
from programs.values import Special

Control = Literal["line", "lines", "one", "many", "table", "grid"]
_CONTROLS: dict[FieldType, Control] = {
    FieldType.PARAGRAPH: "lines",
    FieldType.CHOICE: "one",
    FieldType.BOOLEAN: "one",
    FieldType.MULTICHOICE: "many",
    FieldType.TABLE: "table",
    FieldType.GRID: "grid",
}
_DIGITS = (FieldType.INTEGER, FieldType.POSTCODE, FieldType.YEAR, FieldType.BANK_ACCOUNT)
_DECIMALS = (FieldType.NUMBER, FieldType.MONEY, FieldType.PERCENT)
FEWEST_ROWS = 3
MOST_ROWS = 60
"""Rows of a table that are shown as controls; a longer table is changed by its file."""


@dataclass(frozen=True)
class Cell:
    """One control of a table or grid."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    """Value and label, where the column is a choice."""
    keyboard: str = "text"
    wide: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a table or grid."""

    label: str
    cells: tuple[Cell, ...]
    id: str = ""
    """Identity of a table's row, empty for one that is not stored yet."""


@dataclass(frozen=True)
class Input:
    """A field ready to be drawn."""

    field: Field
    program: str
    control: Control
    seen: str
    """Fingerprint of the stored value."""
    current: str
    """The stored answer as it may be shown; empty when there is none."""
    text: str = ""
    chosen: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    rest: tuple[tuple[str, str], ...] = ()
    """Options that neither the form prints nor the guide names, shown on request; all stand in `options` once one of them is chosen."""
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    base: str = ""
    """Identities of the stored rows of a table, in their order."""
    beyond: int = 0
    """Rows of a table that are not shown as controls."""
    unsaved: bool = False
    """What stands in it was typed and is not stored."""
    special: str = ""
    """`none` or `not_applicable` when that is the answer."""
    keyboard: str = "text"
    kind: str = "text"
    """The HTML type of a line."""
    error: str = ""
    doubt: str = ""
    theirs: str = ""
    """What somebody else wrote meanwhile, when there is a conflict."""

    @property
    def outline(self) -> tuple[Point, ...]:
        """The points a long text is to cover, with whether what stands there speaks of them."""
        return outline(self.field, self.text)

    @property
    def unit(self) -> str:
        """The unit to show beside the control, unless the label says it already."""
        return "" if self.field.unit and self.field.unit in self.field.label else self.field.unit


def input_of(
    field: Field,
    program: str,
    stored: Any,
    *,
    typed: Any = None,
    ids: Sequence[str] = (),
    typed_ids: Sequence[str] | None = None,
    **told: str,
) -> Input:
    """The field with its stored value in it, or with what was typed when that was sent back (`told` says why).

    `ids` are the identities of a table's stored rows, `typed_ids` those of the rows that were typed.
    """
    raw = stored if typed is None else typed
    special = next(iter(raw)) if isinstance(raw, dict) and set(raw) in ({"none"}, {"not_applicable"}) else ""
    common: dict[str, Any] = {
        "field": field,
        "program": program,
        "control": _CONTROLS.get(field.type, "line"),
        "seen": fingerprint(stored),
        "current": shown(field, stored),
        "special": special,
        "unsaved": typed is not None,
        "keyboard": _keyboard(field),
        "kind": {FieldType.EMAIL: "email", FieldType.PHONE: "tel"}.get(field.type, "text"),
        **told,
    }
    if special:
        raw = None
    if field.type in (FieldType.TABLE, FieldType.GRID):
        named = ids if typed is None else typed_ids or ()
        lines, beyond = _grid(field, raw) if field.type is FieldType.GRID else _table(field, raw, named)
        base = ",".join(ids) if not beyond else ""
        return Input(columns=tuple(map(heading, field.columns)), lines=lines, base=base, beyond=beyond, **common)
    if options := options_of(field):
        chosen = _chosen(raw)
        offered = len(field.first) if not set(chosen) - set(field.first) else 0
        return Input(
            options=options[: offered or None], rest=options[offered:] if offered else (), chosen=chosen, **common
        )
    hidden = field.sensitive and typed is None
    return Input(text="" if hidden else _text(field, raw, is_typed=typed is not None), **common)


def options_of(field: Field) -> tuple[tuple[str, str], ...]:
    """Value and label of what can be chosen; empty for a field that is no choice."""
    if field.type is FieldType.BOOLEAN:
        return (("yes", "是"), ("no", "否"))
    return tuple((option.value, option.label) for option in field.options)


def _keyboard(field: Field) -> str:
    return "numeric" if field.type in _DIGITS else "decimal" if field.type in _DECIMALS else "text"


def heading(column: Field) -> str:
    """A column's label with its unit."""
    return f"{column.label}（{column.unit}）" if column.unit and column.unit not in column.label else column.label


def _chosen(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, bool):
        return ("yes" if raw else "no",)
    return tuple(raw) if isinstance(raw, list | tuple) else (str(raw),) if raw is not None else ()


def _text(field: Field, raw: Any, *, is_typed: bool = False) -> str:
    """The value as a person would type it: what was typed stays as it was, a stored one is written as it is printed."""
    if raw is None:
        return ""
    if is_typed or (value := value_of(field, raw)) is None:
        return str(raw)
    return (
        {Special.NONE: "无", Special.NOT_APPLICABLE: "不适用"}[value]
        if isinstance(value, Special)
        else printed(field, value)
    )


def _cell(name: str, column: Field, raw: Any) -> Cell:
    options = options_of(column) if column.type in (FieldType.CHOICE, FieldType.BOOLEAN) else ()
    text = next(iter(_chosen(raw)), "") if options else _text(column, raw, is_typed=isinstance(raw, str))
    if not options and isinstance(raw, str) and (value := value_of(column, raw)) is not None:
        text = raw if isinstance(value, Special) else printed(column, value) or raw
    wide = column.type in (FieldType.TEXT, FieldType.PARAGRAPH) and not column.unit
    return Cell(name, heading(column), text, options, _keyboard(column), wide)


def _grid(field: Field, raw: Any) -> tuple[tuple[Line, ...], int]:
    rows = raw if isinstance(raw, dict) else {}
    return tuple(
        Line(
            row.label,
            tuple(_cell(f"{row.key}.{c.key}", c, (rows.get(row.key) or {}).get(c.key)) for c in field.columns),
        )
        for row in field.rows
    ), 0


def _table(field: Field, raw: Any, ids: Sequence[str]) -> tuple[tuple[Line, ...], int]:
    """The rows there are, and empty ones to go on with."""
    rows: list[dict[str, Any]] = list(raw) if isinstance(raw, list) else []
    rows = [row for row in rows if isinstance(row, dict)]
    known = (*ids, *[""] * (len(rows) + FEWEST_ROWS))
    if len(rows) > MOST_ROWS:
        return (), len(rows)
    rows += [{}] * (1 if len(rows) >= FEWEST_ROWS else FEWEST_ROWS - len(rows))
    return tuple(
        Line(
            f"第{place + 1}行",
            tuple(_cell(f"{place}.{c.key}", c, row.get(c.key)) for c in field.columns),
            known[place],
        )
        for place, row in enumerate(rows)
    ), 0
