"""Rows of an office's own table judged for a table of the form: good ones taken, bad ones told by row and column.

A header may stand anywhere in the first lines, order the columns differently and state its own unit (合同额（元） where the
form wants 万元); the unit is then read with each number. Where no unit is stated and the numbers look like another one, the
column is named so that the person can be asked, once. A 合计 row is compared with the sums and not taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms.fields.cells import cell_json, understand_cell
from forms.fields.parts import wrong_sums
from forms.fields.pasted import NUMBER_WORDS, fold_label, is_total, matches, names_of
from forms.fields.stated_units import Unsure, converted, is_money, stated_unit, unit_alone, unsure, with_unit
from forms.fields.totals import totals
from forms.models import Field, Slip

MOST_ROWS = 2_000
TROUBLE = "问题（改好后删去这一列）"
"""Header of the last column of the rows that are handed back; it may as well be left in."""
_DOUBTS_TOLD = 3


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
    unsure: tuple[Unsure, ...] = ()
    """Columns of which it cannot be told in which unit they are."""


@dataclass(frozen=True)
class _Head:
    order: tuple[Field | None, ...]
    units: tuple[str, ...]
    """The unit of money that is stated for each column; empty for none."""
    unknown: tuple[str, ...] = ()
    """Headers that belong to no column; what stands below them is not read."""


def judge(field: Field, lines: Sequence[Sequence[str]], units: Mapping[str, str] | None = None) -> Judged:
    """Every line as a row of the table, or why not.

    `units` are what the person said of columns without a unit, by column key.
    """
    start, head = _header(field, lines)
    open_ = _unsure(head, lines[start:], units or {})
    head = _with_units(head, units or {})
    told = {c.key: unit for c, unit in zip(head.order, head.units, strict=True) if c is not None and unit}
    notes = [words] if (words := converted(told, field.columns)) else []
    good: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    bad: list[Bad] = []
    doubts: list[str] = []
    sums: dict[str, str] | None = None
    if head.unknown:
        named = "、".join(f"“{cell[:20]}”" for cell in head.unknown[:5])
        notes.append(f"{named}在这张表里没有对应的列，没有读。")
    for number, line in enumerate(lines[start:], start + 1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if is_total(cells, field.total):
            sums = _written_sums(head, cells)
            continue
        row, value, wrong = _row(head, cells, number, doubts)
        if wrong is not None:
            bad.append(Bad(number, *wrong, _in_order(field, head, cells)))
        elif row:
            good.append(row)
            values.append(value)
    if len(good) > MOST_ROWS:
        raise ValueError(f"有{len(good)}行，最多能记{MOST_ROWS}行，请分成附件。")
    if sums is not None and values:
        notes.extend(_compared(field, values, sums, whole=not bad))
    notes.extend(doubts[:_DOUBTS_TOLD])
    return Judged(tuple(good), tuple(bad), tuple(notes), open_)


def _compared(field: Field, values: Sequence[dict[str, Any]], sums: Mapping[str, str], *, whole: bool) -> list[str]:
    """What the 合计 row says against the rows that were read."""
    if not whole:
        return ["有的行没有读进，合计行还不能核对。"]
    wrong = wrong_sums(field, tuple(values), sums)
    known = any(totals(field, tuple(values)).get(key) is not None and text for key, text in sums.items())
    return wrong or (["合计行没有当作一行记，和各行相加一致。"] if known else ["合计行没有当作一行记。"])


def _written_sums(head: _Head, cells: Sequence[str]) -> dict[str, str]:
    """The cells of a 合计 row by column, each with the unit of its column."""
    columns = zip(head.order, head.units, cells, strict=False)
    return {c.key: with_unit(cell, unit) for c, unit, cell in columns if c and cell}


def _with_units(head: _Head, said: Mapping[str, str]) -> _Head:
    """The header with the units that were said for columns of money without one."""
    units = (
        unit or (said.get(column.key, "") if column is not None and is_money(column) else "")
        for column, unit in zip(head.order, head.units, strict=True)
    )
    return replace(head, units=tuple(units))


def _unsure(head: _Head, lines: Sequence[Sequence[str]], said: Mapping[str, str]) -> tuple[Unsure, ...]:
    """Columns of which neither the header nor the person has said the unit, and whose numbers look like another."""
    found = (
        unsure(column, [line[place] for line in lines if len(line) > place])
        for place, (column, unit) in enumerate(zip(head.order, head.units, strict=True))
        if column is not None and not unit and column.key not in said
    )
    return tuple(one for one in found if one is not None)


def _header(field: Field, lines: Sequence[Sequence[str]]) -> tuple[int, _Head]:
    """Where the data begins, and which column each cell belongs to; the form's own order where there is no header."""
    for place, line in enumerate(lines[:10]):
        order = tuple(next((c for c in field.columns if matches(cell, names_of(c))), None) for cell in line)
        known = [column.key for column in order if column is not None]
        if known and len(set(known)) == len(known) and len(known) * 2 >= len(field.columns):
            above = next((unit for above in lines[:place] for cell in above if (unit := unit_alone(cell))), "")
            units = tuple(
                (stated_unit(cell) or above) if column is not None and is_money(column) else ""
                for cell, column in zip(line, order, strict=True)
            )
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


def _row(
    head: _Head, cells: Sequence[str], number: int, doubts: list[str]
) -> tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]:
    """The row as JSON and as values, or the column and why it is none; what is doubtful goes into `doubts`."""
    row: dict[str, Any] = {}
    value: dict[str, Any] = {}
    if any(cells[len(head.order) :]):
        wanted = "、".join(column.label for column in head.order if column)
        return {}, {}, ("", f"有{len(cells)}格，比这张表的列多（{wanted}）。")
    for column, unit, cell in zip(head.order, head.units, cells, strict=False):
        if column is None or not cell:
            continue
        understood = understand_cell(column, with_unit(cell, unit))
        if isinstance(understood, Slip):
            return {}, {}, (column.label, understood.message)
        if understood.doubt:
            doubts.append(f"第{number}行“{column.label}”：{understood.doubt}")
        row[column.key] = cell_json(column, understood.value)
        value[column.key] = understood.value
    return row, value, None


def _in_order(field: Field, head: _Head, cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a line as they can be sent again below the form's own headers."""
    found = {
        column.key: with_unit(cell, unit)
        for column, unit, cell in zip(head.order, head.units, cells, strict=False)
        if column is not None
    }
    return (*(found.get(column.key, "") for column in field.columns), *cells[len(head.order) :])
