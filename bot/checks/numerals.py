"""Whether a threshold's number stands in the words of the clause it is taken from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from programs.models import Frozen
from rules.models import AtLeast, Includes, Number

_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "%": Decimal("0.01")}


def numbers_in(text: str) -> set[Decimal]:
    """Every number in `text`, as printed and with the scale after it applied (2万 is 2 and 20000, 60% is 60 and 0.6)."""
    text = unicodedata.normalize("NFKC", text).replace(",", "")
    found: set[Decimal] = set()
    for match in re.finditer(r"(\d+(?:\.\d+)?)\s*([亿万%]?)", text):
        number = Decimal(match.group(1))
        found.add(number)
        if match.group(2):
            found.add(number * _SCALES[match.group(2)])
    for match in re.finditer(r"[一两二三四五六七八九十]", text):
        found.add(Decimal(_DIGITS[match.group()]))
    return found


def thresholds(condition: Any) -> Iterator[Decimal]:
    """Every threshold of a condition that a clause has to state; `at least one` and `more than none` only say 有."""
    if isinstance(condition, Number):
        for name in ("over", "at_least", "under", "at_most", "equals"):
            value = getattr(condition, name)
            if value is not None and (name, value) not in {
                ("at_least", 1),
                ("over", 0),
                ("equals", 0),
                ("at_least", 0),
            }:
                yield value
    if isinstance(condition, AtLeast) or (isinstance(condition, Includes) and condition.n not in (None, 1)):
        yield Decimal(condition.n or 0)
    if isinstance(condition, Frozen):
        for name in type(condition).model_fields:
            yield from thresholds(getattr(condition, name))
    elif isinstance(condition, tuple):
        for item in condition:
            yield from thresholds(item)
