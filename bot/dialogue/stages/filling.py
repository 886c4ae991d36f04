"""Filling: one field at a time in the form's order, until nothing that applies is left unasked."""

from __future__ import annotations

from bot.dialogue.answers import known_elsewhere, shown, write
from bot.dialogue.messages import AnswerLine, OfferProfile
from bot.dialogue.models import Reason, Stage
from bot.dialogue.stages import fields, present
from bot.dialogue.stages.review import findings
from bot.dialogue.talk import Talk, action
from forms.models import Field
from forms.progress import State, applicable, next_field, state


def begin(talk: Talk) -> None:
    """Start or go on filling the printed form: offer what is known of the organisation, then the first field without an answer."""
    if talk.stage in (Stage.EDITING, Stage.ASKING):
        talk.return_to_mark()
    if talk.stage is Stage.ELIGIBILITY and talk.case.at is not None:
        talk.leave_mark(towards=Stage.FILLING)
        talk.put(at=None, trail=(), row=None, held=None, tries=0)
    elif talk.stage is not Stage.FILLING:
        talk.change(back_to=())
    talk.go(Stage.FILLING)
    if not talk.case.offered_profile and offer_profile(talk):
        return
    if _next(talk) is None and talk.case.skipped:
        talk.put(skipped=())
    at = talk.case.at
    if at is not None and at not in talk.case.skipped and any(one.key == at for one in _open(talk)):
        fields.ask(talk)
        return
    advance(talk)


def _open(talk: Talk) -> tuple[Field, ...]:
    """The fields that apply and are not done."""
    answers = talk.answers
    return tuple(one for one in applicable(talk.paper, answers) if state(one, answers) is not State.DONE)


def _next(talk: Talk) -> Field | None:
    """The next field nobody has answered or put off."""
    field = next_field(talk.paper, talk.answers, after=talk.case.at, skipped=talk.case.skipped)
    return None if field is None or field.key in talk.case.skipped else field


def offer_profile(talk: Talk) -> bool:
    """Offer the organisation's answers from other programmes at once, when there are two or more; False when there are not."""
    known = known_elsewhere(talk.conversation, talk.world, talk.program)
    if len(known) < 2:
        return False
    origins = {slug for _, slug in known.values()}
    names = [talk.world.packs[slug].manifest.short_name for slug in sorted(origins) if slug in talk.world.packs]
    lines = tuple(
        AnswerLine(
            field=key,
            label=talk.form.fields[key].label,
            section="",
            echo=shown(talk.form.fields[key], value),
            state="answered",
        )
        for key, (value, _) in known.items()
    )
    talk.put(offered_profile=True, at=None)
    choices = (action("profile:all", "profile_all"), action("profile:each", "profile_each"))
    talk.tell(OfferProfile(origin="、".join(names), lines=lines, choices=choices))
    return True


def take_all(talk: Talk) -> None:
    """Take over everything offered; one undo takes it back."""
    known = known_elsewhere(talk.conversation, talk.world, talk.program)
    if not known:
        talk.say("stale")
        present.present(talk)
        return
    values = {key: value for key, (value, _) in known.items()}
    talk.put(write(talk.case, talk.event, talk.conversation.turn, values, Reason.ADOPTED))
    talk.say("profile.taken", n=len(values), actions=(action(f"undo:{talk.conversation.turn}"),))
    talk.go(Stage.FILLING)
    advance(talk)


def one_by_one(talk: Talk) -> None:
    """Go on without taking anything over: each field shows what is known when it is asked."""
    talk.go(Stage.FILLING)
    advance(talk)


def advance(talk: Talk) -> None:
    """Ask the next field without an answer, looking on from the current one; when there is none, review."""
    field = _next(talk)
    if field is not None:
        fields.move_to(talk, field.key)
        fields.ask(talk)
        return
    fields.move_off(talk)
    talk.go(Stage.REVIEW)
    talk.change(back_to=())
    paper = talk.paper.fields
    talk.say("review.reached", waiting=sum(key in paper for key in talk.case.skipped))
    findings(talk)
    present.present(talk)
