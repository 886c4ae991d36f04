"""Yes and no, choices, texts, dates, and whether something was answered: what decides each and what is said of it."""

from __future__ import annotations

import pytest

from programs.values import CalendarDate, Special
from rules.conditions import facts_of
from tests.rules.making import condition, judge, verdict

LABELS = {
    "legal": "独立法人资格",
    "kind": "单位类型",
    "kind=park": "园区",
    "kind=university": "高校",
    "g.kind=park": "园区",
    "members": "成员单位",
    "members.kind": "成员单位·类型",
    "members.kind=park": "园区",
}


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("answer", [True, False])
def test_yes(wanted: bool, answer: bool) -> None:
    """A yes/no answer is met when it is the expected one; the gap says what would have to be the case."""
    found = judge(f"{{kind: yes, fact: legal, expect: {wanted}}}", {"legal": answer}, LABELS)
    assert found.verdict.value == ("met" if wanted == answer else "not_met")
    assert found.basis.value == "declared"
    assert found.working == f"独立法人资格：{'是' if answer else '否'}（申报单位自述）"
    assert found.gap == ("" if wanted == answer else f"“独立法人资格”须为“{'是' if wanted else '否'}”")
    computed = judge(f"{{kind: 'yes', fact: legal, declared: false, expect: {wanted}}}", {"legal": answer}, LABELS)
    assert (computed.basis.value, computed.working) == ("computed", f"独立法人资格：{'是' if answer else '否'}")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "未填"),
        (Special.NONE, "答“无”"),
        (Special.NOT_APPLICABLE, "答“不适用”"),
        ("是", "无法识别"),
        (1, "无法识别"),
    ],
)
def test_yes_undecided(answer: object, why: str) -> None:
    """Nothing but a yes or a no answers a yes/no question, not even 无, whichever way it is asked."""
    for wanted in (True, False):
        found = judge(f"{{kind: yes, fact: legal, expect: {wanted}}}", {"legal": answer}, LABELS)  # type: ignore[dict-item]
        assert (found.verdict.value, found.missing, found.gap) == ("unknown", ("legal",), "")
        assert found.working.endswith(f"；{why}：独立法人资格")


def test_yes_in_a_grid() -> None:
    """A cell of a grid may be a yes/no answer."""
    text = "{kind: yes, fact: g.2021.done}"
    assert verdict(text, {"g": {"2021": {"done": True}}}) == "met"
    assert judge(text, {"g": {"2021": {}}}).missing == ("g.2021.done",)


def test_choice() -> None:
    """One of the listed values meets it; 无 is none of them; the working shows the printed labels."""
    text = "{kind: choice, fact: kind, one_of: [park, university]}"
    assert judge(text, {"kind": "park"}, LABELS).working == "单位类型：园区"
    other = judge(text, {"kind": "enterprise"}, LABELS)
    assert (other.verdict.value, other.gap) == ("not_met", "“单位类型”须是：园区、高校")
    assert judge(text, {"kind": Special.NONE}, LABELS).working == "单位类型：无"
    for answer in (None, "", " ", Special.NOT_APPLICABLE, 5):
        assert verdict(text, {"kind": answer}) == "unknown"  # type: ignore[dict-item]
    negated = judge(f"{{kind: not, of: {text}}}", {"kind": "park"}, LABELS)
    assert (negated.verdict.value, negated.gap) == ("not_met", "“单位类型”须不是：园区、高校")
    assert judge("{kind: choice, fact: kind, one_of: [a], declared: true}", {"kind": "a"}).basis.value == "declared"
    assert judge(
        "{kind: choice, fact: g.2021.kind, one_of: [park]}", {"g": {"2021": {"kind": "park"}}}, LABELS
    ).working == ("g.2021.kind：园区")


def test_includes() -> None:
    """All of the listed values, or at least `n` of them; nothing ticked is no answer, 无 is."""
    every = "{kind: includes, fact: s, values: [a, b, c]}"
    two = "{kind: includes, fact: s, values: [a, b, c], n: 2}"
    assert verdict(every, {"s": ("a", "b", "c", "d")}) == "met"
    assert verdict(every, {"s": ("a", "b")}) == "not_met"
    assert judge(two, {"s": ("a", "b")}).working == "s：所列3项中有2项（a、b）"
    short = judge(two, {"s": ("a", "x")})
    assert (short.verdict.value, short.gap) == ("not_met", "“s”须至少包括其中2项：a、b、c")
    assert judge(two, {"s": Special.NONE}).working == "s：所列3项中有0项（无）"
    assert judge(f"{{kind: not, of: {two}}}", {"s": ("a", "b")}).gap == "“s”须少于其中2项：a、b、c"
    for answer in (None, (), Special.NOT_APPLICABLE, "a"):
        assert verdict(two, {"s": answer}) == "unknown"  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("文字", "met"),
        (0, "met"),
        (False, "met"),
        (({"a": 1},), "met"),
        ({"2021": {"a": 1}}, "met"),
        (Special.NONE, "not_met"),
        (Special.NOT_APPLICABLE, "not_met"),
        (None, "unknown"),
        ("  ", "unknown"),
        ((), "unknown"),
        (({},), "unknown"),
        (({"a": Special.NONE},), "unknown"),
        ({"2021": {}}, "unknown"),
    ],
)
def test_filled(answer: object, expected: str) -> None:
    """An answer with content is filled; 无 and 不适用 are not; what may still be filled is unknown."""
    found = judge("{kind: filled, fact: f}", {"f": answer})  # type: ignore[dict-item]
    assert found.verdict.value == expected
    assert found.missing == (("f",) if expected == "unknown" else ())
    assert found.gap == ("“f”须有内容" if expected == "not_met" else "")


