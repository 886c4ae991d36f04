"""Conditions on answers that are not numbers: yes or no, choices, texts, dates, and whether something was answered at all.

Each leaf says in `view` how it takes an answer: True, False, or None while it decides nothing. 无 is an answer: nothing was
chosen, no word stands there, no year is named. 不适用 decides nothing, and 无 is no answer to a yes/no question; only
`filled` takes both for what they are, an answer without content.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from programs.values import Answers, Special
from rules.facts import Names, lacking, reader, why_open
from rules.models import Choice, Includes, Yes
from rules.outcomes import Judge, Outcome, Told, leaf_outcomes

View = Callable[[Any], bool | None]

DECLARED = "（申报单位自述）"


def leaf(
    fact: str,
    view: View,
    *,
    wanted: bool,
    declared: bool,
    names: Names,
    said: Callable[[Any], str],
    must: str,
    reads: str = "",
) -> Judge:
    """A leaf over one fact: `said` tells a decided answer, `must` what would have to be the case."""
    met, open_, failed = leaf_outcomes(declared)
    by_view: dict[bool | None, Outcome] = {wanted: met, not wanted: failed, None: open_}
    read = reader(fact)
    label = names.of(fact)
    note = DECLARED if declared else ""

    def test(answers: Answers) -> Outcome:
        return by_view[view(read(answers))]

    def explain(answers: Answers) -> Told:
        answer = read(answers)
        outcome = by_view[view(answer)]
        if outcome == open_:
            return Told(outcome, f"{must}；{lacking([(why_open(answer), label)])}", (fact,))
        working = f"{label}：{said(answer)}{note}"
        return Told(outcome, working) if outcome == met else Told(outcome, working, (), lambda: must)

    return Judge(test, explain, (reads or fact,))


def yes(condition: Yes, names: Names, *, wanted: bool) -> Judge:
    """A yes/no answer as expected."""
    expect = condition.expect is wanted
    label = names.of(condition.fact)
    judge = leaf(
        condition.fact,
        lambda answer: answer if answer is True or answer is False else None,
        wanted=expect,
        declared=condition.declared,
        names=names,
        said=lambda answer: "是" if answer else "否",
        must=f"“{label}”须为“{'是' if expect else '否'}”",
    )
    met, open_, failed = leaf_outcomes(condition.declared)
    fact = condition.fact

    def test(answers: Answers) -> Outcome:
        answer = answers.get(fact)
        if answer is expect:
            return met
        return failed if answer is True or answer is False else open_

    fixed = {told.outcome: told for told in (judge.explain({fact: True}), judge.explain({fact: False}))}
    return judge if "." in fact else replace(judge, test=test, fixed=fixed)


def choice(condition: Choice, names: Names, *, wanted: bool) -> Judge:
    """A choice among the listed ones."""
    listed = "、".join(names.option(condition.fact, value) for value in condition.one_of)

    def view(answer: Any) -> bool | None:
        if answer is Special.NONE:
            return False
        return answer in condition.one_of if isinstance(answer, str) and answer.strip() else None

    judge = leaf(
        condition.fact,
        view,
        wanted=wanted,
        declared=condition.declared,
        names=names,
        said=lambda answer: "无" if answer is Special.NONE else names.option(condition.fact, answer),
        must=f"“{names.of(condition.fact)}”须{'' if wanted else '不'}是：{listed}",
    )
    met, _, failed = leaf_outcomes(condition.declared)
    chosen, other = (met, failed) if wanted else (failed, met)
    fact, one_of = condition.fact, condition.one_of

    def test(answers: Answers) -> Outcome:
        answer = answers.get(fact)
        if answer in one_of:
            return chosen
        return other if answer.__class__ is str and answer.strip() else judge.test(answers)

    return judge if "." in fact else replace(judge, test=test)


def includes(condition: Includes, names: Names, *, wanted: bool) -> Judge:
    """A multiple choice with enough of the listed ones; nothing ticked is no answer, 无 is."""
    needed = len(condition.values) if condition.n is None else condition.n
    listed = "、".join(names.option(condition.fact, value) for value in condition.values)

    def ticked(answer: Any) -> list[str]:
        return [value for value in condition.values if answer is not Special.NONE and value in answer]

    def view(answer: Any) -> bool | None:
        if answer is Special.NONE:
            return False
        return len(ticked(answer)) >= needed if isinstance(answer, tuple | list) and answer else None

    def said(answer: Any) -> str:
        found = "、".join(names.option(condition.fact, value) for value in ticked(answer)) or "无"
        return f"所列{len(condition.values)}项中有{len(ticked(answer))}项（{found}）"

    few = f"至少包括其中{needed}项" if wanted else f"少于其中{needed}项"
    return leaf(
        condition.fact,
        view,
        wanted=wanted,
        declared=condition.declared,
        names=names,
        said=said,
        must=f"“{names.of(condition.fact)}”须{few}：{listed}",
    )
