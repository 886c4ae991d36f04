"""Compiles numbers (`Expr`) to functions over answers: one that reckons, fast, and one that shows the reckoning.

Every number is a total over a fixed divisor, so that an average over named years is compared without dividing: 301/3 > 100
is 301 > 300. 无 counts as 0 and says so. An answer that is missing, 不适用, or no number makes the result unknown, and so
does a divisor of zero. Sums over grids and tables are in `rules.series`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from programs.values import Answers, Special
from programs.wordcount import count_characters
from rules.facts import Names, number_of, reader, why_open
from rules.figures import Figure, add_up, divided, plain, shown, times
from rules.outcomes import distinct

OPEN_OPERAND = "？"

Total: TypeAlias = Callable[[Answers], Figure | None]


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it was reckoned from the answers."""

    text: str
    """The reckoning, ？ for what is not known: `(80+？+120)/3`."""
    figure: Figure | None
    missing: tuple[str, ...] = ()
    """Fact paths that keep it from being known."""
    reasons: tuple[tuple[str, str], ...] = ()
    """(reason, label) for what keeps it from being known."""
    bare: bool = True
    """The text is one number, not a reckoning."""

    def operand(self) -> str:
        """The text as part of a larger reckoning."""
        return self.text if self.bare and not self.text.startswith("-") else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A compiled number: `total` over `divisor`."""

    total: Total
    write: Callable[[Answers], Written]
    facts: tuple[str, ...]
    divisor: int = 1
    fact: str = ""
    """The one fact this number is about, which then names it."""
    answered: bool = False
    """The number is the answer itself, as given."""

    def figure(self, answers: Answers) -> Figure | None:
        """The number itself; None when it is unknown."""
        total = self.total(answers)
        return total if total is None or self.divisor == 1 else divided(total, self.divisor)


def write_answer(path: str, answer: object, names: Names) -> Written:
    """One answer as an operand."""
    figure = number_of(answer)
    if figure is None:
        return Written(OPEN_OPERAND, None, (path,), ((why_open(answer), names.of(path)),))
    return Written("无（按0计）" if answer is Special.NONE else shown(figure)[0], figure)


def from_fact(path: str, names: Names) -> Quantity:
    """The number a person answered."""
    read = reader(path)
    return Quantity(
        total=lambda answers: number_of(read(answers)),
        write=lambda answers: write_answer(path, read(answers), names),
        facts=(path,),
        fact=path,
        answered=True,
    )


def constant(value: Decimal) -> Quantity:
    """A number that does not depend on the answers."""
    figure = plain(value)
    written = Written(shown(figure)[0], figure)
    return Quantity(total=lambda _: figure, write=lambda _: written, facts=())


def added(parts: Sequence[Quantity], divisor: int = 1) -> Quantity:
    """The sum of the parts over `divisor`."""

    def total(answers: Answers) -> Figure | None:
        figures = []
        for part in parts:
            figure = part.figure(answers)
            if figure is None:
                return None
            figures.append(figure)
        return add_up(figures)

    def write(answers: Answers) -> Written:
        return joined([part.write(answers) for part in parts], "+", add_up, divisor)

    return Quantity(total, write, distinct(fact for part in parts for fact in part.facts), divisor)


def difference(of: Quantity, less: Quantity) -> Quantity:
    """`of` minus `less`."""
    return _computed((of, less), "-", lambda figures: add_up((figures[0], times(figures[1], -1))))


def scaled(of: Quantity, by: Decimal) -> Quantity:
    """`of` times a constant."""
    factor = constant(by)
    return _computed((of, factor), "×", lambda figures: times(figures[0], by))


def ratio(of: Quantity, to: Quantity) -> Quantity:
    """`of` divided by `to`; unknown when `to` is zero."""
    return _computed((of, to), "/", lambda figures: divided(*figures) if figures[1] else None)


def growth(before: Quantity, after: Quantity) -> Quantity:
    """Growth in percent; unknown when there was nothing (or less) to grow from."""

    def reckon(answers: Answers) -> Figure | None:
        old, new = before.figure(answers), after.figure(answers)
        if old is None or new is None or old <= 0:
            return None
        return times(divided(add_up((new, times(old, -1))), old), 100)

    def write(answers: Answers) -> Written:
        old, new = before.write(answers), after.write(answers)
        reasons = old.reasons + new.reasons
        if old.figure is not None and old.figure <= 0:
            reasons += (("基数不大于0，增幅无法计算", old.text),)
        text = f"({new.operand()}-{old.operand()})/{old.operand()}×100"
        return Written(text, reckon(answers), distinct(old.missing + new.missing), reasons, bare=False)

    return Quantity(reckon, write, distinct(before.facts + after.facts))


def characters(path: str, names: Names) -> Quantity:
    """The length of a text in 字; 0 for 无."""
    read = reader(path)

    def length(answer: object) -> int | None:
        if answer is Special.NONE:
            return 0
        return count_characters(answer) if isinstance(answer, str) and answer.strip() else None

    def write(answers: Answers) -> Written:
        answer = read(answers)
        figure = length(answer)
        if figure is None:
            return Written(OPEN_OPERAND, None, (path,), ((why_open(answer), names.of(path)),))
        return Written("无（按0计）" if answer is Special.NONE else str(figure), figure)

    return Quantity(lambda answers: length(read(answers)), write, (path,), fact=path)


def joined(
    parts: Sequence[Written], sign: str, reckon: Callable[[Sequence[Figure]], Figure | None], divisor: int = 1
) -> Written:
    """The parts with signs between them, over the divisor, and what comes out."""
    text = sign.join(part.operand() for part in parts)
    bare = len(parts) == 1 and divisor == 1
    if divisor > 1:
        text = f"({text})/{divisor}" if len(parts) > 1 else f"{text}/{divisor}"
    figures = [part.figure for part in parts if part.figure is not None]
    figure = reckon(figures) if len(figures) == len(parts) else None
    reasons = tuple(reason for part in parts for reason in part.reasons)
    if figure is None and len(figures) == len(parts):
        reasons = (("除数为0，无法计算", parts[-1].text),)
    if figure is not None and divisor > 1:
        figure = divided(figure, divisor)
    return Written(text, figure, distinct(path for part in parts for path in part.missing), reasons, bare)


def _computed(parts: tuple[Quantity, ...], sign: str, reckon: Callable[[Sequence[Figure]], Figure | None]) -> Quantity:
    def total(answers: Answers) -> Figure | None:
        figures = [part.figure(answers) for part in parts]
        known = [figure for figure in figures if figure is not None]
        return reckon(known) if len(known) == len(parts) else None

    def write(answers: Answers) -> Written:
        return joined([part.write(answers) for part in parts], sign, reckon)

    return Quantity(total, write, distinct(fact for part in parts for fact in part.facts))
