"""Dates and years: 2021.3.5, 2021-03-05, 2021年3月, 二〇二一年三月, 20210305. A date is kept as precise as it was given.

Nothing here knows today's date: 去年 and 上个月 are asked back. Days that do not exist are refused.
"""

from __future__ import annotations

import calendar
import re
from decimal import Decimal

from forms.fields.kinds import Found, Json, PlainKind, Raw, as_text, wrong_kind
from forms.fields.numerals import foreign_digit
from forms.models import Field, Slip
from programs.cleaning import narrow
from programs.values import CalendarDate, Value

FIRST_YEAR, LAST_YEAR = 1900, 2100

_HAN_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_TENS = re.compile("([一二三]?)十([一二三四五六七八九]?)")
_SEPARATED = re.compile(r"([0-9]{4}|[0-9]{2})([-/.年])\s*([0-9]{1,2})(?:(?:月|\2)\s*([0-9]{1,2})\s*[日号]?|月份?)?")
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})?")
_YEAR = re.compile("([0-9]{4}|[0-9]{2})年度?|([0-9]{4})")
_CLOCK = re.compile(r"[ T]\s*[0-9]{1,2}[:：时][0-9]{0,2}(?::?[0-9]{2}(?:\.[0-9]+)?)?分?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$")
_RELATIVE = re.compile(
    "今年|去年|前年|明年|本月|上个?月|下个?月|今天|昨天|明天|近日|最近|目前|现在|年初|年底|年末|上半年|下半年|季度|[上中下]旬"
)
_OTHER_CALENDAR = re.compile("民国|昭和|平成|令和|农历|阴历|正月|腊月|初[一二三四五六七八九十]|佛历")
_NO_YEAR = re.compile(r"[0-9]{1,2}[月./-][0-9]{1,2}[日号]?|[0-9]{1,2}月")
_YEAR_LAST = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_BETWEEN = re.compile(r"(?<=[0-9零〇○一二三四五六七八九十])(?:\s+|\s*[、,·]\s*)(?=[0-9零〇○一二三四五六七八九十])")
"""Gaps that stand for a separator: 2021 3 5, 2021、3、5."""
_PRECISION = {"year": 0, "month": 1, "day": 2}
_WANTED = {
    "year": "年，例如 2021",
    "month": "年和月，例如 2021-03 或 2021年3月",
    "day": "年月日，例如 2021-03-05 或 2021年3月5日",
}


class DateKind(PlainKind):
    """A calendar date with the precision it was given, at least the field's."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The date, or why it is none."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, f"日期，请写{_WANTED[field.date_precision]}")
        read = _read_date(text)
        if isinstance(read, str):
            reason = read or f"没看出“{_short(text)}”是哪一天"
            return Slip(f"{reason}。“{field.label}”请写{_WANTED[field.date_precision]}。")
        date, doubt = read
        given = 0 if date.month is None else 1 if date.day is None else 2
        if given < _PRECISION[field.date_precision]:
            return Slip(
                f"“{field.label}”要写到{'日' if field.date_precision == 'day' else '月'}，请写{_WANTED[field.date_precision]}。"
            )
        return Found(date, f"“{text.strip()}”按{date.chinese()}记录，对吗？" if doubt else "")

    def to_json(self, field: Field, value: Value) -> Json:
        """ISO text: 2021-03-05, 2021-03 or 2021."""
        return value.iso() if isinstance(value, CalendarDate) else value

    def printed(self, field: Field, value: Value) -> str:
        """2021年3月5日, as precise as given."""
        return value.chinese() if isinstance(value, CalendarDate) else str(value)


class YearKind(PlainKind):
    """A calendar year, kept as a number."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The year, or why it is none."""
        if isinstance(raw, Decimal) and raw == raw.to_integral_value():
            raw = int(raw)
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "年份，例如 2021")
        read = _read_date(text)
        if isinstance(read, str) or read[0].month is not None:
            reason = (read if isinstance(read, str) else "") or f"“{_short(text)}”不是一个年份"
            return Slip(f"{reason}。“{field.label}”请写四位年份，例如 2021。")
        year = read[0].year
        for bound, wrong, word in (
            (field.min, field.min and year < field.min, "早于"),
            (field.max, field.max and year > field.max, "晚于"),
        ):
            if wrong:
                return Slip(f"“{field.label}”不能{word}{bound}年，您写的是{year}年，请核对。")
        return Found(year, f"“{text.strip()}”按{year}年记录，对吗？" if read[1] else "")

    def echo(self, field: Field, value: Value) -> str:
        """2021年."""
        return f"{value}年"


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 20 else f"{text[:20]}…"


def _read_date(typed: str) -> tuple[CalendarDate, bool] | str:
    """The date and whether its century was guessed, or a Chinese clause saying why there is none ('' for no idea)."""
    text = narrow(typed[:60]).strip().rstrip("。.，,；;")
    strange = foreign_digit(text)
    if strange:
        return f"“{strange}”这样的数字符号容易看错，请用普通数字0到9写"
    if _OTHER_CALENDAR.search(text):
        return "请用公历"
    if _RELATIVE.search(text):
        return f"“{_short(typed)}”没有写明是哪一年哪一月"
    text = _CLOCK.sub("", text)
    text = _BETWEEN.sub("-", text.removeprefix("公元"))
    text = "".join(_TENS.sub(_tens, text).translate(_HAN_DIGITS).split())
    if match := _SEPARATED.fullmatch(text):
        return _made(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _made(*match.groups())
    if match := _YEAR.fullmatch(text):
        return _made(match[1] or match[2], None, None)
    if _YEAR_LAST.fullmatch(text):
        return "年份请写在前面"
    if _NO_YEAR.fullmatch(text):
        return "没有写年份"
    if len(re.findall("[0-9]{4}", text)) > 1:
        return "这里只写一个日期，看到了几个"
    return ""


def _tens(match: re.Match[str]) -> str:
    """十 as 10, 十二 as 12, 二十 as 20, 三十一 as 31."""
    digits = "一二三四五六七八九"
    tens = digits.find(match[1]) + 1 if match[1] else 1
    return str(tens * 10 + (digits.find(match[2]) + 1 if match[2] else 0))


def _made(year: str, month: str | None, day: str | None) -> tuple[CalendarDate, bool] | str:
    guessed = len(year) == 2
    number = int(year) + (2000 if guessed and int(year) < 50 else 1900 if guessed else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return f"{number}年不像是这里要的年份"
    if month is not None and not 1 <= int(month) <= 12:
        return f"没有{int(month)}月"
    if month is not None and day is not None:
        last = calendar.monthrange(number, int(month))[1]
        if not 1 <= int(day) <= last:
            return f"{number}年{int(month)}月没有{int(day)}日，这个月只有{last}天"
    return CalendarDate(number, int(month) if month else None, int(day) if day else None), guessed
