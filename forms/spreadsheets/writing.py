"""Tables of the form as .xlsx: an empty one to fill in, the rows there are, or the rows that were not read.

Every cell is written as text or number, never as a formula, whatever it begins with.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from forms.models import Field, FieldType
from forms.spreadsheets.judging import TROUBLE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY, FieldType.PERCENT, FieldType.YEAR)


def heads_of(field: Field) -> list[str]:
    """The headers of a table, each with its unit; a grid has the row's name first."""
    named = [f"{c.label}（{c.unit}）" if c.unit and c.unit not in c.label else c.label for c in field.columns]
    return (
        ["年份" if field.rows and all(row.key.isdigit() for row in field.rows) else "项目", *named]
        if field.rows
        else named
    )


def template(field: Field, rows: Sequence[Sequence[str]]) -> bytes:
    """The table with its headers and these rows; columns of options offer them."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    _write(sheet, heads_of(field), rows)
    first = 2 if field.rows else 1
    for place, column in enumerate(field.columns, first):
        letter = get_column_letter(place)
        words = [option.label for option in column.options] or (
            ["是", "否"] if column.type is FieldType.BOOLEAN else []
        )
        listed = ",".join(words)
        if words and len(listed) < 250 and '"' not in listed:
            rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}2001")
        for row in range(2, max(len(rows), 20) + 2):
            sheet.cell(row, place).number_format = "General" if column.type in _NUMBERS else "@"
    return _saved(book)


def rejected(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Rows that were not read, below the form's headers; the last column says what is wrong with each."""
    width = max(len(heads) + 1, *(len(row) for row in rows))
    padded = [[*row[:-1], *[""] * (width - len(row)), row[-1]] for row in rows]
    return plain([*heads, *[""] * (width - len(heads) - 1), TROUBLE], padded)


def plain(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Rows under headers, nothing else."""
    from openpyxl import Workbook

    book = Workbook()
    _write(book.active, heads, rows)
    return _saved(book)


def _write(sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, head in enumerate(heads, 1):
        cell = sheet.cell(1, place)
        _put(cell, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF3")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[cell.column_letter].width = min(40, max(12, len(head) * 2.2))
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            _put(sheet.cell(number, place), text)
    sheet.freeze_panes = "A2"


def _put(cell: Any, text: str) -> None:
    """Plain numbers as numbers, all else as text; openpyxl would take `=` for a formula."""
    if (
        text.isascii()
        and text.replace(".", "", 1).isdigit()
        and len(text) < 12
        and not (text[0] == "0" and len(text) > 1)
    ):
        cell.value = float(text) if "." in text else int(text)
        return
    cell.value = "".join(char for char in text if char >= " " or char in "\n\t")
    cell.data_type = "s"


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
