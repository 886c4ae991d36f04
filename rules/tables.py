"""Numbers taken from a table: a column added up over all rows (members counted together), and how many rows there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from programs.values import Answers, Special
from rules.facts import Names, is_blank, number_of, rows_of, why_open
from rules.figures import Figure, add_amounts, add_up
from rules.quantities import COUNTED_AS_ZERO, OPEN_OPERAND, Quantity, Written, joined, write_answer

_SHOWN_ROWS = 12
"""A longer column is not written out term by term."""


def column_sum(table: str, column: str, names: Names) -> Quantity:
    """The sum of a column over all rows of a table; 0 when the table was answered 无, unknown while it has no rows."""
    inside = names.inside(table)

    def total(answers: Answers) -> Figure | None:
        whole, amounts = 0, []
        answer: Any = answers.get(table)
        try:
            for row in answer:
                term = row[column]
                if term.__class__ is int:
                    whole += term
                else:
                    amounts.append(term)
        except (KeyError, TypeError):
            return careful(answer)
        if not amounts and answer:
            return whole
        return add_amounts(whole, amounts) or careful(answer)

    def careful(answer: Any) -> Figure | None:
        rows = rows_of(answer)
        if rows is None or isinstance(rows, Special):
            return 0 if rows is Special.NONE else None
        figures = [number_of(row.get(column)) for row in rows]
        return None if None in figures else add_up(figures)

    def term(place: int, answer: object) -> Written:
        written = write_answer(column, answer, inside)
        if not written.missing:
            return written
        reasons = tuple((reason, f"{names.of(table)}第{place}行{label}") for reason, label in written.reasons)
        return written._replace(missing=(f"{table}.{place}.{column}",), reasons=reasons)

    def write(answers: Answers) -> Written:
        rows = rows_of(answers.get(table))
        if rows is None or isinstance(rows, Special):
            return _without_rows(table, rows, names)
        parts = [term(place, row.get(column)) for place, row in enumerate(rows, start=1)]
        written = joined(parts, "+", add_up)
        if len(parts) <= _SHOWN_ROWS:
            return written
        return written._replace(text=f"{parts[0].operand()}+…+{parts[-1].operand()}（共{len(parts)}行）")

    return Quantity(total, write, (f"{table}.{column}",))


def row_count(table: str, names: Names) -> Quantity:
    """How many rows a table has; 0 when it was answered 无, unknown while it has no rows or a row is still blank."""

    def count(rows: Sequence[Mapping[str, Any]] | Special | None) -> int | None:
        if rows is None or isinstance(rows, Special):
            return 0 if rows is Special.NONE else None
        return None if any(is_blank(row) for row in rows) else len(rows)

    def total(answers: Answers) -> Figure | None:
        return count(rows_of(answers.get(table)))

    def write(answers: Answers) -> Written:
        rows = rows_of(answers.get(table))
        if rows is None or isinstance(rows, Special):
            return _without_rows(table, rows, names)
        number = count(rows)
        return _without_rows(table, None, names) if number is None else Written(str(number), number)

    return Quantity(total, write, (table,), fact=table)


def _without_rows(table: str, said: Special | None, names: Names) -> Written:
    if said is Special.NONE:
        return Written(COUNTED_AS_ZERO, 0)
    return Written(OPEN_OPERAND, None, (table,), ((why_open(said), names.of(table)),))
