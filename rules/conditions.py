"""Compiles the condition language of `rules.models` to judges: the door for everybody who has a condition and answers.

Three values, after Kleene: a condition is met, not met, or unknown while the answers that are missing could still turn it
either way. An *or* with one limb met is met whatever else is missing, an *and* with one limb failed has failed. `not` is
pushed down to the leaves while compiling (De Morgan), so that a negated condition explains itself like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from programs.values import Answers
from rules import contents, leaves, numbers, sums, tables
from rules.comparisons import number
from rules.facts import Names
from rules.groups import every_row, group
from rules.models import (
    All,
    Any_,
    AtLeast,
    Average,
    Characters,
    Choice,
    Condition,
    CountRows,
    Difference,
    Every,
    Expr,
    Filled,
    FreeOf,
    GridAverage,
    GridSum,
    Growth,
    Includes,
    Increasing,
    Not,
    Number,
    Ratio,
    Scale,
    Sum,
    SumColumn,
    Verdict,
    YearIn,
    Yes,
)
from rules.outcomes import VERDICTS, Judge
from rules.outcomes import Judged as Judged
from rules.quantities import Quantity
from rules.rising import increasing

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


def compile_condition(condition: Condition, labels: Mapping[str, str] | None = None) -> Judge:
    """The judge of a condition. `labels` names facts in Chinese (path to label, `path=value` to option label)."""
    return _compile(condition, Names(labels or _NO_LABELS), wanted=True)


_judges: dict[int, tuple[Condition, Judge]] = {}
"""Judges by the identity of their condition, which is kept alive beside them: hashing a large condition takes longer than
judging it."""
_MOST_JUDGES = 4096


def _compiled(condition: Condition) -> Judge:
    kept = _judges.get(id(condition))
    if kept is not None:
        return kept[1]
    if len(_judges) >= _MOST_JUDGES:
        _judges.clear()
    judge = compile_condition(condition)
    _judges[id(condition)] = (condition, judge)
    return judge


def holds(condition: Condition, answers: Answers) -> Verdict:
    """The verdict alone, for those who need no words; the condition is compiled once."""
    return VERDICTS[_compiled(condition).test(answers)]


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The fact paths a condition reads, in reading order, each once; a column of a table as `table.column`."""
    return _compiled(condition).facts


def _compile(condition: Condition, names: Names, *, wanted: bool) -> Judge:
    match condition:
        case Number():
            return number(condition, quantity(condition.value, names), names, wanted=wanted)
        case Increasing():
            parts = tuple(quantity(value, names) for value in condition.values)
            return increasing(condition, parts, wanted=wanted)
        case Yes():
            return leaves.yes(condition, names, wanted=wanted)
        case Choice():
            return leaves.choice(condition, names, wanted=wanted)
        case Includes():
            return leaves.includes(condition, names, wanted=wanted)
        case Filled():
            return contents.filled(condition, names, wanted=wanted)
        case FreeOf():
            return contents.free_of(condition, names, wanted=wanted)
        case YearIn():
            return contents.year_in(condition, names, wanted=wanted)
        case Every():
            where = _compile(condition.where, names.inside(condition.table), wanted=wanted)
            return every_row(condition.table, where, names, wanted=wanted)
        case Not():
            return _compile(condition.of, names, wanted=not wanted)
        case _:
            limbs = [_compile(limb, names, wanted=wanted) for limb in condition.of]
            needed = _needed(condition)
            return group(limbs, needed if wanted else len(limbs) - needed + 1, getattr(condition, "label", ""))


def _needed(condition: All | Any_ | AtLeast) -> int:
    if isinstance(condition, AtLeast):
        return condition.n
    return len(condition.of) if isinstance(condition, All) else 1


def quantity(expr: Expr, names: Names) -> Quantity:
    """The compiled number."""
    match expr:
        case str():
            return numbers.from_fact(expr, names)
        case Sum():
            return numbers.added([quantity(part, names) for part in expr.of], names)
        case Average():
            return numbers.added([quantity(part, names) for part in expr.of], names, len(expr.of))
        case GridSum():
            return sums.answer_sum(_cells(expr), 1, names)
        case GridAverage():
            return sums.answer_sum(_cells(expr), len(expr.rows), names)
        case SumColumn():
            return tables.column_sum(expr.table, expr.column, names)
        case CountRows():
            return tables.row_count(expr.table, names)
        case Difference():
            return numbers.difference(quantity(expr.of, names), quantity(expr.less, names))
        case Scale():
            return numbers.scaled(quantity(expr.of, names), expr.by)
        case Ratio():
            return numbers.ratio(quantity(expr.of, names), quantity(expr.to, names))
        case Growth():
            return numbers.growth(quantity(expr.before, names), quantity(expr.after, names))
        case Characters():
            return numbers.characters(expr.of, names)
        case _:
            return numbers.constant(expr)


def _cells(expr: GridSum | GridAverage) -> sums.Lines:
    return tuple(tuple(f"{expr.grid}.{row}.{column}" for column in expr.columns) for row in expr.rows)