def test_filled_says_what_was_answered() -> None:
    """The working tells content, 无 and 不适用 apart."""
    said = [
        judge("{kind: filled, fact: f}", {"f": answer}).working
        for answer in ("x", Special.NONE, Special.NOT_APPLICABLE)
    ]
    assert said == ["f：已填写", "f：无", "f：不适用"]
    assert judge("{kind: not, of: {kind: filled, fact: f}}", {"f": "x"}).gap == "“f”须为“无”或“不适用”"


def test_year_in() -> None:
    """A date or a year lies in the listed years or not; 无 lies in none."""
    text = "{kind: year_in, fact: d, years: [2020, 2021]}"
    assert judge(text, {"d": CalendarDate(2021, 3)}).working == "d：2021年3月"
    assert judge(text, {"d": 2020}).working == "d：2020年"
    for answer in (CalendarDate(2019, 12, 31), 2022, Special.NONE):
        found = judge(text, {"d": answer})
        assert (found.verdict.value, found.gap) == ("not_met", "“d”须在 2020、2021 年内")
    assert judge(text, {"d": Special.NONE}).working == "d：无"
    assert judge(f"{{kind: not, of: {text}}}", {"d": 2020}).gap == "“d”须不在 2020、2021 年内"
    for undecided in (None, Special.NOT_APPLICABLE, "2020", True):
        assert verdict(text, {"d": undecided}) == "unknown"  # type: ignore[dict-item]


def test_free_of() -> None:
    """A listed word in the text fails it, whatever its width and case."""
    text = "{kind: free_of, fact: t, words: [征地拆迁, PCT]}"
    assert judge(text, {"t": "设备购置"}).working == "t：未出现“征地拆迁”、“PCT”"
    found = judge(text, {"t": "用于ｐｃｔ申请"})
    assert (found.verdict.value, found.working, found.gap) == (
        "not_met",
        "t：出现了“PCT”",
        "“t”中不得出现“征地拆迁”、“PCT”",
    )
    assert verdict(text, {"t": Special.NONE}) == "met"
    assert judge(f"{{kind: not, of: {text}}}", {"t": "设备"}).gap == "“t”中须出现“征地拆迁”、“PCT”"
    for undecided in (None, " ", 5, Special.NOT_APPLICABLE):
        assert verdict(text, {"t": undecided}) == "unknown"  # type: ignore[dict-item]


def test_free_of_in_a_column() -> None:
    """Every row's text is looked at; one row without a text leaves it open, unless a word was found elsewhere."""
    text = "{kind: free_of, fact: budget, column: item, words: [人员经费]}"
    assert facts_of(condition(text)) == ("budget.item",)
    assert verdict(text, {"budget": ({"item": "设备"}, {"item": "差旅"})}) == "met"
    assert verdict(text, {"budget": ({"item": "设备"}, {"item": "人员经费"})}) == "not_met"
    assert verdict(text, {"budget": ({"item": "设备"}, {})}) == "unknown"
    assert verdict(text, {"budget": ({}, {"item": "人员经费"})}) == "not_met"
    assert verdict(text, {"budget": Special.NONE}) == "met"
    for undecided in (None, (), Special.NOT_APPLICABLE, "x"):
        assert judge(text, {"budget": undecided}).missing == ("budget",)  # type: ignore[dict-item]


def test_increasing() -> None:
    """Numbers that rise from each to the next; one known step down settles it, a gap elsewhere leaves it open."""
    text = "{kind: increasing, label: 授权量, unit: 件, values: [a, b, c]}"
    assert judge(text, {"a": 1, "b": 2, "c": 3}).working == "授权量 1 件、2 件、3 件，逐项递增"
    flat = judge(text, {"a": 1, "b": 3, "c": 3})
    assert (flat.verdict.value, flat.gap) == ("not_met", "3 件 须大于前一项 3 件")
    assert flat.working == "授权量 1 件、3 件、3 件，未逐项递增"
    assert verdict(text, {"a": 5, "c": 5}) == "not_met"
    open_ = judge(text, {"a": 1, "c": 5})
    assert (open_.verdict.value, open_.missing) == ("unknown", ("b",))
    assert open_.working == "授权量 1 件、？ 件、5 件，须逐项递增；未填：b"
    negated = f"{{kind: not, of: {text}}}"
    assert judge(negated, {"a": 1, "b": 2, "c": 3}).gap == "须并非逐项递增"
    assert judge(negated, {"a": 3, "b": 2}).working == "授权量 3 件、2 件、？ 件，未逐项递增"
    assert "须并非逐项递增" in judge(negated, {"a": 1}).working
    sums = "{kind: increasing, values: [{op: sum, of: [a, b]}, c]}"
    assert judge(sums, {"a": 1, "b": 2, "c": 4}).working == "1+2 = 3、4，逐项递增"
