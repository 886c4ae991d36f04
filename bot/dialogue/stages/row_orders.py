"""What is said about rows of a table is done: 删除第2行, 把第3行移到第1行, 改第2行 金额 30. Each is one turn, so undo covers it."""

from __future__ import annotations

from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.edits import column_said
from bot.dialogue.models import OpenRow, Reason, Stage
from bot.dialogue.row_ids import ids_of
from bot.dialogue.row_words import LAST, RowWords
from bot.dialogue.stages import fields, onward, row_answers, rows
from bot.dialogue.stages.recording import record, slip
from bot.dialogue.stages.row_reading import read_line
from bot.dialogue.talk import Talk
from forms.models import Field, Slip


def order(talk: Talk, field: Field, said: RowWords, *, stay: bool = True) -> None:
    """Do it with the rows as they stand now. `stay`: the table is asked again afterwards; else back to where one was."""
    value = stored(talk.case).get(field.key)
    table: list[Any] = value if isinstance(value, list) else []
    count, place, to = len(table), _place(said.row, len(table)), _place(said.to, len(table))
    if said.verb == "delete" and _drops_open_row(talk, said.row - 1, count):
        talk.put(row=None)
        fields.ask(talk, again=True)
        return
    if not count:
        talk.say("rows.no_rows", label=field.label)
        _go_on(talk, stay=stay)
        return
    wrong = said.row if not 1 <= place <= count else said.to
    if wrong is said.row or (said.verb == "swap" and not 1 <= to <= count):
        slip(talk, field, Slip("", where=""), key="rows.no_such_row", n=wrong, count=count)
        return
    if said.verb == "edit":
        _edit(talk, field, place, said.rest)
    elif said.verb == "delete":
        _delete(talk, field, table, place, stay=stay)
    else:
        _move(talk, field, table, place, to, said.verb, stay=stay)


def _place(row: int, count: int) -> int:
    return count if row == LAST else row


def _drops_open_row(talk: Talk, place: int, count: int) -> bool:
    """Whether the row meant is the new one that is just being told."""
    telling = talk.case.row
    return telling is not None and not telling.id and bool(telling.cells) and place == count


def _delete(talk: Talk, field: Field, table: list[Any], place: int, *, stay: bool) -> None:
    ids = list(ids_of(talk.case, field.key))
    gone = rows.told(field, table, str(place - 1)).partition("：")[2]
    left = [row for at, row in enumerate(table, 1) if at != place]
    del ids[place - 1]
    _write(talk, field, left or None, ids)
    _say(talk, "rows.deleted", label=field.label, n=place, row=gone, left=len(left))
    _go_on(talk, stay=stay)


def _move(talk: Talk, field: Field, table: list[Any], place: int, to: int, verb: str, *, stay: bool) -> None:
    to = min(max(to, 1), len(table))
    if to == place:
        talk.say("rows.not_moved", n=place)
        _go_on(talk, stay=stay)
        return
    pairs = list(zip(ids_of(talk.case, field.key), table, strict=True))
    if verb == "swap":
        pairs[place - 1], pairs[to - 1] = pairs[to - 1], pairs[place - 1]
    else:
        pairs.insert(to - 1, pairs.pop(place - 1))
    now = [row for _, row in pairs]
    _write(talk, field, now, [one for one, _ in pairs])
    if verb == "swap":
        _say(talk, "rows.swapped", label=field.label, n=place, to=to)
    else:
        _say(
            talk,
            "rows.moved",
            label=field.label,
            n=place,
            to=to,
            row=rows.told(field, now, str(to - 1)).partition("：")[2],
        )
    _go_on(talk, stay=stay)


def _edit(talk: Talk, field: Field, place: int, rest: str) -> None:
    """Open the row, or one cell of it; where the new content was said too, take it at once."""
    row = OpenRow(field=field.key, row=str(place - 1), id=ids_of(talk.case, field.key)[place - 1])
    if not rest:
        talk.put(row=row)
        fields.ask(talk, again=True)
        return
    said = column_said(field, rest)
    if said is not None:
        column, value = said
        cells = rows.cells_of(field, stored(talk.case).get(field.key), row.row)
        others = {key: cell for key, cell in cells.items() if key != column.key}
        talk.put(row=row.model_copy(update={"cells": others, "only": column.key}))
        if value:
            row_answers.take_row(talk, field, value)
        else:
            fields.ask(talk, again=True)
        return
    if len(field.columns) == 1 or read_line(field, row, rest).complete:
        talk.put(row=row)
        row_answers.take_row(talk, field, rest)
        return
    columns = "、".join(column.label for column in field.columns)
    slip(talk, field, Slip("", where=""), key="rows.no_column", columns=columns, n=place)


def _write(talk: Talk, field: Field, value: Any, ids: list[str]) -> None:
    record(talk, field, value, Reason.ANSWERED, ids=ids)
    talk.put(row=None)


def _say(talk: Talk, key: str, /, **values: str | int) -> None:
    """Tell what was done in the place of what a record would tell; its undo stays."""
    talk.replies[-1] = m.Say(key=key, values=values, actions=talk.replies[-1].actions)


def _go_on(talk: Talk, *, stay: bool) -> None:
    if stay or talk.stage is not Stage.EDITING:
        fields.ask(talk, again=True)
    else:
        onward.onward(talk)
