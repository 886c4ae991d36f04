"""Sums over the cells of a grid and the column of a table, and how many rows a table has.

Cells are summed on a fast way that knows only whole numbers; the first thing it stumbles over (a gap, 无, an amount with
decimals) sends it the careful way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from programs.values import Answers, Special
from rules.facts import Names, is_blank, number_of, reader, rows_of, why_open
from rules.figures import Figure, add_up
from rules.numbers import OPEN_OPERAND, Quantity, Written, joined, write_answer

_SHOWN_ROWS = 12
"""A longer column is not written out term by term."""


def grid(key: str, rows: Sequence[str], columns: Sequence[str], names: Names, *, average: bool) -> Quantity:
    """The sum over named rows and columns; `average` divides by the number of rows (years)."""
    cells = [(row, column) for row in rows for column in columns]
    readers = [reader(f"{key}.{row}.{column}") for row, column in cells]
    divisor = len(rows) if average else 1

    def careful(answers: Answers) -> Figure | None:
        figures = [number_of(read(answers)) for read in readers]
        return None if None in figures else add_up(figures)

    def total(answers: Answers) -> Figure | None:
        result = 0
        try:
            table: Any = answers[key]
            for row, column in cells:
                number = table[row][column]
                if number.__class__ is not int:
                    return careful(answers)
                result += number
        except (KeyError, TypeError):
            return careful(answers)
        return result

    def write(answers: Answers) -> Written:
        lines = []
        for row in rows:
            paths = [f"{key}.{row}.{column}" for column in columns]
            line = joined([write_answer(path, reader(path)(answers), names) for path in paths], "+", add_up)
            lines.append(line)
        return joined(lines, "+", add_up, divisor)

    return Quantity(total, write, tuple(f"{key}.{row}.{column}" for row, column in cells), divisor)


def column_sum(table: str, column: str, names: Names) -> Quantity:
    """The sum of a column over all rows of a table; 0 when the table was answered 无, unknown while it has no rows."""
    inside = names.inside(table)

    def total(answers: Answers) -> Figure | None:
        rows = rows_of(answers.get(table))
        if rows is Special.NONE:
            return 0
        if rows is None or isinstance(rows, Special):
            return None
        figures = [number_of(row.get(column)) for row in rows]
        return None if None in figures else add_up(figures)

    def write(answers: Answers) -> Written:
        rows = rows_of(answers.get(table))
        if rows is None or isinstance(rows, Special):
            return _said_of_table(table, rows, names)
        parts = []
        for place, row in enumerate(rows, start=1):
            part = write_answer(column, row.get(column), inside)
            reasons = tuple((reason, f"{names.of(table)}第{place}行{label}") for reason, label in part.reasons)
            missing = (f"{table}.{place}.{column}",) if part.missing else ()
            parts.append(Written(part.text, part.figure, missing, reasons))
        written = joined(parts, "+", add_up)
        if len(parts) > _SHOWN_ROWS:
            text = f"{parts[0].operand()}+…+{parts[-1].operand()}（共{len(parts)}行）"
            return Written(text, written.figure, written.missing, written.reasons, bare=False)
        return written

    return Quantity(total, write, (f"{table}.{column}",))


def row_count(table: str, names: Names) -> Quantity:
    """How many rows a table has; 0 when it was answered 无, unknown while it has no rows or a row is still blank."""

    def count(rows: tuple[Mapping[str, Any], ...] | Special | None) -> int | None:
        if rows is Special.NONE:
            return 0
        if rows is None or isinstance(rows, Special) or any(is_blank(row) for row in rows):
            return None
        return len(rows)

    def write(answers: Answers) -> Written:
        rows = rows_of(answers.get(table))
        number = count(rows)
        if number is None or rows is Special.NONE:
            return _said_of_table(table, rows if isinstance(rows, Special) else None, names)
        return Written(str(number), number)

    total: Callable[[Answers], Figure | None] = lambda answers: count(rows_of(answers.get(table)))  # noqa: E731
    return Quantity(total, write, (table,), fact=table)


def _said_of_table(table: str, said: Special | None, names: Names) -> Written:
    if said is Special.NONE:
        return Written("无（按0计）", 0)
    return Written(OPEN_OPERAND, None, (table,), ((why_open(said), names.of(table)),))
