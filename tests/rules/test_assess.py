"""The report on a whole programme: overall verdict, applicability, validity, missing facts, unknown keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.errors import UnknownFact
from programs.values import Special
from rules.assess import Assessor, assess, relevant_facts
from tests.rules.making import TODAY, finding, report, ruleset

KIND = "{condition: {kind: choice, fact: kind, one_of: [park, university]}}"
STAFF = "{condition: {kind: number, value: staff, unit: 人, at_least: 5}}"
SOUND = "{condition: {kind: yes, fact: sound}}"
PARK_ONLY = "{applies_when: {kind: choice, fact: kind, one_of: [park]}, condition: {kind: yes, fact: has_plan}}"
RULES = ruleset(KIND, STAFF, SOUND, PARK_ONLY)
QUALIFIED: dict[str, Any] = {"kind": "park", "staff": 5, "sound": True, "has_plan": True}


def test_overall() -> None:
    """All met is eligible; one failed is not, whatever is missing; otherwise one unknown asks for more."""
    assert report(RULES, QUALIFIED).overall.value == "eligible"
    assert report(RULES, QUALIFIED | {"staff": 4}).overall.value == "not_eligible"
    assert report(RULES, {"staff": 4}).overall.value == "not_eligible"
    assert report(RULES, {key: value for key, value in QUALIFIED.items() if key != "sound"}).overall.value == (
        "need_more_info"
    )
    assert report(RULES, {}).overall.value == "need_more_info"


def test_a_finding_carries_clause_words_and_working() -> None:
    """A finding has everything of its rule and everything of the judgement, in the rules' order."""
    found = finding(
        "{id: staff.full_time, title: 专职人员, clause: 三（一）, quote: 不少于5人, concern: applicant, reading: 含聘用,"
        " condition: {kind: number, value: staff, label: 专职人员, unit: 人, at_least: 5}}",
        {"staff": 3},
    )
    assert (found.rule, found.title, found.clause, found.quote) == (
        "staff.full_time",
        "专职人员",
        "三（一）",
        "不少于5人",
    )
    assert (found.concern.value, found.verdict.value, found.basis.value) == ("applicant", "not_met", "computed")
    assert (found.working, found.missing, found.gap) == ("专职人员 3 人 < 5 人，须 ≥ 5 人", (), "还差 2 人")
    assert found.reading == "含聘用"
    assert [item.rule for item in report(RULES, {}).findings] == [f"test.rule_{place}" for place in range(4)]


def test_applies_when() -> None:
    """A rule for others is not applicable; one that may or may not concern the applicant is unknown for that reason."""
    assert report(RULES, QUALIFIED | {"kind": "university"}).not_applicable == ("test.rule_3",)
    assert report(RULES, QUALIFIED | {"kind": "university", "has_plan": False}).overall.value == "eligible"
    assert report(RULES, QUALIFIED | {"has_plan": False}).overall.value == "not_eligible"
    pending = report(RULES, {"has_plan": False}).findings[3]
    assert (pending.verdict.value, pending.missing, pending.gap) == ("unknown", ("kind",), "")
    assert pending.working == "尚不能确定本条是否适用：“kind”须是：park；未填：kind"


def test_a_report_without_a_single_finding_is_not_a_yes() -> None:
    """When no rule concerns the applicant nothing was judged, and nobody is told to be eligible."""
    assert report(ruleset(PARK_ONLY), {"kind": "university"}).overall.value == "need_more_info"
    assert report(ruleset(), {}).overall.value == "need_more_info"


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2021, 12, 31), False),
        (date(2022, 1, 1), True),
        (date(2022, 12, 31), True),
        (date(2023, 1, 1), False),
    ],
)
def test_rules_begin_and_end(on: date, in_force: bool) -> None:
    """A rule judges from its first day to its last, both included."""
    rules = ruleset(KIND, "{valid_from: 2022-01-01, valid_until: 2022-12-31, condition: {kind: yes, fact: sound}}")
    found = report(rules, {"kind": "park", "sound": False}, on)
    assert [item.rule for item in found.findings] == ["test.rule_0", "test.rule_1"][: 2 if in_force else 1]
    assert found.overall.value == ("not_eligible" if in_force else "eligible")
    open_ended = ruleset(KIND, "{valid_until: 2022-12-31, condition: {kind: yes, fact: sound}}")
    assert len(report(open_ended, {}, on).findings) == (2 if on <= date(2022, 12, 31) else 1)


def test_facts_are_those_the_rules_read() -> None:
    """An assessor names the facts it reads, applicability included, in reading order."""
    assert Assessor(RULES, "test").facts == ("kind", "staff", "sound", "has_plan")


def test_relevant_facts() -> None:
    """Only what can still change the verdict is worth asking: nothing once a rule has failed."""
    assessor = Assessor(RULES, "test")
    assert relevant_facts(assessor, {}, TODAY) == ("kind", "staff", "sound")
    assert relevant_facts(assessor, {"kind": "park", "staff": 9}, TODAY) == ("sound", "has_plan")
    assert relevant_facts(assessor, {"kind": "university", "staff": 9}, TODAY) == ("sound",)
    assert relevant_facts(assessor, {"staff": 4}, TODAY) == ()
    assert relevant_facts(assessor, QUALIFIED, TODAY) == ()


