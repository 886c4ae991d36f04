"""What becomes of an answer: recorded, held for a yes, or sent back with what, where and how to mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, shown, stored, value_of, write
from bot.dialogue.models import Held, Reason
from bot.dialogue.stages import fields
from bot.dialogue.talk import Talk, action
from forms.models import Field, FieldType, Slip
from forms.progress import active
from forms.related import far_apart


def record(
    talk: Talk, field: Field, value: Any, reason: Reason, *, row: str = "", ids: Sequence[str] | None = None
) -> None:
    """Write the value to the log and tell it as understood, with what it was before; `row` tells one row instead.

    `ids` are the identities of a table's rows where they are known.
    """
    before = stored(talk.case).get(field.key)
    known = {field.key: ids} if ids is not None else None
    talk.put(write(talk.case, talk.event, talk.conversation.turn, {field.key: value}, reason, known))
    talk.put(held=None, tries=0)
    how = "row" if row else {Reason.CONFIRMED: "confirmed", Reason.ADOPTED: "adopted"}.get(reason, "answered")
    changed = "" if row or before in (None, value) else shown(field, before)
    if field.type is FieldType.TABLE:
        changed = changed.partition("；")[0]
    undo = (action(f"undo:{talk.conversation.turn}"),) if before != value else ()
    echo = row or shown(field, value)
    talk.tell(
        m.Recorded.model_validate({"field": field.key, "echo": echo, "before": changed, "how": how, "actions": undo})
    )


def doubt_of(talk: Talk, field: Field, value: Any, doubt: str = "") -> str:
    """What is unlikely about a value that was understood: by itself (`doubt`), else beside related answers."""
    if doubt or talk.conversation.program is None or value == stored(talk.case).get(field.key):
        return doubt
    read = value_of(field, value)
    return far_apart(talk.form, active(talk.form, talk.answers), field.key, read) if read is not None else ""


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
    seen = fingerprint(stored(talk.case).get(field.key))
    talk.put(held=Held(field=field.key, value=value, echo=echo, seen=seen))
    choices = (action(f"confirm:{field.key}"), action(f"retry:{field.key}"))
    talk.tell(m.Doubted(field=field.key, question=doubt, echo=echo, choices=choices))
