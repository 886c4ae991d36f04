"""Looking over what is answered: all answers, what is waiting, the 形式审查, progress, the list of materials."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import shown, stored
from bot.dialogue.stages import present
from bot.dialogue.talk import Talk, action
from forms.progress import applicable, progress
from forms.review import review

MOST_BUTTONS = 5


def preview(talk: Talk) -> None:
    """Show every field that applies with its answer; before anything is answered, that is the list of questions."""
    talk.tell(m.ShowAnswers(program=talk.program, lines=_lines(talk), actions=(action("do:export"),)))
    present.present(talk)


def waiting(talk: Talk) -> None:
    """Show what is put off or required and still missing, each to be called with a tap."""
    told = progress(talk.form, talk.answers)
    missing = set(told.missing_required)
    lines = tuple(line for line in _lines(talk) if line.state == "waiting" or line.field in missing)
    if not lines:
        talk.say("review.nothing_waiting")
        present.present(talk)
        return
    choices = tuple(m.Button(code=f"edit:{line.field}", label=line.label) for line in lines[:MOST_BUTTONS])
    actions = (action("do:fill", "fill_waiting"), action("do:leave"))
    talk.tell(m.ShowAnswers(program=talk.program, lines=lines, choices=choices, actions=actions))


def check(talk: Talk) -> None:
    """The 形式审查 of what is answered now."""
    findings(talk)
    present.present(talk)


def findings(talk: Talk) -> None:
    """Tell the defects, each with the field to mend; the first ones can be mended with a tap."""
    defects = tuple(
        m.DefectLine(
            code=one.code, severity=one.severity.value, field=one.field, clause=one.clause, message=one.message
        )
        for one in review(talk.form, talk.answers)
    )
    mend = tuple(dict.fromkeys(one.field for one in defects if one.field.partition(".")[0] in talk.form.fields))[
        :MOST_BUTTONS
    ]
    actions = tuple(
        m.Button(code=f"edit:{key}", label=f"改 {talk.form.fields[key.partition('.')[0]].label}") for key in mend
    )
    talk.tell(m.ShowReview(program=talk.program, defects=defects, actions=actions))


def show_progress(talk: Talk) -> None:
    """How far the form is, section by section."""
    told = progress(talk.form, talk.answers)
    sections = tuple(m.SectionLine(title=one.title, done=one.done, total=one.total) for one in told.sections)
    missing = told.missing_required
    label = talk.form.fields
    talk.tell(
        m.ShowProgress(
            program=talk.program,
            sections=sections,
            waiting=tuple(label[key].label for key in talk.case.skipped if key in label),
            missing=tuple(label[key].label for key in missing if key in label and key not in talk.case.skipped),
        )
    )
    present.present(talk)


def materials(talk: Talk) -> None:
    """What has to be handed in, and how it is printed and sealed, in the guide's words."""
    talk.tell(m.ShowMaterials(program=talk.program))
    present.present(talk)


def _lines(talk: Talk) -> tuple[m.AnswerLine, ...]:
    values = stored(talk.case)
    titles = {section.key: section.title for section in talk.form.sections}
    lines = []
    for field in applicable(talk.form, talk.answers):
        echo = shown(field, values.get(field.key))
        state = "answered" if echo else "waiting" if field.key in talk.case.skipped else "empty"
        lines.append(
            m.AnswerLine.model_validate(
                {
                    "field": field.key,
                    "label": field.label,
                    "section": titles.get(field.section, ""),
                    "echo": echo,
                    "state": state,
                }
            )
        )
    return tuple(lines)
