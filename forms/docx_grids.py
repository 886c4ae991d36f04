"""Grids with printed row and column labels, and tables whose rows grow: which cells they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.anchors import Unplaced, find_cell, nearest
from forms.docx_map import Cell, Table
from forms.docx_slots import CellSlot, LineSlot, Page, value_cell, whole_cell
from forms.docx_text import bare, is_blank
from forms.models import Anchor, GridPlace, RowsPlace

ValueSlot = CellSlot | LineSlot


@dataclass(frozen=True, slots=True)
class GridSlot:
    """The value cells of a grid."""

    cells: Mapping[tuple[str, str], ValueSlot]
    """Row key and column key to the cell."""
    totals: Mapping[str, ValueSlot]
    """Column key (row key where `across`) to the cell of its total."""
    across: bool
    """Totals run over the columns of each row."""
    patterns: Mapping[str, tuple[ValueSlot, str]]
    """Row key to the cell that prints several columns, and its pattern."""


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


# --- grids ----------------------------------------------------------------------------------------------------------


def grid_place(page: Page, place: GridPlace) -> GridSlot:
    """The cells of a grid.

    Raises:
        Unplaced: its label, a row or column label, or a cell is not found.
    """
    label = find_cell(page.map, place.at)
    region = _region(label)
    down, over = (place.columns, place.rows) if place.transposed else (place.rows, place.columns)
    heads = {key: _header(label, region, printed) for key, printed in over.items()}
    pattern_heads = {printed: _header(label, region, printed) for printed in place.templates}
    known = [*heads.values(), *pattern_heads.values()]
    if not known:
        raise Unplaced("unusable", f"“{place.at.label}”没有写明列（columns 或 templates）。")
    sides = {key: _side(label, region, known, printed) for key, printed in down.items()}
    cells = {
        (over_key, down_key) if place.transposed else (down_key, over_key): _crossing(page, row, head)
        for down_key, row in sides.items()
        for over_key, head in heads.items()
    }
    patterns = {
        key: (_crossing(page, row, pattern_heads[printed]), template)
        for key, row in sides.items()
        for printed, template in place.templates.items()
    }
    totals: dict[str, ValueSlot] = {}
    total_below = bool(place.total) and any(bare(cell.text) == bare(place.total) for cell in region)
    if place.total and total_below:
        in_side = _find(region, place.total, but=known)
        is_row = in_side is not None and all(in_side.column < head.column for head in heads.values())
        if is_row and in_side is not None:
            totals = {key: _crossing(page, in_side.row, head) for key, head in heads.items()}
        else:
            head = _header(label, region, place.total)
            totals = {key: _crossing(page, row, head) for key, row in sides.items()}
        return GridSlot(cells, totals, is_row == place.transposed, patterns)
    if place.total:
        head = _header(label, region, place.total)
        totals = {key: _crossing(page, row, head) for key, row in sides.items()}
    return GridSlot(cells, totals, not place.transposed, patterns)


def _region(label: Cell) -> list[Cell]:
    """The cells beside a tall label, or below a caption, up to the next caption or the end of the block to the left."""
    table = label.table
    if label.rowspan > 1:
        return [
            cell
            for cell in table.cells
            if label.row <= cell.row < label.row + label.rowspan and cell.column >= label.column + label.colspan
        ]
    left = table.at(label.row, label.column - 1)
    last = label.column + label.colspan if label.colspan > 1 else 10_000
    region = [cell for cell in table.cells if cell.row == label.row and cell.column > label.column]
    for row in range(label.row + 1, len(table.rows)):
        first = table.at(row, label.column)
        if left is not None and table.at(row, label.column - 1) is not left and left.rowspan > 1:
            break
        if first is not None and label.colspan > 1 and first.colspan >= label.colspan and first.folded:
            break
        region += [cell for cell in table.cells if cell.row == row and label.column <= cell.column < last]
    return region


def _header(label: Cell, region: Iterable[Cell], printed: str) -> Cell:
    """A column header inside the region, or the nearest one above it."""
    found = _find(region, printed)
    if found is None:
        above = [cell for cell in label.table.cells if cell.row <= label.row and cell.column >= label.column]
        found = _find(sorted(above, key=lambda cell: -cell.row), printed)
    if found is None:
        texts = [cell.text for cell in label.table.cells]
        raise Unplaced("missing", f"“{label.text.strip()[:20]}”的表里找不到列“{printed}”。", nearest(printed, texts))
    return found


def _side(label: Cell, region: list[Cell], heads: list[Cell], printed: str) -> int:
    """The row of a row label; an empty label is the row under the header."""
    if not printed:
        return heads[0].row + heads[0].rowspan
    edge = min(head.column for head in heads)
    rows = [cell for cell in [label, *region] if cell.column < edge and cell not in heads]
    exact = [cell for cell in rows if bare(cell.text) == bare(printed)]
    if len(exact) > 1:
        raise Unplaced("ambiguous", f"“{label.text.strip()[:20]}”的表里“{printed}”有{len(exact)}行，分不清是哪一行。")
    found = exact[0] if exact else _find(rows, printed)
    if found is None:
        texts = [cell.text for cell in rows]
        raise Unplaced("missing", f"“{label.text.strip()[:20]}”的表里找不到行“{printed}”。", nearest(printed, texts))
    return found.row


def _find(cells: Iterable[Cell], printed: str, but: Iterable[Cell] = ()) -> Cell | None:
    wanted, left_out, cells = bare(printed), list(but), list(cells)
    usable = [cell for cell in cells if cell not in left_out]
    exact = next((cell for cell in usable if bare(cell.text) == wanted), None)
    return exact or next((cell for cell in usable if cell.folded.startswith(wanted)), None)


def _crossing(page: Page, row: int, head: Cell) -> ValueSlot:
    cell = head.table.at(row, head.column)
    if cell is None or cell is head or cell.row != row:
        raise Unplaced("unusable", f"“{head.text.strip()[:20]}”这一列第{row + 1}行没有可填的格子。")
    return value_cell(page, cell)


# --- rows that grow -------------------------------------------------------------------------------------------------


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
    return RowsSlot(tuple(rows), _crossing(page, last, heads[place.total_column]))


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
    found = _find(row, printed)
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
