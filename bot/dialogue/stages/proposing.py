"""Answers recognised in a pasted block or a file: stored only as far as the person confirms.

The offer lies beside the log (`Case.offer`) until it is decided on. Confirming writes everything chosen in one turn, so that
one undo takes it back. A field that somebody changed after it was shown is not overwritten: it is shown again.
"""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, stored, write
from bot.dialogue.intents import FIELD_STAGES, GRIDS, current_field
from bot.dialogue.models import Offer, Parked, Reason, Stage
from bot.dialogue.stages import answering, filling, moving, offering, onward, present
from bot.dialogue.stages.questions import pending
from bot.dialogue.talk import Talk, action
from forms.fields.registry import to_json, understand
from forms.models import Understood
from forms.progress import applicable
from forms.recognising import Recognised, recognise

WORTH_ASKING = 40
"""Characters of a text in which a language model may find more than names and separators tell."""


def block(talk: Talk) -> None:
    """Show what was recognised in a pasted block; where there is a language model, first ask what else it finds."""
    found = talk.intent.value if isinstance(talk.intent.value, Recognised) else None
    found = found or recognise(talk.intent.text, talk.fields)
    if talk.world.asks_model and talk.conversation.program is not None and len(talk.intent.text) >= WORTH_ASKING:
        known = tuple(one.key for one in found.read)
        talk.request(m.ProposeFields(id=talk.effect_id(), text=talk.intent.text, program=talk.program, known=known))
        return
    _offer_text(talk, found)


def proposed(talk: Talk) -> None:
    """Show what was recognised together with what the model proposes."""
    effect, event = pending(talk), talk.event
    assert isinstance(event, m.FieldsProposed)
    if not isinstance(effect, m.ProposeFields) or effect.program != (talk.conversation.program or ""):
        talk.say("stale")
        present.present(talk)
        return
    _offer_text(talk, recognise(effect.text, talk.fields), event.lifted)


def block_or_text(talk: Talk) -> None:
    """A block at a field that takes long texts: ask which was meant; nothing is stored."""
    field = current_field(talk.conversation, talk.world)
    assert field is not None
    talk.park(Parked(kind="block", text=talk.intent.text, field=field.key))
    choices = (action("block"), m.Button(code="answer", key="action.as_answer"))
    talk.say("proposing.block_or_text", label=field.label, n=len(talk.intent.value.read), choices=choices)


def _offer_text(talk: Talk, found: Recognised, more: tuple[m.Lifted, ...] = (), **about: str) -> None:
    lifted = [one for one in more if one.field not in {read.key for read in found.read}]
    lifted += [
        m.Lifted(
            field=one.key,
            value=to_json(talk.fields[one.key], one.understood.value),
            words=one.words,
            doubt=one.understood.doubt,
        )
        for one in found.read
    ]
    unread = tuple(m.NotRead(label=one.label, words=one.words, message=one.message) for one in found.missed)
    decide(talk, offering.put(talk, lifted, **{"origin": "text", "unread": unread, **about}))


def decide(talk: Talk, offer: Offer) -> None:
    """Show the offer and wait; where there is nothing to decide, say what could not be read and go on."""
    if offer.lines:
        talk.put(offer=offer)
        _enter(talk)
        offering.show(talk)
        return
    if offer.unread or offer.apart:
        talk.tell(offering.told(talk, offer))
    elif not any(isinstance(reply, m.Say) and reply.key.startswith("proposing.") for reply in talk.replies):
        talk.say("proposing.nothing")
    present.present(talk)


def _enter(talk: Talk) -> None:
    if talk.stage is not Stage.PROPOSING:
        talk.leave_mark()
        talk.go(Stage.PROPOSING)
        talk.put(held=None, row=None)


