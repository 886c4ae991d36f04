"""Questions and guides meet whatever the width, script, spelling or language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.chinese import grams, normalise
from knowledge.lexicon import Lexicon
from knowledge.shared import shared_questions

LEXICON = Lexicon(shared_questions(), {"授权": ("拿证",)})


def test_width_script_and_invisible_characters_do_not_matter() -> None:
    """Full width, traditional characters and zero-width spaces come out as plain simplified text."""
    assert normalise("Ｒ＆Ｄ　專利\u200b轉讓") == "r&d 专利转让"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Normal text is left alone, whatever was typed."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=80))
def test_any_text_can_be_cut(text: str) -> None:
    """Nothing a person can type makes the cutting fail, and no gram is empty."""
    assert all(LEXICON.grams(LEXICON.plain(text)))


def test_grams_do_not_cross_punctuation() -> None:
    """Characters on both sides of a comma are not neighbours."""
    assert "利转" not in grams("专利，转让")
    assert "利转" in grams("专利转让")


def test_different_words_for_one_thing_meet() -> None:
    """A pack's own words and the shared ones lead to the same concept."""
    assert "§授权" in LEXICON.phrase("一年要拿证几件")
    assert "§授权" in LEXICON.document("年均专利授权量")


def test_english_words_are_followed_by_chinese_ones() -> None:
    """An English question holds the Chinese words for what it asks."""
    plain = LEXICON.plain("What is the deadline of the Beijing programme?")
    assert "截止时间" in plain
    assert "北京" in plain


def test_slips_of_sound_are_put_right() -> None:
    """A pair of characters nobody uses becomes the common one that sounds like it; known pairs are left alone."""
    known = {"专利": 50, "申报": 40, "项目": 30}
    assert LEXICON.mended("专力申抱项目", lambda pair: known.get(pair, 0)) == "专利申报项目"
    assert LEXICON.mended("时事", lambda pair: known.get(pair, 0)) == "时事"
