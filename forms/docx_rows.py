"""Tables whose rows grow: the data rows under a header, up to the total or the end of their block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.docx_find import Unplaced, find_cell, nearest
from forms.docx_grids import ValueSlot, crossing_slot, find_printed
from forms.docx_map import Cell, Table
from forms.docx_slots import CellSlot, Page, whole_cell
from forms.docx_text import bare, is_blank
from forms.places import Anchor, RowsPlace


@dataclass(frozen=True, slots=True)
class RowSlot:
    """One printed row of a table that grows."""

    cells: Mapping[str, ValueSlot]
    number: CellSlot | None


@dataclass(frozen=True, slots=True)
class RowsSlot:
    """The rows under a header, and the cell of the total."""

    rows: tuple[RowSlot, ...]
    total: ValueSlot | None


def rows_place(page: Page, place: RowsPlace) -> RowsSlot:
    """The data rows under a header and the total's cell.

    Raises:
        Unplaced: a header or the total is not found, or there is no row to fill.
    """
    first, span = _first_header(page, place)
    table = first.table
    heads = {key: _column(first, printed) for key, printed in place.columns.items()}
    number = _column(first, place.number) if place.number else None
    rows: list[RowSlot] = []
    at = span.start
    while at < span.stop and not _is_total(table, at, place.total):
        slot = _row(page, table, at, heads, number)
        if slot is None:
            break
        rows.append(slot)
        at += 1
    if not rows:
        raise Unplaced("unusable", f"“{place.at.label}”下面没有可填的空行。")
    if not place.total:
        return RowsSlot(tuple(rows), None)
    last = next((row for row in range(at, len(table.rows)) if _is_total(table, row, place.total)), None)
    if last is None:
        raise Unplaced("missing", f"“{place.at.label}”的表里找不到“{place.total}”这一行。")
    if not place.total_column:
        return RowsSlot(tuple(rows), None)
    return RowsSlot(tuple(rows), crossing_slot(page, last, heads[place.total_column]))


def _first_header(page: Page, place: RowsPlace) -> tuple[Cell, range]:
    """The first column's header and the rows that may be data; a block below the header narrows them to its own rows."""
    try:
        first = find_cell(page.map, place.at)
    except Unplaced as missing:
        if not place.at.block or missing.status != "missing":
            raise
        group = find_cell(page.map, Anchor(label=place.at.block, section=place.at.section))
        first = find_cell(page.map, place.at.model_copy(update={"block": ""}))
        if group.table is not first.table or group.row < first.row + first.rowspan:
            raise
        return first, range(group.row, group.row + group.rowspan)
    return first, range(first.row + first.rowspan, len(first.table.rows))


def _column(first: Cell, printed: str) -> Cell:
    row = list(dict.fromkeys(first.table.grid[first.row].values()))
    found = find_printed(row, printed)
    if found is None:
        texts = [cell.text for cell in row]
        raise Unplaced("missing", f"“{first.text.strip()[:20]}”的表头里找不到“{printed}”。", nearest(printed, texts))
    return found


def _is_total(table: Table, row: int, total: str) -> bool:
    return bool(total) and any(cell.row == row and bare(cell.text) == bare(total) for cell in table.grid[row].values())


def _row(page: Page, table: Table, row: int, heads: Mapping[str, Cell], number: Cell | None) -> RowSlot | None:
    """The slots of a data row; None where the table goes on with something else."""
    cells = {key: table.at(row, head.column) for key, head in heads.items()}
    counter = table.at(row, number.column) if number is not None else None
    found = [cell for cell in cells.values() if cell is not None]
    if len(found) < len(heads) or len(set(map(id, found))) < len(heads):
        return None
    if any(
        cell.row != row or cell.rowspan > 1 or not all(is_blank(line.text) for line in cell.lines) for cell in found
    ):
        return None
    if number is not None and (counter is None or counter.row != row):
        return None
    slots = {key: whole_cell(page, cell) for key, cell in cells.items() if cell is not None}
    return RowSlot(slots, whole_cell(page, counter) if counter is not None else None)
