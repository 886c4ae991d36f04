"""合计: sums over the rows of a table or grid, exact, and absent as soon as one part is. Blank is not zero; 无 is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from forms.fields.kinds import NUMERIC
from forms.models import Field, FieldType
from programs.values import Special, Value


def totals(field: Field, value: Value | None) -> dict[str, Decimal | None]:
    """Numeric column key to the sum of that column in the field's unit, None when a part is missing or 不适用.

    `value` is a table's rows or a grid's cells; 无 for the whole sums to 0, an unknown or inapplicable whole to nothing.
    """
    columns = [
        column.key for column in field.columns if column.type in NUMERIC and column.type is not FieldType.PERCENT
    ]
    if value is Special.NONE:
        return dict.fromkeys(columns, Decimal(0))
    rows = _rows(field, value)
    return {column: _sum(row.get(column) for row in rows) if rows else None for column in columns}


def _rows(field: Field, value: object) -> list[Mapping[str, object]]:
    """The rows that take part: every fixed row of a grid, whether given or not."""
    if field.type is FieldType.GRID and isinstance(value, Mapping):
        return [_row(value.get(row.key)) for row in field.rows]
    return [_row(row) for row in value] if isinstance(value, tuple) else []


def _row(row: object) -> Mapping[str, object]:
    return row if isinstance(row, Mapping) else {}


def _sum(parts: Iterable[object]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if part is Special.NONE:
            continue
        if isinstance(part, bool) or not isinstance(part, int | Decimal):
            return None
        total += part
    return total
