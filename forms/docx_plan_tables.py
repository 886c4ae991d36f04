"""What grids and growing tables will say: their cells, their totals, their added rows."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from forms.docx_edits import Edits, Plan, pattern, printed_text, put, put_cell
from forms.docx_grids import GridSlot
from forms.docx_rows import RowSlot, RowsSlot
from forms.docx_slots import CellSlot
from forms.models import Field
from forms.places import GridPlace, RowsPlace
from programs.values import Special, Value


def plan_grid(plan: Plan, place: GridPlace, slot: GridSlot, definition: Field, value: Value) -> bool:
    """Every known cell, and the totals whose parts are all known; whether anything is printed."""
    columns = {column.key: column for column in definition.columns}
    cells = _cells_of(definition, value)
    said = False
    for (row, column), inner in slot.cells.items():
        if (cell := cells.get(row, {}).get(column)) is not None:
            put(plan, inner, printed_text(plan, columns[column], cell))
            said = True
    for row, (inner, template) in slot.patterns.items():
        known = {
            key: printed_text(plan, columns[key], cell) for key, cell in cells.get(row, {}).items() if cell is not None
        }
        if any(name in known for _, name, _, _ in string.Formatter().parse(template) if name):
            put(plan, inner, pattern(template, known))
            said = True
    if not isinstance(value, Special):
        _grid_totals(plan, place, slot, definition, cells)
    return said


def _grid_totals(
    plan: Plan, place: GridPlace, slot: GridSlot, definition: Field, cells: Mapping[str, Mapping[str, Any]]
) -> None:
    columns = {column.key: column for column in definition.columns}
    for key, inner in slot.totals.items():
        ways = [(key, column) for column in place.columns] if slot.across else [(row, key) for row in place.rows]
        parts = [cells.get(row, {}).get(column) for row, column in ways]
        column = columns[ways[0][1]]
        amount = total(parts)
        if amount is not None:
            put(plan, inner, printed_text(plan, column, amount))
        elif any(part is not None for part in parts):
            plan.warnings.append(f"“{definition.label}”的“{place.total}”（{column.label}）没有填：还有数没填全。")


def _cells_of(definition: Field, value: Value) -> Mapping[str, Mapping[str, Any]]:
    """The grid's cells; 无 or 不适用 for the whole grid stands in each of them."""
    if isinstance(value, Special):
        return {row.key: {column.key: value for column in definition.columns} for row in definition.rows}
    return cast("Mapping[str, Mapping[str, Any]]", value)


def total(parts: Iterable[Any]) -> int | Decimal | None:
    """The sum, 无 counting as nothing; None when a part is unknown, 不适用, or there is no part at all."""
    amount: int | Decimal | None = None
    for part in parts:
        if part is Special.NONE:
            part = 0
        if isinstance(part, bool) or not isinstance(part, (int, Decimal)):
            return None
        amount = part if amount is None else amount + part
    return amount


def plan_rows(plan: Plan, place: RowsPlace, slot: RowsSlot, definition: Field, value: Value) -> bool:
    """Every row of the answer, added rows for those the blank does not have, and the total; whether anything is printed."""
    columns = {column.key: column for column in definition.columns}
    if isinstance(value, Special):
        put(plan, next(iter(slot.rows[0].cells.values())), printed_text(plan, definition, value))
        return True
    rows = cast("tuple[Mapping[str, Any], ...]", value)
    for number, (row, printed_row) in enumerate(zip(rows, slot.rows, strict=False), 1):
        _row(plan, plan, printed_row, columns, row, number)
    if extra := rows[len(slot.rows) :]:
        last = slot.rows[-1]
        source = next(iter(last.cells.values()))
        assert isinstance(source, CellSlot)
        grown = plan.grown.setdefault(source.paragraphs[0], [])
        for number, row in enumerate(extra, len(slot.rows) + 1):
            grown.append(Edits())
            _row(plan, grown[-1], last, columns, row, number)
    if slot.total is not None and rows:
        amount = total(row.get(place.total_column) for row in rows)
        if amount is not None:
            put(plan, slot.total, printed_text(plan, columns[place.total_column], amount))
        else:
            plan.warnings.append(f"“{definition.label}”的“{place.total}”没有填：还有数没填全。")
    return bool(rows)


def _row(
    plan: Plan, edits: Edits, slot: RowSlot, columns: Mapping[str, Field], row: Mapping[str, Any], at: int
) -> None:
    for key, inner in slot.cells.items():
        if (cell := row.get(key)) is not None:
            put(edits, inner, printed_text(plan, columns[key], cell))
    if slot.number is not None and "".join(slot.number.texts).strip() != str(at):
        put_cell(edits, slot.number, str(at))
