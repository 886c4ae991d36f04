"""What a compiled number is: a function that reckons, fast, and one that shows the reckoning.

Every number is a total over a fixed divisor, so that an average over named years is compared without dividing: 301/3 > 100
is 301 > 300. 无 counts as 0 and says so. An answer that is missing, 不适用, or no number makes the result unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from programs.values import Answers, Special
from rules.facts import Names, number_of, why_open
from rules.figures import Figure, divided, shown
from rules.outcomes import distinct

OPEN_OPERAND = "？"
COUNTED_AS_ZERO = "无（按0计）"

Total: TypeAlias = Callable[[Answers], Figure | None]
Reasons: TypeAlias = "tuple[tuple[str, str], ...]"


class Written(NamedTuple):
    """A number as it was reckoned from the answers."""

    text: str
    """The reckoning, ？ for what is not known: `(80+？+120)/3`."""
    figure: Figure | None
    missing: tuple[str, ...] = ()
    """Fact paths that keep it from being known."""
    reasons: Reasons = ()
    """(reason, label) for what keeps it from being known."""
    bare: bool = True
    """The text is one number, not a reckoning."""

    def operand(self) -> str:
        """The text as part of a larger reckoning."""
        return self.text if self.bare and not self.text.startswith("-") else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A compiled number: `total` over `divisor`, which is the number of parts of an average and otherwise 1."""

    total: Total
    write: Callable[[Answers], Written]
    facts: tuple[str, ...]
    divisor: int = 1
    fact: str = ""
    """The one fact this number is about, which then names it."""
    lines: tuple[tuple[str, ...], ...] = ()
    """Where it is a sum of answers and nothing else: their paths, in lines as they are written."""

    @property
    def answered(self) -> bool:
        """Whether the number is a single answer as given."""
        return self.divisor == 1 and len(self.lines) == 1 and len(self.lines[0]) == 1

    def figure(self, answers: Answers) -> Figure | None:
        """The number itself; None when it is unknown."""
        total = self.total(answers)
        return total if total is None or self.divisor == 1 else divided(total, self.divisor)


def write_answer(path: str, answer: object, names: Names) -> Written:
    """One answer as an operand."""
    figure = number_of(answer)
    if figure is None:
        return Written(OPEN_OPERAND, None, (path,), ((why_open(answer), names.of(path)),))
    return Written(COUNTED_AS_ZERO if answer is Special.NONE else shown(figure)[0], figure)


def joined(
    parts: Sequence[Written], sign: str, reckon: Callable[[Sequence[Figure]], Figure | None], divisor: int = 1
) -> Written:
    """The parts with signs between them, over the divisor, and what comes out; `reckon` gives None when divided by zero."""
    if len(parts) == 1:
        return parts[0]
    text = sign.join([part.operand() for part in parts])
    if divisor > 1:
        text = f"({text})/{divisor}"
    missing = distinct(path for part in parts for path in part.missing)
    reasons = tuple(reason for part in parts for reason in part.reasons)
    figures = [part.figure for part in parts if part.figure is not None]
    if len(figures) < len(parts):
        return Written(text, None, missing, reasons, bare=False)
    figure = reckon(figures)
    if figure is None:
        return Written(text, None, missing, (("除数为0，无法计算", parts[-1].text),), bare=False)
    return Written(text, figure if divisor == 1 else divided(figure, divisor), missing, reasons, bare=False)
