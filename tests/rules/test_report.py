"""Findings write their words when they are read, and are otherwise like any other frozen value."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from rules.models import Basis, Concern, Finding, Overall, Report, Verdict
from tests.rules.making import finding, report, ruleset

RULE = "{condition: {kind: number, value: n, unit: 人, at_least: 5}}"

BY_HAND = Finding(
    rule="test.rule_0",
    title="标题",
    clause="三",
    quote="原文",
    concern=Concern.CONDITION,
    verdict=Verdict.NOT_MET,
    basis=Basis.COMPUTED,
    working="n 3 人 < 5 人，须 ≥ 5 人",
    gap="还差 2 人",
)


def test_a_judged_finding_equals_one_made_by_hand() -> None:
    """Equality, hash, repr, asdict, replace, copies and pickles do not tell how a finding came about."""
    assert finding(RULE, {"n": 3}) == BY_HAND
    assert hash(finding(RULE, {"n": 3})) == hash(BY_HAND)
    assert repr(finding(RULE, {"n": 3})) == repr(BY_HAND)
    assert dataclasses.asdict(finding(RULE, {"n": 3})) == dataclasses.asdict(BY_HAND)
    assert dataclasses.replace(finding(RULE, {"n": 3}), gap="") == dataclasses.replace(BY_HAND, gap="")
    for copied in (copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))):
        assert copied(finding(RULE, {"n": 3})) == BY_HAND
    assert finding(RULE, {"n": 4}) != BY_HAND


def test_a_copy_keeps_no_answers() -> None:
    """A pickled finding carries its fields and nothing else a person answered."""
    assert b"13800000000" not in pickle.dumps(finding(RULE, {"n": 3, "mobile": "13800000000"}))
    assert set(vars(copy.copy(finding(RULE, {"n": 3})))) == {item.name for item in dataclasses.fields(Finding)}


def test_each_field_can_be_read_first() -> None:
    """Whichever field is read first, all are what they are."""
    for item in dataclasses.fields(Finding):
        for answers in ({"n": 3}, {"n": 5}, {}):
            first = getattr(finding(RULE, answers), item.name)
            assert dataclasses.asdict(finding(RULE, answers))[item.name] == first


def test_a_finding_cannot_be_changed() -> None:
    """Findings and reports are frozen, and have no other attributes."""
    for found in (finding(RULE, {"n": 3}), BY_HAND):
        with pytest.raises(dataclasses.FrozenInstanceError):
            found.verdict = Verdict.MET  # type: ignore[misc]
        with pytest.raises(AttributeError, match="nothing"):
            found.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_class_can_be_looked_at() -> None:
    """Tools that look at the class find its fields, in order, and no words."""
    assert [item.name for item in dataclasses.fields(Finding)][-4:] == ["working", "missing", "gap", "reading"]
    assert not isinstance(Finding.missing, tuple)


def test_defaults() -> None:
    """A finding made by hand lacks nothing when only the needed fields are given."""
    made = Finding("r.a", "t", "c", "q", Concern.LIMIT, Verdict.MET, Basis.DECLARED, "w")
    assert (made.missing, made.gap, made.reading) == ((), "", "")
    assert Report("p", Overall.ELIGIBLE, (made,)).not_applicable == ()


def test_the_same_answers_give_the_same_report() -> None:
    """Judging is deterministic."""
    rules = ruleset(RULE, "{condition: {kind: yes, fact: y}}")
    assert report(rules, {"n": 3}) == report(rules, {"n": 3})
    assert hash(report(rules, {"n": 3})) == hash(report(rules, {"n": 3}))
