"""How dates and years are read, and what is asked back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.fields.registry import printed, to_json, understand
from forms.models import Slip, Understood
from programs.values import CalendarDate
from tests.forms.form_samples import field

DAY = field("date", date_precision="day")
MONTH = field("date", date_precision="month")
YEAR = field("date", date_precision="year")


def said(item: object, text: object) -> str:
    result = understand(item, text)  # type: ignore[arg-type]
    assert isinstance(result, Slip), result
    return result.message


@settings(deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_in_every_writing(day: date) -> None:
    """A day is the same day with dots, hyphens, slashes, Chinese signs, full width, or none of them."""
    wanted = CalendarDate(day.year, day.month, day.day)
    for text in (
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 号",
        day.strftime("%Y%m%d"),
        f"{day.isoformat()}T00:00:00",
        "".join(chr(ord(char) + 0xFEE0) for char in day.strftime("%Y.%m.%d")),
    ):
        result = understand(DAY, text)
        assert isinstance(result, Understood), text
        assert result.value == wanted, text
    assert to_json(DAY, wanted) == day.isoformat()
    assert printed(DAY, wanted) == f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("二〇二一年三月", "2021-03"),
        ("二○二一年十二月三十一日", "2021-12-31"),
        ("二零二零年十月二十日", "2020-10-20"),
        ("一九九九年十一月", "1999-11"),
        ("2021.3", "2021-03"),
        ("2021年3月份", "2021-03"),
        ("202103", "2021-03"),
        ("2021-03-05 10:30", "2021-03-05"),
        ("2021 3 5", "2021-03-05"),
        ("2021、3、5", "2021-03-05"),
        ("公元2021年3月", "2021-03"),
    ],
)
def test_other_writings(text: str, iso: str) -> None:
    """Chinese numerals and shortened writings are read with the precision they give."""
    result = understand(MONTH, text)
    assert isinstance(result, Understood)
    assert to_json(MONTH, result.value) == iso


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2021-02-29", "28天"),
        ("2021-04-31", "30天"),
        ("2021-13", "13月"),
        ("2021-00", "0月"),
        ("民国110年3月", "公历"),
        ("农历二〇二一年正月", "公历"),
        ("去年3月", "哪一年"),
        ("今年", "哪一年"),
        ("2021年底", "哪一年"),
        ("3月5日", "年份"),
        ("05/03/2021", "前面"),
        ("1899-01", "1899"),
        ("2101-01", "2101"),
        ("2021年3月至2022年5月", "一个日期"),
        ("2021", "写到月"),
        ("２０２①", "数字"),
        ("昨天", "哪一年"),
        ("abc", "例如"),
    ],
)
def test_what_is_asked_back(text: str, hint: str) -> None:
    """Days that do not exist, other calendars, relative and incomplete dates are named and refused."""
    assert hint in said(MONTH, text)


@pytest.mark.parametrize(
    ("day", "exists"), [("2020-02-29", True), ("2021-02-29", False), ("2000-02-29", True), ("1900-02-29", False)]
)
def test_leap_days(day: str, exists: bool) -> None:
    """29 February exists in leap years only."""
    assert isinstance(understand(DAY, day), Understood) is exists


@pytest.mark.parametrize(
    ("precision", "text", "enough"),
    [
        ("day", "2021-03", False),
        ("day", "2021-03-05", True),
        ("month", "2021", False),
        ("month", "2021-03", True),
        ("year", "2021", True),
    ],
)
def test_precision(precision: str, text: str, enough: bool) -> None:
    """A date less precise than the field wants is asked for again; a more precise one is kept whole."""
    assert isinstance(understand(field("date", date_precision=precision), text), Understood) is enough
    full = understand(field("date", date_precision=precision), "2021-03-05")
    assert isinstance(full, Understood)
    assert full.value == CalendarDate(2021, 3, 5)


@pytest.mark.parametrize("text", ["21年3月", "21.3.5", "99年12月"])
def test_two_digit_years_are_doubted(text: str) -> None:
    """A year of two digits is understood after a question."""
    result = understand(MONTH, text)
    assert isinstance(result, Understood)
    assert "对吗" in result.doubt


def test_years() -> None:
    """A year is a whole number within its bounds."""
    item = field("year", min=2010, max=2022)
    for raw in (2021, "2021", "2021年", "二〇二一", "２０２１年度"):
        result = understand(item, raw)
        assert isinstance(result, Understood)
        assert result.value == 2021
    assert "早于" in said(item, 2009)
    assert "晚于" in said(item, "2023年")
    assert isinstance(understand(item, 2010), Understood)
    assert isinstance(understand(item, 2022), Understood)
    assert said(item, "2021.3")
    assert said(item, 2021.5)
    assert said(item, True)
