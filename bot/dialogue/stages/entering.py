"""A field filled in on a page, by its key: judged like an answer, written wherever the conversation stands.

The field that is being asked is answered by it, and the conversation goes on; any other field is written and the place
stays. A page that showed an older value than the one that stands there now is told both, and nothing is written; in a table
the changes of both are put together row by row, as long as they did not change the same row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import at_the_time, fingerprint, shown, stored
from bot.dialogue.intents import current_field
from bot.dialogue.models import Reason, Stage
from bot.dialogue.row_ids import Told, ids_of, merged
from bot.dialogue.stages import onward, present, rows
from bot.dialogue.stages.recording import doubt_of, record
from bot.dialogue.talk import Talk, action
from forms.fields.registry import to_json, understand
from forms.models import Field, FieldType, Slip
from forms.progress import applicable


def entered(talk: Talk) -> None:
    """Write the entered value, or say why not."""
    event = talk.event
    assert isinstance(event, m.Entered)
    field = talk.fields.get(event.field)
    if field is None or event.program != (talk.conversation.program or ""):
        talk.say("stale")
        present.present(talk)
        return
    value, ids = _rows(talk, field, event)
    before = stored(talk.case).get(field.key)
    if event.seen is not None and event.seen != fingerprint(before):
        put_together = _put_together(talk, field, event, value, ids)
        if put_together is None:
            _conflict(talk, field, event, before)
            present.present(talk)
            return
        value, ids = list(put_together.rows) or None, put_together.ids
    if value is None:
        _clear(talk, field, before)
    elif _written(talk, field, event, value, ids):
        return
    present.present(talk)


def _rows(talk: Talk, field: Field, event: m.Entered) -> tuple[Any, tuple[str, ...] | None]:
    """The value with its rows' identities: those with nothing in them are left out, unknown identities mean new rows."""
    value = event.value
    if field.type is not FieldType.TABLE or event.rows is None or not isinstance(value, list):
        return value, None if value is not None else ()
    known = {*ids_of(talk.case, field.key), *event.base}
    ids = [one if one in known else "" for one in event.rows] + [""] * (len(value) - len(event.rows))
    kept = [
        (one, row)
        for one, row in zip(ids, value, strict=False)
        if not isinstance(row, dict) or any(map(_said, row.values()))
    ]
    return [row for _, row in kept] or None, tuple(one for one, _ in kept)


def _said(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _put_together(talk: Talk, field: Field, event: m.Entered, value: Any, ids: tuple[str, ...] | None) -> Told | None:
    """The rows as they are now with what was changed on a page that showed older ones; None when that cannot be."""
    base = at_the_time(talk.case, field.key, event.seen or "")
    theirs = stored(talk.case).get(field.key) or []
    if ids is None or event.rows is None or not isinstance(theirs, list):
        return None
    older: list[Any] = base if isinstance(base, list) else [] if event.seen == "" else ["?"]
    if len(older) != len(event.base):
        return None
    mine = _canonical(field, value or [])
    if mine is None or len(mine) != len(ids):
        return None
    told = Told(event.base, tuple(older)), Told(ids_of(talk.case, field.key), tuple(theirs))
    return merged(*told, Told(ids, tuple(mine)))


def _canonical(field: Field, rows: Sequence[Any]) -> list[Any] | None:
    """The rows as they would be stored, so that they can be compared; None when they cannot be."""
    if not rows:
        return []
    understood = understand(field, list(rows))
    found = None if isinstance(understood, Slip) else to_json(field, understood.value)
    return found if isinstance(found, list) else None


def _written(talk: Talk, field: Field, event: m.Entered, value: Any, ids: tuple[str, ...] | None) -> bool:
    """Record the value, or say what is wrong or doubtful with it; whether the conversation went on to another field."""
    understood = understand(field, value)
    if isinstance(understood, Slip):
        talk.tell(m.Slipped(field=field.key, message=understood.message, where=understood.where))
        return False
    doubt = doubt_of(talk, field, to_json(field, understood.value), understood.doubt)
    if doubt and not event.confirmed:
        talk.tell(m.Doubted(field=field.key, question=doubt, echo=understood.echo))
        return False
    asked = current_field(talk.conversation, talk.world)
    held, row, tries = talk.case.held, talk.case.row, talk.case.tries
    reason = Reason.CONFIRMED if doubt else Reason.ANSWERED
    before = Told(ids_of(talk.case, field.key), _rows_now(talk, field))
    record(talk, field, to_json(field, understood.value), reason, ids=ids)
    if event.stay:
        _tell_move(talk, field, before, Told(ids_of(talk.case, field.key), _rows_now(talk, field)))
    if understood.note:
        talk.replies[-1] = talk.replies[-1].model_copy(update={"note": understood.note})
    if event.stay or asked is None or (asked.key != field.key and _still_asked(talk, asked)):
        talk.put(held=held, row=row, tries=tries)
        return False
    onward.onward(talk)
    return True


def _rows_now(talk: Talk, field: Field) -> tuple[Any, ...]:
    value = stored(talk.case).get(field.key)
    return tuple(value) if isinstance(value, list) else ()


def _tell_move(talk: Talk, field: Field, before: Told, now: Told) -> None:
    """Tell which row was taken out, or which two changed places, instead of the whole table; what else changed is told whole."""
    old, new = before.known, now.known
    gone = [one for one in old if one not in new]
    if any(new[one] != row for one, row in old.items() if one in new) or len(new) > len(old):
        return
    undo = talk.replies[-1].actions
    if len(gone) == 1:
        place = before.ids.index(gone[0])
        row = rows.told(field, list(before.rows), str(place)).partition("：")[2]
        told: dict[str, str | int] = {"label": field.label, "n": place + 1, "row": row, "left": len(new)}
        talk.replies[-1] = m.Say(key="rows.deleted", values=told, actions=undo)
    elif not gone and (moved := [place for place, one in enumerate(now.ids) if before.ids[place] != one]):
        told = {"label": field.label, "n": moved[0] + 1, "to": moved[-1] + 1}
        if len(moved) == 2:
            talk.replies[-1] = m.Say(key="rows.swapped", values=told, actions=undo)


def _still_asked(talk: Talk, asked: Field) -> bool:
    """Whether the field being asked still concerns the applicant, now that another was answered."""
    if talk.conversation.program is None or talk.stage is not Stage.FILLING:
        return True
    return any(field.key == asked.key for field in applicable(talk.form, talk.answers))


def _clear(talk: Talk, field: Field, before: object) -> None:
    if before is None:
        talk.say("entering.same", label=field.label)
        return
    record(talk, field, None, Reason.ANSWERED)
    undo = (action(f"undo:{talk.conversation.turn}"),)
    talk.replies[-1] = m.Say(key="entering.cleared", values={"label": field.label}, actions=undo)


def _conflict(talk: Talk, field: Field, event: m.Entered, before: object) -> None:
    """Tell both values; a value that cannot be read is told as a slip, since it cannot win anyway."""
    mine = ""
    if event.value is not None:
        understood = understand(field, event.value)
        if isinstance(understood, Slip):
            talk.tell(m.Slipped(field=field.key, message=understood.message, where=understood.where))
            return
        mine = understood.echo
        if to_json(field, understood.value) == before:
            talk.say("entering.same", label=field.label)
            return
    theirs = shown(field, before)
    talk.say("entering.conflict", label=field.label, theirs=theirs or "（未填）", mine=mine or "（未填）")
