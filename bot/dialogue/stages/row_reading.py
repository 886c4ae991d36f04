"""Reads one line told for a row: all of its columns, or the next one; a bad cell leaves the good ones standing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.models import OpenRow
from bot.dialogue.stages.rows import label_of, waiting
from bot.dialogue.words import fold
from forms.fields.registry import to_json, understand
from forms.models import Field, Slip

_SEPARATORS = (r"\t+", r"\s*[;；|｜]\s*", r"\s*[，、]\s*", r"\s*[,，、]\s*", r"\s+", r"[\s,，、;；]+")


@dataclass(frozen=True)
class RowRead:
    """What became of a line told for a row."""

    row: OpenRow
    """The row as it stands now, with the good cells in it."""
    complete: bool
    slip: Slip | None = None
    doubt: str = ""
    pieces: int = 0
    """How many cells the line had when that is not how many the row wants; 0 when it fits."""


def read_line(field: Field, row: OpenRow, text: str) -> RowRead:
    """The open row with what one line adds to it: all of its columns, or the next one; or the whole row told anew."""
    read = _read(field, row, text)
    if read.slip is not None and row.cells and not row.only:
        anew = _read(field, row.model_copy(update={"cells": {}}), text)
        if anew.complete and anew.slip is None:
            return anew
    return read


def _read(field: Field, row: OpenRow, text: str) -> RowRead:
    columns = waiting(field, row)
    pieces = [text] if row.cells or len(columns) == 1 else _split(text, field, row)
    if len(pieces) not in (1, len(columns)):
        return RowRead(row, False, pieces=len(pieces))
    cells, slip, doubt = dict(row.cells), None, ""
    for column, piece in zip(columns, pieces, strict=False):
        understood = understand(column, piece)
        if isinstance(understood, Slip):
            slip = slip or Slip(understood.message, where=f"{label_of(field, row.row)}·{column.label}")
            if len(pieces) > 1:
                continue
            break
        cells[column.key] = to_json(column, understood.value)
        doubt = doubt or understood.doubt
    now = row.model_copy(update={"cells": cells})
    return RowRead(
        now, all(column.key in cells for column in field.columns) or bool(row.only and not slip), slip, doubt
    )


def _split(text: str, field: Field, row: OpenRow) -> list[str]:
    """The line cut into cells by the first separator that yields as many as there are columns."""
    wanted = len(waiting(field, row))
    pieces = [text]
    for separator in _SEPARATORS:
        pieces = [piece for piece in re.split(separator, text.strip()) if piece]
        if len(pieces) == wanted + 1 and fold(pieces[0]) in {fold(label_of(field, row.row)), row.row}:
            pieces = pieces[1:]
        if len(pieces) == wanted:
            return [_bare(piece, column) for piece, column in zip(pieces, waiting(field, row), strict=True)]
    return pieces


def _bare(piece: str, column: Field) -> str:
    """The cell without its column's own name in front (发明30 → 30)."""
    for name in (column.label, *column.aliases):
        if piece.startswith(name) and len(piece) > len(name):
            return piece[len(name) :].lstrip("：: 是为有")
    return piece
