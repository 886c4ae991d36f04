"""Numbers as people and guides write them: found in text, read, and masked so that only their unit is left.

`三十多家`, `30家（含）以上` and `几家` all ask or tell about a number of firms. Retrieval compares the masked form `№家`, and
the literal `30家` beside it; comparisons (`正好100件够不够`) need the value. Nothing here knows what a number means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MARK = "№"
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

_HAN_DIGITS = "零〇一二两俩三四五六七八九十百千"
_VALUE = r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?|[零〇一二两俩三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?"
_ASKED = r"好几|多少|若干|几十|几百|几"
_UNITS = (
    r"个百分点|个点|万余元|万多元|万元|亿元|块钱|块|万块钱|万块|多块|元|钱|件|家|人|名|位|口|项|份|条|次|个月|年|届|天|周|日|号|月"
    r"|%|成|倍|套|页|字|种|类|篇|期|册|个"
)
_NUMBER = re.compile(
    rf"(?=[\d{_HAN_DIGITS}好多若几])(?<![第\d{_HAN_DIGITS}])(?P<value>{_VALUE})?(?P<asked>{_ASKED})?(?P<fuzzy>来|多|余|好)?(?P<big>[万亿])?(?:个(?=[人月]))?(?P<unit>{_UNITS})?"
)
"""What is neither given nor asked is no number, so only places where one may begin are tried."""
_SAME_UNIT = {
    "名": "人", "位": "人", "口": "人", "块": "元", "块钱": "元", "钱": "元", "多块": "元", "万块": "万元", "万块钱": "万元", "万余元": "万元",
    "万多元": "万元", "号": "日", "天": "日", "个点": "%", "个百分点": "%", "类": "种", "册": "份", "月": "个月", "期": "年", "届": "年",
}  # fmt: skip
_SCALE = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000), "元": Decimal(1), "成": Decimal(10)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit in a text: `value` in the base unit (元, %), None when it is asked for (`几家`)."""

    value: Decimal | None
    unit: str
    start: int
    end: int

    @property
    def literal(self) -> str:
        """The canonical form, equal for `一百件` and `100件`; empty when the number is asked for."""
        return "" if self.value is None else f"{self.value.normalize():f}{self.unit}"


def read_number(text: str) -> Decimal | None:
    """The value of Arabic or Chinese digits (`1,200`, `一百二十`, `二〇二一`), or None."""
    plain = text.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        pass
    whole, _, part = plain.partition("点")
    if not whole or any(char not in _DIGITS and char not in _STEPS for char in whole):
        return None
    spelled = len(whole) > 1 and all(char in _DIGITS for char in whole)
    value = Decimal("".join(str(_DIGITS[char]) for char in whole)) if spelled else Decimal(_sum_up(whole))
    return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in part)) if part else value


def _sum_up(text: str) -> int:
    total, digit, step = 0, 0, 1
    for char in text:
        if char in _STEPS:
            step = _STEPS[char]
            total += (digit or 1) * step
            digit = 0
        else:
            digit = _DIGITS[char]
    tail_of_step = digit and step >= 100 and text[-1] in _DIGITS and text[-2] not in "零〇"
    return total + (digit * step // 10 if tail_of_step else digit)


def quantities(text: str) -> list[Quantity]:
    """Every number in normalised `text` that has a unit, asked-for ones (`几家`, `多少钱`) included, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        value, asked, big, unit = match["value"], match["asked"], match["big"], match["unit"]
        if not (value or asked) or not (unit or big):
            continue
        number = None if asked else read_number(value)
        unit = _SAME_UNIT.get(unit, unit) if unit else "万"
        if big:
            if number is not None:
                number *= _BIG[big]
            unit = "元" if unit in ("元", "万") and match["unit"] else unit
        if unit in _SCALE:
            number = number * _SCALE[unit] if number is not None else None
            unit = "%" if unit == "成" else "元"
        found.append(Quantity(number, unit, match.start(), match.end()))
    return found


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with every number and unit turned into `№unit`, and the literal forms of the numbers that were given."""
    out, literals, last = [], [], 0
    for item in quantities(text):
        out += [text[last : item.start], MARK, item.unit]
        last = item.end
        if item.literal:
            literals.append(item.literal)
    out.append(text[last:])
    return "".join(out), tuple(literals)
