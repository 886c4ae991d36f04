"""Rows of an office's own table judged for a table of the form: good ones taken, bad ones told by row and column.

A header may stand anywhere in the first lines, order the columns differently and state its own unit (合同额（元） where the
form wants 万元); the unit is then read with each number. A 合计 row is compared with the sums and not taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.fields.cells import cell_json, understand_cell
from forms.fields.parts import wrong_sums
from forms.fields.pasted import NUMBER_WORDS, fold_label, is_total, matches, names_of
from forms.models import Field, Slip

MOST_ROWS = 2_000
TROUBLE = "问题（改好后删去这一列）"
"""Header of the last column of the rows that are handed back; it may as well be left in."""
_UNIT = re.compile(r"[(（]\s*(?:单位[:：]\s*)?([^()（）]{1,4})\s*[)）]\s*$")
_MONEY = ("元", "千元", "万元", "亿元")


@dataclass(frozen=True)
class Bad:
    """A row that was not taken."""

    row: int
    """1-based line of the file or of what was pasted."""
    column: str
    message: str
    cells: tuple[str, ...]
    """In the order of the form's columns, each number with the unit its header stated; what was too much stands behind."""


@dataclass(frozen=True)
class Judged:
    """What became of the rows."""

    good: tuple[dict[str, Any], ...]
    """Rows as plain JSON by column key."""
    bad: tuple[Bad, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Head:
    order: tuple[Field | None, ...]
    units: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    """Headers that belong to no column; what stands below them is not read."""


def judge(field: Field, lines: Sequence[Sequence[str]]) -> Judged:
    """Every line as a row of the table, or why not."""
    start, head = _header(field, lines)
    good: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    bad: list[Bad] = []
    notes: list[str] = []
    sums: dict[str, str] = {}
    if any(head.units):
        told = "、".join(
            f"“{c.label}”按{unit}读，换算成{c.unit}"
            for c, unit in zip(head.order, head.units, strict=True)
            if c and unit
        )
        notes.append(f"表头写的单位不同：{told}。")
    if head.unknown:
        named = "、".join(f"“{cell[:20]}”" for cell in head.unknown[:5])
        notes.append(f"{named}在这张表里没有对应的列，没有读。")
    for number, line in enumerate(lines[start:], start + 1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if is_total(cells, field.total):
            sums = {c.key: cell for c, cell in zip(head.order, cells, strict=False) if c and cell}
            continue
        row, value, wrong = _row(head, cells)
        if wrong is not None:
            bad.append(Bad(number, *wrong, _in_order(field, head, cells)))
        elif row:
            good.append(row)
            values.append(value)
    if len(good) > MOST_ROWS:
        raise ValueError(f"有{len(good)}行，最多能记{MOST_ROWS}行，请分成附件。")
    if sums and values and not bad:
        notes.extend(wrong_sums(field, tuple(values), sums))
    return Judged(tuple(good), tuple(bad), tuple(notes))


def _header(field: Field, lines: Sequence[Sequence[str]]) -> tuple[int, _Head]:
    """Where the data begins, and which column each cell belongs to; the form's own order where there is no header."""
    for place, line in enumerate(lines[:10]):
        order = tuple(next((c for c in field.columns if matches(cell, names_of(c))), None) for cell in line)
        known = [column.key for column in order if column is not None]
        if known and len(set(known)) == len(known) and len(known) * 2 >= len(field.columns):
            units = tuple(_other_unit(cell, column) for cell, column in zip(line, order, strict=True))
            unknown = (cell.strip() for cell, column in zip(line, order, strict=True) if column is None)
            return place + 1, _Head(order, units, tuple(filter(_is_unknown, unknown)))
    order = tuple(field.columns)
    if lines and len(lines[0]) == len(order) + 1 and _counts(lines):
        order = (None, *order)
    return 0, _Head(order, ("",) * len(order))


def _is_unknown(cell: str) -> bool:
    return bool(cell) and fold_label(cell) not in NUMBER_WORDS and not cell.startswith(TROUBLE)


def _counts(lines: Sequence[Sequence[str]]) -> bool:
    firsts = [line[0].strip().rstrip(".、") for line in lines if any(line)]
    if not firsts:
        return False
    return fold_label(firsts[0]) in NUMBER_WORDS or firsts[:3] == [str(n + 1) for n in range(len(firsts[:3]))]


def _other_unit(label: str, column: Field | None) -> str:
    found = _UNIT.search(label)
    if column is None or found is None or found[1] == column.unit:
        return ""
    return found[1] if column.unit in _MONEY and found[1] in _MONEY else ""


def _row(head: _Head, cells: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]:
    row: dict[str, Any] = {}
    value: dict[str, Any] = {}
    if any(cells[len(head.order) :]):
        wanted = "、".join(column.label for column in head.order if column)
        return {}, {}, ("", f"有{len(cells)}格，比这张表的列多（{wanted}）。")
    for column, unit, cell in zip(head.order, head.units, cells, strict=False):
        if column is None or not cell:
            continue
        understood = understand_cell(column, f"{cell}{unit}" if unit and re.search(r"\d\s*$", cell) else cell)
        if isinstance(understood, Slip):
            return {}, {}, (column.label, understood.message)
        row[column.key] = cell_json(column, understood.value)
        value[column.key] = understood.value
    return row, value, None


def _in_order(field: Field, head: _Head, cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a line as they can be sent again below the form's own headers."""
    found = {
        column.key: f"{cell}{unit}" if unit and re.search(r"\d\s*$", cell) else cell
        for column, unit, cell in zip(head.order, head.units, cells, strict=False)
        if column is not None
    }
    return (*(found.get(column.key, "") for column in field.columns), *cells[len(head.order) :])


def bad_as_json(bad: Sequence[Bad]) -> str:
    """The rows that were not taken, for a page to hand back as a file."""
    return json.dumps([[*one.cells, f"{one.column}：{one.message}"] for one in bad], ensure_ascii=False)
