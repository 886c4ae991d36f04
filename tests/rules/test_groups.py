"""Groups and rows of a table: what a verdict rests on, which facts still matter, how alternatives are put to people."""

from __future__ import annotations

import pytest

from programs.values import Special
from rules.conditions import facts_of
from tests.rules.making import condition, judge, verdict

PATENTS = """
kind: any
of:
  - {kind: number, label: 年均专利授权量, unit: 件, over: 100, value: {op: average, of: [a, b]}}
  - {kind: number, label: 年均发明专利授权量, unit: 件, over: 30, value: {op: average, of: [c, d]}}
"""
MEMBERS = "{kind: every, table: members, where: {kind: yes, fact: clean}}"
LABELS = {"members": "成员单位", "members.clean": "成员单位·无侵权"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": 101, "b": 100}, "met"),
        ({"c": 31, "d": 30}, "met"),
        ({"a": 101, "b": 100, "c": 0, "d": 0}, "met"),
        ({"a": 0, "b": 0, "c": 31, "d": 30}, "met"),
        ({"a": 100, "b": 100, "c": 30, "d": 30}, "not_met"),
        ({"a": 100, "b": 100}, "unknown"),
        ({"a": 100, "b": 100, "c": 30}, "unknown"),
    ],
)
def test_each_limb_of_an_or_suffices(answers: dict[str, int], expected: str) -> None:
    """Either limb alone meets it, whatever is missing in the other; neither alone fails it."""
    assert verdict(PATENTS, answers) == expected


def test_what_still_matters_of_an_or() -> None:
    """A met limb leaves nothing missing; a failed limb's facts no longer matter."""
    assert judge(PATENTS, {"a": 101, "b": 100}).missing == ()
    assert judge(PATENTS, {"a": 100, "b": 100, "d": 5}).missing == ("c",)
    assert judge(PATENTS, {}).missing == ("a", "b", "c", "d")


def test_the_gap_of_an_or_names_the_alternatives() -> None:
    """Each failed limb says what it lacks, joined by 或; the working marks each limb."""
    found = judge(PATENTS, {"a": 90, "b": 90, "c": 20, "d": 30})
    assert found.gap == "年均专利授权量还差 10 件（须超过 100 件），或 年均发明专利授权量还差 5 件（须超过 30 件）"
    assert found.working.startswith(
        "【不满足】年均专利授权量 (90+90)/2 = 90 件 < 100 件，须 > 100 件；或 【不满足】年均发明"
    )


def test_what_still_matters_of_an_and() -> None:
    """A failed part leaves nothing missing; the gap names all parts known to fail."""
    text = (
        "{kind: all, of: [{kind: number, value: a, unit: 人, at_least: 5}, {kind: yes, fact: y}, {kind: yes, fact: z}]}"
    )
    assert judge(text, {"a": 5}).missing == ("y", "z")
    failed = judge(text, {"a": 3, "z": False})
    assert (failed.verdict.value, failed.missing, failed.gap) == ("not_met", (), "a还差 2 人；“z”须为“是”")


def test_a_fact_read_twice_is_listed_once() -> None:
    """Missing facts and facts read come once each, in reading order."""
    text = "{kind: any, of: [{kind: yes, fact: b}, {kind: yes, fact: a}, {kind: yes, fact: b, expect: false}]}"
    assert judge(text, {}).missing == facts_of(condition(text)) == ("b", "a")


NESTED = "{kind: any, of: [{kind: yes, fact: a}, {kind: all, of: [{kind: yes, fact: b}, {kind: yes, fact: c}]}]}"


def test_a_group_inside_a_group_stands_in_brackets() -> None:
    """Nested groups are bracketed, so that 且 and 或 cannot be misread."""
    found = judge(NESTED, {"a": False, "b": True})
    assert found.working == (
        "【不满足】a：否（申报单位自述）；或 【待定】（【满足】b：是（申报单位自述）；且 【待定】“c”须为“是”；未填：c）"
    )


def test_a_decided_group_shows_what_decides() -> None:
    """Of a met 或 the met limbs are shown, of a failed 且 the failed parts; the rest would only distract."""
    assert judge(NESTED, {"a": True, "b": False}).working == "a：是（申报单位自述）（满足其一即可）"
    failed = judge(NESTED, {"a": False, "b": True, "c": False})
    assert failed.working == "【不满足】a：否（申报单位自述）；或 【不满足】c：否（申报单位自述）"
    assert failed.gap == "“a”须为“是”，或 “c”须为“是”"
    both = judge(NESTED, {"a": True, "b": True, "c": True}).working
    assert (
        both
        == "【满足】a：是（申报单位自述）；或 【满足】（【满足】b：是（申报单位自述）；且 【满足】c：是（申报单位自述））"
    )


def test_some_of_several() -> None:
    """3项以上 counts, says how many are met, and which could make up for the rest."""
    parts = ", ".join(f"{{kind: yes, fact: f{place}}}" for place in range(4))
    text = f"{{kind: at_least, n: 3, label: 服务能力, of: [{parts}]}}"
    found = judge(text, {"f0": True, "f1": False, "f2": False})
    assert found.gap == "至少还差1项，可从以下补足：“f1”须为“是”；“f2”须为“是”"
    assert found.working.startswith("服务能力须满足3项，已满足1项：【满足】f0：是")
    assert judge(text, {"f0": True, "f1": False}).missing == ("f2", "f3")


