"""Reads one number as people write it: 120, 1,200, 一百二十, 壹佰万, 120万, 1.2亿, 3万5千, 100 0000, 百分之二十.

The reading is exact (Decimal) and complete: whatever is not understood to the last character is refused, so that no part
of what was typed is dropped. Units after the number are left to `units`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from programs.cleaning import narrow

MAX_DIGITS = 15
MAX_DECIMALS = 12
MAX_LENGTH = 80

_DIGITS = "零〇○一二三四五六七八九两"
_SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans(
    "壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩貮弌负負點○", "一二二二三三三四五六六七八九十百千万亿两二一负负点〇"
)
_HAN = re.compile("[零〇一二三四五六七八九两十百千廿卅]+")
_NUMBER = re.compile(rf"[0-9{_DIGITS}十百千万亿廿卅点.,' ]*[0-9{_DIGITS}十百千万亿廿卅]")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([,' ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_GROUPED_BY_FOUR = re.compile(r"[0-9]{1,4}(?:([,' ])[0-9]{4})(?:\1[0-9]{4})*(?:\.[0-9]+)?")
_MIXED = re.compile(r"([0-9.]+|[一二三四五六七八九两])([十百千]?)")
_NEIGHBOURS = re.compile("[一二三四五六七八两][二三四五六七八九两]$")
"""Two numerals side by side, which people say for a guess: 五六个, 一两家."""
_FOREIGN_DIGIT = re.compile("[^\\W0-9a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written. `scaled`: it was written with 万 or 亿, so it counts single units, not the field's."""

    number: Decimal
    rest: str
    """What follows it: a unit, or nothing."""
    scaled: bool = False
    doubtful: bool = False
    """It can be read another way (3万5; 80,110,120)."""


class Unreadable(ValueError):
    """Raised when text is no single number; the message is a Chinese clause that says why, or empty."""


def foreign_digit(text: str) -> str:
    """The first character that is a digit or numeral but neither 0–9 nor a Chinese numeral (٣ ² ½ Ⅷ ① 𝟙), or ''."""
    for char in _FOREIGN_DIGIT.findall(text) + re.findall(
        "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u218b\u2460-\u24ff]", text
    ):
        if char.isnumeric() and not "\u3400" <= char <= "\u9fff" and char not in "〇○":
            return str(char)
    return ""


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral:
    """The number `text` begins with, and what follows it. `text` has no white space at its ends.

    Raises:
        Unreadable: it does not begin with a number, or with one that cannot be read for certain.
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable("这段文字太长，不像一个数")
    text = narrow(text).translate(_FORMAL)
    negative = text.startswith(("-", "负"))
    if negative:
        text = text[1:].lstrip()
    match = _NUMBER.match(text)
    if match is None:
        raise Unreadable("")
    written, rest = match.group(), text[match.end() :].strip()
    number, doubtful = _value(written)
    if negative and number == 0:
        raise Unreadable("0前面不用写负号")
    if number.adjusted() >= MAX_DIGITS:
        raise Unreadable(f"超过了{MAX_DIGITS}位，数太大")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAX_DECIMALS:
        raise Unreadable(f"小数最多写{MAX_DECIMALS}位")
    return Numeral(-number if negative else number, rest, "万" in written or "亿" in written, doubtful)


def _value(text: str) -> tuple[Decimal, bool]:
    """The value of a whole numeral and whether it is doubtful; 亿 and 万 split it, the parts are below ten thousand."""
    for sign, scale in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        head, found, tail = text.rpartition(sign)
        if not found:
            continue
        if not head:
            raise Unreadable(f"“{sign}”前面缺少数")
        value, doubtful = _value(head)
        if value <= 0 and tail:
            raise Unreadable("")
        if sign == "万" and value >= 10**4 and ("十" in head or "百" in head or "千" in head):
            raise Unreadable("")
        if not tail:
            return value * scale, doubtful
        below, loose = _tail(tail, scale)
        return value * scale + below, doubtful or (loose and (tail.isascii() or value >= 10))
    return _below_wan(text)


def _tail(tail: str, scale: Decimal) -> tuple[Decimal, bool]:
    """What stands after 万 or 亿: `5千`, `2000`, `零五`, or one digit of the next place (3万5)."""
    if len(tail) == 1 and tail in "123456789一二三四五六七八九":
        return _below_wan(tail)[0] * scale / 10, True
    below, doubtful = _value(tail)
    short = tail.isascii() and tail.isdigit() and len(tail) < len(str(scale)) - 1
    if below >= scale or short:
        raise Unreadable(f"“{tail}”放在这里有歧义")
    return below, doubtful


def _below_wan(text: str) -> tuple[Decimal, bool]:
    if _PLAIN.fullmatch(text):
        return Decimal(text), False
    if _GROUPED.fullmatch(text) or _GROUPED_BY_FOUR.fullmatch(text):
        groups = re.split("[,' ]", text.partition(".")[0])
        several = len(groups) > 2 and any(group.strip("0") for group in groups[1:])
        return Decimal(re.sub("[,' ]", "", text)), several
    whole, point, decimals = text.partition("点")
    if point and _HAN.fullmatch(whole) and re.fullmatch("[零〇一二三四五六七八九]+", decimals):
        digits = "".join(str("零一二三四五六七八九".index(char.replace("〇", "零"))) for char in decimals)
        return _han(whole) + Decimal(f"0.{digits}"), False
    if _HAN.fullmatch(text):
        return _han(text), False
    return _mixed(text), False


def _han(text: str) -> Decimal:
    """A numeral of Chinese characters alone, below ten thousand or read digit by digit (二〇二一)."""
    import cn2an  # 0.1 s, so only when somebody writes one

    if _NEIGHBOURS.match(text) or re.search("[三-九一二四五六七八]{2}[十百千]", text):
        raise Unreadable(f"“{text}”像是“{text[0]}到{text[1:]}”，请写一个确切的数")
    try:
        return Decimal(str(cn2an.cn2an(text.lstrip("零〇") if set(text) & set(_SMALL_SCALES) else text, "normal")))
    except (ValueError, KeyError, IndexError, TypeError):
        raise Unreadable("") from None


def _mixed(text: str) -> Decimal:
    """Digits with 十百千 after them, falling: 2千5百."""
    total, last, end = Decimal(0), 10**4, 0
    for match in _MIXED.finditer(text):
        scale = _SMALL_SCALES.get(match[2], 1)
        if match.start() != end or scale >= last or not (_PLAIN.fullmatch(match[1]) or match[1] in _DIGITS):
            raise Unreadable("")
        coefficient = Decimal(match[1]) if match[1].isascii() else _han(match[1])
        if scale == 1 and last <= 1000 and coefficient >= last:
            raise Unreadable("")
        total, last, end = total + coefficient * scale, scale, match.end()
    if end != len(text) or not text:
        raise Unreadable("")
    return total
