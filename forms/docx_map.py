"""The blank as a reader sees it: lines under headings, tables as grids of cells with their spans.

The body is walked once. Content controls are transparent. A cell that continues a merged one is no cell of its own: the
grid names the cell it belongs to, so it can never be written into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from forms.docx_text import PPR, TBL, TC, TCPR, TR, TRPR, VAL, WRAPPERS, P, W, fold, text_of

_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|附件[0-9一二三四五六七八九十]|第[一二三四五六七八九十]+部分)"
)


@dataclass(eq=False, slots=True)
class Line:
    """A paragraph, in the body or in a cell."""

    element: Element
    text: str
    folded: str
    section: str
    """The folded heading it stands under; a heading stands under itself."""
    cell: Cell | None
    order: int


@dataclass(eq=False, slots=True)
class Cell:
    """A table cell with the area it covers; rows and columns count from 0 and include what is merged away."""

    element: Element
    table: Table
    row: int
    column: int
    colspan: int
    rowspan: int
    section: str
    order: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own paragraphs; nested tables have cells of their own."""
        return "\n".join(line.text for line in self.lines)

    @property
    def folded(self) -> str:
        """The text as labels are compared."""
        return "".join(line.folded for line in self.lines)


@dataclass(eq=False, slots=True)
class Table:
    """A table as a grid."""

    element: Element
    rows: list[Element] = field(default_factory=list)
    grid: list[dict[int, Cell]] = field(default_factory=list)
    """For each row: column to the cell that covers it."""
    cells: list[Cell] = field(default_factory=list)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, None outside the table."""
        return self.grid[row].get(column) if 0 <= row < len(self.grid) else None


class DocumentMap:
    """All lines and cells of a body, in printed order."""

    def __init__(
        self, body: Element, *, heading_styles: frozenset[str] = frozenset(), named: Sequence[str] = ()
    ) -> None:
        """`heading_styles`: ids of heading styles; `named`: beginnings of paragraphs that are headings by agreement."""
        self.lines: list[Line] = []
        self.cells: list[Cell] = []
        self.tables: list[Table] = []
        self._styles = heading_styles
        self._named = tuple(fold(name) for name in named if name)
        self._section = ""
        self._order = 0
        self._walk(body, None)

    def _walk(self, parent: Element, cell: Cell | None) -> None:
        for child in blocks(parent):
            if child.tag == P:
                self._line(child, cell)
            else:
                self._table(child)

    def _line(self, element: Element, cell: Cell | None) -> None:
        text = text_of(element)
        line = Line(element, text, fold(text), self._section, cell, self._order)
        self._order += 1
        if line.folded and self._is_heading(line):
            self._section = line.section = line.folded
        self.lines.append(line)
        if cell is not None:
            cell.lines.append(line)

    def _is_heading(self, line: Line) -> bool:
        if line.cell is not None and len(set(map(id, line.cell.table.grid[line.cell.row].values()))) > 1:
            return False  # a heading inside a table stands alone in its row
        if line.folded.startswith(self._named):
            return True
        if line.cell is not None:
            return False
        properties = line.element.find(PPR)
        if properties is not None:
            style, outline = properties.find(f"{W}pStyle"), properties.find(f"{W}outlineLvl")
            if outline is not None or (style is not None and style.get(VAL) in self._styles):
                return True
        return len(line.folded) <= 40 and _NUMBERED.match(line.folded) is not None

    def _table(self, element: Element) -> None:
        table = Table(element)
        self.tables.append(table)
        for row in children(element, TR):
            number, column = len(table.rows), _skipped(row)
            table.rows.append(row)
            table.grid.append({})
            fresh: list[Cell] = []
            previous: Cell | None = None
            for element_tc in children(row, TC):
                colspan, merge, beside = _spans(element_tc)
                above = table.at(number - 1, column) if merge else None
                if beside and previous is not None:
                    owner = previous
                    owner.colspan += colspan
                elif above is not None:
                    owner = above
                    owner.rowspan = number - owner.row + 1
                else:
                    owner = Cell(element_tc, table, number, column, colspan, 1, self._section, self._order)
                    self._order += 1
                    fresh.append(owner)
                for place in range(column, column + colspan):
                    table.grid[number][place] = owner
                column += colspan
                previous = owner
            for cell in fresh:
                self.cells.append(cell)
                table.cells.append(cell)
                self._walk(cell.element, cell)
                cell.section = self._section


def blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables directly under a body or cell, looking through content controls."""
    for child in parent:
        if child.tag in (P, TBL):
            yield child
        elif child.tag in WRAPPERS:
            yield from blocks(child)


def children(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, looking through content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from children(child, tag)


def _skipped(row: Element) -> int:
    before = row.find(f"{TRPR}/{W}gridBefore")
    return int(before.get(VAL, "0")) if before is not None else 0


def _spans(cell: Element) -> tuple[int, bool, bool]:
    """Columns covered, whether it continues the cell above, whether it continues the cell to the left."""
    properties = cell.find(TCPR)
    if properties is None:
        return 1, False, False
    span, vertical, horizontal = (properties.find(f"{W}{tag}") for tag in ("gridSpan", "vMerge", "hMerge"))
    return (
        int(span.get(VAL, "1")) if span is not None else 1,
        vertical is not None and vertical.get(VAL, "continue") != "restart",
        horizontal is not None and horizontal.get(VAL, "continue") != "restart",
    )