KNOWN = frozenset({"kind", "staff", "sound", "has_plan", "g", "g.2021.a", "members", "members.name"})


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"staf": 5}, "staf"),
        ({"g": {"2021": {"b": 1}}}, "g.2021.b"),
        ({"g": {"1999": {"a": 1}}}, "g.1999.a"),
        ({"完全不同": 1}, "完全不同"),
    ],
)
def test_unknown_facts_are_refused_where_asked(answers: dict[str, Any], where: str) -> None:
    """With the known paths given, an answer to anything else is refused by name; without, it is left alone."""
    with pytest.raises(UnknownFact, match="没有") as refused:
        Assessor(RULES, "test", known=KNOWN).assess(answers, TODAY)
    assert refused.value.where == where
    assert Assessor(RULES, "test").assess(answers, TODAY).overall.value == "need_more_info"


def test_the_nearest_key_is_proposed() -> None:
    """A mistyped key is answered with the one that was probably meant."""
    with pytest.raises(UnknownFact, match="是不是“staff”？"):
        Assessor(RULES, "test", known=KNOWN).assess({"staf": 5}, TODAY)


def test_known_facts_pass() -> None:
    """Fields, cells and tables the programme has are not refused."""
    answers: dict[str, Any] = QUALIFIED | {"g": {"2021": {"a": 1}}, "members": ({"name": "甲"},)}
    assert Assessor(RULES, "test", known=KNOWN).assess(answers, TODAY).overall.value == "eligible"
    assert Assessor(RULES, "test", known=KNOWN).assess({"g": {}}, TODAY).overall.value == "need_more_info"
    assert Assessor(RULES, "test", known={"g.2021.a"}).assess({"g": Special.NONE}, TODAY).findings


def test_labels_name_facts() -> None:
    """Labels given by the form appear in workings instead of keys."""
    (found,) = assess(ruleset(SOUND), {"sound": True}, TODAY, program="p", labels={"sound": "制度健全"}).findings
    assert found.working == "制度健全：是（申报单位自述）"


def test_changing_the_answers_later_changes_no_report() -> None:
    """A finding's words are those of the answers it was judged on."""
    answers = dict(QUALIFIED)
    found = report(RULES, answers).findings[1]
    answers["staff"] = 1
    assert (found.verdict.value, found.working) == ("met", "staff 5 人 ≥ 5 人")


# --- a programme of twelve clauses --------------------------------------------------------------------------------

TWELVE = ruleset(
    KIND,
    STAFF,
    "{condition: {kind: number, value: full_time, unit: 人, at_least: 2}}",
    SOUND,
    "{condition: {kind: yes, fact: infringed, expect: false}, concern: disqualifier}",
    "{condition: {kind: any, of: ["
    "{kind: number, value: {op: average, of: [p.2020, p.2021]}, over: 100},"
    "{kind: number, value: {op: grid_average, grid: g, rows: ['2020', '2021'], columns: [i]}, over: 30}]}}",
    "{condition: {kind: number, value: {op: sum_column, table: members, column: n}, over: 40}}",
    "{condition: {kind: every, table: members, where: {kind: yes, fact: clean}}}",
    "{condition: {kind: at_least, n: 2, of: [{kind: yes, fact: x}, {kind: yes, fact: y}, {kind: yes, fact: z}]}}",
    PARK_ONLY,
    "{condition: {kind: number, value: {op: growth, before: b, after: a}, at_least: 20}}",
    "{condition: {kind: filled, fact: intro}}",
)
TWELVE_QUALIFIED: dict[str, Any] = {
    **QUALIFIED,
    "full_time": 2,
    "infringed": False,
    "g": {"2020": {"i": 31}, "2021": {"i": 30}},
    "members": ({"n": 20, "clean": True}, {"n": 21, "clean": True}),
    "x": True,
    "y": True,
    "z": False,
    "b": 100,
    "a": 120,
    "intro": "概述",
}


def test_twelve_clauses() -> None:
    """The programme the next tests take apart is met in full."""
    assert report(TWELVE, TWELVE_QUALIFIED).overall.value == "eligible"


@pytest.mark.parametrize("key", sorted(set(TWELVE_QUALIFIED) - {"z"}))
def test_one_needed_answer_missing_is_never_eligible(key: str) -> None:
    """Without any one needed answer the programme asks for it, and says nobody is eligible."""
    without = {other: value for other, value in TWELVE_QUALIFIED.items() if other != key}
    found = report(TWELVE, without)
    assert found.overall.value == "need_more_info"
    assert key in {path.split(".")[0] for path in relevant_facts(Assessor(TWELVE, "test"), without, TODAY)}


@given(st.sets(st.sampled_from(sorted(TWELVE_QUALIFIED))))
def test_whatever_is_missing_verdicts_stand(missing: set[str]) -> None:
    """With any answers missing, nothing fails and nothing is met that is not met with all of them."""
    without = {key: value for key, value in TWELVE_QUALIFIED.items() if key not in missing}
    found = report(TWELVE, without)
    assert found.overall.value == ("eligible" if missing <= {"z"} else "need_more_info")
    assert all(item.verdict.value in ("met", "unknown") for item in found.findings)
    assert all(bool(item.missing) == (item.verdict.value == "unknown") for item in found.findings)


@given(st.data(), st.sets(st.sampled_from(sorted(TWELVE_QUALIFIED))))
def test_a_failed_rule_stays_failed(data: st.DataObject, missing: set[str]) -> None:
    """One failed rule makes it not eligible, whatever else is missing."""
    failing = data.draw(st.sampled_from(["kind", "staff", "full_time", "sound", "infringed", "has_plan"]))
    worse = {"kind": "enterprise", "staff": 4, "full_time": 1, "sound": False, "infringed": True, "has_plan": False}
    answers = {key: value for key, value in TWELVE_QUALIFIED.items() if key not in missing or key == "kind"}
    found = report(TWELVE, answers | {failing: worse[failing]})
    assert found.overall.value == "not_eligible"
    assert relevant_facts(Assessor(TWELVE, "test"), answers | {failing: worse[failing]}, TODAY) == ()
