"""A field filled in on a page, by its key: judged like an answer, written wherever the conversation stands.

The field that is being asked is answered by it, and the conversation goes on; any other field is written and the place
stays. A page that showed an older value than the one that stands there now is told both, and nothing is written.
"""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, shown, stored
from bot.dialogue.intents import current_field
from bot.dialogue.models import Reason
from bot.dialogue.stages import onward, present
from bot.dialogue.stages.recording import record
from bot.dialogue.talk import Talk, action
from forms.fields.registry import to_json, understand
from forms.models import Field, Slip


def entered(talk: Talk) -> None:
    """Write the entered value, or say why not."""
    event = talk.event
    assert isinstance(event, m.Entered)
    field = talk.fields.get(event.field)
    if field is None or event.program != (talk.conversation.program or ""):
        talk.say("stale")
        present.present(talk)
        return
    before = stored(talk.case).get(field.key)
    if event.seen is not None and event.seen != fingerprint(before):
        _conflict(talk, field, event, before)
        return
    if event.value is None:
        _clear(talk, field, before)
        return
    understood = understand(field, event.value)
    if isinstance(understood, Slip):
        talk.tell(m.Slipped(field=field.key, message=understood.message, where=understood.where))
        return
    if understood.doubt and not event.confirmed:
        talk.tell(m.Doubted(field=field.key, question=understood.doubt, echo=understood.echo))
        return
    value = to_json(field, understood.value)
    reason = Reason.CONFIRMED if understood.doubt else Reason.ANSWERED
    _written(talk, field, value, reason, understood.note)


def _written(talk: Talk, field: Field, value: object, reason: Reason, note: str) -> None:
    """Record the value; when it answers the field being asked, go on, else stay."""
    asked = current_field(talk.conversation, talk.world)
    row = talk.case.row if asked is None or asked.key != field.key else None
    record(talk, field, value, reason)
    if note:
        talk.replies[-1] = talk.replies[-1].model_copy(update={"note": note})
    talk.put(row=row if row is None or row.field != field.key else None)
    if asked is not None and asked.key == field.key:
        onward.onward(talk)


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
