"""The rules read what is asked, say what the clause says, cover every condition, and pass their cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.checks.folder import Folder
from bot.checks.numerals import numbers_in, thresholds
from forms.answers import read_answers, set_path, unset_path
from forms.progress import active
from programs.cases import EligibilityCase
from programs.errors import PackFault, ShenbaoError
from programs.values import Answers
from rules.conditions import facts_of
from rules.models import Rule

CASES = "checks/eligibility.yaml"


def check(folder: Folder) -> Iterator[PackFault]:
    """Facts, thresholds, coverage and cases of `rules.yaml`."""
    if folder.rules is None:
        return
    seen: set[str] = set()
    for place, rule in enumerate(folder.rules.rules):
        if rule.id in seen:
            yield folder.fault("rules.yaml", ("rules", place, "id"), f"规则号“{rule.id}”用了两次。", "换一个。")
        seen.add(rule.id)
        yield from _facts(folder, place, rule)
        stated = numbers_in(rule.quote)
        for value in thresholds(rule.condition):
            if value not in stated:
                yield folder.fault(
                    "rules.yaml",
                    ("rules", place, "condition"),
                    f"规则“{rule.id}”的门槛{value}在引文“{rule.quote}”里找不到。",
                    "核对门槛，或把写着这个数的原话放进 quote。",
                )
    yield from _coverage(folder)
    if folder.eligibility is not None and folder.assessor is not None:
        yield from _cases(folder)


def _facts(folder: Folder, place: int, rule: Rule) -> Iterator[PackFault]:
    if folder.form is None:
        return
    known = folder.form.fact_paths()
    conditions = [("condition", rule.condition), ("applies_when", rule.applies_when)]
    for name, condition in conditions:
        for fact in facts_of(condition) if condition is not None else ():
            if fact not in known:
                yield folder.fault(
                    "rules.yaml",
                    ("rules", place, name),
                    f"规则“{rule.id}”要用“{fact}”，但 fields.yaml 没有这个字段。",
                    "补上字段，或改成已有的键。",
                )


def _coverage(folder: Folder) -> Iterator[PackFault]:
    assert folder.rules is not None
    guide = folder.pack.guide
    covered = {rule.clause for rule in folder.rules.rules} | {waiver.clause for waiver in folder.rules.waivers}
    for place, root in enumerate(folder.rules.condition_clauses):
        for clause in guide.subtree(root) if root in guide.by_id else ():
            if clause.id in covered or not clause.text:
                continue
            if guide.children(clause.id) and all(
                _inside(folder, child.id, covered) for child in guide.children(clause.id)
            ):
                continue  # only a heading or a lead-in: its parts are covered
            yield folder.fault(
                "rules.yaml",
                ("condition_clauses", place),
                f"条件条款“{clause.id}”没有规则，也没有写明为何不设。",
                "加一条规则，或在 waivers 里写明理由。",
            )


def _inside(folder: Folder, clause_id: str, covered: set[str]) -> bool:
    return any(clause.id in covered for clause in folder.pack.guide.subtree(clause_id))


def _cases(folder: Folder) -> Iterator[PackFault]:
    assert folder.eligibility is not None
    assert folder.rules is not None
    assert folder.assessor is not None
    verdicts: dict[str, set[str]] = defaultdict(set)
    for place, case in enumerate(folder.eligibility.cases):
        at = ("cases", place)
        try:
            answers = case_answers(folder, case)
        except ShenbaoError as error:
            yield folder.fault(CASES, at, f"案例“{case.name}”的答案读不了：{error}", "改正答案。")
            continue
        report = folder.assessor.assess(answers, CASE_DATE)
        got = {finding.rule: finding.verdict.value for finding in report.findings}
        got |= dict.fromkeys(report.not_applicable, "not_applicable")
        if case.overall is not None and report.overall.value != case.overall:
            yield folder.fault(
                CASES, at, f"案例“{case.name}”总判断是 {report.overall.value}，应为 {case.overall}。", _MEND
            )
        for rule, wanted in case.findings.items():
            if rule not in got:
                yield folder.fault(CASES, at, f"案例“{case.name}”提到的规则“{rule}”不存在。", "核对规则号。")
            elif got[rule] != wanted:
                yield folder.fault(CASES, at, f"案例“{case.name}”里“{rule}”判为 {got[rule]}，应为 {wanted}。", _MEND)
            else:
                verdicts[rule].add(wanted)
    for place, rule_ in enumerate(folder.rules.rules):
        for wanted, said in (("met", "满足"), ("not_met", "不满足"), ("unknown", "未知")):
            if wanted not in verdicts[rule_.id]:
                yield folder.fault(
                    "rules.yaml",
                    ("rules", place, "id"),
                    f"规则“{rule_.id}”没有“{said}”的案例。",
                    f"在 {CASES} 里补一个。",
                )


_MEND = "核对规则与案例，哪边错改哪边。"
CASE_DATE = date(2022, 7, 1)
"""The day cases are judged on; rules without dates do not notice."""


def case_answers(folder: Folder, case: EligibilityCase) -> Answers:
    """The answers of a case: its base, what it sets, without what it unsets.

    Raises:
        ShenbaoError: the base does not exist, or a value cannot be read.
    """
    assert folder.eligibility is not None
    assert folder.form is not None
    data: dict[str, Any] = {}
    if case.base:
        if case.base not in folder.eligibility.bases:
            raise PackFault(f"没有名为“{case.base}”的基础答案。", mend="在 bases 里写上它。")
        data = dict(folder.eligibility.bases[case.base])
    return active(folder.form, read_answers(folder.form, changed(data, case.set, case.unset)))


def changed(data: dict[str, Any], set_: dict[str, Any], unset: tuple[str, ...]) -> dict[str, Any]:
    """Plain answers with some paths set and some taken away."""
    for path in unset:
        data = unset_path(data, path)
    for path, value in set_.items():
        data = set_path(data, path, value)
    return data
