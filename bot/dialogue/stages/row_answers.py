"""Answers that are a row of a table or grid, told in one line or column by column, and 完成."""

from __future__ import annotations

from bot.dialogue.answers import stored
from bot.dialogue.intents import GRIDS
from bot.dialogue.models import OpenRow, Reason, Stage
from bot.dialogue.stages import fields, onward, rows
from bot.dialogue.stages.recording import doubt_of, hold, record, slip
from bot.dialogue.stages.row_reading import read_line
from bot.dialogue.talk import Talk
from bot.dialogue.words import Command, command_of
from forms.fields.registry import to_json, understand
from forms.models import Field, FieldType, Slip, Understood


def finish(talk: Talk, field: Field) -> None:
    """Finish a table or grid as it stands; any other field wants its answer first."""
    value = stored(talk.case).get(field.key)
    if field.type in GRIDS and value is not None:
        if not rows.is_complete(field, value):
            talk.put(skipped=(*(key for key in talk.case.skipped if key != field.key), field.key))
            talk.put(passed=(*talk.case.passed, field.key))
            talk.say("rows.partial", label=field.label)
        onward.onward(talk)
        return
    talk.say("rows.none_yet" if field.type in GRIDS else "filling.not_done", label=field.label)
    fields.ask(talk, again=True)


def is_row(talk: Talk, field: Field, text: str) -> bool:
    """Whether the text is one row (or a word about rows), not a pasted block or 无 for the whole table."""
    if "\n" in text:
        return False
    telling = talk.case.row is not None and bool(talk.case.row.cells or talk.case.row.only)
    if not telling and (rows.names_row(field, text) or _several_rows(talk, field, text)):
        return False
    empty = stored(talk.case).get(field.key) is None and talk.case.row is None
    return not (empty and command_of(text) is Command.NOTHING)


def _several_rows(talk: Talk, field: Field, text: str) -> bool:
    """Whether the line is no single row but something that the field's type reads as several."""
    read = read_line(field, rows.open_row(talk.case, field), text)
    return bool(read.pieces) and isinstance(understand(field, text), Understood)


def take_row(talk: Talk, field: Field, text: str) -> None:
    """Take one line for the open row: its columns, or the next of them. A complete row is recorded at once."""
    value = stored(talk.case).get(field.key)
    if rows.is_gone(talk.case, field):
        talk.put(row=None, held=None)
        talk.say("rows.gone")
        fields.ask(talk, again=True)
        return
    row = rows.open_row(talk.case, field)
    if command_of(text) is Command.NOTHING and field.type is FieldType.TABLE and not row.cells:
        finish(talk, field)
        return
    read = read_line(field, row, text)
    talk.put(row=read.row if read.row.cells or read.row.only else talk.case.row)
    label = rows.label_of(field, row.row)
    if read.pieces:
        wanted = "、".join(rows.named(column) for column in rows.waiting(field, row))
        slip(talk, field, Slip("", where=label), key="rows.count", wanted=wanted, n=read.pieces)
        return
    if read.slip is not None:
        slip(talk, field, read.slip)
        return
    if not read.complete:
        fields.ask(talk, again=True)
        return
    whole = rows.whole(field, rows.with_row(field, value, read.row))
    if isinstance(whole, Slip):
        talk.put(row=None)
        slip(talk, field, whole)
        return
    new = to_json(field, whole.value)
    if doubt := doubt_of(talk, field, new, read.doubt or whole.doubt):
        talk.put(row=read.row)
        hold(talk, field, new, whole.echo, doubt)
        return
    ids = rows.ids_with(talk.case, row) if field.type is FieldType.TABLE else None
    record(talk, field, new, Reason.ANSWERED, row=rows.told(field, new, row.row), ids=ids)
    after_row(talk, field, read.row)


def confirm_row(talk: Talk, field: Field) -> None:
    """Record the open row although it was doubted, in the table as it is now."""
    if rows.is_gone(talk.case, field):
        talk.put(row=None, held=None)
        talk.say("rows.gone")
        fields.ask(talk, again=True)
        return
    row = rows.open_row(talk.case, field)
    whole = rows.whole(field, rows.with_row(field, stored(talk.case).get(field.key), row))
    if isinstance(whole, Slip):
        talk.put(row=None)
        slip(talk, field, whole)
        return
    new = to_json(field, whole.value)
    ids = rows.ids_with(talk.case, row) if field.type is FieldType.TABLE else None
    record(talk, field, new, Reason.CONFIRMED, row=rows.told(field, new, row.row), ids=ids)
    after_row(talk, field, row)


def after_row(talk: Talk, field: Field, row: OpenRow) -> None:
    """Ask the next row; a grid ends with its last row, a table when the person says so, a single cell at once."""
    value = stored(talk.case).get(field.key)
    changed = (row.id or row.only) and talk.stage is Stage.EDITING
    if changed or (row.only and field.type is not FieldType.TABLE):
        onward.onward(talk)
        return
    if field.type is FieldType.TABLE:
        talk.put(row=None, tries=0)
        fields.ask(talk, again=True)
        return
    following = rows.next_row(field, value, row.row if talk.stage is Stage.EDITING else None)
    if following is None:
        onward.onward(talk)
        return
    talk.put(row=OpenRow(field=field.key, row=following), tries=0)
    fields.ask(talk, again=True)
