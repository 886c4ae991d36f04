"""What works at every stage: help, why and how, undo, a person, files, and kind words for what was not understood."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import shown, stored, undo
from bot.dialogue.courtesy import Courtesy
from bot.dialogue.intents import current_field
from bot.dialogue.models import Stage
from bot.dialogue.stages import eligibility, matching, present, review
from bot.dialogue.stages.questions import pending, question
from bot.dialogue.talk import Talk, action
from bot.dialogue.words import Command
from forms.models import Field
from rules.conditions import facts_of

LONGEST_QUOTE = 300


def help_(talk: Talk) -> None:
    """What one can say here."""
    talk.say("help.field" if current_field(talk.conversation, talk.world) is not None else "help.general")
    present.present(talk)


def explain(talk: Talk) -> None:
    """How to fill the field being asked (or the one named), why it is asked, or the clause it stands on."""
    field = talk.fields.get(talk.intent.target) if talk.intent.target else current_field(talk.conversation, talk.world)
    if field is None:
        if talk.intent.text and talk.intent.kind is Command.HOW:
            question(talk)
            return
        talk.say("help.no_field")
        present.present(talk)
        return
    about = str(talk.intent.kind)
    clause, quote = _clause_of(talk, field)
    talk.tell(
        m.Explain.model_validate(
            {
                "program": talk.conversation.program or "",
                "field": field.key,
                "about": about,
                "clause": clause,
                "quote": quote if about != "how" else "",
                "rules": _rules_reading(talk, field),
                "actions": _more_of(talk, field, about, clause),
            }
        )
    )
    present.present(talk)


def _more_of(talk: Talk, field: Field, about: str, clause: str) -> tuple[m.Button, ...]:
    """What else may be told of the field being asked: how, why, the guide's words; buttons of another would mean nothing."""
    at = current_field(talk.conversation, talk.world)
    if at is None or at.key != field.key:
        return ()
    offered = (action(f"how:{field.key}"), action(f"why:{field.key}"), action(f"source:{field.key}"))
    return tuple(one for one in offered if not one.code.startswith((about, "source" if not clause else about)))


def _clause_of(talk: Talk, field: Field) -> tuple[str, str]:
    """The clause the field stands on, else that of the first condition that reads it, with its words."""
    if talk.conversation.program is None:
        return "", ""
    clauses = [field.clause, *(rule.clause for rule in _reading(talk, field))]
    guide = talk.world.packs[talk.program].guide
    found = next((guide.by_id[one] for one in clauses if one in guide.by_id), None)
    if found is None:
        return "", ""
    text = found.text
    if len(text) > LONGEST_QUOTE:
        cut = max(text.rfind(mark, 0, LONGEST_QUOTE) for mark in "。；\n")
        text = text[: cut + 1] if cut > 0 else text[:LONGEST_QUOTE]
    return found.id, text.strip()


def _reading(talk: Talk, field: Field) -> list:  # type: ignore[type-arg]
    if talk.conversation.program is None:
        return []
    rules = talk.world.assessors[talk.program].ruleset.rules
    return [rule for rule in rules if any(path.partition(".")[0] == field.key for path in facts_of(rule.condition))]


def _rules_reading(talk: Talk, field: Field) -> tuple[str, ...]:
    return tuple(rule.title for rule in _reading(talk, field))


def take_back(talk: Talk) -> None:
    """Undo the last turn that changed an answer; it can be repeated back to the beginning."""
    case, changed = undo(talk.case, talk.event, talk.conversation.turn)
    if not changed:
        talk.say("undo.nothing")
        present.present(talk)
        return
    talk.put(case, row=None, held=None, tries=0)
    values, fields = stored(case), talk.fields
    for key in changed[:3]:
        if key in fields:
            talk.tell(m.Recorded(field=key, echo=shown(fields[key], values.get(key)), how="undone"))
    if len(changed) > 3:
        talk.say("undo.many", n=len(changed))
    just = talk.case.trail[-1:] == changed or talk.case.at in changed
    if talk.case.at is not None and just and talk.stage is Stage.FILLING and changed[0] in talk.paper.fields:
        talk.put(at=changed[0], trail=tuple(key for key in talk.case.trail if key != changed[0]))
    present.present(talk)


def call_staff(talk: Talk) -> None:
    """Ask for a person."""
    at = current_field(talk.conversation, talk.world)
    field = at.key if at is not None else None
    talk.request(m.CallStaff(id=talk.effect_id(), program=talk.conversation.program, field=field))


def staff_called(talk: Talk) -> None:
    """Tell honestly whether anybody is there, and go on."""
    pending(talk)
    assert isinstance(talk.event, m.StaffCalled)
    talk.say("staff.on_duty" if talk.event.on_duty else "staff.nobody", ticket=talk.event.ticket)
    if not talk.event.on_duty and talk.conversation.program is not None and talk.manifest.contacts:
        place = talk.manifest.contacts[0].clause.partition("·")[0]
        contacts = [one for one in talk.manifest.contacts if one.clause.partition("·")[0] == place]  # name and number
        clauses = "、".join(dict.fromkeys(one.clause for one in contacts))
        talk.say("staff.contact", contact="；".join(one.quote for one in contacts), clause=clauses)
    present.present(talk)


def file_sent(talk: Talk) -> None:
    """A file cannot be read yet; say what can be done instead. Nothing of it was opened."""
    talk.say("file.cannot_read", name=talk.intent.text)
    present.present(talk)


def too_long(talk: Talk) -> None:
    """A message too long to be read whole is not cut but sent back."""
    talk.say("unknown.too_long", n=int(talk.intent.text))
    present.present(talk)


def stale(talk: Talk) -> None:
    """A button of an earlier question: say so, show the present one."""
    talk.say("stale")
    present.present(talk)


def courtesy(talk: Talk) -> None:
    """Answer small talk in a few words, and show the same question again."""
    asked = current_field(talk.conversation, talk.world) is not None
    said = Courtesy(talk.intent.target) if talk.intent.target else Courtesy.FINE
    if said is Courtesy.FINE and asked:
        talk.say("courtesy.fine_field")
    elif said in (Courtesy.UPSET, Courtesy.WHO):
        talk.say(f"courtesy.{said}", actions=(action("do:staff"),))
    else:
        talk.say(f"courtesy.{said}")
    present.present(talk)


def no_field(talk: Talk) -> None:
    """跳过, 保留 or 完成 where no field is asked."""
    talk.say("unknown.no_field", words=talk.intent.text or talk.intent.kind.value)
    present.present(talk)


def whole(talk: Talk) -> None:
    """Show in full what was shown in short."""
    what = talk.conversation.shortened
    if what == "match" and talk.conversation.program is None:
        matching.tell(talk, whole=True)
        return
    if talk.conversation.program is None or what in ("", "match"):
        talk.say("unknown.nothing_shortened")
    elif what == "verdict":
        eligibility.tell_verdict(talk, whole=True)
    elif what == "review":
        review.findings(talk, whole=True)
    elif what == "answers":
        review.show_answers(talk, whole=True)
    else:
        review.tell_progress(talk, whole=True)
    present.present(talk)


def unknown(talk: Talk) -> None:
    """Not understood: say what would be."""
    talk.say(
        "unknown.empty" if not talk.intent.text else "unknown.words",
        words=talk.intent.text[:40],
        actions=(action("do:help"),),
    )
    present.present(talk)
