"""Judges an applicant against a programme's rules: `Assessor`, made once per programme, and `assess` for a single use.

Deterministic and pure: the same answers give the same report, and no clock is read (`on` is an argument). A finding keeps a
copy of the mapping it was judged on and writes its words when they are read (`rules.report`); rows and cells inside are
taken as they are, since answers are never changed in place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from programs.errors import UnknownFact
from programs.values import Answers
from rules.models import Overall, Report, Rule, RuleSet
from rules.outcomes import MET, OPEN, OPEN_DECLARED, Outcome, distinct
from rules.report import Prepared, Verdict, lazy_report
from rules.steps import NOT_APPLICABLE, OUTCOME_AT, Step, make_step


def _in_force(rule: Rule, on: date) -> bool:
    begun = rule.valid_from is None or rule.valid_from <= on
    return begun and (rule.valid_until is None or on <= rule.valid_until)


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
        self._steps: Sequence[Step] = [make_step(rule, labels or {}) for rule in ruleset.rules]
        self._dated = any(rule.valid_from or rule.valid_until for rule in ruleset.rules)
        self._known = None if known is None else frozenset(known)
        self.facts: tuple[str, ...] = distinct(fact for step in self._steps for fact in step.facts)
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
        steps = self._in_force(on) if self._dated else self._steps
        found: list[Prepared] = []
        not_applicable: list[str] = []
        worst = MET
        for rule, test, findings, _ in steps:
            place = test(facts)
            if place > worst:
                if place == NOT_APPLICABLE:
                    not_applicable.append(rule.id)
                    continue
                worst = max(worst, OUTCOME_AT[place])
            found.append(findings[place])
        return lazy_report(self.program, _overall(worst, found), found, not_applicable, facts)

    def _in_force(self, on: date) -> Sequence[Step]:
        return [step for step in self._steps if _in_force(step.rule, on)]


def _overall(worst: Outcome, found: list[Prepared]) -> Overall:
    if worst > OPEN_DECLARED:
        return Overall.NOT_ELIGIBLE
    return Overall.ELIGIBLE if worst < OPEN and found else Overall.NEED_MORE_INFO


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
