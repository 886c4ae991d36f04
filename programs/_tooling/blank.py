"""Authors the blank of an application form as a .docx: run once by its author, committed, never needed for filling.

    from programs._tooling.blank import Blank, Para, fill, hint, label, side, ticks

    def build() -> Blank:
        blank = Blank(title="某某计划项目申报书")
        blank.line("项目受理号：", tail_chars=10)                  # a label with an underlined blank
        blank.title("某某计划项目申报书", before=120)
        blank.cover_line("申报单位：", after="（盖章）")
        blank.cover_line("项目负责人：", "电话：")                  # two blanks on one line
        blank.imprint("某某知识产权局编制", "2022年")
        blank.heading("一、申报单位基本信息", new_page=True)
        table = blank.table(24, 40, 48, 48)                        # column widths in mm, 160 together
        table.row(side("项目\n申报\n单位", 2), label("单位地址"), fill(2, align="left"))
        table.row(label("单位类型"), ticks("高校 □　　科研院所 □", 2))   # the side label reaches down by itself
        table.row(side("总体情况"), hint("（简要介绍…）", 3), height=60, splits=True)
        blank.signature("法定代表人（签字）：", "（盖章）", "年　　月　　日")
        return blank

`python -m programs._tooling.blanks <slug>` writes it to `programs/<slug>/form.docx`. The same declarations always give the
same bytes: no dates, no author. Line breaks inside a label are `\\n`. Everything takes plain strings, `Piece`s or `Para`s.
"""

from __future__ import annotations

from pathlib import Path

from programs._tooling.package import package_bytes
from programs._tooling.tables import LABEL_FACE, VALUE_FACE, Cell, Table, fill, hint, label, side, ticks
from programs._tooling.wordml import (
    FANGSONG,
    HEITI,
    SONGTI,
    XIAOBIAOSONG,
    Align,
    Face,
    Para,
    Piece,
    Text,
    underlined,
)

__all__ = [
    "FANGSONG", "HEITI", "SONGTI", "XIAOBIAOSONG", "Blank", "Cell", "Face", "Para", "Piece", "Table",
    "fill", "hint", "label", "side", "ticks", "underlined",
]  # fmt: skip

TEXT_WIDTH_MM = 160.0
"""A4 less 25 mm at either side."""


