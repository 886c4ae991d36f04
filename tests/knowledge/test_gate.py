"""A model's sentence is shown only when every fact in it stands in the words it was given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.gate import numbers, problems

CLAUSE = "近3年内，申报单位年均专利授权量超过100件或者发明专利授权量超过30件；贯彻《高等学校知识产权管理规范》。"


@pytest.mark.parametrize(
    "text",
    [
        "近3年年均专利授权量要超过100件，或者发明专利授权量超过30件[1]。",
        "年均授权量须超过一百件，或发明超过三十件。",
        "要贯彻《高等学校知识产权管理规范》。",
        "两者满足其一即可。",
    ],
)
def test_what_the_clause_bears_out_passes(text: str) -> None:
    """Numbers in digits or characters, names and plain words that stand in the clause are let through."""
    assert problems(text, [CLAUSE]) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("要超过120件[1]。", "120"),
        ("补助金额为500万元。", "500"),
        ("要超过一百二十件。", "120"),
        ("截止2022年7月10日。", "2022"),
        ("增幅百分之二十五以上。", "25"),
        ("见[2]。", "不存在的条文"),
        ("要贯彻《科研组织知识产权管理规范》。", "科研组织"),
        ("您单位符合条件，放心报。", "结论"),
        ("不能申报。", "结论"),
        ("一定能立项。", "结论"),
        ("详见 https://example.com", "链接"),
        ("![图](x)", "链接或标记"),
        ("<b>超过100件</b>", "标记"),
        ("You need more than 100 granted patents.", "中文"),
        ("", "空"),
        ("超过100件。" * 60, "太长"),
    ],
)
def test_what_it_does_not_is_refused(text: str, why: str) -> None:
    """Each kind of unsupported statement is named."""
    assert any(why in problem for problem in problems(text, [CLAUSE]))


def test_verdict_words_pass_when_the_rules_gave_one() -> None:
    """Only the rules judge; then the model may repeat it."""
    assert problems("不符合条件：授权量没有超过100件。", [CLAUSE], may_judge=True) == ()


@given(st.integers(min_value=0, max_value=10**9))
def test_no_invented_number_passes(number: int) -> None:
    """Any number that the clause does not state is refused."""
    refused = any("这些数" in problem for problem in problems(f"要求是{number}件。", [CLAUSE]))
    assert refused == (str(number) not in {"3", "100", "30"})


def test_numbers_are_one_whatever_their_dress() -> None:
    """Full-width, grouped, scaled and spoken numbers meet in one form."""
    assert numbers("2,000万元") >= {"20000000"}
    assert numbers("两千万元") == {"20000000"}
    assert numbers("2.5亿") >= {"250000000"}
