"""起草: a draft of the long text being asked, by the language model where there is one, out of the applicant's own answers.

It is shown whole, marked as a draft, and lies on the table like anything proposed: stored only after 确认.
"""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import shown, stored
from bot.dialogue.intents import FREE, current_field
from bot.dialogue.stages import offering, present
from bot.dialogue.stages.proposing import decide
from bot.dialogue.stages.questions import pending
from bot.dialogue.talk import Talk
from forms.models import FieldType


def draft(talk: Talk) -> None:
    """Ask for a draft of the text being asked."""
    field = current_field(talk.conversation, talk.world)
    if not talk.world.asks_model:
        talk.say("drafting.no_model")
    elif field is None or field.type is not FieldType.PARAGRAPH or talk.conversation.program is None:
        talk.say("drafting.where")
    elif facts := _facts(talk, field.key):
        talk.request(m.DraftText(id=talk.effect_id(), program=talk.program, field=field.key, facts=facts))
        return
    else:
        talk.say("drafting.no_facts")
    present.present(talk)


def _facts(talk: Talk, but: str) -> tuple[str, ...]:
    """What is answered, field by field, personal data and the text itself left out."""
    found = []
    for key, value in stored(talk.case).items():
        field = talk.form.fields.get(key)
        if field is None or key == but or field.sensitive or any(column.sensitive for column in field.columns):
            continue
        words = value if field.type in FREE and isinstance(value, str) else shown(field, value)
        found.append(f"{field.label}：{words}")
    return tuple(found)


def drafted(talk: Talk) -> None:
    """Show the draft whole, and lay it on the table."""
    effect, event = pending(talk), talk.event
    assert isinstance(event, m.TextDrafted)
    if not isinstance(effect, m.DraftText) or effect.program != talk.conversation.program or not event.text:
        talk.say("drafting.nothing")
        present.present(talk)
        return
    talk.say("drafting.text", label=talk.form.fields[effect.field].label, text=event.text)
    lifted = m.Lifted(field=effect.field, value=event.text, by_model=True)
    decide(talk, offering.put(talk, [lifted], origin="draft"))
