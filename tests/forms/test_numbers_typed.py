"""How numbers are read: people's writing, units, and what is refused or asked back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.fields.registry import printed, to_json, understand
from forms.models import Field, Slip, Understood
from tests.forms.form_samples import COUNT, PERCENT, WAN, YUAN, field


def read(item: Field, text: object) -> Understood:
    result = understand(item, text)
    assert isinstance(result, Understood), result.message
    return result


def refused(item: Field, text: object) -> str:
    result = understand(item, text)
    assert isinstance(result, Slip), result
    return result.message


@pytest.mark.parametrize(
    "text",
    [
        "１００万元",
        "100万",
        "1,000,000元",
        "壹佰万元整",
        "一百万",
        "100 0000元",
        "1，000，000元",
        "0.01亿",
        "1百万元",
        "1000000元",
    ],
)
def test_one_million_in_ten_writings(text: str) -> None:
    """Every usual writing of a million yuan is 100 in a 万元 field, and echoed so (N01)."""
    result = read(WAN, text)
    assert result.value == Decimal(100)
    assert result.echo == "100（万元）"
    assert not result.doubt


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "1e309",
        "1E+999999",
        "-0",
        "0x10",
        "1_000",
        "true",
        "１ｅ５",
        "null",
        "+-5",
        "--5",
    ],
)
def test_computer_numbers_are_refused(text: str) -> None:
    """What only computers write is refused with words (N02)."""
    for item in (COUNT, WAN, PERCENT, field("number")):
        assert refused(item, text)


@pytest.mark.parametrize(
    "raw",
    [float("nan"), float("inf"), Decimal("NaN"), True, False, 1e309, 10**400, Decimal("1E+999999"), [], {}, ["1"]],
)
def test_odd_json_is_refused(raw: object) -> None:
    """NaN, infinity, booleans, lists and numbers beyond measure are no numbers in JSON either."""
    assert refused(WAN, raw)


@pytest.mark.parametrize("text", ["٣", "²", "½", "Ⅷ", "①", "𝟙", "10²", "㈠", "1½万"])
def test_other_digits_are_refused_by_name(text: str) -> None:
    """Digits of other kinds are never guessed at; the sign is named (N03)."""
    assert "数字0到9" in refused(COUNT, text)


@pytest.mark.parametrize(
    "text",
    [
        "100-200",
        "100~200万",
        "100至200",
        "80、110、120",
        "5或6",
        "2019年80，2020年90",
        "五六件",
        "一两个",
        "两三百",
        "三四十",
        "100到200件",
    ],
)
def test_ranges_and_several_numbers_are_refused(text: str) -> None:
    """A range or several numbers store nothing, and the person is told why."""
    assert refused(COUNT, text)
    assert refused(WAN, text)


@pytest.mark.parametrize("text", ["100以上", "超过100", "不少于100", "100+", ">100", "≥100件", "至少5件", "100以内"])
def test_bounds_are_refused(text: str) -> None:
    """A bound is no number."""
    assert "确定的数" in refused(COUNT, text)


@pytest.mark.parametrize("text", ["几十", "数百万", "十几", "若干件", "很多"])
def test_vague_figures_are_refused(text: str) -> None:
    """Vague words are no number."""
    refused(COUNT, text)


@pytest.mark.parametrize(
    ("text", "value"), [("约120", 120), ("120左右", 120), ("大概120件", 120), ("120多件", 120), ("100余件", 100)]
)
def test_rough_figures_are_asked_back(text: str, value: int) -> None:
    """A rough figure is understood, with a doubt."""
    result = read(COUNT, text)
    assert result.value == value
    assert "约数" in result.doubt


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("万元", "120", "120"),
        ("万元", "120万", "120"),
        ("万元", "1.2亿", "12000"),
        ("万元", "5000元", "0.5"),
        ("万元", "两千", "2000"),
        ("万元", "500千元", "50"),
        ("万元", "一点二亿元", "12000"),
        ("元", "120万", "1200000"),
        ("元", "12万3千", "123000"),
        ("亿元", "12000万元", "1.2"),
        ("亿元", "1.2", "1.2"),
        ("万元", "120w", "120"),
        ("万元", "1.5个亿", "15000"),
        ("万元", "120万人民币", "120"),
        ("万元", "五十万元人民币吧", "50"),
        ("亿元", "3千万", "0.3"),
    ],
)
def test_money_is_converted_exactly(unit: str, text: str, value: str) -> None:
    """An amount in another unit becomes the field's, without a digit lost."""
    assert read(field("money", unit=unit), text).value == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("万条", "3000条", "0.3"),
        ("万条", "1.5万", "1.5"),
        ("万条", "2", "2"),
        ("条", "1.5万条", "15000"),
        ("件", "2万件", "20000"),
    ],
)
def test_counts_are_converted_exactly(unit: str, text: str, value: str) -> None:
    """万条 and 条, 万件 and 件 go over into each other."""
    assert read(field("number", unit=unit), text).value == Decimal(value)


def test_another_unit_is_refused() -> None:
    """People are not counted in 家, patents not in 元, money not in dollars or percent."""
    assert "“人”" in refused(field("integer", unit="人"), "5家")
    assert "“件”" in refused(COUNT, "120元")
    assert "美元" in refused(WAN, "120万美元")
    assert "万元" in refused(WAN, "20%")


