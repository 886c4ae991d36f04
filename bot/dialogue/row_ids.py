"""Which row is which: identities of a table's rows that last while rows are changed, moved, added and taken out.

An answer is a plain list of rows, as the answers file has it; the identities stand beside it in the case. A page shows them
with the rows, so that a change made there reaches the row it was meant for, wherever it stands by then. Where nothing is
kept, the rows are named by the turn that wrote them and their place in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.models import Case, Entry

Rows = Sequence[Any]


def ids_of(case: Case, key: str) -> tuple[str, ...]:
    """The identities of the rows that a table has now, in their order; none when it has no rows."""
    last = next((entry for entry in reversed(case.log) if entry.field == key), None)
    return _ids(case, last) if last is not None else ()


def _ids(case: Case, last: Entry) -> tuple[str, ...]:
    if not isinstance(last.value, list):
        return ()
    kept = case.row_ids.get(last.field, ())
    return kept if len(kept) == len(last.value) else named_at(last.turn, len(last.value))


def named_at(turn: int, count: int) -> tuple[str, ...]:
    """Identities of rows that were all written in one turn."""
    return tuple(f"{turn}.{place}" for place in range(count))


def after_writing(case: Case, key: str, value: Any, turn: int, given: Sequence[str] | None = None) -> Case:
    """The case with the identities that the rows of `value` have, which is about to be written in `turn`.

    `given` are those the writer knows, with an empty one for a new row; else rows are recognised by their content.
    """
    others = {field: ids for field, ids in case.row_ids.items() if field != key}
    if not isinstance(value, list):
        return case if key not in case.row_ids else case.model_copy(update={"row_ids": others})
    before = next((entry.value for entry in reversed(case.log) if entry.field == key), None)
    if given is not None and len(given) == len(value):
        ids = _named(given, turn)
    else:
        ids = _named(recognised(before if isinstance(before, list) else [], ids_of(case, key), value), turn)
    if ids != named_at(turn, len(value)):
        others[key] = ids
    return case.model_copy(update={"row_ids": others})


def _named(ids: Sequence[str], turn: int) -> tuple[str, ...]:
    """New rows are called by the turn and their place; what is called so already keeps its name."""
    taken = {one for one in ids if one}
    found: list[str] = []
    for place, one in enumerate(ids):
        name = one if one and one not in found else f"{turn}.{place}"
        while not one and name in taken:
            name += "+"
        found.append(name)
    return tuple(found)


def recognised(before: Rows, ids: Sequence[str], after: Rows) -> tuple[str, ...]:
    """For each row of `after` the identity of the row it was; empty for a new one.

    Equal rows are the same. When as many rows are left over on both sides, they were changed in place.
    """
    left = dict(zip(ids, before, strict=True))
    found = [""] * len(after)
    by_text: dict[str, list[str]] = {}
    for one, row in left.items():
        by_text.setdefault(_text(row), []).append(one)
    for place, row in enumerate(after):
        if same := by_text.get(_text(row)):
            found[place] = same.pop(0)
            left.pop(found[place])
    open_ = [place for place, one in enumerate(found) if not one]
    if len(open_) == len(left):
        for place, one in zip(open_, left, strict=True):
            found[place] = one
    return tuple(found)


def _text(row: Any) -> str:
    return repr(sorted(row.items())) if isinstance(row, dict) else repr(row)


@dataclass(frozen=True)
class Told:
    """The rows of a table as somebody has them: identities and rows, an empty identity for a new row."""

    ids: tuple[str, ...]
    rows: tuple[Any, ...]

    @property
    def known(self) -> dict[str, Any]:
        """The rows that are not new, by identity."""
        return {one: row for one, row in zip(self.ids, self.rows, strict=True) if one}


def merged(base: Told, theirs: Told, mine: Told) -> Told | None:
    """Both changes put together, row by row; None when both changed the same row differently.

    A row that one side took out and the other left alone is gone. New rows of both sides stay. Where I moved rows my order
    counts, else theirs.
    """
    old, their, my = base.known, theirs.known, mine.known
    kept: dict[str, Any] = {}
    for one, row in old.items():
        ours = (my.get(one), their.get(one))
        if ours[0] == row or ours[0] == ours[1]:
            winner = ours[1]
        elif ours[1] == row:
            winner = ours[0]
        else:
            return None
        if winner is not None:
            kept[one] = winner
    kept |= {one: row for one, row in their.items() if one not in old}
    moved = [one for one in old if one in my] != [one for one in my if one in old]
    order = [*my, *their] if moved else [*their, *my]
    ids = [one for one in dict.fromkeys(order) if one in kept]
    new = [row for one, row in zip(mine.ids, mine.rows, strict=True) if not one]
    return Told((*ids, *("" for _ in new)), (*(kept[one] for one in ids), *new))
