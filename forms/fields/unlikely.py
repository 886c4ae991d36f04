"""Figures of a grid that are each possible and together unlikely: twenty times last year's, or a thousand times the column beside.

Most often one of them was written in 元 where the form wants 万元. They are doubts, to be kept with 确认无误, never faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from forms.fields.units import plain
from forms.models import Field, FieldType
from programs.values import Row

GROWTH = 21
"""Times last year's figure from which growth (2,000 %) is unlikely."""
FEWEST = 5
"""Figures below this grow by chance."""
APART = 1_000
"""Times by which two amounts of one row differ only when a unit is wrong."""
_COUNTED = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})


def unlikely(field: Field, rows: Mapping[str, Row]) -> Iterator[str]:
    """A Chinese sentence for each pair of figures that do not go together."""
    yield from _growth(field, rows)
    yield from _apart(field, rows)


def _growth(field: Field, rows: Mapping[str, Row]) -> Iterator[str]:
    years = [row for row in field.rows if row.key.isdigit() and len(row.key) == 4]
    for before, after in pairwise(years):
        for column in field.columns:
            if column.type not in _COUNTED or int(after.key) != int(before.key) + 1:
                continue
            old, new = _figure(rows, before.key, column.key), _figure(rows, after.key, column.key)
            if old is not None and new is not None and old >= FEWEST and new >= GROWTH * old:
                times = round(new / old)
                yield f"“{column.label}”{after.label}（{plain(new)}）是{before.label}（{plain(old)}）的{times}倍，数和单位都对吗？"


def _apart(field: Field, rows: Mapping[str, Row]) -> Iterator[str]:
    amounts = [column for column in field.columns if column.type is FieldType.MONEY]
    for row in field.rows:
        for one, other in pairwise(amounts):
            if one.unit != other.unit:
                continue
            first, second = _figure(rows, row.key, one.key), _figure(rows, row.key, other.key)
            if first and second and max(first, second) >= APART * min(first, second):
                times = round(max(first, second) / min(first, second))
                yield f"“{row.label}”行的“{one.label}”和“{other.label}”相差{times}倍，是不是有一个的单位不是{one.unit}？"


def _figure(rows: Mapping[str, Row], row: str, column: str) -> Decimal | None:
    value = rows.get(row, {}).get(column)
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
