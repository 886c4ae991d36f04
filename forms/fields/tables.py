"""Tables with as many rows as the applicant has: pasted from a spreadsheet, typed line by line, or a list of row objects.

A header row is recognised and may order the columns differently; a running number is dropped; a 合计 row is compared with
the computed sums and not kept. Every error names row and column. A blank cell is unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.fields.cells import cell_echo, cell_json, cell_printed, understand_cell
from forms.fields.kinds import Found, Json, PlainKind, Raw, wrong_kind
from forms.fields.parts import joined_doubts, slip_at, wrong_sums
from forms.fields.pasted import MOST_LINES, NUMBER_WORDS, Misplaced, fold_label, is_total, lines_of, matches, names_of
from forms.fields.totals import totals
from forms.fields.units import plain
from forms.models import Field, Slip
from programs.values import Row, Scalar, Value


class TableKind(PlainKind):
    """Rows in the order given, each a mapping of column key to value."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The rows, or the first cell that is wrong and where it stands."""
        if isinstance(raw, str):
            try:
                rows, sums = _rows_of(field, lines_of(raw, len(field.columns)))
            except Misplaced as error:
                return Slip(f"“{field.label}”{error}")
        elif isinstance(raw, list):
            rows, sums = [(place, row) for place, row in enumerate(raw, 1)], None
        else:
            return wrong_kind(field, raw, "多行的表格（行的列表）")
        if isinstance(rows, Slip):
            return rows
        if not rows:
            return Slip(f"“{field.label}”没有读到任何一行。每行一条，各列按 {_columns(field)} 的顺序；没有就写“无”。")
        if len(rows) > MOST_LINES:
            return Slip(f"“{field.label}”有{len(rows)}行，最多能记{MOST_LINES}行，请分成附件。")
        return _read(field, rows, sums)

    def to_json(self, field: Field, value: Value) -> Json:
        """A list of row objects."""
        if not isinstance(value, tuple):
            return value
        return [
            {column.key: cell_json(column, row[column.key]) for column in field.columns if column.key in row}
            for row in value
            if isinstance(row, Mapping)
        ]

    def printed(self, field: Field, value: Value) -> str:
        """One line a row: label and value of each filled cell."""
        rows = value if isinstance(value, tuple) else ()
        return "\n".join(
            "；".join(f"{c.label}：{cell_printed(c, row[c.key])}" for c in field.columns if c.key in row)
            for row in rows
            if isinstance(row, Mapping)
        )

    def echo(self, field: Field, value: Value) -> str:
        """How many rows, the rows themselves when few, and the sums."""
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        told = [f"共{len(rows)}行"]
        if len(rows) <= 5:
            told += ["，".join(cell_echo(c, row[c.key]) for c in field.columns if c.key in row) for row in rows]
        labels = {column.key: column for column in field.columns}
        for key, total in totals(field, value).items() if len(rows) > 1 else ():
            if total is not None:
                unit = f"（{labels[key].unit}）" if labels[key].unit else ""
                told.append(f"{labels[key].label}合计{plain(total)}{unit}")
        return "；".join(told)


def _columns(field: Field) -> str:
    return "、".join(column.label for column in field.columns)


def _rows_of(field: Field, lines: list[list[str]]) -> tuple[list[tuple[int, object]] | Slip, Mapping[str, str] | None]:
    """(row number, cells by column key) for every line of data, and the cells of the 合计 row if there is one."""
    order: list[Field | None] = list(field.columns)
    rows: list[tuple[int, object]] = []
    sums: Mapping[str, str] | None = None
    if lines and (header := _header(field, lines[0])) is not None:
        order, lines = header, lines[1:]
    elif len(field.columns) > 1 and _numbered([line for line in lines if not is_total(line, field.total)], len(order)):
        order = [None, *order]
    for place, line in enumerate(lines, 1):
        if is_total(line, field.total) and place == len(lines) and len(field.columns) > 1:
            sums = _by_column(order, line) if len(line) == len(order) else {}
            continue
        if any(line[len(order) :]):
            wanted = len([column for column in order if column])
            return slip_at(
                f"第{place}行",
                f"有{len(line)}格，这张表只有{wanted}列（{_columns(field)}）。请按列的顺序写，每行一条。",
            ), None
        rows.append((place, _by_column(order, line)))
    return rows, sums


def _numbered(lines: Sequence[Sequence[str]], width: int) -> bool:
    """Whether every line has one cell more than there are columns, and they run 1, 2, 3."""
    numbers = [line[0].rstrip(".、") for line in lines if len(line) == width + 1]
    return bool(lines) and numbers == [str(place) for place in range(1, len(lines) + 1)]


def _header(field: Field, line: Sequence[str]) -> list[Field | None] | None:
    """The column under each header cell (None for a running number), or None when the line is no header."""
    order = [next((c for c in field.columns if matches(cell, names_of(c))), None) for cell in line]
    known = [column.key for column in order if column is not None]
    strange = [
        cell
        for cell, column in zip(line, order, strict=True)
        if column is None and cell and fold_label(cell) not in NUMBER_WORDS
    ]
    return order if known and len(set(known)) == len(known) and len(known) > len(strange) else None


def _by_column(order: Sequence[Field | None], line: Sequence[str]) -> Mapping[str, str]:
    return {column.key: cell for column, cell in zip(order, line, strict=False) if column is not None}


def _read(field: Field, rows: Sequence[tuple[int, object]], sums: Mapping[str, str] | None) -> Found | Slip:
    """Every cell understood, blank ones left out; rows without a filled cell are left out too."""
    read: list[Row] = []
    doubts: list[str] = []
    for place, cells in rows:
        if not isinstance(cells, Mapping):
            return slip_at(f"第{place}行", f"应为“列名: 值”的对象，列有：{_columns(field)}。")
        row: dict[str, Scalar] = {}
        for name, raw in cells.items():
            column = next((c for c in field.columns if name == c.key or name == c.label), None)
            if column is None:
                return slip_at(f"第{place}行", f"没有“{str(name)[:20]}”这一列，可用的列有：{_columns(field)}。")
            if raw is None or (isinstance(raw, str) and not raw.strip()):
                continue
            understood = understand_cell(column, raw)
            where = f"第{place}行“{column.label}”"
            if isinstance(understood, Slip):
                return slip_at(where, understood.message, understood.suggestion)
            if understood.doubt:
                doubts.append(f"{where}：{understood.doubt}")
            row[column.key] = understood.value  # type: ignore[assignment]  # a column holds scalars only
        if row:
            read.append(row)
    if not read:
        return Slip(f"“{field.label}”没有读到任何内容。每行一条，各列按 {_columns(field)} 的顺序；没有就写“无”。")
    value = tuple(read)
    doubts = wrong_sums(field, value, sums or {}) + doubts
    return Found(value, joined_doubts(doubts))
