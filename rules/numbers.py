"""Compiles what can be reckoned from numbers: sums of anything, differences, conversions, quotients, growth, lengths.

Plain sums and averages of answers, by far the most, take the quick road in `rules.sums`; tables are in `rules.tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from programs.values import Answers, Special
from programs.wordcount import count_characters
from rules.facts import Names, number_of, reader, why_open
from rules.figures import Figure, add_up, divided, plain, shown, times
from rules.outcomes import distinct
from rules.quantities import COUNTED_AS_ZERO, OPEN_OPERAND, Quantity, Written, joined, write_answer
from rules.sums import answer_sum


def from_fact(path: str, names: Names) -> Quantity:
    """The number a person answered."""
    read = reader(path)
    return Quantity(
        total=lambda answers: number_of(read(answers)),
        write=lambda answers: write_answer(path, read(answers), names),
        facts=(path,),
        fact=path,
        lines=((path,),),
    )


def constant(value: Decimal) -> Quantity:
    """A number that does not depend on the answers."""
    figure = plain(value)
    written = Written(shown(figure)[0], figure)
    return Quantity(total=lambda _: figure, write=lambda _: written, facts=())


def added(parts: Sequence[Quantity], names: Names, divisor: int = 1) -> Quantity:
    """The sum of the parts over `divisor`."""
    if all(len(part.lines) == 1 and part.divisor == 1 for part in parts):
        lines = tuple(part.lines[0] for part in parts)
        if divisor == 1 and all(len(line) == 1 for line in lines):
            lines = (tuple(path for line in lines for path in line),)
        return answer_sum(lines, divisor, names)

    def total(answers: Answers) -> Figure | None:
        figures = [part.figure(answers) for part in parts]
        known = [figure for figure in figures if figure is not None]
        return add_up(known) if len(known) == len(parts) else None

    def write(answers: Answers) -> Written:
        return joined([part.write(answers) for part in parts], "+", add_up, divisor)

    return Quantity(total, write, distinct(fact for part in parts for fact in part.facts), divisor)


def difference(of: Quantity, less: Quantity) -> Quantity:
    """`of` minus `less`."""
    return _computed((of, less), "-", lambda figures: add_up((figures[0], times(figures[1], -1))))


def scaled(of: Quantity, by: Decimal) -> Quantity:
    """`of` times a constant."""
    return _computed((of, constant(by)), "×", lambda figures: times(figures[0], by))


def ratio(of: Quantity, to: Quantity) -> Quantity:
    """`of` divided by `to`; unknown when `to` is zero."""
    return _computed((of, to), "/", lambda figures: divided(*figures) if figures[1] else None)


def _computed(parts: tuple[Quantity, ...], sign: str, reckon: Callable[[Sequence[Figure]], Figure | None]) -> Quantity:
    def total(answers: Answers) -> Figure | None:
        figures = [part.figure(answers) for part in parts]
        known = [figure for figure in figures if figure is not None]
        return reckon(known) if len(known) == len(parts) else None

    def write(answers: Answers) -> Written:
        return joined([part.write(answers) for part in parts], sign, reckon)

    return Quantity(total, write, distinct(fact for part in parts for fact in part.facts))


def growth(before: Quantity, after: Quantity) -> Quantity:
    """Growth in percent; unknown when there was nothing (or less) to grow from."""

    def reckon(old: Figure | None, new: Figure | None) -> Figure | None:
        if old is None or new is None or old <= 0:
            return None
        return times(divided(add_up((new, times(old, -1))), old), 100)

    def total(answers: Answers) -> Figure | None:
        return reckon(before.figure(answers), after.figure(answers))

    def write(answers: Answers) -> Written:
        old, new = before.write(answers), after.write(answers)
        reasons = old.reasons + new.reasons
        if old.figure is not None and old.figure <= 0:
            reasons += (("基数不大于0，增幅无法计算", old.text),)
        text = f"({new.operand()}-{old.operand()})/{old.operand()}×100"
        missing = distinct(old.missing + new.missing)
        return Written(text, reckon(old.figure, new.figure), missing, reasons, bare=False)

    return Quantity(total, write, distinct(before.facts + after.facts))


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
        return Written(COUNTED_AS_ZERO if answer is Special.NONE else str(figure), figure)

    return Quantity(lambda answers: length(read(answers)), write, (path,), fact=path)
