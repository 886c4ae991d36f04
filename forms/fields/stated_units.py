"""Units of money that an office writes into a header (合同额（元）, 单位：元) instead of beside each number.

A bare number below such a header is read in that unit. Where no unit is stated and the numbers look like another one than
the form's, the column can be named, so that the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.models import Field

MONEY = ("元", "千元", "万元", "亿元")
_IN_BRACKETS = re.compile(r"[(（]\s*(?:单位[:：]\s*)?([^()（）]{1,4})\s*[)）]\s*$")
_ALONE = re.compile(r"\s*[(（]?\s*(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*([^()（）\s]{1,3})\s*[)）]?\s*")
_BARE = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?")
_MANY_WAN, _FEW_YUAN = 10_000, 1_000
"""So many 万元, or so few 元, are more likely a sum in the other unit."""


@dataclass(frozen=True)
class Unsure:
    """A column of money without a unit, whose numbers look like another one than the form's."""

    column: str
    example: str
    """A number that looks so."""


def stated_unit(header: str) -> str:
    """The unit of money that a header ends with in brackets; empty when it states none."""
    found = _IN_BRACKETS.search(header)
    return found[1] if found is not None and found[1] in MONEY else ""


def unit_alone(cell: str) -> str:
    """The unit of money that a cell above the table states for all of it (单位：元); empty for any other cell."""
    found = _ALONE.fullmatch(cell)
    return found[1] if found is not None and found[1] in MONEY else ""


def is_money(column: Field) -> bool:
    """Whether a column is in a unit of money."""
    return column.unit in MONEY


def with_unit(cell: str, unit: str) -> str:
    """The cell with the unit behind its number, when it has none of its own."""
    return f"{cell}{unit}" if unit and re.search(r"\d\s*$", cell) else cell


def unsure(column: Field, cells: Iterable[str]) -> Unsure | None:
    """The column when its bare numbers look like 元 where the form wants 万元, or the other way round."""
    if column.unit not in ("元", "万元"):
        return None
    bare = [cell.strip() for cell in cells if _BARE.fullmatch(cell.strip())]
    numbers = [float(re.sub("[,，]", "", cell)) for cell in bare]
    if not numbers:
        return None
    most = max(numbers)
    odd = most >= _MANY_WAN if column.unit == "万元" else 0 < most < _FEW_YUAN
    return Unsure(column.key, bare[numbers.index(most)]) if odd else None


def converted(units: Mapping[str, str], columns: Iterable[Field]) -> str:
    """In words which columns are read in another unit than the form's; empty for none."""
    told = [f"“{bare(c)}”按{units[c.key]}读，换算成{c.unit}" for c in columns if units.get(c.key, c.unit) != c.unit]
    return f"{'；'.join(told)}。" if told else ""


def bare(column: Field) -> str:
    """A column's label without the unit in brackets."""
    return re.sub(r"[(（][^()（）]*[)）]$", "", column.label)
