"""Every question of a form as a Word file to write on, for colleagues who gather the answers before anybody begins."""

from __future__ import annotations

import io
from typing import Any

from forms.loader import Form
from forms.models import Field, FieldType
from forms.sheets import write_chinese

_ROOM = 10.5
"""Size of the lines to write on; hints are smaller."""
_ASKED = {
    FieldType.BOOLEAN: "□ 是　□ 否",
    FieldType.DATE: "　　　　年　　月　　日",
}


def as_docx(form: Form) -> bytes:
    """The questions by section, each with how to fill it and room for the answer."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(22)
    write_chinese(document.styles["Normal"], "宋体", Pt(10.5))

    def write(text: str, size: float = 10.5, *, bold: bool = False, indent: float = 0, centred: bool = False) -> None:
        """A paragraph; a heading, a question and a hint stay with what follows."""
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = not centred and (bold or size < _ROOM)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(size)
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.left_indent = Mm(indent)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    manifest = form.pack.manifest
    write(f"{manifest.short_name}：填报问题清单", 16, bold=True, centred=True)
    write(f"{manifest.name}。本清单由申报助手整理，供收集材料用，不是申报材料的一部分。带*的必填。")
    number = 0
    for section in form.sections:
        fields = [field for field in form.fields.values() if field.section == section.key]
        if not fields:
            continue
        write(section.title, 12, bold=True)
        for field in fields:
            number += 1
            write(f"{number}. {field.question or field.label}{'*' if field.required else ''}", bold=True)
            for line in _hints(field, form):
                write(line, 9, indent=6)
            if field.type in (FieldType.TABLE, FieldType.GRID):
                _table(document, field)
            else:
                write(_room(field), indent=6)
    document.core_properties.author = ""
    document.core_properties.title = f"{manifest.short_name}：填报问题清单"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _hints(field: Field, form: Form) -> list[str]:
    hints = []
    if field.applies_when is not None:
        hints.append("视前面的回答而定，不一定要填。")
    if field.help:
        hints.append(field.help)
    if field.example and len(field.example) < 80:
        hints.append(f"例：{field.example}")
    if field.max_chars:
        hints.append(f"不超过{field.max_chars}字。")
    return hints


def _room(field: Field) -> str:
    if field.options:
        return "　".join(f"□ {option.label}" for option in field.options)
    if field.type is FieldType.PARAGRAPH:
        return "答：\n\n\n"
    return _ASKED.get(field.type, f"答：\t{field.unit}")


def _table(document: Any, field: Field) -> None:
    """A table to write in: the grid's own rows, or five empty ones."""
    grid = field.type is FieldType.GRID
    heads = ["" if grid else "序号", *(_named(column) for column in field.columns)]
    rows = [row.label for row in field.rows] if grid else [str(place) for place in range(1, 6)]
    table = document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = words
    for row, label in zip(table.rows[1:], rows, strict=True):
        row.cells[0].text = label
    document.add_paragraph()


def _named(column: Field) -> str:
    return f"{column.label}（{column.unit}）" if column.unit and column.unit not in column.label else column.label