@pytest.mark.parametrize(("number", "doubted"), [(99999, False), (100000, True), (5000000, True)])
def test_a_bare_amount_that_must_be_yuan_is_doubted(number: int, doubted: bool) -> None:
    """From 100000万元 on, a bare number in a 万元 field is asked back with the amount in words."""
    for raw in (number, str(number)):
        assert bool(read(WAN, raw).doubt) is doubted
    assert read(WAN, "5000000").doubt == "5000000万元即500亿元，单位是不是元？"


def test_a_written_unit_is_not_doubted() -> None:
    """Whoever writes the unit is believed."""
    assert not read(WAN, "500亿元").doubt
    assert not read(YUAN, "5元").doubt
    assert "万元" in read(YUAN, "5").doubt
    assert not read(YUAN, "1000").doubt


@pytest.mark.parametrize(
    ("text", "value"), [("20", 20), ("20%", 20), ("百分之二十", 20), ("两成五", 25), ("千分之五", Decimal("0.5"))]
)
def test_percent(text: str, value: Decimal) -> None:
    """20% is 20, however it is said."""
    assert read(PERCENT, text).value == value
    assert read(PERCENT, text).echo.endswith("%")


@pytest.mark.parametrize(
    ("text", "value"), [("增长20%", 20), ("百分之百", 100), ("+20", 20), ("同比增长 20 个百分点", 20)]
)
def test_growth_in_words(text: str, value: int) -> None:
    """Words of growth before the number and a plus sign make no difference."""
    assert read(PERCENT, text).value == value


def test_a_yuan_sign_counts_yuan() -> None:
    """¥1,200,000 in a 万元 field is 120万元, after a question; with 万 written there is none."""
    result = read(WAN, "¥1,200,000")
    assert result.value == 120
    assert "对吗" in result.doubt
    assert not read(WAN, "¥120万").doubt


def test_unlikely_percentages_are_doubted() -> None:
    """0.2 may mean 20%, and 2000% is asked back."""
    assert "20%" in read(PERCENT, "0.2").doubt
    assert read(PERCENT, "2000").doubt
    assert not read(PERCENT, "0.2%").doubt


@pytest.mark.parametrize(("value", "fits"), [(1, False), (2, True), (10, True), (11, False)])
def test_bounds_of_the_field(value: int, fits: bool) -> None:
    """The least and the largest possible number are possible; one beyond is not."""
    bounded = field("integer", unit="人", min=2, max=10)
    assert isinstance(understand(bounded, str(value)), Understood) is fits
    assert isinstance(understand(bounded, value), Understood) is fits


def test_counts_and_money_are_not_negative() -> None:
    """Counts and money start at 0 unless the field says otherwise; growth may fall."""
    assert "不能小于0" in refused(COUNT, "-1")
    assert refused(WAN, "负五万元")
    assert read(field("money", unit="万元", min=-100), "-5").value == Decimal(-5)
    assert read(PERCENT, "-5%").value == Decimal(-5)


@pytest.mark.parametrize(
    ("raw", "whole"), [("12.0", True), ("12.5", False), (Decimal("12.0"), True), (12.5, False), ("0.5万", True)]
)
def test_integers_refuse_fractions(raw: object, whole: bool) -> None:
    """12.0件 is 12件; 12.5件 does not exist."""
    assert isinstance(understand(COUNT, raw), Understood) is whole


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("3万5", True),
        ("3万5千", False),
        ("三万五", False),
        ("一百万五", True),
        ("80,110,120", True),
        ("1,000,000", True),
    ],
)
def test_writings_with_two_readings_are_asked_back(text: str, doubted: bool) -> None:
    """3万5 is 35000 after a question; a list written with commas is asked back rather than read as one number in silence."""
    assert ("读作" in read(field("number"), text).doubt) is (doubted and text != "1,000,000")


def test_tenths_add_up() -> None:
    """0.1 and 0.2 make 0.3, because nothing is ever a float."""
    assert read(WAN, 0.1).value + read(WAN, "0.2").value == Decimal("0.3")  # type: ignore[operator]


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_plain_numbers_are_read_as_they_stand(number: Decimal) -> None:
    """Any decimal written plainly, in full width, or with thousands, is the same number."""
    item = field("number")
    plain = format(number, "f")
    whole, _, fraction = plain.partition(".")
    grouped = f"{int(whole):,}.{fraction}"
    wide = "".join(chr(ord(char) + 0xFEE0) for char in plain)
    assert {read(item, text).value for text in (plain, grouped, wide)} == {number}
    assert Decimal(printed(item, read(item, plain).value)) == number


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_wan_and_yuan_agree(yuan: int) -> None:
    """An amount in 元 means the same in a 元, a 万元 and an 亿元 field."""
    text = f"{yuan}元"
    assert read(YUAN, text).value == yuan
    assert read(WAN, text).value * 10**4 == yuan  # type: ignore[operator]
    assert read(field("money", unit="亿元"), text).value * 10**8 == yuan  # type: ignore[operator]


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_chinese_numerals_are_read(number: int) -> None:
    """Every number written in Chinese numerals, plain or formal, is read back."""
    import cn2an

    for mode in ("low", "up"):
        written = cn2an.an2cn(number, mode)
        if len(written) > 1 or mode == "up":
            assert read(field("number"), written).value == number, written


@pytest.mark.parametrize("value", ["0.1", "120", "33.333333", "0.000001", "123456789.123456", "99999999999.99"])
def test_json_keeps_every_digit(value: str) -> None:
    """A number goes to JSON as a plain number when that loses nothing."""
    item = field("number")
    wire = to_json(item, Decimal(value))
    assert Decimal(str(wire)) == Decimal(value) or read(item, wire).value == Decimal(value)
    assert read(item, wire).value == Decimal(value)
