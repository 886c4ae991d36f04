"""A rule made ready to judge: one test that says where its finding stands, and the findings prepared for each place.

The first six places are the outcomes of the rule's condition. Three more are for rules with `applies_when`: the rule does
not concern this applicant, or it is not known whether it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from programs.values import Answers
from rules.conditions import compile_condition
from rules.models import Rule
from rules.outcomes import BASES, MET, OPEN, OPEN_DECLARED, VERDICTS, Judge, Outcome
from rules.report import Finding, Prepared, Verdict, prepared

Place: TypeAlias = int

NOT_APPLICABLE, PENDING, PENDING_DECLARED = 6, 7, 8
OUTCOME_AT: tuple[Outcome, ...] = (*range(6), MET, OPEN, OPEN_DECLARED)
"""What a place counts for in the whole; a rule that does not apply stands in nobody's way."""

_OF_RULE = ("title", "clause", "quote", "concern", "reading")


class Step(NamedTuple):
    """A rule made ready."""

    rule: Rule
    test: Callable[[Answers], Place]
    findings: tuple[Prepared, ...]
    """By place; what stands at `NOT_APPLICABLE` is no finding."""
    facts: tuple[str, ...]


def make_step(rule: Rule, labels: Mapping[str, str]) -> Step:
    """The rule with its conditions compiled."""
    judge = compile_condition(rule.condition, labels)
    findings = [_prepared(rule, outcome, judge) for outcome in range(6)]
    if rule.applies_when is None:
        return Step(rule, judge.test, tuple(findings), judge.facts)
    applies = compile_condition(rule.applies_when, labels)
    pending = [_prepared(rule, outcome, applies, "尚不能确定本条是否适用：") for outcome in (OPEN, OPEN_DECLARED)]
    return Step(rule, _where_it_applies(judge, applies), (*findings, {}, *pending), applies.facts + judge.facts)


def _where_it_applies(judge: Judge, applies: Judge) -> Callable[[Answers], Place]:
    test, applies_test = judge.test, applies.test

    def place(answers: Answers) -> Place:
        applying = applies_test(answers)
        if applying < OPEN:
            return test(answers)
        return NOT_APPLICABLE if applying > OPEN_DECLARED else PENDING + applying - OPEN

    return place


def _prepared(rule: Rule, outcome: Outcome, judge: Judge, lead: str = "") -> Prepared:
    """What is known of a finding before its words are written: all of it, or all but missing and gap where there are any."""
    known: dict[str, Any] = {name: getattr(rule, name) for name in _OF_RULE}
    known |= {"rule": rule.id, "verdict": VERDICTS[outcome], "basis": BASES[outcome]}
    if known["verdict"] is not Verdict.UNKNOWN:
        known["missing"] = ()
    if known["verdict"] is not Verdict.NOT_MET:
        known["gap"] = ""
    if outcome in judge.fixed:
        told = judge.fixed[outcome]
        return Finding(**known | {"working": told.working, "gap": told.gap()})
    return prepared(_Words(judge, lead), **known)


class _Words:
    """Writes findings in the words of a judge."""

    __slots__ = ("_judge", "_lead")

    def __init__(self, judge: Judge, lead: str) -> None:
        self._judge = judge
        self._lead = lead

    def told(self, answers: Answers) -> tuple[str, tuple[str, ...], str]:
        told = self._judge.explain(answers)
        return self._lead + told.working, told.missing, told.gap()
