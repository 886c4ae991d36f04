"""The document, at any time: a partial one while fields are missing, the whole one when none is."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, stored
from bot.dialogue.changes import changes_since
from bot.dialogue.models import Exported
from bot.dialogue.stages import present
from bot.dialogue.stages.questions import pending
from bot.dialogue.talk import Talk, action
from forms.progress import progress


def export(talk: Talk) -> None:
    """Ask for the document of what is answered now."""
    partial = not progress(talk.paper, talk.answers).complete
    answers = {key: value for key, value in stored(talk.case).items() if key in talk.form.fields}
    talk.request(m.FillDocument(id=talk.effect_id(), program=talk.program, answers=answers, partial=partial))


def filled(talk: Talk) -> None:
    """Hand the document over, with what it is not and what to do with it."""
    effect = pending(talk)
    assert isinstance(talk.event, m.DocumentFilled)
    event = talk.event
    program = effect.program if isinstance(effect, m.FillDocument) else talk.program
    partial = effect.partial if isinstance(effect, m.FillDocument) else bool(event.blank)
    case, form = case_of(talk.conversation, program), talk.world.forms[program]
    last = case.exports[-1] if case.exports else None
    made = Exported(file=event.file, at=event.at, entries=len(case.log), filled=event.filled, partial=partial)
    talk.change(cases={**talk.conversation.cases, program: case.model_copy(update={"exports": (*case.exports, made)})})
    talk.tell(
        m.SendDocument(
            program=program,
            file=event.file,
            filled=event.filled,
            blank=len(event.blank),
            partial=partial,
            warnings=event.warnings,
            since=last.at if last is not None else None,
            changed=changes_since(form, case, last.entries) if last is not None else (),
            remind=talk.once("document"),
            actions=(action("do:materials"), action("do:review")),
        )
    )
    present.present(talk)
