"""Questions at any moment: the guide is asked, the answer shown, and the conversation goes on where it was."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.intents import FIELD_STAGES, current_field
from bot.dialogue.models import Parked, Stage
from bot.dialogue.stages import present
from bot.dialogue.stages.matching import own_answers
from bot.dialogue.talk import Talk, action
from forms.fields.registry import understand
from forms.models import Slip


def begin(talk: Talk) -> None:
    """问问题: until 返回, everything said is a question."""
    if talk.stage is not Stage.ASKING:
        talk.leave_mark()
    talk.go(Stage.ASKING)
    present.present(talk, again=False)


def question(talk: Talk) -> None:
    """Ask the guide; at a free-text field the words stay at hand, should they have been the answer."""
    text = talk.intent.text
    at = talk.case.at if talk.stage in FIELD_STAGES else None
    field = current_field(talk.conversation, talk.world)
    maybe = field is not None and not talk.intent.forced and not isinstance(understand(field, text), Slip)
    talk.park(Parked(kind="answer", text=text, field=at) if maybe else None)
    ask_guide(talk, text, talk.intent.target or talk.conversation.program, at)


def ask_guide(talk: Talk, text: str, program: str | None, at: str | None = None) -> None:
    """Request the guide's answer."""
    kind = own_answers(talk).get("applicant_kind")
    asker = kind if isinstance(kind, str) else None
    talk.request(m.AskGuide(id=talk.effect_id(), question=text, program=program, field=at, asker=asker))


def answered(talk: Talk) -> None:
    """Show what the guide says. A question that several programmes could answer waits for the choice of one."""
    asked = pending(talk)
    assert isinstance(talk.event, m.GuideAnswered)
    answer = talk.event.answer
    if answer.status == "clarify" and answer.options and isinstance(asked, m.AskGuide):
        talk.park(Parked(kind="question", text=asked.question))
        choices = tuple(m.Button(code=f"ask:{one.program}", label=one.label) for one in answer.options)
        talk.tell(m.ShowAnswer(answer=answer, choices=choices))
        return
    actions = []
    if talk.conversation.parked is not None and talk.conversation.parked.kind == "answer":
        actions.append(m.Button(code="answer", key="action.as_answer"))
    if answer.status == "not_found":
        actions.append(action("do:staff"))
    if talk.conversation.program is None and answer.program in talk.world.packs:
        actions.append(m.Button(code=f"program:{answer.program}", key="action.enter"))
    talk.tell(m.ShowAnswer(answer=answer, actions=tuple(actions)))
    present.present(talk)


def pending(talk: Talk) -> m.Effect | None:
    """The effect whose result came, taken off the list of those waited for."""
    wanted = talk.intent.target
    found = next((effect for effect in talk.conversation.pending if effect.id == wanted), None)
    talk.change(pending=tuple(effect for effect in talk.conversation.pending if effect.id != wanted))
    return found


def failed(talk: Talk) -> None:
    """Say honestly what could not be done; nothing answered is touched."""
    effect = pending(talk)
    assert isinstance(talk.event, m.EffectFailed)
    what = effect.kind if effect is not None else "ask_guide"
    talk.say(f"failed.{what}", reason=talk.event.reason, actions=(action("do:staff"),) if what != "call_staff" else ())
    present.present(talk)
