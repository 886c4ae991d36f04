"""A table or a grid as it is shown among all answers: rows under one another, each number in its column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.channels.web.inputs import heading
from bot.dialogue.answers import shown, value_of
from forms.fields.registry import printed
from forms.fields.totals import totals
from forms.fields.units import plain
from forms.models import Field, FieldType

MOST_ROWS = 12
"""Rows that are shown; the rest are told by their number."""


@dataclass(frozen=True)
class LaidOut:
    """What stands in a table, ready to be drawn."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Label and cells of each row."""
    more: int = 0
    """Rows that are not shown."""
    sums: tuple[str, ...] = ()
    """The sum below each column that has one; empty where the form adds nothing up."""


def laid_out(field: Field, stored: Any) -> LaidOut | None:
    """The rows of a table or grid that has any; None for every other field and for 无."""
    rows: list[tuple[str, dict[str, Any]]] = []
    if field.type is FieldType.TABLE and isinstance(stored, list):
        rows = [(str(place), row) for place, row in enumerate(stored, 1) if isinstance(row, dict)]
    elif field.type is FieldType.GRID and isinstance(stored, dict):
        rows = [(row.label, stored[row.key]) for row in field.rows if isinstance(stored.get(row.key), dict)]
    if not rows:
        return None
    drawn = tuple((label, tuple(_cells(field.columns, row))) for label, row in rows[:MOST_ROWS])
    return LaidOut(tuple(map(heading, field.columns)), drawn, max(0, len(rows) - MOST_ROWS), _sums(field, stored))


def _sums(field: Field, stored: Any) -> tuple[str, ...]:
    added = totals(field, value_of(field, stored)) if field.total else {}
    sums = tuple("" if (one := added.get(column.key)) is None else plain(one) for column in field.columns)
    return sums if any(sums) else ()


def _cells(columns: Iterable[Field], row: dict[str, Any]) -> Iterable[str]:
    for column in columns:
        value = value_of(column, row.get(column.key)) if row.get(column.key) is not None else None
        yield "" if value is None else shown(column, row[column.key]) if column.sensitive else printed(column, value)
