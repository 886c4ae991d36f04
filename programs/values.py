"""What an answer may be, shared by the rooms that read answers (forms) and judge them (rules).

An answer that is not there is *unknown*: it is neither zero, nor no, nor yes. 不适用 and 无 are answers of their own.
Canonical values are plain and immutable enough to be compared; `forms.fields` turns them to and from JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeAlias


class Special(Enum):
    """Answers that hold no value and are still answers."""

    NOT_APPLICABLE = "not_applicable"
    """不适用: the question does not concern this applicant."""
    NONE = "none"
    """无: it does, and there is nothing to report."""


@dataclass(frozen=True, slots=True, order=True)
class CalendarDate:
    """A date as precise as the person gave it: `month` and `day` are None when not given."""

    year: int
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """`2021`, `2021-03` or `2021-03-05`."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def chinese(self) -> str:
        """`2021年`, `2021年3月` or `2021年3月5日`, as forms print dates."""
        text = f"{self.year}年"
        if self.month is not None:
            text += f"{self.month}月"
            if self.day is not None:
                text += f"{self.day}日"
        return text

    def first_day(self) -> date:
        """The first day the date can mean, for comparisons."""
        return date(self.year, self.month or 1, self.day or 1)


Scalar: TypeAlias = "str | int | Decimal | bool | CalendarDate | tuple[str, ...] | Special"
Row: TypeAlias = "Mapping[str, Scalar]"
"""One row of a table: column key to value; a missing column is unknown."""
Rows: TypeAlias = "tuple[Row, ...]"
Cells: TypeAlias = "Mapping[str, Row]"
"""A grid: row key to its row; a missing row or column is unknown."""
Value: TypeAlias = "Scalar | Rows | Cells"
Answers: TypeAlias = "Mapping[str, Value]"
"""Field key to value. A missing key is unknown."""
