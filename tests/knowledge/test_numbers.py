"""Numbers are read alike however they are written."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numbers import mask, quantities, read_number


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_and_arabic_digits_read_alike(number: int) -> None:
    """A number in Chinese digits is the number in Arabic ones."""
    assert read_number(str(cn2an.an2cn(str(number)))) == number


@given(st.integers(min_value=1, max_value=99999), st.sampled_from(["件", "家", "份"]))
def test_a_quantity_is_found_with_its_unit(number: int, unit: str) -> None:
    """Whatever stands around it, a number with a unit is found and taken out by masking."""
    text = f"我们有{number}{unit}，够不够"
    (found,) = quantities(text)
    assert (found.value, found.unit) == (Decimal(number), unit)
    assert mask(text) == (f"我们有№{unit}，够不够", (f"{number}{unit}",))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("100万元", 1_000_000, "元"),
        ("1.2亿元", 120_000_000, "元"),
        ("三十多家", 30, "家"),
        ("两百件", 200, "件"),
        ("一百二十人", 120, "人"),
        ("3成", 30, "%"),
        ("25个百分点", 25, "%"),
        ("2万条", 20_000, "条"),
        ("5个人", 5, "人"),
        ("二〇二一年", 2021, "年"),
    ],
)
def test_units_are_brought_to_one_base(text: str, value: int, unit: str) -> None:
    """万元 and 亿元 become 元, 成 becomes a percentage, spoken units become printed ones."""
    (found,) = quantities(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


def test_a_number_asked_for_has_no_value() -> None:
    """几家 asks for a number of firms and is masked like one that is told."""
    (found,) = quantities("要几家企业")
    assert (found.value, found.unit, found.literal) == (None, "家", "")
    assert mask("要几家企业")[0] == mask("要30家企业")[0]


@pytest.mark.parametrize("text", ["", "十", "第三条第二款", "三（二）", "一般"])
def test_bare_digits_are_no_quantity(text: str) -> None:
    """Without a unit there is no quantity; clause numbers stay what they are."""
    assert quantities(text) == []
