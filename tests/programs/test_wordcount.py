"""字数 is what Word's 字数统计 shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.wordcount import count_characters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\t\u3000", 0),
        ("专利转化", 4),
        ("专利，转化。", 6),
        ("PCT", 1),
        ("PCT申请120件，占20.5%", 8),
        ("two words", 2),
        ("a-b c_d", 2),
        ("１２０件", 4),
        ("“专利”——转化……", 10),
        ("第1、2项", 5),
        ("𠮷野家", 3),
        ("（一）", 3),
        ("换\n行", 2),
        ("info@example.org联系", 3),
        ("❤\ufe0f好", 2),
        ("零\u200b宽", 2),
        ("👍好", 2),
    ],
)
def test_count(text: str, count: int) -> None:
    """Chinese characters and marks count one each, Latin words and numbers one a run, white space nothing."""
    assert count_characters(text) == count


@given(st.text(), st.text())
def test_pieces_apart_count_together(first: str, second: str) -> None:
    """Two texts with a line break between count what each counts."""
    assert count_characters(f"{first}\n{second}") == count_characters(first) + count_characters(second)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_chinese_text_counts_its_length(text: str) -> None:
    """Pure Chinese counts character by character."""
    assert count_characters(text) == len(text)
