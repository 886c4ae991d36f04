"""Holds a filled document against the blank: which line, table, row and cell of the one is which of the other.

People add rows, delete instructions, let texts run over paragraphs, and fill in last year's edition of the form. So places
are not counted; blank and filled document are aligned by what is printed, first lines and tables, then the rows of each
table, each time so that the printed texts that agree weigh most. A cell of the blank leads to the cell in the same column
of its row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from rapidfuzz import fuzz

from forms.docx_map import Cell, DocumentMap, Line, Table
from forms.docx_text import OPEN_BOXES, TC, fold

A = TypeVar("A")
B = TypeVar("B")
Item = Line | Table
_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"[ \t\u3000\u00a0_＿‗﹍]{2,}|[\t_＿‗﹍]|[:：]")
_BOXES = re.compile(f"[{OPEN_BOXES}☑☒■✓✔√]")
_LONGEST_LABEL = 24


def align(blank: Sequence[A], filled: Sequence[B], score: Callable[[A, B], float]) -> dict[int, int]:
    """Place in `blank` to place in `filled` of what belongs together, order kept, the sum of scores greatest."""
    scores = [[score(one, other) for other in filled] for one in blank]
    best = [[0.0] * (len(filled) + 1) for _ in range(len(blank) + 1)]
    for i in range(len(blank) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(filled) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + scores[i][j] if scores[i][j] > 0 else 0.0)
    found: dict[int, int] = {}
    i = j = 0
    while i < len(blank) and j < len(filled):
        if scores[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


class Alignment:
    """A filled document held against a blank."""

    def __init__(self, blank: DocumentMap, filled: DocumentMap) -> None:
        self.blank, self.filled = items_of(blank), items_of(filled)
        self.pairs = align(self.blank, self.filled, _item_score)
        self._rows: dict[int, dict[int, int]] = {}

    @cached_property
    def tables(self) -> dict[int, Table]:
        """Identity of a table of the blank to the filled one."""
        found: dict[int, Table] = {}
        for i, j in self.pairs.items():
            table = self.filled[j]
            if isinstance(table, Table):
                found[id(self.blank[i])] = table
        return found

    @cached_property
    def places(self) -> dict[int, int]:
        """Identity of a line or table of the blank to its place among the body's items."""
        return {id(item): place for place, item in enumerate(self.blank)}

    @property
    def likeness(self) -> float:
        """How much of what the blank prints is printed in the filled document, 0 to 1."""
        printed = [bare for item in self.blank for bare in printed_in(item)]
        there = {bare for item in self.filled for bare in printed_in(item)}
        starts = {text[:_LONGEST_LABEL] for text in there}
        return sum(text in there or text[:_LONGEST_LABEL] in starts for text in printed) / max(1, len(printed))

    def line(self, line: Line) -> Line | None:
        """The body line of the filled document that is a line of the blank."""
        place = self.places.get(id(line))
        found = self.filled[self.pairs[place]] if place in self.pairs else None
        return found if isinstance(found, Line) else None

    def between(self, first: int, last: int) -> list[Line] | None:
        """The filled lines between what is printed before item `first` and after item `last`; None when either is lost."""
        before = next((i for i in range(first - 1, -1, -1) if printed_in(self.blank[i])), -1)
        after = next((i for i in range(last + 1, len(self.blank)) if printed_in(self.blank[i])), len(self.blank))
        if (before >= 0 and before not in self.pairs) or (after < len(self.blank) and after not in self.pairs):
            return None
        start = self.pairs[before] + 1 if before >= 0 else 0
        stop = self.pairs[after] if after < len(self.blank) else len(self.filled)
        return [item for item in self.filled[start:stop] if isinstance(item, Line)]

    def rows(self, table: Table) -> dict[int, int]:
        """Row of a table of the blank to row of the filled one."""
        if id(table) not in self._rows:
            other = self.tables.get(id(table))
            pairs = {} if other is None else align(row_cells(table), row_cells(other), _row_score)
            self._rows[id(table)] = pairs
        return self._rows[id(table)]

    def cell(self, cell: Cell) -> Cell | None:
        """The filled cell that is a cell of the blank; None where its row or the cell itself is gone."""
        row, other = self.rows(cell.table).get(cell.row), self.tables.get(id(cell.table))
        return in_row(cell, other, row) if row is not None and other is not None else None


