"""Sums and averages of answers: the reckoning that eligibility mostly consists of, so it is made quick.

The answers are summed on a way that knows whole numbers and amounts; the first thing it stumbles over (a gap, 无, 不适用)
sends it the careful way, which tells them apart. Terms are kept in lines, a line being what is added up within one year:
`((80+20)+(110+15))/2`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from programs.values import Answers
from rules.facts import Names, number_of, reader
from rules.figures import Figure, add_amounts, add_up, divided
from rules.outcomes import distinct
from rules.quantities import Quantity, Total, Written, joined, write_answer

Lines: TypeAlias = tuple[tuple[str, ...], ...]

_LONG = 10**40
"""Larger numbers are written the careful way."""


def answer_sum(lines: Lines, divisor: int, names: Names) -> Quantity:
    """The sum of all the lines' facts over `divisor`."""
    paths = [path for line in lines for path in line]
    readers = {path: reader(path) for path in paths}
    quick_terms = _quick_terms(lines)

    def careful(answers: Answers) -> Figure | None:
        figures = [number_of(readers[path](answers)) for path in paths]
        return None if None in figures else add_up(figures)

    def write(answers: Answers) -> Written:
        terms = quick_terms(answers) or [[readers[path](answers) for path in line] for line in lines]
        if all(term.__class__ is int and 0 <= term < _LONG for line in terms for term in line):
            return _write_whole(terms, divisor)
        written = [
            joined([write_answer(path, term, names) for path, term in zip(line, values, strict=True)], "+", add_up)
            for line, values in zip(lines, terms, strict=True)
        ]
        return joined(written, "+", add_up, divisor)

    return Quantity(_quick_total(paths, careful), write, distinct(paths), divisor, lines=lines)


def _write_whole(terms: list[list[Any]], divisor: int) -> Written:
    """The reckoning where every term is a whole number, the common case; reads as `joined` would write it."""
    texts = [f"({'+'.join(map(str, line))})" if len(line) > 1 else str(line[0]) for line in terms]
    if len(texts) == 1:
        return Written("+".join(map(str, terms[0])), sum(terms[0]), bare=len(terms[0]) == 1)
    total = sum(map(sum, terms))
    text = "+".join(texts)
    if divisor == 1:
        return Written(text, total, bare=False)
    return Written(f"({text})/{divisor}", divided(total, divisor), bare=False)


def _quick_total(paths: Sequence[str], careful: Total) -> Total:
    """A sum that leaves it to the careful one as soon as a term is not a number."""
    split = [path.split(".") for path in paths]
    keys = [parts[0] for parts in split if len(parts) == 1]
    cells = [tuple(parts) for parts in split if len(parts) == 3]
    if len(keys) + len(cells) < len(paths):
        return careful

    def quick(answers: Answers) -> Figure | None:
        whole = 0
        amounts: list[Any] = []
        grids: Any = answers
        try:
            for key, row, column in cells:
                term = grids[key][row][column]
                if term.__class__ is int:
                    whole += term
                else:
                    amounts.append(term)
            for key in keys:
                term = grids[key]
                if term.__class__ is int:
                    whole += term
                else:
                    amounts.append(term)
        except (KeyError, TypeError):
            return careful(answers)
        if not amounts:
            return whole
        total = add_amounts(whole, amounts)
        return careful(answers) if total is None else total

    return quick


def _quick_terms(lines: Lines) -> Callable[[Answers], list[list[Any]] | None]:
    """The answers line by line, or None when one cannot be reached straight."""
    split = [[tuple(path.split(".")) for path in line] for line in lines]
    lengths = {len(parts) for line in split for parts in line}
    if lengths == {1}:
        return lambda answers: [[answers.get(path) for path in line] for line in lines]
    if lengths != {3}:
        return lambda _: None

    def terms(answers: Answers) -> list[list[Any]] | None:
        grids: Any = answers
        try:
            return [[grids[key][row][column] for key, row, column in line] for line in split]
        except (KeyError, TypeError):
            return None

    return terms
