"""Grids with printed row and column labels: which cells they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.docx_find import Unplaced, find_cell, nearest
from forms.docx_map import Cell
from forms.docx_slots import CellSlot, LineSlot, Page, value_cell
from forms.docx_text import bare
from forms.places import GridPlace

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
        (over_key, down_key) if place.transposed else (down_key, over_key): crossing_slot(page, row, head)
        for down_key, row in sides.items()
        for over_key, head in heads.items()
    }
    patterns = {
        key: (crossing_slot(page, row, pattern_heads[printed]), template)
        for key, row in sides.items()
        for printed, template in place.templates.items()
    }
    totals: dict[str, ValueSlot] = {}
    total_below = bool(place.total) and any(bare(cell.text) == bare(place.total) for cell in region)
    if place.total and total_below:
        in_side = find_printed(region, place.total, but=known)
        is_row = in_side is not None and all(in_side.column < head.column for head in heads.values())
        if is_row and in_side is not None:
            totals = {key: crossing_slot(page, in_side.row, head) for key, head in heads.items()}
        else:
            head = _header(label, region, place.total)
            totals = {key: crossing_slot(page, row, head) for key, row in sides.items()}
        return GridSlot(cells, totals, is_row == place.transposed, patterns)
    if place.total:
        head = _header(label, region, place.total)
        totals = {key: crossing_slot(page, row, head) for key, row in sides.items()}
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
    found = find_printed(region, printed)
    if found is None:
        above = [cell for cell in label.table.cells if cell.row <= label.row and cell.column >= label.column]
        found = find_printed(sorted(above, key=lambda cell: -cell.row), printed)
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
    found = exact[0] if exact else find_printed(rows, printed)
    if found is None:
        texts = [cell.text for cell in rows]
        raise Unplaced("missing", f"“{label.text.strip()[:20]}”的表里找不到行“{printed}”。", nearest(printed, texts))
    return found.row


def find_printed(cells: Iterable[Cell], printed: str, but: Iterable[Cell] = ()) -> Cell | None:
    """The cell that prints exactly these words, or begins with them; None when there is none."""
    wanted, left_out, cells = bare(printed), list(but), list(cells)
    usable = [cell for cell in cells if cell not in left_out]
    exact = next((cell for cell in usable if bare(cell.text) == wanted), None)
    return exact or next((cell for cell in usable if cell.folded.startswith(wanted)), None)


def crossing_slot(page: Page, row: int, head: Cell) -> ValueSlot:
    """The value cell in a row under a column header.

    Raises:
        Unplaced: the row has none there.
    """
    cell = head.table.at(row, head.column)
    if cell is None or cell is head or cell.row != row:
        raise Unplaced("unusable", f"“{head.text.strip()[:20]}”这一列第{row + 1}行没有可填的格子。")
    return value_cell(page, cell)
