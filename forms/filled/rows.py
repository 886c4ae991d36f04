"""The rows of a table that grows, read out of a filled document: between the header and the total, blank ones left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms.docx_map import Cell
from forms.docx_rows import RowsSlot
from forms.docx_slots import CellSlot
from forms.fields.kinds import special_of
from forms.fields.pasted import is_total
from forms.fields.registry import to_json, understand
from forms.filled.aligning import in_row
from forms.filled.slots import Sheet, numbers_of, without_hints
from forms.models import Field, Slip
from forms.places import RowsPlace


@dataclass(frozen=True)
class Wrong:
    """A row that could not be read."""

    words: str
    message: str


@dataclass(frozen=True)
class RowsRead:
    """The rows as JSON (or 无), and those that could not be read."""

    value: Any
    wrong: tuple[Wrong, ...] = ()


def rows_in(sheet: Sheet, definition: Field, place: RowsPlace, slot: RowsSlot) -> RowsRead:
    """What the table says."""
    heads = {key: cell for key, inner in slot.rows[0].cells.items() if (cell := _cell(sheet, inner)) is not None}
    if len(heads) < len(slot.rows[0].cells):
        return RowsRead(None)
    table = next(iter(heads.values())).table
    other = sheet.alignment.tables.get(id(table))
    pairs = sheet.alignment.rows(table)
    first, last = next(iter(heads.values())).row, _last_row(sheet, slot)
    above = max((j for i, j in pairs.items() if i < first), default=None)
    if other is None or above is None:
        return RowsRead(None)
    below = min((j for i, j in pairs.items() if i > last), default=len(other.rows))
    rows: list[dict[str, Any]] = []
    wrong: list[Wrong] = []
    for number in range(above + 1, below):
        found = {key: in_row(cell, other, number) for key, cell in heads.items()}
        texts = {key: without_hints([line.text for line in cell.lines], ()) for key, cell in found.items() if cell}
        filled = {key: text for key, text in texts.items() if text}
        if not filled or is_total([text for cell in found.values() if cell and (text := cell.text)], place.total):
            continue
        if len(filled) == 1 and not rows and (special := special_of(next(iter(filled.values())))) is not None:
            return RowsRead({special.value: True})
        understood = understand(definition, [filled])
        if isinstance(understood, Slip):
            secret = any(column.sensitive for column in definition.columns)
            words = "" if secret else "，".join(filled.values())[:60]
            wrong.append(Wrong(words, understood.message.replace("第1行", "", 1)))
        else:
            rows += to_json(definition, understood.value)
    return RowsRead(rows, tuple(wrong))


def _cell(sheet: Sheet, inner: object) -> Cell | None:
    return sheet.lines[numbers_of(inner)[0]].cell if isinstance(inner, CellSlot) else None


def _last_row(sheet: Sheet, slot: RowsSlot) -> int:
    cells = (_cell(sheet, inner) for inner in slot.rows[-1].cells.values())
    return max(cell.row for cell in cells if cell is not None)
