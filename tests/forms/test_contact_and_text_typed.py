"""Telephone numbers, e-mail, postcodes, and free text."""

from __future__ import annotations

import pytest

from forms.fields.registry import printed, understand
from forms.models import Field, Slip, Understood
from programs.values import Special
from tests.forms.form_samples import field

PHONE = field("phone")
EMAIL = field("email")
POSTCODE = field("postcode")
LINE = field("text")
STORY = field("paragraph", max_chars=1000)


def value(item: Field, raw: object) -> object:
    result = understand(item, raw)
    assert isinstance(result, Understood), (raw, result.message)
    return result.value


def message(item: Field, raw: object) -> str:
    result = understand(item, raw)
    assert isinstance(result, Slip), (raw, result)
    return result.message


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("１３８　００１３　８０００", "13800138000"),
        ("手机：13800138000", "13800138000"),
        (13800138000, "13800138000"),
        ("0519-86000000", "0519-86000000"),
        ("0519－86000000", "0519-86000000"),
        ("0519—86000000", "0519-86000000"),
        ("（0519）86000000", "0519-86000000"),
        ("051986000000", "0519-86000000"),
        ("86-519-86000000", "0519-86000000"),
        ("010-62083114", "010-62083114"),
        ("0519-86000000转801", "0519-86000000转801"),
        ("0519-86000000 分机801", "0519-86000000转801"),
        ("0519-86000000-801", "0519-86000000转801"),
        ("400-800-8888", "400-800-8888"),
        ("4008008888", "400-800-8888"),
        ("+852 2123 4567", "+852 2123 4567"),
    ],
)
def test_numbers_are_kept_as_people_write_them(text: object, kept: str) -> None:
    """Country code, blanks, extensions, 400 numbers and full-width dashes are accepted and normalised (N09)."""
    assert value(PHONE, text) == kept


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1380013800", "您输入了10位"),
        ("138001380001", "您输入了12位"),
        ("86000000", "0519-86000000"),
        ("0519-860000", "区号"),
        ("0519-86000000/13800138000", "一个号码"),
        ("13800138000、13900139000", "一个号码"),
        ("电话联系", "数字"),
        ("12345", "电话号码"),
        ("٠١٢٣٤٥٦٧٨٩", "数字"),
        (1.5, "电话号码"),
    ],
)
def test_numbers_that_cannot_be(text: object, hint: str) -> None:
    """Wrong lengths are counted, a missing area code and several numbers named."""
    assert hint in message(PHONE, text)


def test_a_number_of_a_new_series_is_asked_back() -> None:
    """Eleven digits of a mobile number are never refused, at most doubted."""
    for prefix in range(130, 200):
        assert value(PHONE, f"{prefix}00138000")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Zhang.San@Example.COM", "Zhang.San@example.com"),
        ("zhang＠example．com", "zhang@example.com"),
        ("邮箱：a@example.com。", "a@example.com"),
        ("a@example。com", "a@example.com"),
    ],
)
def test_addresses_are_normalised(text: str, kept: str) -> None:
    """Full width and Chinese stops become what they stand for; only the domain is folded."""
    assert value(EMAIL, text) == kept


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("example.com", "没有“@”"),
        ("a@b@example.com", "几个“@”"),
        ("a b@example.com", "空格"),
        ("a@example", "点"),
        ("张三@example.com", "英文"),
        ("a..b@example.com", "英文"),
        ("a@-example.com", "英文"),
    ],
)
def test_addresses_that_cannot_be(text: str, hint: str) -> None:
    """What is missing in an address is said."""
    assert hint in message(EMAIL, text)


@pytest.mark.parametrize(("domain", "meant"), [("qq.con", "qq.com"), ("163.cm", "163.com"), ("gmial.com", "gmail.com")])
def test_usual_domains_misspelt_are_asked_back(domain: str, meant: str) -> None:
    """One letter off a usual mail domain is a question."""
    result = understand(EMAIL, f"a@{domain}")
    assert isinstance(result, Understood)
    assert meant in result.doubt


@pytest.mark.parametrize(
    ("text", "fits"), [("21300", False), ("213000", True), ("2130000", False), ("21300a", False), (213000, True)]
)
def test_postcodes_have_six_digits(text: object, fits: bool) -> None:
    """Six digits, no more, no less, and no letter."""
    assert isinstance(understand(POSTCODE, text), Understood) is fits


def test_impossible_postcodes_are_asked_back() -> None:
    """000000 is understood after a question."""
    result = understand(POSTCODE, "000000")
    assert isinstance(result, Understood)
    assert result.doubt


@pytest.mark.parametrize(
    "text",
    [
        "𠮷田㐂\ue863",
        "常卅大学",
        "`'; DROP TABLE--",
        "' OR 1=1",
        "%00",
        "../../etc",
        '" * NEAR( OR )',
        "{{ 7*7 }}",
        "A&B <公司>",
        "👨‍👩‍👧🇨🇳",
        "（全角），。；",
    ],
)
def test_text_is_kept_to_the_letter(text: str) -> None:
    """Rare characters, look-alikes, emoji and anything that looks like code are literal text (N11, N16, N17, N19, N20)."""
    for item in (LINE, STORY):
        assert value(item, text) == text
        assert printed(item, value(item, text)) == text  # type: ignore[arg-type]


def test_one_line_and_paragraphs() -> None:
    """A one-line field joins lines with a blank, a paragraph keeps them but no more than one empty line."""
    assert value(LINE, " 一\n 二\t三 ") == "一 二 三"
    assert value(STORY, "一\r\n二\n\n\n\n三\n") == "一\n二\n\n三"


@pytest.mark.parametrize(("count", "doubted"), [(999, False), (1000, False), (1001, True)])
def test_the_limit_is_told_and_never_cut(count: int, doubted: bool) -> None:
    """A text of exactly the limit passes; one more is asked back, whole (N10)."""
    result = understand(STORY, "字" * count)
    assert isinstance(result, Understood)
    assert bool(result.doubt) is doubted
    assert result.value == "字" * count


def test_a_million_characters_are_refused_with_words() -> None:
    """Far too long is refused, with the number of characters (N10)."""
    assert "1000000" in message(STORY, "字" * 1_000_000)
    assert "20000" in message(LINE, "字" * 20_000)


def test_long_texts_are_repeated_shortly() -> None:
    """The echo of a long text is its beginning and its length."""
    result = understand(STORY, "开头" + "字" * 500)
    assert isinstance(result, Understood)
    assert len(result.echo) < 60
    assert "共502字" in result.echo


@pytest.mark.parametrize("text", ["。。。", "???", "——", "...", "　"])
def test_punctuation_alone_is_no_text(text: str) -> None:
    """Signs without a word answer nothing, unless they are the usual dash for 无."""
    result = understand(LINE, text)
    assert isinstance(result, Slip) or result.echo == "无"


@pytest.mark.parametrize("text", ["没有传真", "无传真", "没有传真号码。", "暂无传真"])
def test_that_there_is_no_such_number_is_none(text: str) -> None:
    """没有传真 at 传真号码 is 无; where words may be the answer, and of another thing, it is not."""
    fax = field("phone", label="传真号码")
    assert value(fax, text) is Special.NONE
    assert value(field("text", label="传真号码"), text) == text
    assert isinstance(understand(fax, "没有手机"), Slip)
