"""Taking an answer to the field being asked: understood, doubted, or sent back with what, where and how to mend."""

from __future__ import annotations

import re
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import known_elsewhere, shown, stored, write
from bot.dialogue.models import Held, OpenRow, Parked, Reason, Stage
from bot.dialogue.stages import fields, moving, onward, present, rows
from bot.dialogue.talk import Talk, action
from bot.dialogue.words import Command, command_of
from forms.fields.registry import to_json, understand
from forms.models import Field, FieldType, Slip

_GRIDS = (FieldType.TABLE, FieldType.GRID)
_ROW_EDIT = re.compile(r"^(删除?|去掉|改|修改|重填)\s*第?\s*(\d{1,4})\s*行$")


def answer(talk: Talk) -> None:
    """Take the message as the answer to the current field."""
    field = _current(talk)
    take(talk, field, talk.intent.text if talk.intent.value is None else talk.intent.value)


def take(talk: Talk, field: Field, raw: Any) -> None:
    """Understand `raw` for `field`: record it, hold it for a yes, or send it back."""
    if field.type in _GRIDS and isinstance(raw, str) and _is_row(talk, field, raw):
        _take_row(talk, field, raw)
        return
    understood = understand(field, raw)
    if isinstance(understood, Slip):
        slip(talk, field, understood)
        return
    value = rows.merged(
        field,
        stored(talk.case).get(field.key),
        to_json(field, understood.value),
        adding=talk.stage is not Stage.EDITING,
    )
    if understood.doubt:
        hold(talk, field, value, understood.echo, understood.doubt)
        return
    record(talk, field, value, Reason.ANSWERED)
    if understood.note:
        talk.replies[-1] = talk.replies[-1].model_copy(update={"note": understood.note})
    if field.type is FieldType.GRID and isinstance(value, dict) and not rows.is_complete(field, value):
        talk.put(row=None)
        fields.ask(talk, again=True)
        return
    onward.onward(talk)


def record(talk: Talk, field: Field, value: Any, reason: Reason, *, row: str = "") -> None:
    """Write the value to the log and tell it as understood, with what it was before."""
    before = stored(talk.case).get(field.key)
    talk.put(write(talk.case, talk.event, talk.conversation.turn, {field.key: value}, reason))
    talk.put(held=None, tries=0)
    how = "row" if row else {Reason.CONFIRMED: "confirmed", Reason.ADOPTED: "adopted"}.get(reason, "answered")
    changed = "" if row or before in (None, value) else shown(field, before)
    undo = (action(f"undo:{talk.conversation.turn}"),) if before != value else ()
    echo = row or shown(field, value)
    talk.tell(
        m.Recorded.model_validate({"field": field.key, "echo": echo, "before": changed, "how": how, "actions": undo})
    )


def slip(talk: Talk, field: Field, wrong: Slip, *, key: str = "", **values: str | int) -> None:
    """Send the answer back; after two failures skipping and a person are offered."""
    tries = talk.case.tries + 1
    talk.put(tries=tries, held=None)
    more = (action("do:staff"),) if tries >= 2 else ()
    if wrong.suggestion:
        more = (
            m.Button(code=f"value:{field.key}:{wrong.suggestion}", label=wrong.suggestion, key="action.suggestion"),
            *more,
        )
    talk.tell(
        m.Slipped(
            field=field.key, message=wrong.message, where=wrong.where, key=key, values=values, tries=tries, actions=more
        )
    )
    fields.ask(talk, again=True)


def hold(talk: Talk, field: Field, value: Any, echo: str, doubt: str) -> None:
    """Keep a doubted value aside and ask whether it is right."""
    talk.put(held=Held(field=field.key, value=value, echo=echo))
    choices = (action(f"confirm:{field.key}"), action(f"retry:{field.key}"))
    talk.tell(m.Doubted(field=field.key, question=doubt, echo=echo, choices=choices))


def confirm(talk: Talk) -> None:
    """Record the doubted value: the person says it is right."""
    held, field = talk.case.held, _current(talk)
    if held is None or held.field != field.key:
        _stale(talk)
        return
    row = talk.case.row
    record(
        talk, field, held.value, Reason.CONFIRMED, row=rows.told(field, held.value, row.row) if row is not None else ""
    )
    if field.type in _GRIDS and row is not None:
        _after_row(talk, field, row)
    else:
        onward.onward(talk)


def retry(talk: Talk) -> None:
    """Drop the doubted value and ask again."""
    talk.put(held=None)
    fields.ask(talk, again=True)


def keep(talk: Talk) -> None:
    """Keep what the field has, or take over what is proposed for it, and go on."""
    field = _current(talk)
    if talk.case.held is not None:
        confirm(talk)
        return
    value = stored(talk.case).get(field.key)
    if value is None and talk.conversation.program is not None:
        elsewhere = known_elsewhere(talk.conversation, talk.world, talk.program).get(field.key)
        if elsewhere is not None:
            record(talk, field, elsewhere[0], Reason.ADOPTED)
            onward.onward(talk)
            return
    if value is None:
        talk.say("filling.nothing_to_keep", label=field.label)
        fields.ask(talk, again=True)
        return
    row = talk.case.row
    if field.type is FieldType.GRID and row is not None and not row.only:
        _after_row(talk, field, row)
        return
    talk.say("filling.kept", label=field.label)
    onward.onward(talk)


