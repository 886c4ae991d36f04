"""A section handed to a colleague: the offer of it, and what the colleague enters through the link.

An entry by a colleague is judged like one of the owner's, and moves nothing: not the stage, not the question being asked, not
the choices on the table, for the owner may be looking at them on a channel that this entry does not reach.
"""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of
from bot.dialogue.models import Stage
from bot.dialogue.sections import sections_of, titled
from bot.dialogue.signing import signature_of
from bot.dialogue.stages import entering, present
from bot.dialogue.talk import Talk
from forms.progress import progress

_STAY = ("at", "trail", "passed", "thorough", "tries", "held", "row", "offered_profile", "noted")
"""What of a case is the owner's place in it, and no answer."""
_TOLD = ("entering.conflict", "entering.same", "entering.cleared")


def handed_in(talk: Talk) -> None:
    """Write what a colleague entered, if it belongs to the section of the link; nothing else changes."""
    event = talk.event
    assert isinstance(event, m.Entered)
    form = talk.world.forms.get(event.program)
    field = form.fields.get(event.field) if form is not None else None
    if field is None or field.section != event.section or signature_of(event.author) is None:
        talk.say("handing.elsewhere")
        return
    before = case_of(talk.conversation, event.program)
    aside = talk.conversation.model_copy(
        update={"program": event.program, "stage": Stage.HOME, "back_to": (), "parked": None}
    )
    beside = Talk(aside, event, talk.intent, talk.world)
    entering.entered(beside)
    after = beside.case.model_copy(update={name: getattr(before, name) for name in _STAY})
    if after != before:
        talk.change(cases={**talk.conversation.cases, event.program: after})
    for reply in beside.replies:
        told = isinstance(reply, m.Recorded | m.Slipped | m.Doubted)
        if told or (isinstance(reply, m.Say) and reply.key in _TOLD):
            talk.tell(reply.model_copy(update={"actions": (), "choices": ()}))


def hand_over(talk: Talk) -> None:
    """Offer a section to be handed over: the one that was named, or all of them to choose from."""
    sections = sections_of(talk.paper, talk.answers)
    wanted = talk.intent.target or titled(sections, talk.intent.text)
    section = next((one for one in sections if one.key == wanted), None)
    if section is None:
        if talk.intent.text:
            talk.say("handing.none", words=talk.intent.text[:40])
        choices = tuple(m.Button(code=f"hand:{one.key}", label=one.title) for one in sections)
        talk.say("handing.which", choices=choices)
        return
    counted = next((one for one in progress(talk.paper, talk.answers).sections if one.key == section.key), None)
    done, total = (counted.done, counted.total) if counted is not None else (0, 0)
    talk.tell(m.OfferHandover(program=talk.program, section=section.key, title=section.title, done=done, total=total))
    present.present(talk)
