"""What differs between two states of a case, as a reader of the document would see it: field by field, cell by cell, row by row.

Only what the form prints and what applies counts, on either side. Sensitive values are told masked, as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from bot.dialogue.answers import answers_of, shown, stored
from bot.dialogue.handouts import ChangeLine
from bot.dialogue.models import Case
from forms.models import Field, FieldType
from forms.progress import active

if TYPE_CHECKING:
    from forms.loader import Form

LONGEST = 160
Row = Mapping[str, Any]


def changes_since(form: Form, case: Case, entries: int) -> tuple[ChangeLine, ...]:
    """What changed in the document since the log had that many entries, in the form's order."""
    return changed(form, case.model_copy(update={"log": case.log[:entries]}), case)


def changed(form: Form, before: Case, after: Case) -> tuple[ChangeLine, ...]:
    """What changed in the document between two states of one case, in the form's order."""
    old, new = _printed(form, before), _printed(form, after)
    return tuple(
        line
        for field in form.fields.values()
        if old.get(field.key) != new.get(field.key)
        for line in _field(field, old.get(field.key), new.get(field.key))
    )


def _printed(form: Form, case: Case) -> dict[str, Any]:
    """Field key to stored value, of what the document shows."""
    values = stored(case)
    counted = active(form, answers_of(case, form.fields))
    return {key: values[key] for key in counted if key in form.printed_keys}


def _field(field: Field, before: Any, after: Any) -> Iterator[ChangeLine]:
    if field.type is FieldType.GRID and _holds_rows(before, after, dict):
        yield from _grid(field, before or {}, after or {})
    elif field.type is FieldType.TABLE and _holds_rows(before, after, list):
        yield from _table(field, before or [], after or [])
    else:
        yield _line(field, field.label, shown(field, before), shown(field, after))


def _holds_rows(before: Any, after: Any, kind: type) -> bool:
    """Whether both sides have cells to compare; 无 and 不适用 for the whole have none."""
    special = ({"none": True}, {"not_applicable": True})
    return all(one is None or (isinstance(one, kind) and one not in special) for one in (before, after))


def _grid(field: Field, before: Mapping[str, Row], after: Mapping[str, Row]) -> Iterator[ChangeLine]:
    for row in field.rows:
        old, new = before.get(row.key) or {}, after.get(row.key) or {}
        yield from _cells(field, row.label, old, new)


def _cells(field: Field, row: str, old: Row, new: Row) -> Iterator[ChangeLine]:
    for column in field.columns:
        if old.get(column.key) != new.get(column.key):
            label = f"{field.label} {row} {column.label}"
            yield _line(field, label, shown(column, old.get(column.key)), shown(column, new.get(column.key)))


def _table(field: Field, before: Sequence[Row], after: Sequence[Row]) -> Iterator[ChangeLine]:
    old, new = ([_key(field, row) for row in rows] for rows in (before, after))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        paired = min(i2 - i1, j2 - j1) if kind == "replace" else 0
        for at in range(paired if kind != "equal" else 0):
            yield from _cells(field, f"第{j1 + at + 1}行", before[i1 + at], after[j1 + at])
        for at in range(i1 + paired, i2) if kind in ("replace", "delete") else ():
            yield _line(field, f"{field.label} 原第{at + 1}行", _words(field, before[at]), "")
        for at in range(j1 + paired, j2) if kind in ("replace", "insert") else ():
            yield _line(field, f"{field.label} 第{at + 1}行", "", _words(field, after[at]))


def _key(field: Field, row: Row) -> str:
    return json.dumps([row.get(column.key) for column in field.columns], sort_keys=True, ensure_ascii=False)


def _words(field: Field, row: Row) -> str:
    cells = ((column, shown(column, row.get(column.key))) for column in field.columns)
    return "，".join(f"{column.label}：{words}" for column, words in cells if words)


def _line(field: Field, label: str, before: str, after: str) -> ChangeLine:
    return ChangeLine(field=field.key, label=label, before=_cut(before), after=_cut(after))


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}……"
