"""Tables of a blank, declared row by row as they are printed; merged cells are declared once, where they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from programs._tooling.wordml import FANGSONG, SONGTI, Align, Face, Para, Piece, Text, twips

Role = Literal["label", "value"]
Content = Text | Para | Sequence[Para]

LABEL_FACE = Face(SONGTI, "五号")
VALUE_FACE = Face(FANGSONG, "五号")


@dataclass(frozen=True)
class Cell:
    """One printed cell."""

    paragraphs: tuple[Para, ...]
    colspan: int = 1
    rowspan: int = 1
    role: Role = "label"
    align: Align = "center"
    valign: Literal["top", "center", "bottom"] = "center"


def label(content: Content, colspan: int = 1, rowspan: int = 1, *, align: Align = "center") -> Cell:
    """A printed label or column header, centred both ways."""
    return Cell(_paragraphs(content), colspan, rowspan, "label", align)


def side(content: Content, rowspan: int = 1, colspan: int = 1) -> Cell:
    """A label at the left that spans `rowspan` rows."""
    return Cell(_paragraphs(content), colspan, rowspan, "label", "center")


def fill(colspan: int = 1, rowspan: int = 1, *, align: Align = "center") -> Cell:
    """An empty cell to be filled; its paragraph mark carries the font of the answer."""
    return Cell((Para(),), colspan, rowspan, "value", align)


def hint(content: Content = "", colspan: int = 1, rowspan: int = 1) -> Cell:
    """A large cell for a narrative, with its hint text (or none) at the top left."""
    return Cell(_paragraphs(content), colspan, rowspan, "value", "both", "top")


def ticks(content: Content, colspan: int = 1, rowspan: int = 1, *, align: Align = "center") -> Cell:
    """A cell of check boxes, written out: `ticks("□是　　□否")`."""
    return Cell(_paragraphs(content), colspan, rowspan, "label", align)


@dataclass
class Table:
    """A table in the making. Widths are millimetres and hold for all rows."""

    widths: Sequence[float]
    label_face: Face = LABEL_FACE
    value_face: Face = VALUE_FACE
    height: float = 9
    """Least height of a row in mm."""
    _rows: list[str] = field(default_factory=list)
    _open: dict[int, tuple[int, Cell]] = field(default_factory=dict)

    def row(self, *cells: Cell, height: float | None = None, header: bool = False, splits: bool = False,
            keep: bool = False, exact: bool = False) -> None:  # fmt: skip
        """Add a row. Cells still spanned from above are not declared again.

        `header` rows repeat on every page, `splits` lets a row run over a page end, `keep` holds it to the next row.

        Raises:
            ValueError: the cells do not fill the row exactly.
        """
        declared, column, xml = list(cells), 0, []
        while column < len(self.widths):
            if column in self._open:
                left, cell = self._open.pop(column)
                if left > 1:
                    self._open[column] = (left - 1, cell)
                xml.append(self._cell(cell, column, keep, continued=True))
            elif declared:
                cell = declared.pop(0)
                if cell.rowspan > 1:
                    self._open[column] = (cell.rowspan - 1, cell)
                xml.append(self._cell(cell, column, keep, continued=False))
            else:
                raise ValueError(f"row {len(self._rows) + 1}: column {column + 1} has no cell")
            column += cell.colspan
        if declared or column != len(self.widths):
            raise ValueError(f"row {len(self._rows) + 1}: {len(declared)} cells too many, or a span over the edge")
        rule = "exact" if exact else "atLeast"
        properties = (
            ("" if splits else "<w:cantSplit/>")
            + f'<w:trHeight w:val="{twips(self.height if height is None else height)}" w:hRule="{rule}"/>'
            + ("<w:tblHeader/>" if header else "")
        )
        self._rows.append(f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(xml)}</w:tr>")

    def rows(self, count: int, *cells: Cell, height: float | None = None) -> None:
        """Add `count` equal rows."""
        for _ in range(count):
            self.row(*cells, height=height)

    def _cell(self, cell: Cell, column: int, keep: bool, *, continued: bool) -> str:
        width = sum(twips(mm) for mm in self.widths[column : column + cell.colspan])
        face = self.label_face if cell.role == "label" else self.value_face
        paragraphs = (Para(),) if continued else cell.paragraphs
        merge = "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
        properties = (
            f'<w:tcW w:w="{width}" w:type="dxa"/>'
            + (f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else "")
            + merge
            + f'<w:vAlign w:val="{cell.valign}"/>'
        )
        body = "".join(_kept(para, keep).xml(face, cell.align) for para in paragraphs)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"

    def xml(self) -> str:
        """The `w:tbl`.

        Raises:
            ValueError: a cell spans more rows than were declared.
        """
        if self._open:
            raise ValueError(f"cells in columns {[column + 1 for column in self._open]} span beyond the last row")
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="{8 if outer else 4}" w:space="0" w:color="auto"/>'
            for edge, outer in [("top", 1), ("left", 1), ("bottom", 1), ("right", 1), ("insideH", 0), ("insideV", 0)]
        )
        total = sum(twips(mm) for mm in self.widths)
        margin = "".join(f'<w:{edge} w:w="{twips(1.5)}" w:type="dxa"/>' for edge in ("left", "right"))
        properties = (
            f'<w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margin}</w:tblCellMar>'
        )
        grid = "".join(f'<w:gridCol w:w="{twips(mm)}"/>' for mm in self.widths)
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(self._rows)}</w:tbl>"


def _paragraphs(content: Content) -> tuple[Para, ...]:
    if isinstance(content, Para):
        return (content,)
    if isinstance(content, (str, Piece)):
        return (Para(content),)
    parts = tuple(content)
    paragraphs = tuple(part for part in parts if isinstance(part, Para))
    if paragraphs and len(paragraphs) != len(parts):
        raise ValueError("a cell holds either paragraphs or one text")
    return paragraphs or (Para(tuple(part for part in parts if not isinstance(part, Para))),)


def _kept(para: Para, keep: bool) -> Para:
    return replace(para, keep_next=True) if keep and not para.keep_next else para
