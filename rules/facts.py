"""How a fact is looked up in the answers, and how it is named and its absence told to people.

A path that leads nowhere is unknown, whatever the reason: not asked, a row not yet filled, a value of the wrong shape.
无 or 不适用 said of a whole grid is said of each of its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from programs.values import Answers, Special
from rules.figures import sensible

Reader: TypeAlias = Callable[[Answers], Any]
"""Answers to the answer of one fact, None when it is unknown."""

_MAPPINGS = (dict, Mapping)
"""`dict` first: asking the abstract class takes longer than the look-up."""


def reader(path: str) -> Reader:
    """A function that looks the fact up."""
    key, *rest = path.split(".")
    if not rest:
        return lambda answers: answers.get(key)

    def read(answers: Answers) -> Any:
        value: Any = answers.get(key)
        for part in rest:
            if isinstance(value, Special):
                return value
            if not isinstance(value, _MAPPINGS):
                return None
            value = value.get(part)
        return value

    return read


def number_of(answer: Any) -> Any:
    """The answer as a number, 无 as 0; None when it is none."""
    return 0 if answer is Special.NONE else sensible(answer)


def rows_of(answer: Any) -> Sequence[Mapping[str, Any]] | Special | None:
    """The rows of a table, 无 or 不适用 as said; None while there are no rows: an empty table has not been answered."""
    if isinstance(answer, Special):
        return answer
    if not isinstance(answer, (tuple, list)) or not answer:
        return None
    for row in answer:
        if row.__class__ is not dict and not isinstance(row, Mapping):
            return tuple(row if isinstance(row, Mapping) else {} for row in answer)
    return answer


def is_blank(answer: Any) -> bool:
    """Whether nothing has been said: no answer, an empty text or choice, a table or grid without a filled cell."""
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, _MAPPINGS):
        return all(is_blank(value) for value in answer.values())
    if isinstance(answer, tuple | list):
        return all(is_blank(value) for value in answer)
    return answer is None


@dataclass(frozen=True, slots=True)
class Names:
    """What facts are called in Chinese. Option values may be named too, under `fact=value`."""

    labels: Mapping[str, str]
    table: str = ""
    """The table whose columns are being read, inside `every`."""

    def of(self, path: str) -> str:
        """The fact's label; a column's own, inside a table; the path itself where forms gave none."""
        if self.table:
            inner = self.labels.get(f"{self.table}.{path}")
            if inner is not None:
                return inner.removeprefix(f"{self.labels.get(self.table, '')}·")
        return self.labels.get(path, path)

    def option(self, path: str, value: str) -> str:
        """The label of one option of a choice; columns of grids have theirs under `grid.column`, whatever the row."""
        where = f"{self.table}.{path}" if self.table else path
        key, *rest = where.split(".")
        column = f"{key}.{rest[-1]}" if rest else key
        return self.labels.get(f"{where}={value}", self.labels.get(f"{column}={value}", value))

    def inside(self, table: str) -> Names:
        """The names for the columns of a table."""
        return Names(self.labels, table)


def why_open(answer: Any) -> str:
    """Why an answer decides nothing, in a word or two before its label."""
    if answer is Special.NOT_APPLICABLE:
        return "答“不适用”"
    if answer is Special.NONE:
        return "答“无”"
    return "未填" if is_blank(answer) else "无法识别"


def lacking(reasons: Iterable[tuple[str, str]]) -> str:
    """`未填：甲、乙；答“不适用”：丙` for (reason, label) pairs, each once, in order."""
    grouped: dict[str, dict[str, None]] = {}
    for reason, label in reasons:
        grouped.setdefault(reason, {})[label] = None
    return "；".join(f"{reason}：{'、'.join(labels)}" for reason, labels in grouped.items())
