"""Thresholds, their comparators, and what is said about a number on either side of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.values import Special
from tests.rules.making import average, condition, judge, number, verdict


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above"),
    [
        ("over", "not_met", "not_met", "met"),
        ("at_least", "not_met", "met", "met"),
        ("under", "met", "not_met", "not_met"),
        ("at_most", "met", "met", "not_met"),
        ("equals", "not_met", "met", "not_met"),
    ],
)
@pytest.mark.parametrize("step", [1, Decimal("0.01")])
@pytest.mark.parametrize("limit", [100, Decimal("0.5")])
def test_boundaries(comparator: str, below: str, at: str, above: str, step: Decimal, limit: Decimal) -> None:
    """A number just below, at and just above its threshold is judged as the comparator's wording says."""
    text = number(comparator, limit)
    assert [verdict(text, {"n": limit + change}) for change in (-step, 0, step)] == [below, at, above]
    opposite = f"{{kind: not, of: {text}}}"
    flipped = {"met": "not_met", "not_met": "met"}
    assert [verdict(opposite, {"n": limit + change}) for change in (-step, 0, step)] == [
        flipped[below],
        flipped[at],
        flipped[above],
    ]


@pytest.mark.parametrize(
    ("years", "limit", "expected"),
    [
        ((100, 100, 100), 100, "not_met"),
        ((99, 100, 101), 100, "not_met"),
        ((100, 100, 101), 100, "met"),
        ((101, 101, 101), 100, "met"),
        ((30, 30, 30), 30, "not_met"),
        ((30, 30, 31), 30, "met"),
    ],
)
def test_average_over_named_years(years: tuple[int, ...], limit: int, expected: str) -> None:
    """An average of exactly 100 or 30 is not 超过; 301/3 is, by a third."""
    answers = dict(zip("abc", years, strict=True))
    assert verdict(number("over", limit, average("a", "b", "c")), answers) == expected


def test_working_of_an_average() -> None:
    """The working shows the terms, the result (≈ where it is rounded) and the threshold with its unit."""
    text = "{kind: number, label: 年均专利授权量, unit: 件, over: 100, value: {op: average, of: [a, b, c]}}"
    assert judge(text, {"a": 80, "b": 110, "c": 120}).working == "年均专利授权量 (80+110+120)/3 ≈ 103.33 件 > 100 件"
    assert judge(text, {"a": 100, "b": 100, "c": 101}).working == "年均专利授权量 (100+100+101)/3 ≈ 100.33 件 > 100 件"
    exact = judge(text, {"a": 80, "b": 90, "c": 85})
    assert exact.working == "年均专利授权量 (80+90+85)/3 = 85 件 < 100 件，须 > 100 件"
    assert exact.gap == "还差 15 件（须超过 100 件）"
    at = judge(text, {"a": 100, "b": 100, "c": 100})
    assert at.working == "年均专利授权量 (100+100+100)/3 = 100 件，须 > 100 件"
    assert at.gap == "须超过 100 件，目前正好 100 件"


def test_a_rounded_number_never_looks_like_its_threshold() -> None:
    """300001/3000 over 100 is shown with as many decimals as it takes to be more than 100."""
    text = "{kind: number, over: 100, value: {op: ratio, of: a, to: b}}"
    assert judge(text, {"a": 300001, "b": 3000}).working == "300001/3000 ≈ 100.0003 > 100"
    assert judge(text, {"a": 299999, "b": 3000}).working == "299999/3000 ≈ 99.9997 < 100，须 > 100"


@pytest.mark.parametrize(
    ("comparator", "value", "gap"),
    [
        ("over", 98, "还差 2 人（须超过 100 人）"),
        ("over", 100, "须超过 100 人，目前正好 100 人"),
        ("at_least", 98, "还差 2 人"),
        ("at_least", Decimal("99.5"), "还差 0.5 人"),
        ("under", 103, "超出 3 人（须低于 100 人）"),
        ("under", 100, "须低于 100 人，目前正好 100 人"),
        ("at_most", 103, "超出 3 人（不得超过 100 人）"),
        ("equals", 98, "须为 100 人，还差 2 人"),
        ("equals", 103, "须为 100 人，多出 3 人"),
        ("over", 101, ""),
    ],
)
def test_gap(comparator: str, value: Decimal, gap: str) -> None:
    """The gap says how much is lacking, and of `over` and `under` that the limit itself is not enough."""
    assert judge(number(comparator, 100, unit="人"), {"n": value}).gap == gap