def skip(talk: Talk) -> None:
    """Put the field off; it stays on the list of what is waiting."""
    field, case = _current(talk), talk.case
    if field.key not in stored(case):
        talk.put(skipped=(*(key for key in case.skipped if key != field.key), field.key))
        talk.say("filling.skipped", label=field.label)
    talk.put(passed=(*talk.case.passed, field.key))
    onward.onward(talk)


def back(talk: Talk) -> None:
    """Ask the field before this one again, its answer as the default; nothing is erased."""
    case = talk.case
    row = case.row
    askable = talk.fields
    trail = tuple(key for key in case.trail if key in askable and key != case.at)
    if talk.stage is Stage.EDITING or (not trail and case.at is None):
        moving.leave(talk)
        return
    if row is not None and (row.cells or row.only):
        talk.put(row=None)
        fields.ask(talk, again=True)
        return
    if not trail:
        talk.say("filling.first")
        fields.ask(talk, again=True)
        return
    if talk.stage is Stage.REVIEW:
        talk.go(Stage.FILLING)
    talk.put(at=trail[-1], trail=trail[:-1], tries=0, held=None, row=None)
    fields.ask(talk)


def done(talk: Talk) -> None:
    """Finish a table or grid as it stands; any other field wants its answer first."""
    field = _current(talk)
    value = stored(talk.case).get(field.key)
    if field.type in _GRIDS and value is not None:
        if not rows.is_complete(field, value):
            talk.put(skipped=(*(key for key in talk.case.skipped if key != field.key), field.key))
            talk.put(passed=(*talk.case.passed, field.key))
            talk.say("rows.partial", label=field.label)
        onward.onward(talk)
        return
    talk.say("rows.none_yet" if field.type in _GRIDS else "filling.not_done", label=field.label)
    fields.ask(talk, again=True)


def maybe(talk: Talk) -> None:
    """The message misses a command by one character, at a field that would take it as text: ask which it is."""
    field = _current(talk)
    talk.park(Parked(kind="answer", text=talk.intent.text, field=field.key))
    choices = (action(f"do:{talk.intent.target}"), m.Button(code="answer", key="action.as_answer"))
    talk.say("filling.maybe", words=talk.intent.text, label=field.label, choices=choices)


# --- rows ---------------------------------------------------------------------------------------------------------


def _is_row(talk: Talk, field: Field, text: str) -> bool:
    """Whether the text is one row (or a word about rows), not a pasted block or 无 for the whole table."""
    if "\n" in text:
        return False
    if _ROW_EDIT.match(text):
        return True
    empty = stored(talk.case).get(field.key) is None and talk.case.row is None
    return not (empty and command_of(text) is Command.NOTHING)


def _take_row(talk: Talk, field: Field, text: str) -> None:
    value = stored(talk.case).get(field.key)
    if field.type is FieldType.TABLE and (said := _ROW_EDIT.match(text)):
        _edit_row(talk, field, said[1], int(said[2]) - 1)
        return
    row = rows.open_row(talk.case, field)
    if command_of(text) is Command.NOTHING and field.type is FieldType.TABLE and not row.cells:
        done(talk)
        return
    read = rows.read_line(field, row, text)
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
    if doubt := read.doubt or whole.doubt:
        talk.put(row=read.row)
        hold(talk, field, new, whole.echo, doubt)
        return
    record(talk, field, new, Reason.ANSWERED, row=rows.told(field, new, row.row))
    _after_row(talk, field, read.row)


def _after_row(talk: Talk, field: Field, row: OpenRow) -> None:
    """Ask the next row; a grid ends with its last row, a table when the person says so, a single cell at once."""
    value = stored(talk.case).get(field.key)
    if row.only:
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


def _edit_row(talk: Talk, field: Field, verb: str, place: int) -> None:
    value = stored(talk.case).get(field.key)
    count = len(value) if isinstance(value, list) else 0
    if not 0 <= place < count:
        slip(talk, field, Slip("", where=""), key="rows.no_such_row", n=place + 1, count=count)
        return
    if verb[0] in "删去":
        left = rows.without_row(value, place)
        record(talk, field, left or None, Reason.ANSWERED, row=rows.label_of(field, str(place)))
        talk.replies[-1] = m.Say(
            key="rows.deleted", values={"n": place + 1, "left": len(left)}, actions=talk.replies[-1].actions
        )
        talk.put(row=None)
    else:
        talk.put(row=OpenRow(field=field.key, row=str(place)))
    fields.ask(talk, again=True)


# --- small things -------------------------------------------------------------------------------------------------


def _current(talk: Talk) -> Field:
    assert talk.case.at is not None
    return talk.fields[talk.case.at]


def _stale(talk: Talk) -> None:
    talk.say("stale")
    present.present(talk)