def in_row(cell: Cell, other: Table, row: int) -> Cell | None:
    """The cell in a row of the filled table that stands where `cell` stands in the blank's row."""
    mine, theirs = covering(cell.table, cell.row), covering(other, row)
    if len(mine) == len(theirs):
        return theirs[mine.index(cell)]
    return other.at(row, cell.column)


def covering(table: Table, row: int) -> list[Cell]:
    """The cells of a row from left to right, those merged from above among them."""
    return list(dict.fromkeys(table.grid[row][place] for place in sorted(table.grid[row])))


def row_cells(table: Table) -> list[list[Cell]]:
    """For each row the cells that begin in it."""
    return [[cell for cell in covering(table, row) if cell.row == row] for row in range(len(table.rows))]


def items_of(page: DocumentMap) -> list[Item]:
    """Lines and tables of the body itself, in order."""
    lines: list[tuple[int, Item]] = [(line.order, line) for line in page.lines if line.cell is None]
    outer = [table for table in page.tables if next(iter(table.element.iterancestors(TC)), None) is None]
    tables: list[tuple[int, Item]] = [(table.cells[0].order, table) for table in outer if table.cells]
    return [item for _, item in sorted(lines + tables, key=lambda pair: pair[0])]


def printed_in(item: Item) -> list[str]:
    """The folded texts an item prints."""
    if isinstance(item, Line):
        return [item.folded] if item.folded else []
    return [cell.folded for cell in item.cells if cell.folded]


# --- how much things agree ------------------------------------------------------------------------------------------


def _item_score(blank: Item, filled: Item) -> float:
    if isinstance(blank, Line) and isinstance(filled, Line):
        return _line_score(blank, filled)
    if isinstance(blank, Table) and isinstance(filled, Table):
        return _table_score(blank, filled)
    return 0.0


def _line_score(blank: Line, filled: Line) -> float:
    if not blank.folded or not filled.folded:
        return 0.0
    size = min(len(blank.folded), 30) / 10
    if blank.folded == filled.folded:
        return 10 + size
    pieces = segments(blank.text)
    if pieces and _in_order(pieces, _BOXES.sub("", filled.folded)) and len("".join(pieces)) >= 2:
        return 8 + size
    if without_digits(blank.folded) == without_digits(filled.folded) != "":
        return 6
    return 5 if len(blank.folded) > 8 and fuzz.ratio(blank.folded, filled.folded) >= 70 else 0.0


def segments(text: str) -> list[str]:
    """What a line prints, folded, cut where something is filled in: `申报单位：＿＿（盖章）` is 申报单位, （盖章）."""
    return [folded for piece in _GAP.split(_BOXES.sub("\t", text)) if (folded := fold(piece))]


def _in_order(pieces: Sequence[str], text: str) -> bool:
    """Whether the text begins with the first piece, and the others follow in order."""
    if not text.startswith(pieces[0]):
        return False
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def without_digits(text: str) -> str:
    """The text with its numbers taken out, for comparing editions of different years."""
    return _DIGITS.sub("", text)


def _table_score(blank: Table, filled: Table) -> float:
    labels = {without_digits(cell.folded) for cell in blank.cells if 0 < len(cell.folded) <= _LONGEST_LABEL} - {""}
    there = {without_digits(cell.folded) for cell in filled.cells}
    if not labels:
        return 1.0 if len(blank.rows) == len(filled.rows) else 0.1
    share = len(labels & there) / len(labels)
    return 40 * share if share >= 0.3 else 0.0


def _row_score(blank: list[Cell], filled: list[Cell]) -> float:
    printed = [cell for cell in blank if cell.folded]
    if not printed:
        return 0.5 if len(blank) == len(filled) else 0.1
    total = 0.0
    by_column = {cell.column: cell for cell in filled}
    texts = {cell.folded for cell in filled}
    for cell in printed:
        other = by_column.get(cell.column)
        if other is not None and other.folded == cell.folded:
            total += 4 + min(len(cell.folded), 20) / 10
        elif other is not None and other.folded.startswith(cell.folded):
            total += 3
        elif cell.folded in texts or (
            other is not None and without_digits(cell.folded) == without_digits(other.folded) != ""
        ):
            total += 2
        elif other is not None and cell.folded.isdigit() and other.folded.isdigit() and len(cell.folded) == 4:
            total += 0.3  # another year
        elif len(cell.folded) <= _LONGEST_LABEL and not _BOXES.search(cell.text):
            total -= 3 if other is not None and other.folded else 1
        else:
            total += 0.2
    return max(total, 0.0)
