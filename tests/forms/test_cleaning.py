"""Text is cleaned once, and what was taken away is told."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.cleaning import clean, clean_text, narrow


@pytest.mark.parametrize(
    ("text", "left", "told"),
    [
        ("a\x00b\x1bc\x7f", "abc", ("控制字符",)),
        ("常州\u202e大学\u2066", "常州大学", ("改变文字方向的字符",)),
        ("密\u200b码\ufeff", "密码", ("看不见的字符",)),
        ("a\ud800b\ufffe", "ab", ("残缺的字符",)),
        ("\x00\u202e\u200b", "", ("控制字符", "改变文字方向的字符", "看不见的字符")),
        ("\U000e0041\U000e007f标签", "标签", ("看不见的字符",)),
    ],
)
def test_what_nobody_types_is_removed(text: str, left: str, told: tuple[str, ...]) -> None:
    """NUL, escapes, overrides, zero-width and tag characters and lone surrogates go, and are told (N12, N13)."""
    cleaned = clean(text)
    assert cleaned.text == left
    assert cleaned.removed == told
    assert cleaned.note.startswith("已去掉")


@pytest.mark.parametrize(
    "text",
    [
        "𠮷野家",
        "㐂",
        "\ue863",
        "\uf900",
        "葛\U000e0100",
        "👨‍👩‍👧",
        "🇨🇳",
        "1️⃣",
        "e\u0301".encode().decode() and "é",
        "常卅大学",
        "`'; DROP--",
        "%00 ../",
        "（全角）ＡＢ",
        "\t表\n格",
    ],
)
def test_what_a_name_may_hold_stays(text: str) -> None:
    """Rare characters, private use, compatibility ideographs, variation selectors, emoji with joiners, odd ASCII (N11, N16, N17, N19)."""
    assert clean(text).text == text
    assert clean(text).note == ""


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_one(line_break: str) -> None:
    """All line breaks are one, and need no telling."""
    assert clean(f"一{line_break}二").text == "一\n二"
    assert clean(f"一{line_break}二").note == ""


def test_a_joiner_between_letters_goes() -> None:
    """A joiner stays only where it joins pictures."""
    assert clean("a\u200db").text == "ab"
    assert clean("👩\u200d🔬").text == "👩\u200d🔬"


def test_many_combining_marks_do_no_harm() -> None:
    """A thousand combining marks are kept, quickly (N11)."""
    text = "字" + "\u0335" * 1000
    assert len(clean_text(text)) == 1001


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_clean_text_is_clean(text: str) -> None:
    """Cleaning twice changes nothing more, and the result can be written as UTF-8 and XML."""
    once = clean(text)
    again = clean(once.text)
    assert again.text == once.text
    assert again.removed == ()
    once.text.encode("utf-8")
    assert all(char in "\t\n" or unicodedata.category(char) not in ("Cc", "Cs") for char in once.text)


def test_narrow_touches_width_only() -> None:
    """Full-width ASCII becomes half-width; other digits and Chinese stay, so that they can be refused by name."""
    assert narrow("ＡＢ１２，（）　￥") == "AB12,() ¥"
    assert narrow("²½①Ⅷ𝟙，一〇") == "²½①Ⅷ𝟙,一〇"