class Blank:
    """A blank in the making: call the methods in printed order, then `write`."""

    def __init__(self, *, title: str, cover: bool = True) -> None:
        """`title` is the document's title property; with a `cover` the first page carries no page number."""
        self.title_property = title
        self.cover = cover
        self.body_face = Face(FANGSONG, "小四")
        self._body: list[str | Table] = []

    def para(self, text: Text | Para = "", *, face: Face | None = None, align: Align | None = None,
             first_chars: float = 0, before: float = 0, after: float = 0, line: float = 0, left_mm: float = 0,
             new_page: bool = False, keep_next: bool = False, style: str = "") -> None:  # fmt: skip
        """Add a paragraph; ready-made ones (`Para`) are taken as they are."""
        if not isinstance(text, Para):
            text = Para(text, face, align, first_chars=first_chars, left_mm=left_mm, before=before, after=after,
                        line=line, style=style, page_break_before=new_page, keep_next=keep_next)  # fmt: skip
        self._body.append(text.xml(self.body_face))

    def empty(self, count: int = 1, *, face: Face | None = None) -> None:
        """Add empty paragraphs to write into."""
        for _ in range(count):
            self.para("", face=face)

    def title(
        self, text: Text, *, before: float = 0, after: float = 6, size: str = "二号", new_page: bool = False
    ) -> None:
        """The form's title, or that of a letter inside it, centred, 方正小标宋; it counts as a heading for anchors."""
        face = Face(XIAOBIAOSONG, size)
        self.para(text, face=face, align="center", before=before, after=after, style="Title", new_page=new_page)

    def subtitle(self, text: Text, *, after: float = 0, size: str = "小二") -> None:
        """The line below the title, such as 【…项目】."""
        self.para(text, face=Face(HEITI, size), align="center", after=after)

    def heading(self, text: Text, *, new_page: bool = False, before: float = 14, after: float = 6, size: str = "四号",
                align: Align = "left") -> None:  # fmt: skip
        """A section heading, 黑体; it stays with what follows and counts as a heading for anchors."""
        self._body.append(
            Para(text, Face(HEITI, size), align, before=before, after=after, style="Heading1",
                 page_break_before=new_page, keep_next=True).xml(self.body_face)
        )  # fmt: skip

    def body(
        self, text: Text, *, size: str = "小四", first_chars: float = 2, line: float = 0, after: float = 0
    ) -> None:
        """A paragraph of running text, 仿宋, first line indented by two characters."""
        self.para(text, face=Face(FANGSONG, size), first_chars=first_chars, line=line, after=after)

    def line(self, text: str, *, tail_chars: float = 12, face: Face | None = None, align: Align = "left",
             before: float = 0, after: float = 0) -> None:  # fmt: skip
        """A label followed by an underlined blank."""
        self.para((text, underlined(tail_chars)), face=face, align=align, before=before, after=after)

    def cover_line(self, *labels: str, after: str = "", left_mm: float = 18, right_mm: float = 142, size: str = "三号",
                   before: float = 9) -> None:  # fmt: skip
        """A line of the cover: each label with an underlined blank that ends at a tab stop, so the lines end flush.

        `after` is printed behind the last blank, such as （盖章）.
        """
        face = Face(FANGSONG, size)
        character = face.points * 25.4 / 72
        end = right_mm - (len(after) * character + 1 if after else 0)
        share = (end - left_mm) / len(labels)
        stops = tuple(round(left_mm + share * (number + 1), 1) for number in range(len(labels)))
        pieces: list[str | Piece] = []
        for number, name in enumerate(labels):
            pieces += [f" {name}" if number else name, Piece("\t", underline=True)]
        if after:
            pieces.append(after)
        hanging = len(labels[0]) * character if len(labels) == 1 and not after else 0
        self.para(
            Para(
                tuple(pieces),
                face,
                "left",
                left_mm=left_mm + hanging,
                hanging_mm=hanging,
                right_mm=max(TEXT_WIDTH_MM - right_mm - 1, 0),
                before=before,
                after=before,
                tabs_mm=stops,
            )
        )

    def imprint(self, *lines: str, before: float = 150, size: str = "三号") -> None:
        """The last lines of the cover: who drew the form up, and when."""
        for number, text in enumerate(lines):
            self.para(text, face=Face(FANGSONG, size), align="center", before=0 if number else before, after=4)

    def signature(self, *lines: str, left_mm: float = 70, before: float = 18, size: str = "小四") -> None:
        """Places for signature, seal and date, in the right half of the page; they stay empty in every document."""
        for number, text in enumerate(lines):
            self.para(
                text, face=Face(FANGSONG, size), align="left", left_mm=left_mm, before=before if number else before * 2
            )

    def table(self, *widths: float, label_face: Face | None = None, value_face: Face | None = None,
              height: float = 9) -> Table:  # fmt: skip
        """Add a table with columns of these widths in mm and return it for its rows.

        Raises:
            ValueError: the columns are wider than the page.
        """
        if sum(widths) > TEXT_WIDTH_MM + 0.5:
            raise ValueError(f"{sum(widths)} mm of columns do not fit {TEXT_WIDTH_MM} mm of page")
        table = Table(widths, label_face or LABEL_FACE, value_face or VALUE_FACE, height)
        self._body.append(table)
        return table

    def new_page(self) -> None:
        """End the page here; `heading(…, new_page=True)` is better where a heading follows."""
        self._body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def to_bytes(self) -> bytes:
        """The .docx file."""
        parts: list[str] = []
        for number, item in enumerate(self._body):
            if isinstance(item, Table):
                parts.append(item.xml())
                follows = self._body[number + 1] if number + 1 < len(self._body) else None
                if follows is None or isinstance(
                    follows, Table
                ):  # Word joins neighbouring tables and wants a last paragraph
                    parts.append(Para(line=1).xml(Face(SONGTI, "六号")))
            else:
                parts.append(item)
        return package_bytes("".join(parts), title=self.title_property, cover=self.cover)

    def write(self, path: Path) -> None:
        """Write the .docx to `path`."""
        path.write_bytes(self.to_bytes())