def take(talk: Talk) -> None:
    """Store the answers that were confirmed, all in one turn; those changed meanwhile are shown again."""
    offer = talk.case.offer
    assert offer is not None
    now, turn = stored(talk.case), talk.conversation.turn
    chosen = [one for one in offer.lines if one.number in set(talk.intent.value) and one.field in talk.fields]
    changed = tuple(one for one in chosen if one.seen != fingerprint(now.get(one.field)))
    good = [one for one in chosen if one not in changed]
    case = talk.case
    for reason, doubted in ((Reason.IMPORTED, False), (Reason.CONFIRMED, True)):
        case = write(
            case, talk.event, turn, {one.field: one.value for one in good if bool(one.doubt) is doubted}, reason
        )
    talk.put(case, offer=None)
    if good:
        talk.say("proposing.taken", n=len(good), actions=(action(f"undo:{turn}"),))
    if left := len(offer.lines) - len(chosen):
        talk.say("proposing.left", n=left)
    if not changed:
        _back(talk)
        return
    talk.say("proposing.changed", labels="、".join(talk.fields[one.field].label for one in changed))
    fresh = tuple(one.model_copy(update={"seen": fingerprint(now.get(one.field))}) for one in changed)
    talk.put(offer=offer.model_copy(update={"number": turn, "lines": fresh, "unread": (), "apart": ()}))
    _enter(talk)
    offering.show(talk)


def take_none(talk: Talk) -> None:
    """Store nothing of what is on the table."""
    talk.put(offer=None)
    talk.say("proposing.dropped")
    _back(talk)


def _back(talk: Talk) -> None:
    """Back to where the person was; a field that is answered now, or does not apply any more, is not asked again."""
    if talk.stage is Stage.PROPOSING and not talk.return_to_mark():
        talk.go(Stage.HOME if talk.conversation.program is not None else Stage.START)
    at = talk.case.at
    if talk.stage in FIELD_STAGES and at is not None:
        if at in stored(talk.case):
            onward.onward(talk)
            return
        if talk.stage is Stage.FILLING and all(field.key != at for field in applicable(talk.form, talk.answers)):
            filling.advance(talk)
            return
    present.present(talk)


# --- files ------------------------------------------------------------------------------------------------------------


def ask_to_read(talk: Talk, event: m.FileReceived) -> None:
    """Ask for the file to be read; what is in it comes back as an event."""
    program = talk.conversation.program or ""
    talk.request(m.ReadFile(id=talk.effect_id(), name=event.name, file=event.file, size=event.size, program=program))


def file_read(talk: Talk) -> None:
    """Show what was found in the file; a form of another programme gives the organisation's own answers."""
    effect, event = pending(talk), talk.event
    assert isinstance(event, m.FileRead)
    name = effect.name if isinstance(effect, m.ReadFile) else ""
    if event.about == "text":
        _text(talk, event.text, name)
        return
    if event.about == "form" and talk.conversation.program is None and event.program in talk.world.packs:
        moving.take_up(talk, event.program)
    other = event.about == "form" and event.program != talk.conversation.program
    lifted = [one for one in event.lifted if not other or one.field in talk.world.shared]
    about = {"origin": "other_form" if other else event.about, "name": name, "apart": event.apart}
    if other:
        about |= {"name": talk.world.packs[event.program].manifest.short_name, "apart": ()}
    unread = tuple(one for one in event.unread if not other)
    decide(talk, offering.put(talk, lifted, unread=unread, **about))


def facts(talk: Talk, found: Recognised, name: str) -> None:
    """Show what a spreadsheet says of fields by their names."""
    _offer_text(talk, found, origin="sheet", name=name)


def _text(talk: Talk, text: str, name: str) -> None:
    """A document that is no form of ours: the table that is asked, else whatever it names."""
    field = current_field(talk.conversation, talk.world)
    if field is not None and field.type in GRIDS and isinstance(understand(field, text), Understood):
        answering.take(talk, field, text)
        return
    _offer_text(talk, recognise(text, talk.fields), name=name)
