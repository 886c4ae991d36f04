"""What can be reckoned: sums, grids, tables, differences, conversions, quotients, growth, lengths."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.values import Special
from rules.conditions import facts_of
from tests.rules.making import condition, judge, number, verdict

GRID = "{op: grid_sum, grid: g, rows: ['2020', '2021'], columns: [a, b]}"
MEAN = "{op: grid_average, grid: g, rows: ['2020', '2021'], columns: [a, b]}"
LABELS = {
    "g": "授权量",
    "g.2021.b": "授权量·2021年·发明",
    "members": "成员单位",
    "members.patents": "成员单位·专利数",
}


def test_grid_sum_and_average() -> None:
    """Rows and columns are added; the average is over rows, and the working keeps each year together."""
    answers = {"g": {"2020": {"a": 1, "b": 2}, "2021": {"a": 3, "b": 4}}}
    assert judge(number("equals", 10, GRID), answers).working == "(1+2)+(3+4) = 10 件 = 10 件"
    assert judge(number("equals", 5, MEAN), answers).working == "((1+2)+(3+4))/2 = 5 件 = 5 件"
    assert facts_of(condition(number("over", 1, MEAN))) == ("g.2020.a", "g.2020.b", "g.2021.a", "g.2021.b")


def test_grid_with_amounts() -> None:
    """Amounts with decimals are added exactly, beside whole numbers."""
    answers = {"g": {"2020": {"a": Decimal("0.1"), "b": 2}, "2021": {"a": Decimal("0.2"), "b": 4}}}
    assert judge(number("equals", "6.3", GRID), answers).working == "(0.1+2)+(0.2+4) = 6.3 件 = 6.3 件"
    assert judge(number("equals", "3.15", MEAN), answers).working == "((0.1+2)+(0.2+4))/2 = 3.15 件 = 3.15 件"


def test_a_missing_cell_leaves_the_sum_unknown() -> None:
    """One cell missing, and the sum is unknown and names that cell."""
    answers = {"g": {"2020": {"a": 1, "b": 2}, "2021": {"a": 300}}}
    found = judge(number("over", 10, GRID), answers, LABELS)
    assert (found.verdict.value, found.missing) == ("unknown", ("g.2021.b",))
    assert found.working == "(1+2)+(300+？) 件，须 > 10 件；未填：授权量·2021年·发明"


@pytest.mark.parametrize("grid", [{}, {"2020": {"a": 1, "b": 1}}, Special.NOT_APPLICABLE, "文字", (), ({"a": 1},)])
def test_a_grid_not_fully_answered_is_unknown(grid: object) -> None:
    """Missing rows, 不适用 for the whole grid, and anything that is no grid leave it unknown."""
    assert verdict(number("at_least", 0, GRID), {"g": grid}) == "unknown"  # type: ignore[dict-item]
    assert verdict(number("at_least", 0, "g.2020.c"), {"g": grid}) == "unknown"  # type: ignore[dict-item]


def test_none_for_a_whole_grid_or_row() -> None:
    """无 said of a grid, or of a year, is said of its cells."""
    assert judge(number("at_most", 0, GRID), {"g": Special.NONE}).verdict.value == "met"
    half = {"g": {"2020": Special.NONE, "2021": {"a": 3, "b": 4}}}
    assert judge(number("equals", 7, GRID), half).working == "(无（按0计）+无（按0计）)+(3+4) = 7 件 = 7 件"  # type: ignore[arg-type]


def test_cells_of_several_grids_in_one_average() -> None:
    """转让、许可 and 作价入股 of one year are added, then averaged over the years."""
    value = "{op: average, of: [{op: sum, of: [t.2020.n, l.2020.n]}, {op: sum, of: [t.2021.n, l.2021.n]}]}"
    answers = {"t": {"2020": {"n": 10}, "2021": {"n": 20}}, "l": {"2020": {"n": 5}, "2021": {"n": 26}}}
    assert judge(number("over", 30, value), answers).working == "((10+5)+(20+26))/2 = 30.5 件 > 30 件"


def test_sums_of_mixed_parts() -> None:
    """A sum may hold other reckonings, cells, keys and constants; its working brackets them."""
    value = "{op: sum, of: [a, {op: scale, of: pct, by: 0.5}, {op: average, of: [b, c]}, 1]}"
    answers = {"a": 1, "pct": 5, "b": 1, "c": 2}
    assert judge(number("equals", 6, value), answers).working == "1+(5×0.5)+((1+2)/2)+1 = 6 件 = 6 件"
    assert judge(number("equals", 6, value), answers | {"c": None}).missing == ("c",)  # type: ignore[dict-item]
    mixed = "{op: sum, of: [a, g.2020.a]}"
    assert verdict(number("equals", 3, mixed), {"a": 1, "g": {"2020": {"a": 2}}}) == "met"
    assert verdict(number("equals", 3, mixed), {"a": 1, "g": {"2020": {}}}) == "unknown"


def test_a_path_of_odd_length_is_unknown() -> None:
    """A path that can lead to no scalar is unknown, never an error."""
    assert verdict(number("over", 0, "{op: sum, of: [m.a, m.b]}"), {"m": {"a": {"x": 1}, "b": 2}}) == "unknown"
    assert verdict(number("over", 0, "m.a"), {"m": ({"a": 1},)}) == "unknown"


def test_members_are_summed() -> None:
    """A column is added over all members; one member without a number leaves the sum unknown and names the row."""
    value = "{op: sum_column, table: members, column: patents}"
    text = number("over", 400, value)
    assert judge(text, {"members": ({"patents": 200}, {"patents": 201})}).working == "200+201 = 401 件 > 400 件"
    assert verdict(text, {"members": ({"patents": 200}, {"patents": 200})}) == "not_met"
    found = judge(text, {"members": ({"patents": 900}, {"name": "乙"})}, LABELS)
    assert (found.verdict.value, found.missing) == ("unknown", ("members.2.patents",))
    assert found.working == "900+？ 件，须 > 400 件；未填：成员单位第2行专利数"
    assert facts_of(condition(text)) == ("members.patents",)


def test_amounts_of_members_are_summed() -> None:
    """Amounts in a column are added exactly; 无 counts 0, and amounts of nothing add up to nothing."""
    text = number("equals", "0.3", "{op: sum_column, table: members, column: wan}", unit="万元")
    rows = ({"wan": Decimal("0.1")}, {"wan": Decimal("0.2")}, {"wan": Special.NONE})
    assert judge(text, {"members": rows}).working == "0.1+0.2+无（按0计） = 0.3 万元 = 0.3 万元"
    assert judge(text, {"members": rows[:2]}).verdict.value == "met"
    zero = judge(text, {"members": ({"wan": Decimal("0.0")},)})
    assert (zero.verdict.value, zero.gap) == ("not_met", "须为 0.3 万元，还差 0.3 万元")
    assert judge(text, {"members": ({"wan": Decimal("NaN")},)}).missing == ("members.1.wan",)


def test_a_long_column_is_not_written_out() -> None:
    """Beyond a dozen rows the working shows the ends and the count."""
    rows = tuple({"patents": place} for place in range(1, 21))
    found = judge(number("over", 400, "{op: sum_column, table: members, column: patents}"), {"members": rows})
    assert found.working == "1+…+20（共20行） = 210 件 < 400 件，须 > 400 件"


def test_counting_rows() -> None:
    """Rows are counted; a blank row leaves the count open, as it may still be filled or struck out."""
    text = number("at_least", 2, "{op: count_rows, table: members}")
    assert judge(text, {"members": ({"name": "甲"}, {"name": "乙"})}, LABELS).working == "成员单位 2 件 ≥ 2 件"
    assert verdict(text, {"members": ({"name": "甲"},)}) == "not_met"
    assert judge(text, {"members": ({"name": "甲"}, {"name": "乙"}, {})}).missing == ("members",)
    assert verdict(text, {"members": ({"name": "甲"}, "乙")}) == "unknown"  # type: ignore[dict-item]


@pytest.mark.parametrize("value", ["{op: sum_column, table: members, column: n}", "{op: count_rows, table: members}"])
def test_tables_without_rows(value: str) -> None:
    """A table answered 无 counts 0; one without rows, unanswered or 不适用 is unknown, even for `at_most`."""
    text = number("at_most", 5, value)
    found = judge(text, {"members": Special.NONE})
    assert found.verdict.value == "met"
    assert "无（按0计）" in found.working
    for answers in ({}, {"members": ()}, {"members": Special.NOT_APPLICABLE}, {"members": "甲"}):
        found = judge(text, answers)  # type: ignore[arg-type]
        assert (found.verdict.value, found.missing) == ("unknown", ("members",))


def test_difference_and_scale() -> None:
    """Differences may be negative; a conversion multiplies exactly."""
    assert judge(number("under", 0, "{op: difference, of: a, less: b}"), {"a": 1, "b": 3}).working == (
        "1-3 = -2 件 < 0 件"
    )
    assert (
        verdict(number("equals", "0.3", "{op: difference, of: a, less: b}"), {"a": Decimal("0.4"), "b": Decimal("0.1")})
        == "met"
    )
    scaled = judge(number("at_least", 30, "{op: scale, of: a, by: 0.5}"), {"a": 59})
    assert (scaled.working, scaled.gap) == ("59×0.5 = 29.5 件 < 30 件，须 ≥ 30 件", "还差 0.5 件")
    assert judge(number("at_least", 30, "{op: scale, of: a, by: 2}"), {"a": 15}).working == "15×2 = 30 件 ≥ 30 件"
    assert judge(number("at_least", 30, "{op: difference, of: a, less: b}"), {"a": 15}).missing == ("b",)


def test_negative_terms_stand_in_brackets() -> None:
    """A negative answer inside a reckoning is bracketed."""
    assert judge(number("equals", 3, "{op: sum, of: [a, b]}"), {"a": 5, "b": -2}).working == "5+(-2) = 3 件 = 3 件"


def test_ratio() -> None:
    """A quotient is exact; dividing by zero is unknown with nothing missing, as asking again would not help."""
    text = number("at_least", "0.6", "{op: ratio, of: a, to: b}", unit='""')
    assert judge(text, {"a": 3, "b": 5}).working == "3/5 = 0.6 ≥ 0.6"
    assert judge(text, {"a": Decimal("0.6"), "b": 1}).verdict.value == "met"
    assert judge(text, {"a": 2, "b": -3}).working == "2/(-3) ≈ -0.67 < 0.6，须 ≥ 0.6"
    zero = judge(text, {"a": 3, "b": 0})
    assert (zero.verdict.value, zero.missing) == ("unknown", ())
    assert zero.working == "3/0，须 ≥ 0.6；除数为0，无法计算：0"
    assert judge(text, {"b": 0}).missing == ("a",)


def test_growth() -> None:
    """Growth is in percent; from zero or less there is none."""
    text = number("at_least", 20, "{op: growth, before: a, after: b}", unit='"%"')
    assert judge(text, {"a": 3, "b": 4}).working == "(4-3)/3×100 ≈ 33.33% ≥ 20%"
    assert verdict(text, {"a": Decimal("10"), "b": Decimal("12")}) == "met"
    for base in (0, -5, Special.NONE):
        found = judge(text, {"a": base, "b": 4})
        assert (found.verdict.value, found.missing) == ("unknown", ())
        assert "基数不大于0，增幅无法计算" in found.working
    assert judge(text, {"a": 3}).working == "(？-3)/3×100%，须 ≥ 20%；未填：b"
    assert judge(text, {}).missing == ("a", "b")


def test_characters() -> None:
    """A text is measured in 字; blank is unknown, 无 has none."""
    text = number("at_most", 5, "{op: characters, of: t}", unit="字")
    assert judge(text, {"t": "专利 PCT"}, {"t": "概述"}).working == "概述 3 字 ≤ 5 字"
    assert judge(text, {"t": "一二三四五六"}, {"t": "概述"}).gap == "超出 1 字（不得超过 5 字）"
    assert verdict(text, {"t": Special.NONE}) == "met"
    for answer in (None, "  ", 5, Special.NOT_APPLICABLE):
        assert judge(text, {"t": answer}).missing == ("t",)  # type: ignore[dict-item]


def test_enormous_numbers_are_judged_and_shown_short() -> None:
    """A whole number of a thousand digits is compared exactly and not written out."""
    huge = 10**5000
    for value in ("n", "{op: sum, of: [n, m]}"):
        found = judge(number("over", 5, value), {"n": huge, "m": 1})
        assert found.verdict.value == "met"
        assert "1.000E+5000" in found.working
        assert len(found.working) < 80


def test_a_quotient_of_few_decimals_is_shown_in_full() -> None:
    """1/8 is 0.125, not ≈ 0.13."""
    assert judge(number("over", 0, "{op: ratio, of: a, to: b}"), {"a": 1, "b": 8}).working == "1/8 = 0.125 件 > 0 件"


@given(
    st.lists(
        st.lists(st.integers(-50, 500) | st.decimals(0, 500, places=2), min_size=2, max_size=2), min_size=2, max_size=2
    )
)
def test_grids_and_sums_of_cells_agree(values: list[list[int | Decimal]]) -> None:
    """A grid average and the average of the years' sums, written out, are the same number and read the same."""
    grid = {year: dict(zip("ab", row, strict=True)) for year, row in zip(("2020", "2021"), values, strict=True)}
    written_out = "{op: average, of: [{op: sum, of: [g.2020.a, g.2020.b]}, {op: sum, of: [g.2021.a, g.2021.b]}]}"
    first, second = (judge(number("over", 100, value), {"g": grid}) for value in (MEAN, written_out))
    assert first == second
    mean = sum(map(Decimal, (value for row in values for value in row)), Decimal(0)) / 2
    assert (first.verdict.value == "met") == (mean > 100)