def test_gap_of_a_forbidden_number() -> None:
    """A number that must not be equal says so."""
    found = judge(f"{{kind: not, of: {number('equals', 0)}}}", {"n": 0})
    assert (found.working, found.gap) == ("n 0 件，须 ≠ 0 件", "不得为 0 件")


def test_an_inexact_gap_says_so() -> None:
    """A gap that had to be rounded is 约."""
    found = judge(number("over", 100, average("a", "b", "c")), {"a": 80, "b": 90, "c": 96})
    assert found.gap == "还差约 11.33 件（须超过 100 件）"


def test_percent_stands_close() -> None:
    """A percentage is written without a space before its sign."""
    text = '{kind: number, label: 增幅, unit: "%", at_least: 20, value: {op: growth, before: a, after: b}}'
    assert judge(text, {"a": 100, "b": 120}).working == "增幅 (120-100)/100×100 = 20% ≥ 20%"
    assert verdict(text, {"a": 100, "b": 119}) == "not_met"


@pytest.mark.parametrize("answer", [None, "120", True, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+99"), ("a",)])
def test_what_is_no_number_is_unknown(answer: object) -> None:
    """A missing answer, a text, a yes and an impossible amount leave a number unknown, whatever the comparator."""
    for comparator in ("over", "at_least", "under", "at_most", "equals"):
        found = judge(number(comparator, 0), {} if answer is None else {"n": answer})  # type: ignore[dict-item]
        assert (found.verdict.value, found.missing, found.gap) == ("unknown", ("n",), "")
        summed = judge(number(comparator, 0, "{op: sum, of: [n, m]}"), {"n": answer, "m": 1})  # type: ignore[dict-item]
        assert (summed.verdict.value, summed.missing) == ("unknown", ("n",))


def test_none_counts_as_zero_and_says_so() -> None:
    """无 is a number of zero and the working shows it."""
    found = judge(number("over", 5, average("a", "b")), {"a": Special.NONE, "b": 12})
    assert (found.verdict.value, found.working) == ("met", "(无（按0计）+12)/2 = 6 件 > 5 件")
    assert judge(number("under", 1), {"n": Special.NONE}).working == "n 无（按0计） 件 < 1 件"


def test_not_applicable_is_unknown_and_says_so() -> None:
    """不适用 decides nothing, and the working tells why."""
    found = judge(number("over", 5, average("a", "b", "c")), {"a": Special.NOT_APPLICABLE, "b": 12})
    assert found.verdict.value == "unknown"
    assert found.working == "(？+12+？)/3 件，须 > 5 件；答“不适用”：a；未填：c"
    assert found.missing == ("a", "c")


@given(st.lists(st.integers(0, 1000) | st.decimals(0, 1000, places=2), min_size=1, max_size=5), st.integers(0, 1000))
def test_averages_compare_exactly(values: list[int | Decimal], limit: int) -> None:
    """An average is compared as the exact fraction it is."""
    answers = {f"f{place}": value for place, value in enumerate(values)}
    exact = Fraction(sum(map(Fraction, values), Fraction(0))) / len(values)
    assert verdict(number("over", limit, average(*answers)), answers) == ("met" if exact > limit else "not_met")
    assert verdict(number("at_least", limit, average(*answers)), answers) == ("met" if exact >= limit else "not_met")


def test_exactly_one_comparator() -> None:
    """A number without a comparator, or with two, is no condition."""
    for text in ("{kind: number, value: n}", "{kind: number, value: n, over: 1, under: 5}"):
        with pytest.raises(ValueError, match="只能写一个比较"):
            condition(text)
