"""Tables and year grids: a row in one line, a row column by column, or the whole block pasted.

A row counts only when it is complete; until then its cells wait in `Case.row`, and a bad cell costs neither the good ones
nor what the field had before. A block with line breaks or tabs is read by the field type itself.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import shown, stored
from bot.dialogue.models import Case, OpenRow
from bot.dialogue.row_ids import ids_of
from bot.dialogue.talk import Talk
from bot.dialogue.words import fold
from forms.fields.registry import understand
from forms.models import Field, FieldType, Slip, Understood


def detail(talk: Talk, field: Field, asked: m.Ask) -> m.Ask:
    """The question for a table or grid narrowed to the row that is open, with its columns still to tell."""
    row = open_row(talk.case, field)
    current = cells_of(field, stored(talk.case).get(field.key), row.row)
    return asked.model_copy(
        update={
            "row": label_of(field, row.row),
            "columns": tuple(named(column) for column in waiting(field, row)),
            "rows_done": _rows_done(field, stored(talk.case).get(field.key)),
            "current": asked.current
            if asked.origin
            else told(field, stored(talk.case).get(field.key), row.row)
            if current
            else "",
        }
    )


def named(column: Field) -> str:
    """A column's label with its unit."""
    return f"{column.label}（{column.unit}）" if column.unit and column.unit not in column.label else column.label


def waiting(field: Field, row: OpenRow) -> tuple[Field, ...]:
    """The columns of the open row that are still to be told."""
    if row.only:
        return tuple(column for column in field.columns if column.key == row.only)
    return tuple(column for column in field.columns if column.key not in row.cells)


def open_row(case: Case, field: Field) -> OpenRow:
    """The row being told: the one already open, else the first of a grid that lacks a cell, else a new one of a table.

    A table's row is found again by its identity, wherever it stands by now; one that is gone becomes a new one.
    """
    value = stored(case).get(field.key)
    here = case.row if case.row is not None and case.row.field == field.key else None
    if field.type is FieldType.TABLE:
        ids = ids_of(case, field.key)
        row = here or OpenRow(field=field.key, row="")
        place = ids.index(row.id) if row.id in ids else _rows_done(field, value)
        return row.model_copy(update={"row": str(place), "id": row.id if row.id in ids else ""})
    if here is not None:
        return here
    return OpenRow(field=field.key, row=next_row(field, value) or field.rows[0].key)


def is_gone(case: Case, field: Field) -> bool:
    """Whether the row that is open was taken out of its table meanwhile."""
    row = case.row
    return row is not None and row.field == field.key and bool(row.id) and row.id not in ids_of(case, field.key)


def ids_with(case: Case, row: OpenRow) -> tuple[str, ...]:
    """The identities of the table's rows once the open row is put in its place."""
    ids = ids_of(case, row.field)
    return ids if row.id in ids else (*ids, "")


def next_row(field: Field, value: Any, after: str | None = None) -> str | None:
    """Key of a grid's next row: the one after `after`, or the first that lacks a cell; None when there is none."""
    keys = [row.key for row in field.rows]
    if after is not None:
        place = keys.index(after) + 1
        return keys[place] if place < len(keys) else None
    for key in keys:
        cells = cells_of(field, value, key)
        if any(column.key not in cells for column in field.columns):
            return key
    return None


def with_row(field: Field, value: Any, row: OpenRow) -> Any:
    """The field's JSON with the open row put in its place."""
    if field.type is FieldType.GRID:
        rows = dict(value) if isinstance(value, dict) and not _special(value) else {}
        rows[row.row] = {**cells_of(field, value, row.row), **row.cells}
        return rows
    table = list(value) if isinstance(value, list) else []
    place = int(row.row)
    return [*table[:place], dict(row.cells), *table[place + 1 :]]


def cells_of(field: Field, value: Any, row: str) -> dict[str, Any]:
    """The cells that a row has in the field's JSON."""
    if field.type is FieldType.GRID and isinstance(value, dict):
        found = value.get(row)
    elif isinstance(value, list) and row.isdigit() and int(row) < len(value):
        found = value[int(row)]
    else:
        found = None
    return {k: v for k, v in found.items() if v is not None} if isinstance(found, dict) else {}


def label_of(field: Field, row: str) -> str:
    """What a row is called: its label in a grid, 第n行 in a table."""
    if field.type is FieldType.TABLE:
        return f"第{int(row) + 1}行"
    return next((one.label for one in field.rows if one.key == row), row)


def names_row(field: Field, text: str) -> bool:
    """Whether a line begins with the name of a grid's row (2020年, 2020)."""
    said = fold(text)
    names = {fold(name) for row in field.rows for name in (row.label, row.key)}
    return any(said.startswith(name) and said != name for name in names)


def whole(field: Field, value: Any) -> Understood | Slip:
    """The whole field read once more from its JSON, so that what holds for the table as such is checked."""
    return understand(field, value)


def told(field: Field, value: Any, row: str) -> str:
    """A row as the assistant repeats it: 2020年：发明35（件），实用新型40（件）."""
    cells = cells_of(field, value, row)
    shows = [(column.label, shown(column, cells.get(column.key))) for column in field.columns]
    return f"{label_of(field, row)}：{'，'.join(f'{label} {echo}' for label, echo in shows if echo)}"


def is_complete(field: Field, value: Any) -> bool:
    """Whether nothing of a grid is left to tell; a table is complete whenever it has something."""
    return field.type is not FieldType.GRID or _special(value) or next_row(field, value) is None


def merged(field: Field, old: Any, new: Any) -> Any:
    """A pasted grid put into what was told before, cells over cells; anything else takes the place of what was there."""
    if (
        field.type is FieldType.GRID
        and isinstance(new, dict)
        and isinstance(old, dict)
        and not (_special(new) or _special(old))
    ):
        keys = [row.key for row in field.rows if row.key in old or row.key in new]
        return {key: {**old.get(key, {}), **new.get(key, {})} for key in keys}
    return new


def _rows_done(field: Field, value: Any) -> int:
    if isinstance(value, list):
        return len(value)
    if isinstance(value, dict) and not _special(value):
        return sum(all(c.key in cells_of(field, value, row.key) for c in field.columns) for row in field.rows)
    return 0


def _special(value: Any) -> bool:
    return isinstance(value, dict) and set(value) in ({"none"}, {"not_applicable"})
