"""The table of words: near is near, nothing is nothing, and a programme's view brings together what is asked alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.wordspace import sense_of, word_space


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("补贴多少钱", "资助金额", "专职人员"),
        ("什么时候截止", "最后期限", "银行账号"),
        ("找谁打电话", "联系人", "外观设计"),
    ],
)
def test_words_of_like_meaning_lie_near(asked: str, near: str, far: str) -> None:
    """A colloquial word is nearer to the official one than to another official one."""
    space = word_space()
    question = space.vector(asked)
    assert float(question @ space.vector(near)) > float(question @ space.vector(far)) + 0.1


@given(st.text(max_size=80))
def test_any_text_has_a_vector_of_length_one_or_none(text: str) -> None:
    """Whatever is typed, the vector is finite and of length 1, or zero when no word is known."""
    vector = word_space().vector(text)
    length = float(np.linalg.norm(vector))
    assert np.isfinite(vector).all()
    assert length == pytest.approx(1, abs=1e-3) or length == 0


def test_a_programme_finds_the_unit_that_is_asked_alike() -> None:
    """The nearest unit of a question is the one whose phrases mean the same."""
    asks = (("给多少钱", "补贴几万", "经费支持额度"), ("几号截止", "最晚哪天交", "时间还来得及吗"), ())
    sense = sense_of(asks, ("经费支持", "截止时间", "联系方式"))
    whole, best, texts = sense.nearness(sense.locate(["你好，能拿多少资助", "能拿多少资助"]))
    assert int(np.argmax(whole)) == int(np.argmax(best)) == int(np.argmax(texts)) == 0
    assert whole[2] == best[2] == 0
    assert (best >= whole).all()


def test_a_programme_without_phrases_still_has_a_view() -> None:
    """No phrases: only the units' own words count, and nothing fails."""
    sense = sense_of(((), ()), ("经费支持", "截止时间"))
    whole, best, texts = sense.nearness(sense.locate(["给多少钱"]))
    assert not whole.any()
    assert not best.any()
    assert texts[0] > texts[1]
