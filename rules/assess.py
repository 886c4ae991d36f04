"""Judges an applicant against a programme's rules: `Assessor`, made once per programme, and `assess` for a single use.

Deterministic and pure: the same answers give the same report, and no clock is read (`on` is an argument). A finding keeps a
copy of the answers it was judged on and writes its words when they are read (`rules.report`), so that changing the mapping
afterwards changes no report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from programs.errors import UnknownFact
from programs.values import Answers
from rules.conditions import compile_condition
from rules.models import Overall, Report, Rule, RuleSet
from rules.outcomes import BASES, MET, OPEN, OPEN_DECLARED, VERDICTS, Judge, Outcome, distinct
from rules.report import Finding, Verdict, lazy_finding


class _CompiledRule:
    """A rule with its judges; the source its findings write themselves from."""

    __slots__ = ("applies", "judge", "pending", "rule", "test")

    def __init__(self, rule: Rule, labels: Mapping[str, str]) -> None:
        self.rule = rule
        self.judge = compile_condition(rule.condition, labels)
        self.test = self.judge.test
        self.applies: Judge | None = None
        self.pending: _Pending | None = None
        if rule.applies_when is not None:
            self.applies = compile_condition(rule.applies_when, labels)
            self.pending = _Pending(rule, self.applies)

    def given(self, name: str, code: Outcome) -> Any:
        return _given(self.rule, name, code)

    def told(self, answers: Answers) -> tuple[str, tuple[str, ...], str]:
        told = self.judge.explain(answers)
        return told.working, told.missing, told.gap

    def in_force(self, on: date) -> bool:
        begun = self.rule.valid_from is None or self.rule.valid_from <= on
        return begun and (self.rule.valid_until is None or on <= self.rule.valid_until)


class _Pending:
    """The source of findings on a rule of which nobody knows yet whether it concerns this applicant."""

    __slots__ = ("applies", "rule")

    def __init__(self, rule: Rule, applies: Judge) -> None:
        self.rule = rule
        self.applies = applies

    def given(self, name: str, code: Outcome) -> Any:
        return _given(self.rule, name, code)

    def told(self, answers: Answers) -> tuple[str, tuple[str, ...], str]:
        told = self.applies.explain(answers)
        return f"尚不能确定本条是否适用：{told.working}", told.missing, ""


def _given(rule: Rule, name: str, code: Outcome) -> Any:
    if name == "verdict":
        return VERDICTS[code]
    if name == "basis":
        return BASES[code]
    return rule.id if name == "rule" else getattr(rule, name)


class Assessor:
    """A programme's rules, compiled."""

    def __init__(
        self,
        ruleset: RuleSet,
        program: str,
        labels: Mapping[str, str] | None = None,
        *,
        known: Collection[str] | None = None,
    ) -> None:
        """Compile every rule.

        `labels` names facts in the workings. With `known`, the fact paths the programme has, answers to anything else are
        refused; without, they are not looked at.
        """
        self.program = program
        self.ruleset = ruleset
        self._rules = tuple(_CompiledRule(rule, labels or {}) for rule in ruleset.rules)
        self._dated = any(rule.valid_from or rule.valid_until for rule in ruleset.rules)
        self._known = None if known is None else frozenset(known)
        self.facts: tuple[str, ...] = distinct(fact for rule in self._rules for fact in _facts_read(rule))
        """Every fact path the rules read, in reading order, each once."""

    def assess(self, answers: Answers, on: date) -> Report:
        """Judge the answers against every rule in force on `on`.

        Findings keep the order of `rules.yaml`. Any failed rule makes the whole `not_eligible`, any undecided one
        `need_more_info`; so does a day on which no rule concerns this applicant, as nothing was judged then.

        Raises:
            UnknownFact: `answers` hold a key the programme does not have, and `known` was given.
        """
        if self._known is not None:
            refuse_unknown(answers, self._known)
        facts = dict(answers)
        findings: list[Finding] = []
        not_applicable: list[str] = []
        worst = MET
        for rule in self._in_force(on) if self._dated else self._rules:
            source: _CompiledRule | _Pending = rule
            if rule.applies is None:
                outcome = rule.test(facts)
            else:
                outcome = rule.applies.test(facts)
                if outcome > OPEN_DECLARED:
                    not_applicable.append(rule.rule.id)
                    continue
                if outcome < OPEN:
                    outcome = rule.test(facts)
                elif rule.pending is not None:
                    source = rule.pending
            if outcome > worst:
                worst = outcome
            findings.append(lazy_finding(source, outcome, facts))
        return Report(self.program, _overall(worst, findings), tuple(findings), tuple(not_applicable))

    def _in_force(self, on: date) -> Iterable[_CompiledRule]:
        return (rule for rule in self._rules if rule.in_force(on))


def _facts_read(rule: _CompiledRule) -> tuple[str, ...]:
    return (rule.applies.facts if rule.applies is not None else ()) + rule.judge.facts


def _overall(worst: Outcome, findings: list[Finding]) -> Overall:
    if worst > OPEN_DECLARED:
        return Overall.NOT_ELIGIBLE
    return Overall.ELIGIBLE if worst < OPEN and findings else Overall.NEED_MORE_INFO


def assess(
    ruleset: RuleSet, answers: Answers, on: date, *, program: str = "", labels: Mapping[str, str] | None = None
) -> Report:
    """Judge once, compiling the rules for it; keep an `Assessor` where it happens more often."""
    return Assessor(ruleset, program, labels).assess(answers, on)


def relevant_facts(assessor: Assessor, answers: Answers, on: date) -> tuple[str, ...]:
    """The fact paths that can still change the overall verdict, in the order of the rules, each once.

    Empty once the verdict is certain: a failed rule stays failed whatever else is answered.
    """
    report = assessor.assess(answers, on)
    if report.overall is not Overall.NEED_MORE_INFO:
        return ()
    return distinct(
        path for finding in report.findings if finding.verdict is Verdict.UNKNOWN for path in finding.missing
    )


def refuse_unknown(answers: Answers, known: frozenset[str]) -> None:
    """Do nothing when every answer, cell and column is among the known fact paths.

    Raises:
        UnknownFact: one is not; the message proposes the nearest key.
    """
    for key, value in answers.items():
        for path in _paths(key, value):
            if path not in known and not any(fact.startswith(f"{path}.") for fact in known):
                near = get_close_matches(path, known, n=1)
                mend = f"是不是“{near[0]}”？" if near else "请核对该项目的填报项清单。"
                raise UnknownFact(f"该项目没有“{path}”这个填报项。", where=path, mend=mend)


def _paths(key: str, value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        return [f"{key}.{row}.{column}" for row, cells in value.items() for column in cells] or [key]
    return [key]
