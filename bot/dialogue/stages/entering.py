"""A field filled in on a page, by its key: judged like an answer, written wherever the conversation stands.

The field that is being asked is answered by it, and the conversation goes on; any other field is written and the place
stays. A page that showed an older value than the one that stands there now is told both, and nothing is written.
"""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, shown, stored
from bot.dialogue.intents import current_field
from bot.dialogue.models import Reason, Stage
from bot.dialogue.stages import onward, present
from bot.dialogue.stages.recording import record
from bot.dialogue.talk import Talk, action
from forms.fields.registry import to_json, understand
from forms.models import Field, Slip
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
    before = stored(talk.case).get(field.key)
    if event.seen is not None and event.seen != fingerprint(before):
        _conflict(talk, field, event, before)
    elif event.value is None:
        _clear(talk, field, before)
    elif _written(talk, field, event):
        return
    present.present(talk)


def _written(talk: Talk, field: Field, event: m.Entered) -> bool:
    """Record the value, or say what is wrong or doubtful with it; whether the conversation went on to another field."""
    understood = understand(field, event.value)
    if isinstance(understood, Slip):
        talk.tell(m.Slipped(field=field.key, message=understood.message, where=understood.where))
        return False
    if understood.doubt and not event.confirmed:
        talk.tell(m.Doubted(field=field.key, question=understood.doubt, echo=understood.echo))
        return False
    asked = current_field(talk.conversation, talk.world)
    held, row, tries = talk.case.held, talk.case.row, talk.case.tries
    record(talk, field, to_json(field, understood.value), Reason.CONFIRMED if understood.doubt else Reason.ANSWERED)
    if understood.note:
        talk.replies[-1] = talk.replies[-1].model_copy(update={"note": understood.note})
    if asked is None or (asked.key != field.key and _still_asked(talk, asked)):
        talk.put(held=held, row=row, tries=tries)
        return False
    onward.onward(talk)
    return True


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
