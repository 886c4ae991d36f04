"""Units of numbers: which words mean the field's unit, and how an amount written in another one becomes the field's.

A unit is a scale and a noun: 万元 is ten thousand times 元, 万条 ten thousand times 条. Amounts of money are never counted
in another currency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_UNIT = re.compile("(万亿|百万|千万|十|百|千|万|亿)?(.*)")
_NOT_SCALED = frozenset({"千克", "千瓦", "千米", "百分点", "百分比"})

_GROUPS = (
    frozenset({"元", "块", "圆", "块钱", "元整", "圆整", "元人民币", "人民币", "元钱", "整", "rmb", "cny"}),
    frozenset({"人", "名", "位", "个人", "员", "个"}),
    frozenset({"家", "户", "所", "个"}),
    frozenset({"件", "项", "份", "个", "件专利", "项专利", "个专利"}),
    frozenset({"条", "项", "个", "条数据", "条记录"}),
    frozenset({"次", "场", "回", "期", "项", "件", "起", "笔", "宗"}),
    frozenset({"人次", "人", "次"}),
    frozenset({"平方米", "㎡", "m2", "m²", "平米", "平方", "平"}),
    frozenset({"%", "百分点", "个百分点", "个点"}),
    frozenset({"年", "岁"}),
    frozenset({"月", "个月"}),
    frozenset({"天", "日"}),
    frozenset({"小时", "学时", "课时", "个小时"}),
)
_LOOSE = frozenset("个项件家条种篇套份本次场期部册款只台间处批组支类门笔宗起")
_FOREIGN = ("美元", "美金", "欧元", "港元", "港币", "日元", "英镑", "$", "€", "£", "usd", "eur", "hkd")


@dataclass(frozen=True, slots=True)
class Unit:
    """`scale` times `noun`."""

    scale: Decimal
    noun: str


@lru_cache(maxsize=512)
def unit_of(text: str) -> Unit:
    """The unit written as `text`: 万元 is 10000 × 元; empty text is the bare number."""
    text = text.strip().lower()
    if text in _NOT_SCALED:
        return Unit(Decimal(1), text)
    match = _UNIT.fullmatch(text)
    if match is None or not match[1]:
        return Unit(Decimal(1), text)
    return Unit(Decimal(_SCALES[match[1]]), match[2])


@lru_cache(maxsize=2048)
def means(written: str, noun: str) -> bool:
    """Whether people who write the unit `written` can mean `noun`."""
    written, noun = written.strip("()（）[] ").lower(), noun.lower()
    if written == noun:
        return True
    if any(noun in group and written in group for group in _GROUPS):
        return True
    grouped = any(noun in group for group in _GROUPS)
    return not grouped and written in _LOOSE and (noun == "" or noun in _LOOSE)


def foreign_currency(text: str) -> str:
    """The foreign currency named in `text`, or ''."""
    lowered = text.lower()
    return next((word for word in _FOREIGN if word in lowered), "")


def plain(number: Decimal) -> str:
    """The number in digits without exponent, grouping or trailing zeros: 120, 0.5, 1200000."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def spoken(number: Decimal, noun: str) -> str:
    """A large amount as people say it: 50000000000 元 is 500亿元."""
    for scale, sign in ((10**8, "亿"), (10**4, "万")):
        if abs(number) >= scale:
            return f"{plain((number / scale).quantize(Decimal('0.0001')).normalize())}{sign}{noun}"
    return f"{plain(number)}{noun}"
