"""Conditions, rules and answers for the tests, written as they stand in `rules.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml
from pydantic import TypeAdapter

from programs.values import Answers
from rules.assess import Assessor
from rules.conditions import compile_condition
from rules.models import Condition, Finding, Report, RuleSet
from rules.outcomes import Judged

TODAY = date(2022, 7, 1)

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def condition(text: str | Mapping[str, Any]) -> Condition:
    """The condition written in `text`."""
    return _CONDITION.validate_python(yaml.safe_load(text) if isinstance(text, str) else text)


def judge(text: str | Condition, answers: Answers, labels: Mapping[str, str] | None = None) -> Judged:
    """The verdict on the condition; the quick verdict has to be the same as the explained one."""
    wanted = condition(text) if isinstance(text, str) else text
    compiled = compile_condition(wanted, labels)
    explained = compiled.explain(answers)
    assert compiled.test(answers) == explained.outcome
    return compiled(answers)


def verdict(text: str | Condition, answers: Answers) -> str:
    """The verdict's value alone."""
    return judge(text, answers).verdict.value


def number(comparator: str, limit: object, value: str = "n", unit: str = "件") -> str:
    """A condition on one number."""
    return f"{{kind: number, value: {value}, unit: {unit}, {comparator}: {limit}}}"


def average(*facts: str) -> str:
    """The mean of facts."""
    return f"{{op: average, of: [{', '.join(facts)}]}}"


def ruleset(*rules: str) -> RuleSet:
    """Rules written as YAML mappings, with the parts a test does not care about filled in."""
    data = []
    for place, text in enumerate(rules):
        rule = {"id": f"test.rule_{place}", "title": "标题", "clause": "三", "quote": "原文"} | yaml.safe_load(text)
        data.append(rule)
    return RuleSet.model_validate({"condition_clauses": ["三"], "rules": data})


def report(rules: RuleSet, answers: Answers, on: date = TODAY) -> Report:
    """The report on the answers."""
    return Assessor(rules, "test").assess(answers, on)


def finding(rule: str, answers: Answers) -> Finding:
    """The one finding on a rule."""
    (found,) = report(ruleset(rule), answers).findings
    return found
