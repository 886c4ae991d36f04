"""The sheet that goes with an application: what to hand in, how to print it, where to sign and seal.

Every line is in the guide's own words with its clause; what the guide does not say is said to be unsaid. The sheet is
Shenbao's own and says so; it is never part of the application.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.loader import Form
from programs.models import Manifest

if TYPE_CHECKING:
    from docx.document import Document

UNSTATED = "指南未载明"
COVER = "封面"


@dataclass(frozen=True)
class Line:
    """One line of the sheet."""

    what: str
    quote: str
    clause: str
    note: str = ""
    where: str = ""
    """Where the clause stands, heading by heading: a number alone says little, and some numbers occur twice."""


@dataclass(frozen=True)
class Sheet:
    """Everything the sheet says, before it is drawn."""

    title: str
    status: str
    materials: tuple[Line, ...]
    printing: tuple[Line, ...]
    delivery: tuple[Line, ...]
    signing: tuple[Line, ...]


def sheet_of(form: Form) -> Sheet:
    """The sheet of a programme; an empty group means the guide says nothing of it."""
    manifest = form.pack.manifest
    materials = tuple(
        _line_of(form, item.name + ("（如有）" if item.optional else ""), item) for item in manifest.materials
    )
    signing = tuple(
        Line(blank.at.label, blank.why, blank.place or blank.at.section or COVER)
        for blank in (form.file.blanks if form.file else ())
    )
    return Sheet(
        title=f"{manifest.short_name}：材料与签章清单",
        status=_status(manifest),
        materials=materials,
        printing=tuple(_line_of(form, item.value, item) for item in manifest.print_and_seal),
        delivery=_delivery(form),
        signing=signing,
    )


def _status(manifest: Manifest) -> str:
    year = f"{manifest.year}年度" if manifest.year else "年度未载明"
    return f"{manifest.name}（{year}）。{manifest.status_note}"


def _delivery(form: Form) -> tuple[Line, ...]:
    manifest = form.pack.manifest
    lines = [_line_of(form, item.value, item) for item in (*manifest.delivery, *manifest.contacts)]
    if manifest.deadline is not None:
        day = manifest.deadline.value
        lines.append(_line_of(form, f"截止：{day.year}年{day.month}月{day.day}日", manifest.deadline))
    return tuple(lines)


def _line_of(form: Form, what: str, stated: Any) -> Line:
    """A line with what the guide says of it and where."""
    found = form.pack.guide.by_id.get(stated.clause)
    path = found.path if found is not None else ()
    return Line(what, stated.quote, stated.clause, stated.note, " › ".join(path) or stated.clause)


GROUPS = (
    ("materials", "一、要交的材料", "指南没有列出材料清单。"),
    ("printing", "二、打印、装订、签章", "份数、装订和用章要求，指南未载明，请问受理单位。"),
    ("delivery", "三、交到哪里、找谁", "报送地址、截止日期和联系方式，指南未载明，请问受理单位。"),
    ("signing", "四、文件里空着、要人工签字盖章或由别人填写的地方", "没有。"),
)


def as_text(sheet: Sheet) -> str:
    """The sheet for a terminal or a chat."""
    out = [sheet.title, sheet.status]
    for name, heading, unsaid in GROUPS:
        out += ["", heading]
        lines: tuple[Line, ...] = getattr(sheet, name)
        out += [_line(number, line) for number, line in enumerate(lines, 1)] or [f"  {unsaid}"]
    return "\n".join(out)


def _line(number: int, line: Line) -> str:
    place = f"（{line.where or line.clause}）" if line.clause else ""
    quote = f"：“{line.quote}”" if line.quote and line.quote != line.what else ""
    note = f" {line.note}" if line.note else ""
    return f"  {number}. {line.what}{quote}{place}{note}"


def write_sheet(form: Form, out: Path) -> Path:
    """The sheet as a Word file at `out`.

    Raises:
        BadFile: the file cannot be written.
    """
    from forms.document import write_whole

    write_whole(out, as_docx(sheet_of(form)))
    return out


def as_docx(sheet: Sheet) -> bytes:
    """The sheet as a Word file, A4, ready to tick off by hand."""
    from docx import Document as new_document
    from docx.shared import Mm, Pt

    document = new_document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    write_chinese(document.styles["Normal"], "宋体", Pt(10.5))
    _paragraph(document, sheet.title, "黑体", Pt(16), centred=True)
    _paragraph(document, f"{sheet.status}本清单由申报助手按指南整理，不是申报材料的一部分。", "宋体", Pt(10.5))
    for name, heading, unsaid in GROUPS:
        _paragraph(document, heading, "黑体", Pt(12))
        lines: tuple[Line, ...] = getattr(sheet, name)
        if not lines:
            _paragraph(document, unsaid, "宋体", Pt(10.5))
            continue
        place = "位置" if name == "signing" else "条款"
        said = "说明" if name == "signing" else "指南原文"
        rows = [
            ("□", line.what + (f"\n{line.note}" if line.note else ""), line.quote, line.where or line.clause)
            for line in lines
        ]
        _table(document, ("勾", "内容", said, place), rows, (9, 58, 64, 35))
    document.core_properties.author = ""
    document.core_properties.title = sheet.title
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_chinese(style: Any, name: str, size: Any) -> None:
    """The style has this font, and says that it is Chinese: where the font is missing, signs keep their Chinese shape."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style.font.name = name
    style.font.size = size
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)
    language = OxmlElement("w:lang")
    for kind in ("w:val", "w:eastAsia"):
        language.set(qn(kind), "zh-CN")
    properties.append(language)


def _paragraph(document: Document, text: str, font: str, size: Any, *, centred: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = int(size / 2)
    paragraph.paragraph_format.keep_with_next = font == "黑体"
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[int]) -> None:
    """A table to tick off: columns as wide as they need, the header on every page, no row torn in two."""
    from docx.shared import Mm, Pt

    table = document.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
    table.autofit = False
    _air(table)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for number, (row, texts) in enumerate(zip(table.rows, (header, *rows), strict=True)):
        _mark(row._tr.get_or_add_trPr(), "cantSplit")
        if not number:
            _mark(row._tr.get_or_add_trPr(), "tblHeader")
        for place, (cell, text, width) in enumerate(zip(row.cells, texts, widths_mm, strict=True)):
            cell.width = Mm(width)
            cell.text = text
            paragraph = cell.paragraphs[0]
            paragraph.alignment = 1 if not place else None
            paragraph.paragraph_format.keep_with_next = number < min(2, len(rows))
            for run in paragraph.runs:
                run.font.size, run.bold = Pt(9.5), not number or None
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _air(table: Any) -> None:
    """Room around the words of every cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _mark(properties: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    properties.append(OxmlElement(f"w:{name}"))
