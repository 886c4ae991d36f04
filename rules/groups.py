"""Conditions made of conditions: 且, 或, at least so many of them, and every row of a table."""

from __future__ import annotations

from collections.abc import Sequence

from programs.values import Answers, Special
from rules.facts import Names, lacking, rows_of, why_open
from rules.outcomes import (
    FAILED,
    MET,
    OPEN,
    OPEN_DECLARED,
    Judge,
    Outcome,
    Test,
    Told,
    distinct,
    is_failed,
    is_met,
    is_open,
)
from rules.outcomes import at_least as count

_MARK = ("【满足】", "【满足】", "【待定】", "【待定】", "【不满足】", "【不满足】")
_SHOWN_ROWS = 5


def group(parts: Sequence[Judge], needed: int, label: str = "") -> Judge:
    """At least `needed` of the parts: all of them for 且, one for 或."""
    if len(parts) == 1:
        return parts[0]
    test = (
        _all_test([part.test for part in parts])
        if needed == len(parts)
        else _any_test([part.test for part in parts])
        if needed == 1
        else _count_test([part.test for part in parts], needed)
    )
    link = "；且 " if needed == len(parts) else "；或 " if needed == 1 else "；"

    def explain(answers: Answers) -> Told:
        told = [part.explain(answers) for part in parts]
        outcome = count(needed, [item.outcome for item in told])
        deciding = _deciding(told, needed, outcome)
        if len(deciding) == 1:
            working, compound = deciding[0].working, deciding[0].compound
        else:
            working, compound = link.join(map(_marked, deciding)), True
        if needed == 1 and is_met(outcome) and len(deciding) < len(told):
            working += "（满足其一即可）"
        if 1 < needed < len(parts):
            met = sum(is_met(item.outcome) for item in told)
            working = f"{label or '以下各项'}须满足{needed}项，已满足{met}项：{working}"
        missing: tuple[str, ...] = ()
        if is_open(outcome):
            missing = distinct(path for item in told if is_open(item.outcome) for path in item.missing)
        return Told(
            outcome, working, missing, lambda: _gap(told, needed) if is_failed(outcome) else "", compound=compound
        )

    return Judge(test, explain, distinct(fact for part in parts for fact in part.facts))


def _deciding(told: list[Told], needed: int, outcome: Outcome) -> list[Told]:
    """The parts worth showing: of a met 或 those that are met, of a failed 且 those that failed, otherwise all."""
    if needed == 1 and is_met(outcome):
        return [item for item in told if is_met(item.outcome)]
    if needed == len(told) and is_failed(outcome):
        return [item for item in told if is_failed(item.outcome)]
    return told


def _marked(told: Told) -> str:
    return f"{_MARK[told.outcome]}（{told.working}）" if told.compound else f"{_MARK[told.outcome]}{told.working}"


def _gap(told: Sequence[Told], needed: int) -> str:
    gaps = [f"{item.subject}{item.gap()}" for item in told if is_failed(item.outcome)]
    if needed == len(told):
        return "；".join(gaps)
    if needed == 1:
        return "，或 ".join(gaps)
    lacking_count = needed - sum(not is_failed(item.outcome) for item in told)
    return f"至少还差{lacking_count}项，可从以下补足：{'；'.join(gaps)}"


def _all_test(tests: Sequence[Test]) -> Test:
    def test(answers: Answers) -> Outcome:
        worst = MET
        for part in tests:
            outcome = part(answers)
            if outcome > worst:
                if outcome == FAILED:
                    return FAILED
                worst = outcome
        return worst

    return test


def _any_test(tests: Sequence[Test]) -> Test:
    def test(answers: Answers) -> Outcome:
        best, declared = FAILED, False
        for part in tests:
            outcome = part(answers)
            if outcome == MET:
                return MET
            if outcome == OPEN_DECLARED:
                declared = True
            if outcome < best:
                best = outcome
        return OPEN_DECLARED if declared and best == OPEN else best

    return test


def _count_test(tests: Sequence[Test], needed: int) -> Test:
    return lambda answers: count(needed, [part(answers) for part in tests])


def every_row(table: str, where: Judge, names: Names, *, wanted: bool) -> Judge:
    """`where` in every row; unwanted, in some row (`where` is then compiled as unwanted too).

    无 said of the table meets it, as there is nobody left to fail; a table without rows is merely unanswered.
    """
    settled = MET if wanted else FAILED
    label = names.of(table)

    def needed(rows: Sequence[object]) -> int:
        return len(rows) if wanted else 1

    row_test = where.test

    def test(answers: Answers) -> Outcome:
        rows = rows_of(answers.get(table))
        if rows is None or isinstance(rows, Special):
            return settled if rows is Special.NONE else OPEN
        outcomes = [row_test(row) for row in rows]
        return max(outcomes) if wanted else count(1, outcomes)

    def explain(answers: Answers) -> Told:
        rows = rows_of(answers.get(table))
        if rows is None or isinstance(rows, Special):
            if rows is Special.NONE:
                working = f"{label}：无，没有需要逐行核对的"
                return Told(settled, working, (), lambda: "" if wanted else f"“{label}”须至少有一行")
            return Told(OPEN, f"须逐行核对；{lacking([(why_open(rows), label)])}", (table,))
        told = [_placed(where.explain(row), table, place) for place, row in enumerate(rows, start=1)]
        outcome = count(needed(rows), [item.outcome for item in told])
        same = [item for item in told if _MARK[item.outcome] == _MARK[outcome]]
        listed = "；".join(f"{item.subject}{item.working}" for item in same[:_SHOWN_ROWS])
        more = f"；……（共{len(same)}行）" if len(same) > _SHOWN_ROWS else ""
        working = f"{label}共{len(rows)}行，{len(same)}行{_MARK[outcome]}：{listed}{more}"
        if is_open(outcome):
            return Told(outcome, working, distinct(path for item in same for path in item.missing))
        link = "；" if wanted else "，或 "
        return Told(
            outcome,
            working,
            (),
            lambda: link.join(f"{item.subject}{item.gap()}" for item in same) if is_failed(outcome) else "",
        )

    facts = (table, *(f"{table}.{fact}" for fact in where.facts))
    return Judge(test, explain, distinct(facts))


def _placed(told: Told, table: str, place: int) -> Told:
    missing = tuple(f"{table}.{place}.{path}" for path in told.missing)
    return Told(told.outcome, told.working, missing, lambda: f"{told.subject}{told.gap()}", f"第{place}行：")
