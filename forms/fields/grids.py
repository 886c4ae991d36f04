"""Grids with fixed rows, mostly years: a pasted block, lines like `2019 10 5 3` or `2019年 发明10 实用新型5`, or JSON.

What is not given stays unknown. 合计 lines and columns are compared with the computed sums and not kept. A block pasted the
other way round (years across the top) is turned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from forms.fields.cells import cell_echo, cell_json, cell_printed, understand_cell
from forms.fields.kinds import Found, Json, PlainKind, Raw, wrong_kind
from forms.fields.parts import joined_doubts, slip_at, wrong_sums
from forms.fields.pasted import Misplaced
from forms.fields.totals import totals
from forms.fields.units import plain
from forms.fields.unlikely import unlikely
from forms.fields.worded import read_block
from forms.models import Field, Slip
from programs.values import Row, Scalar, Value


class GridKind(PlainKind):
    """Row key to column key to value; missing rows and columns are unknown."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The cells given, or the first that is wrong and where it stands."""
        if isinstance(raw, str):
            try:
                block = read_block(field, raw)
            except Misplaced as error:
                return Slip(str(error))
            return _read(field, block.cells, block.sums)
        if isinstance(raw, Mapping):
            return self._from_json(field, raw)
        return wrong_kind(field, raw, "“行: {列: 值}”的对象")

    def _from_json(self, field: Field, raw: Mapping[object, object]) -> Found | Slip:
        cells: dict[tuple[str, str], object] = {}
        for name, line in raw.items():
            row = next((row for row in field.rows if name in (row.key, row.label)), None)
            if row is None:
                known = "、".join(row.key for row in field.rows)
                return Slip(f"“{field.label}”没有“{str(name)[:20]}”这一行，可用的有：{known}。")
            if line is None:
                continue
            if not isinstance(line, Mapping):
                return slip_at(f"“{row.label}”行", "应为“列: 值”的对象。")
            for column_name, value in line.items():
                column = next((c for c in field.columns if column_name in (c.key, c.label)), None)
                if column is None:
                    known = "、".join(column.key for column in field.columns)
                    return slip_at(f"“{row.label}”行", f"没有“{str(column_name)[:20]}”这一列，可用的有：{known}。")
                cells[row.key, column.key] = value
        return _read(field, cells, {})

    def to_json(self, field: Field, value: Value) -> Json:
        """Row key to column key to JSON, known cells only, in the form's order."""
        return {
            row.key: {c.key: cell_json(c, cells[c.key]) for c in field.columns if c.key in cells}
            for row in field.rows
            if (cells := _row(value, row.key))
        }

    def printed(self, field: Field, value: Value) -> str:
        """One line a row."""
        return "\n".join(
            f"{row.label}："
            + "，".join(f"{c.label}{cell_printed(c, cells[c.key])}" for c in field.columns if c.key in cells)
            for row in field.rows
            if (cells := _row(value, row.key))
        )

    def echo(self, field: Field, value: Value) -> str:
        """The cells row by row, the sums, and what is still open."""
        told = [
            f"{row.label} "
            + "，".join(f"{_short(c)}{cell_echo(c, cells[c.key])}" for c in field.columns if c.key in cells)
            for row in field.rows
            if (cells := _row(value, row.key))
        ]
        if len(field.rows) > 1 and field.total:
            sums = totals(field, value)
            told += [
                f"{_short(c)}{field.total}{plain(total)}"
                for c in field.columns
                if (total := sums.get(c.key)) is not None
            ]
        missing = [f"{row}·{column}" for row, column in open_cells(field, value)]
        if missing:
            told.append(f"还空着{len(missing)}格（{'、'.join(missing[:3])}{'等' if len(missing) > 3 else ''}）")
        return "；".join(told)


def open_cells(field: Field, value: object) -> list[tuple[str, str]]:
    """(row label, column label) of every cell that is not known, in the form's order."""
    return [(row.label, c.label) for row in field.rows for c in field.columns if c.key not in _row(value, row.key)]


def _row(value: object, key: str) -> Row:
    row = value.get(key) if isinstance(value, Mapping) else None
    return row if isinstance(row, Mapping) else {}


def _short(column: Field) -> str:
    return re.sub("[(（].*?[)）]", "", column.label)


def _read(field: Field, cells: Mapping[tuple[str, str], object], sums: Mapping[str, str]) -> Found | Slip:
    """Every given cell understood, in the form's order."""
    read: dict[str, Row] = {}
    doubts: list[str] = []
    for row in field.rows:
        line: dict[str, Scalar] = {}
        for column in field.columns:
            raw = cells.get((row.key, column.key))
            if raw is None or (isinstance(raw, str) and not raw.strip()):
                continue
            where = f"“{row.label}”行“{column.label}”"
            understood = understand_cell(column, raw)
            if isinstance(understood, Slip):
                return slip_at(where, understood.message, understood.suggestion)
            if understood.doubt:
                doubts.append(f"{where}：{understood.doubt}")
            line[column.key] = understood.value  # type: ignore[assignment]  # a column holds scalars only
        if line:
            read[row.key] = line
    if not read:
        return Slip(f"“{field.label}”没有读到任何数。{_example(field)}")
    doubts = [*wrong_sums(field, read, sums), *doubts, *unlikely(field, read)]
    return Found(read, joined_doubts(doubts))


def _example(field: Field) -> str:
    columns = " ".join(_short(column) for column in field.columns)
    return f"请每行写一条，先写“{field.rows[0].label}”，再依次写 {columns}；没有就写“无”。"