YES_D, YES_C = "{kind: yes, fact: d}", "{kind: yes, fact: c, declared: false}"


@pytest.mark.parametrize(
    ("kind", "d", "c", "basis"),
    [
        ("any", True, True, "computed"),
        ("any", True, False, "declared"),
        ("any", False, True, "computed"),
        ("any", False, False, "declared"),
        ("any", True, None, "declared"),
        ("any", None, False, "declared"),
        ("any", False, None, "computed"),
        ("any", None, None, "declared"),
        ("all", True, True, "declared"),
        ("all", False, False, "computed"),
        ("all", False, True, "declared"),
        ("all", True, False, "computed"),
        ("all", None, False, "computed"),
        ("all", None, True, "declared"),
        ("all", True, None, "computed"),
    ],
)
def test_basis(kind: str, d: bool | None, c: bool | None, basis: str) -> None:
    """A verdict is declared when it rests on somebody's word, computed when the computed part alone decides it."""
    answers = {key: value for key, value in (("d", d), ("c", c)) if value is not None}
    assert judge(f"{{kind: {kind}, of: [{YES_D}, {YES_C}]}}", answers).basis.value == basis
    assert judge(f"{{kind: {kind}, of: [{YES_C}, {YES_D}]}}", answers).basis.value == basis


def test_basis_of_some_of_several() -> None:
    """Two of three rest on a declaration only when the computed ones are too few, for and against."""
    text = f"{{kind: at_least, n: 2, of: [{YES_D}, {YES_C}, {{kind: yes, fact: e, declared: false}}]}}"
    assert judge(text, {"d": True, "c": True, "e": True}).basis.value == "computed"
    assert judge(text, {"d": True, "c": True, "e": False}).basis.value == "declared"
    assert judge(text, {"d": False, "c": False, "e": False}).basis.value == "computed"
    assert judge(text, {"d": False, "c": False}).basis.value == "declared"
    assert judge(text, {"c": False}).basis.value == "declared"
    assert judge(text, {"d": False, "c": True}).basis.value == "computed"


def test_every_member() -> None:
    """All members have to comply: one that does not fails it, one that has not said leaves it open."""
    clean, dirty, silent = {"clean": True}, {"clean": False}, {"name": "丙"}
    met = judge(MEMBERS, {"members": (clean, clean)}, LABELS)
    assert (met.verdict.value, met.basis.value) == ("met", "declared")
    assert met.working == (
        "成员单位共2行，2行【满足】：第1行：无侵权：是（申报单位自述）；第2行：无侵权：是（申报单位自述）"
    )
    failed = judge(MEMBERS, {"members": (clean, dirty, silent)}, LABELS)
    assert (failed.verdict.value, failed.missing, failed.gap) == ("not_met", (), "第2行：“无侵权”须为“是”")
    open_ = judge(MEMBERS, {"members": (clean, silent)}, LABELS)
    assert (open_.verdict.value, open_.missing, open_.gap) == ("unknown", ("members.2.clean",), "")
    assert facts_of(condition(MEMBERS)) == ("members", "members.clean")


def test_no_members_is_not_all_members() -> None:
    """A table without rows is unanswered; only 无, said outright, leaves nobody to fail."""
    for rows in (None, (), Special.NOT_APPLICABLE):
        found = judge(MEMBERS, {"members": rows}, LABELS)  # type: ignore[dict-item]
        assert (found.verdict.value, found.missing) == ("unknown", ("members",))
    none = judge(MEMBERS, {"members": Special.NONE}, LABELS)
    assert (none.verdict.value, none.basis.value) == ("met", "computed")
    assert none.working == "成员单位：无，没有需要逐行核对的"


def test_not_every_member() -> None:
    """Negated, one row that fails suffices; 无 leaves none that could."""
    text = f"{{kind: not, of: {MEMBERS}}}"
    assert verdict(text, {"members": ({"clean": True}, {"clean": False})}) == "met"
    failed = judge(text, {"members": ({"clean": True}, {"clean": True})}, LABELS)
    assert (failed.verdict.value, failed.gap) == ("not_met", "第1行：“无侵权”须为“否”，或 第2行：“无侵权”须为“否”")
    none = judge(text, {"members": Special.NONE}, LABELS)
    assert (none.verdict.value, none.gap) == ("not_met", "“成员单位”须至少有一行")


def test_a_long_table_shows_a_few_rows() -> None:
    """The working of a long table shows the first rows of those that decide."""
    found = judge(MEMBERS, {"members": tuple({"clean": False} for _ in range(9))}, LABELS)
    assert found.working.startswith("成员单位共9行，9行【不满足】：第1行：")
    assert found.working.endswith("；……（共9行）")
    assert "第6行" not in found.working


def test_numbers_inside_rows() -> None:
    """A condition on numbers inside a table names the row's gap."""
    text = "{kind: every, table: members, where: {kind: number, value: n, unit: 件, at_least: 5}}"
    found = judge(text, {"members": ({"n": 5}, {"n": 3})})
    assert found.gap == "第2行：n还差 2 件"
