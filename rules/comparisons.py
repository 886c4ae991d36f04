"""Conditions on a number: a threshold with its comparator.

It is compiled together with what is wanted of it: that it holds, or (under `not`) that it does not. A threshold that must
not be passed is the opposite comparator, so its working and its gap read as plainly as any other.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from programs.values import Answers
from rules.facts import Names, lacking
from rules.figures import Figure, plain, shown, times
from rules.models import Number
from rules.outcomes import FAILED, MET, OPEN, Judge, Outcome, Told
from rules.quantities import Quantity, Written

COMPARATORS = ("over", "at_least", "under", "at_most", "equals")

_OPPOSITE = {"over": "at_most", "at_least": "under", "under": "at_least", "at_most": "over", "equals": "differs"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "over": operator.gt,
    "at_least": operator.ge,
    "under": operator.lt,
    "at_most": operator.le,
    "equals": operator.eq,
    "differs": operator.ne,
}
_SIGN = {"over": ">", "at_least": "≥", "under": "<", "at_most": "≤", "equals": "=", "differs": "≠"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A comparator, its number and its unit."""

    comparator: str
    limit: Figure
    unit: str

    def accepts(self, figure: Figure) -> bool:
        """Whether the figure stands on the right side."""
        return _COMPARE[self.comparator](figure, self.limit)

    def opposite(self) -> Threshold:
        """The threshold that accepts exactly what this one does not."""
        return Threshold(_OPPOSITE[self.comparator], self.limit, self.unit)

    def measured(self, text: str) -> str:
        """A number with the unit after it."""
        return text + (self.unit if self.unit in ("", "%", "％") else f" {self.unit}")

    def words(self) -> str:
        """`> 100 件`."""
        return f"{_SIGN[self.comparator]} {self.measured(shown(self.limit)[0])}"

    def seen_from(self, figure: Figure) -> str:
        """How a figure that is not accepted stands to the limit: ` < 100 件`; nothing where it is the limit itself."""
        if figure == self.limit:
            return ""
        return f" {'>' if figure > self.limit else '<'} {self.measured(shown(self.limit)[0])}"

    def gap(self, figure: Figure) -> str:
        """What a figure that is not accepted lacks."""
        limit = self.measured(shown(self.limit)[0])
        size, exact = shown(abs(Fraction(figure) - Fraction(self.limit)), 0)
        size = f"{'' if exact else '约'} {self.measured(size)}"
        if self.comparator == "differs":
            return f"不得为 {limit}"
        if self.comparator == "equals":
            return f"须为 {limit}，{'还差' if figure < self.limit else '多出'}{size}"
        must = {"over": f"须超过 {limit}", "under": f"须低于 {limit}", "at_most": f"不得超过 {limit}"}
        if figure == self.limit:
            return f"{must[self.comparator]}，目前正好 {limit}"
        if self.comparator == "at_least":
            return f"还差{size}"
        return f"{'还差' if self.comparator == 'over' else '超出'}{size}（{must[self.comparator]}）"


def number(condition: Number, quantity: Quantity, names: Names, *, wanted: bool) -> Judge:
    """A number against its threshold."""
    comparator = next(name for name in COMPARATORS if getattr(condition, name) is not None)
    threshold = Threshold(comparator, plain(getattr(condition, comparator)), condition.unit)
    if not wanted:
        threshold = threshold.opposite()
    subject = condition.label or (names.of(quantity.fact) if quantity.fact else "")
    lead = f"{subject} " if subject else ""
    required = threshold.words()

    def explain(answers: Answers) -> Told:
        written = quantity.write(answers)
        figure = written.figure
        if figure is None:
            working = f"{lead}{threshold.measured(written.text)}，须 {required}；{lacking(written.reasons)}"
            return Told(OPEN, working, written.missing)
        reckoned = lead + threshold.measured(reckoning(written, figure, threshold.limit))
        if threshold.accepts(figure):
            return Told(MET, f"{reckoned} {required}")
        working = f"{reckoned}{threshold.seen_from(figure)}，须 {required}"
        return Told(FAILED, working, (), lambda: threshold.gap(figure), subject)

    return Judge(_number_test(quantity, threshold), explain, quantity.facts)


def _number_test(quantity: Quantity, threshold: Threshold) -> Callable[[Answers], Outcome]:
    limit = threshold.limit if quantity.divisor == 1 else times(threshold.limit, quantity.divisor)
    compare, total = _COMPARE[threshold.comparator], quantity.total
    fact = quantity.fact
    plain_fact = quantity.answered and "." not in fact

    def test(answers: Answers) -> Outcome:
        figure = total(answers)
        if figure is None:
            return OPEN
        return MET if compare(figure, limit) else FAILED

    def test_fact(answers: Answers) -> Outcome:
        figure = answers.get(fact)
        if figure.__class__ is int:
            return MET if compare(figure, limit) else FAILED
        return test(answers)

    return test_fact if plain_fact else test


def reckoning(written: Written, figure: Figure, limit: Figure | None) -> str:
    """The reckoning with what came out; a bare number needs no more than itself."""
    if written.bare:
        return written.text
    value, exact = shown(figure, limit)
    return f"{written.text} {'=' if exact else '≈'} {value}"
