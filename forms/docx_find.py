"""Label cells and lines of a blank, found by what is printed on and around them.

Labels are compared without white space and with full-width forms folded (`姓  名`, `（家）`). A label may occur many
times: section, block and occurrence single one out, and where they do not, it is ambiguous rather than the first that
fits.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from forms.docx_map import Cell, DocumentMap, Line
from forms.docx_text import bare, fold, fold_with_offsets
from forms.places import Anchor

Status = Literal["found", "missing", "ambiguous", "unusable"]
Found = TypeVar("Found")


class Unplaced(Exception):
    """Raised when an anchor leads to no place, or to several, or to one that cannot be written."""

    def __init__(self, status: Status, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.nearest = nearest


# --- cells --------------------------------------------------------------------------------------------------------


def find_cell(page: DocumentMap, anchor: Anchor) -> Cell:
    """The label cell of an anchor.

    Raises:
        Unplaced: there is none, or more than the anchor tells apart.
    """
    wanted = bare(anchor.label)
    scoped = [cell for cell in page.cells if _under(cell.section, anchor.section)]
    if anchor.block:
        scoped = [cell for cell in scoped if in_block(cell, anchor.block)]
    exact = [cell for cell in scoped if cell.folded.rstrip(":") == wanted]
    found = exact or [cell for cell in scoped if cell.folded.startswith(wanted)]
    return _only(found, anchor, [cell.text for cell in page.cells])


def in_block(cell: Cell, block: str) -> bool:
    """Whether `block` is a label to the left of the cell in its row, or the caption above it."""
    wanted = bare(block)
    return any(other.folded.startswith(wanted) for other in [*left_of(cell), *captions(cell)])


def left_of(cell: Cell) -> list[Cell]:
    """The cells to the left in its first row, nearest first."""
    row = cell.table.grid[cell.row]
    return list(dict.fromkeys(row[place] for place in sorted(row, reverse=True) if place < cell.column))


def captions(cell: Cell) -> list[Cell]:
    """The nearest printed cell above that is wider than this one: a caption over a group of columns."""
    for row in range(cell.row - 1, -1, -1):
        above = cell.table.at(row, cell.column)
        if above is not None and above.folded and above.colspan > cell.colspan:
            return [above]
    return []


def beside(cell: Cell) -> Cell:
    """The cell to the right, in the label's first row.

    Raises:
        Unplaced: the row ends there, or what stands there is merged from above.
    """
    other = cell.table.at(cell.row, cell.column + cell.colspan)
    if other is None or other.row != cell.row:
        raise Unplaced("unusable", f"“{_short(cell.text)}”右边没有可填的格子。")
    return other


def below(cell: Cell) -> Cell:
    """The cell under the label.

    Raises:
        Unplaced: the table ends there, or what stands there is merged from the left.
    """
    other = cell.table.at(cell.row + cell.rowspan, cell.column)
    if other is None or other.column != cell.column:
        raise Unplaced("unusable", f"“{_short(cell.text)}”下面没有可填的格子。")
    return other


def crossing(cell: Cell, header: str) -> Cell:
    """The cell where the label's row meets the column under the nearest such header above it.

    Raises:
        Unplaced: no such header stands above, or the crossing is merged away.
    """
    wanted = bare(header)
    above = [other for other in cell.table.cells if other.row < cell.row and other.folded == wanted]
    if not above:
        raise Unplaced("missing", f"“{_short(cell.text)}”上方的表头里找不到“{header}”。")
    found = cell.table.at(cell.row, max(above, key=lambda other: other.row).column)
    if found is None or found is cell or found.row != cell.row:
        raise Unplaced("unusable", f"“{_short(cell.text)}”这一行的“{header}”没有可填的格子。")
    return found


# --- lines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """A label inside a line, and the offset of what follows it (a colon skipped)."""

    line: Line
    start: int
    end: int


def find_spot(page: DocumentMap, anchor: Anchor) -> Spot:
    """Where a label stands in a line, in the body or in a cell.

    Raises:
        Unplaced: nowhere, or in more lines than the anchor tells apart.
    """
    spots = [
        spot
        for number, line in enumerate(page.lines)
        if _under(line.section, anchor.section)
        for spot in _spots(line, anchor.label)
        if not anchor.block or _line_in_block(page.lines, number, spot, anchor.block)
    ]
    whole = [spot for spot in spots if _starts_word(spot)]
    return _only(whole or spots, anchor, [line.text for line in page.lines])


def _spots(line: Line, label: str) -> Iterable[Spot]:
    wanted = bare(label)
    if not wanted or wanted not in line.folded:
        return
    folded, offsets = fold_with_offsets(line.text)
    at = folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if folded[end : end + 1] == ":":
            end += 1
        yield Spot(line, offsets[at], offsets[end - 1] + 1)
        at = folded.find(wanted, end)


def _starts_word(spot: Spot) -> bool:
    """Not the tail of a longer label: 电话 in 联系电话."""
    before = spot.line.text[spot.start - 1 : spot.start]
    return not before or not before.isalnum()


def _line_in_block(lines: Sequence[Line], number: int, spot: Spot, block: str) -> bool:
    wanted = bare(block)
    line = spot.line
    if line.cell is not None and (in_block(line.cell, block) or line.cell.folded.startswith(wanted)):
        return True
    before = lines[number - 1].folded if number else ""
    return wanted in fold(line.text[: spot.start]) or before.startswith(wanted)


# --- choosing -----------------------------------------------------------------------------------------------------


def _under(section: str, wanted: str) -> bool:
    return not wanted or section.startswith(fold(wanted))


def _only(found: Sequence[Found], anchor: Anchor, printed: Sequence[str]) -> Found:
    """The one that is meant. An occurrence written out chooses among several; one left out does not."""
    if "occurrence" in anchor.model_fields_set and 1 <= anchor.occurrence <= len(found):
        return found[anchor.occurrence - 1]
    if len(found) == 1 and anchor.occurrence == 1:
        return found[0]
    where = "，".join(part for part in (anchor.section, anchor.block) if part)
    inside = f"（在“{where}”之内）" if where else ""
    if not found:
        raise Unplaced("missing", f"空白表里找不到“{anchor.label}”{inside}。", nearest(anchor.label, printed))
    if anchor.occurrence > len(found):
        raise Unplaced("missing", f"“{anchor.label}”{inside}只有{len(found)}处，没有第{anchor.occurrence}处。")
    raise Unplaced("ambiguous", f"“{anchor.label}”{inside}有{len(found)}处，分不清是哪一处。")


def nearest(label: str, printed: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The printed texts that look most like a label, best first."""
    by_fold = {bare(text)[:40]: _short(text) for text in printed if text.strip()}
    return tuple(by_fold[key] for key in difflib.get_close_matches(bare(label), by_fold, count, cutoff=0.4))


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 24 else joined[:23] + "…"
