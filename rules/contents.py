"""Conditions on what stands in an answer: whether there is content at all, which year a date names, which words a text has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from programs.values import CalendarDate, Special
from rules.facts import Names, is_blank, rows_of
from rules.leaves import leaf
from rules.models import Filled, FreeOf, YearIn
from rules.outcomes import Judge


def filled(condition: Filled, names: Names, *, wanted: bool) -> Judge:
    """An answer with content; one not given yet is unknown, as it may still be."""

    def view(answer: Any) -> bool | None:
        if isinstance(answer, Special):
            return False
        return True if _has_content(answer) else None

    def said(answer: Any) -> str:
        if isinstance(answer, Special):
            return "无" if answer is Special.NONE else "不适用"
        return "已填写"

    must = f"“{names.of(condition.fact)}”须{'有内容' if wanted else '为“无”或“不适用”'}"
    return leaf(condition.fact, view, wanted=wanted, declared=condition.declared, names=names, said=said, must=must)


def _has_content(answer: Any) -> bool:
    if isinstance(answer, Mapping):
        return any(_has_content(value) for value in answer.values())
    if isinstance(answer, tuple | list):
        return any(_has_content(value) for value in answer)
    return not isinstance(answer, Special) and not is_blank(answer)


def year_in(condition: YearIn, names: Names, *, wanted: bool) -> Judge:
    """A date or year in one of the listed years."""
    years = "、".join(map(str, condition.years))

    def view(answer: Any) -> bool | None:
        if answer is Special.NONE:
            return False
        year = answer.year if isinstance(answer, CalendarDate) else answer
        return year in condition.years if year.__class__ is int else None

    def said(answer: Any) -> str:
        if answer is Special.NONE:
            return "无"
        return answer.chinese() if isinstance(answer, CalendarDate) else f"{answer}年"

    must = f"“{names.of(condition.fact)}”须{'' if wanted else '不'}在 {years} 年内"
    return leaf(condition.fact, view, wanted=wanted, declared=False, names=names, said=said, must=must)


def free_of(condition: FreeOf, names: Names, *, wanted: bool) -> Judge:
    """None of the words in a text, or in any row of a table's column; a blank row leaves it open unless a word was found."""
    words = [(word, _folded(word)) for word in condition.words]
    listed = "、".join(f"“{word}”" for word in condition.words)
    column = condition.column

    def texts(answer: Any) -> Iterator[Any]:
        if column is None:
            yield answer
            return
        rows = rows_of(answer)
        if rows is None or isinstance(rows, Special):
            yield rows
        else:
            yield from (row.get(column) for row in rows)

    def found(answer: Any) -> list[str]:
        said = [_folded(text) for text in texts(answer) if isinstance(text, str)]
        return [word for word, folded in words if any(folded in text for text in said)]

    def view(answer: Any) -> bool | None:
        if found(answer):
            return False
        settled = all(text is Special.NONE or (isinstance(text, str) and not is_blank(text)) for text in texts(answer))
        return True if settled else None

    def said(answer: Any) -> str:
        present = found(answer)
        return f"出现了{'、'.join(f'“{word}”' for word in present)}" if present else f"未出现{listed}"

    must = f"“{names.of(condition.fact)}”中{'不得' if wanted else '须'}出现{listed}"
    reads = f"{condition.fact}.{column}" if column is not None else ""
    return leaf(condition.fact, view, wanted=wanted, declared=False, names=names, said=said, must=must, reads=reads)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
