"""The pieces of WordprocessingML a blank is made of: faces, runs, paragraphs. Strings in, strings out.

Lengths are millimetres and points as people say them; they become Word's twentieths of a point here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from xml.sax.saxutils import escape

FANGSONG = "仿宋_GB2312"
SONGTI = "宋体"
HEITI = "黑体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"

POINTS = {
    "初号": 42.0, "小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0,
    "四号": 14.0, "小四": 12.0, "五号": 10.5, "小五": 9.0, "六号": 7.5,
}  # fmt: skip
"""Chinese type sizes in points."""

Align = Literal["left", "center", "right", "both", "distribute"]


@dataclass(frozen=True)
class Face:
    """How characters look."""

    font: str = SONGTI
    size: str = "小四"
    bold: bool = False
    underline: bool = False

    @property
    def points(self) -> float:
        """The size in points."""
        return POINTS[self.size]

    def xml(self) -> str:
        """The `w:rPr` of a run in this face."""
        fonts = f'w:eastAsia="{self.font}" w:hint="eastAsia"'
        half = round(self.points * 2)
        bold = "<w:b/>" if self.bold else ""
        underline = '<w:u w:val="single"/>' if self.underline else ""
        return f'<w:rPr><w:rFonts {fonts}/>{bold}<w:sz w:val="{half}"/>{underline}</w:rPr>'


@dataclass(frozen=True)
class Piece:
    """Some characters of a paragraph that look different from the rest; a None keeps the paragraph's own look."""

    text: str
    font: str | None = None
    size: str | None = None
    bold: bool | None = None
    underline: bool | None = None

    def face(self, around: Face) -> Face:
        """The face of this piece inside a paragraph of face `around`."""
        given = {"font": self.font, "size": self.size, "bold": self.bold, "underline": self.underline}
        return replace(around, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def underlined(characters: float) -> Piece:
    """A blank to write on, as wide as `characters` full-width characters: underlined spaces."""
    return Piece(" " * round(characters * 2), underline=True)


Text = str | Piece | tuple[str | Piece, ...]


@dataclass(frozen=True)
class Para:
    """A paragraph: text (`\\n` breaks the line, `\\t` is a tab) and how it stands. A face of None is decided by its surroundings."""

    text: Text = ""
    face: Face | None = None
    align: Align | None = None
    first_chars: float = 0
    """First-line indent in characters."""
    left_mm: float = 0
    hanging_mm: float = 0
    right_mm: float = 0
    before: float = 0
    after: float = 0
    """Space above and below in points."""
    line: float = 0
    """Fixed line height in points; 0 is single spacing."""
    tabs_mm: tuple[float, ...] = ()
    style: str = ""
    page_break_before: bool = False
    keep_next: bool = False

    def xml(self, face: Face, align: Align = "both") -> str:
        """The `w:p`, with `face` and `align` where the paragraph has none of its own."""
        face, align = self.face or face, self.align or align
        tabs = "".join(f'<w:tab w:val="left" w:pos="{twips(at)}"/>' for at in self.tabs_mm)
        properties = (
            (f'<w:pStyle w:val="{self.style}"/>' if self.style else "")
            + ("<w:keepNext/>" if self.keep_next else "")
            + ("<w:pageBreakBefore/>" if self.page_break_before else "")
            + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
            + _spacing(self)
            + _indent(self, face)
            + (f'<w:jc w:val="{align}"/>' if align != "both" else "")
        )
        pieces = self.text if isinstance(self.text, tuple) else (self.text,)
        runs = "".join(run(piece, face) for piece in pieces if piece != "")
        return f"<w:p><w:pPr>{properties}{face.xml()}</w:pPr>{runs}</w:p>"


def run(piece: str | Piece, around: Face) -> str:
    """The `w:r` of a piece of text."""
    piece = Piece(piece) if isinstance(piece, str) else piece
    parts = []
    for number, line in enumerate(piece.text.split("\n")):
        parts.append("<w:br/>" if number else "")
        for place, chunk in enumerate(line.split("\t")):
            parts.append("<w:tab/>" if place else "")
            parts.append(f'<w:t xml:space="preserve">{escape(chunk)}</w:t>' if chunk else "")
    return f"<w:r>{piece.face(around).xml()}{''.join(parts)}</w:r>"


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def _spacing(para: Para) -> str:
    given = "".join(
        f' w:{name}="{round(points * 20)}"'
        for name, points in [("before", para.before), ("after", para.after)]
        if points
    )
    if para.line:
        given += f' w:line="{round(para.line * 20)}" w:lineRule="exact"'
    return f"<w:spacing{given}/>" if given else ""


def _indent(para: Para, face: Face) -> str:
    given = ""
    if para.left_mm:
        given += f' w:left="{twips(para.left_mm)}"'
    if para.right_mm:
        given += f' w:right="{twips(para.right_mm)}"'
    if para.hanging_mm:
        given += f' w:hanging="{twips(para.hanging_mm)}"'
    if para.first_chars:
        given += f' w:firstLineChars="{round(para.first_chars * 100)}" w:firstLine="{round(para.first_chars * face.points * 20)}"'
    return f"<w:ind{given}/>" if given else ""
