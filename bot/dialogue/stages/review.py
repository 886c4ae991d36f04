"""Looking over what is answered: all answers, what is waiting, the 形式审查, progress, the list of materials."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import shown, stored
from bot.dialogue.intents import FREE
from bot.dialogue.stages import present
from bot.dialogue.talk import Talk, action
from forms.progress import applicable, progress
from forms.review import review

MOST_BUTTONS = 5
MISSING = "required.missing"
MOST_DEFECTS = 6


def preview(talk: Talk) -> None:
    """Show what is answered; before anything is answered, that is the list of questions."""
    show_answers(talk)
    present.present(talk)


def show_answers(talk: Talk, *, whole: bool = False) -> None:
    """Every field that applies with its answer, in short unless `whole`."""
    lines = _lines(talk, whole=whole)
    whole = whole or not any(line.echo for line in lines)
    talk.change(shortened="answers")
    actions = (action("do:export"),) if whole else (action("do:export"), action("do:whole"))
    talk.tell(m.ShowAnswers(program=talk.program, lines=lines, whole=whole, actions=actions))


def waiting(talk: Talk) -> None:
    """Show what is put off or required and still missing, each to be called with a tap."""
    told = progress(talk.paper, talk.answers)
    missing = set(told.missing_required)
    lines = tuple(line for line in _lines(talk) if line.state == "waiting" or line.field in missing)
    if not lines:
        talk.say("review.nothing_waiting")
        present.present(talk)
        return
    choices = tuple(m.Button(code=f"edit:{line.field}", label=line.label) for line in lines[:MOST_BUTTONS])
    actions = (action("do:fill", "fill_waiting"), action("do:leave"))
    talk.tell(m.ShowAnswers(program=talk.program, lines=lines, whole=True, choices=choices, actions=actions))


def check(talk: Talk) -> None:
    """The 形式审查 of what is answered now."""
    findings(talk)
    present.present(talk)


def findings(talk: Talk, *, whole: bool = False) -> None:
    """Tell the defects, each with the field to mend, in short unless `whole`; the first ones can be mended with a tap.

    That a field which only rules read is not told is no defect of the form.
    """
    paper = talk.paper.fields
    defects = tuple(
        m.DefectLine(
            code=one.code, severity=one.severity.value, field=one.field, clause=one.clause, message=one.message
        )
        for one in review(talk.form, talk.answers)
        if one.code != MISSING or one.field in paper
    )
    mend = tuple(dict.fromkeys(one.field for one in defects if one.field.partition(".")[0] in talk.form.fields))[
        :MOST_BUTTONS
    ]
    actions = tuple(
        m.Button(code=f"edit:{key}", label=f"改 {talk.form.fields[key.partition('.')[0]].label}") for key in mend
    )
    missing = sum(one.code == MISSING for one in defects)
    if not whole and (missing > 1 or len(defects) - missing > MOST_DEFECTS):
        actions = (*actions, action("do:whole"))
    talk.change(shortened="review")
    talk.tell(m.ShowReview(program=talk.program, defects=defects, whole=whole, actions=actions))


def show_progress(talk: Talk) -> None:
    """How far the form is."""
    tell_progress(talk)
    present.present(talk)


def tell_progress(talk: Talk, *, whole: bool = False) -> None:
    """How far the form is: as a whole and in the sections begun; section by section when `whole`."""
    told = progress(talk.paper, talk.answers)
    sections = tuple(m.SectionLine(title=one.title, done=one.done, total=one.total) for one in told.sections)
    missing = told.missing_required
    label = talk.form.fields
    talk.change(shortened="progress")
    talk.tell(
        m.ShowProgress(
            program=talk.program,
            sections=sections,
            waiting=tuple(label[key].label for key in talk.case.skipped if key in talk.paper.fields),
            missing=tuple(label[key].label for key in missing if key in label and key not in talk.case.skipped),
            whole=whole,
            actions=() if whole else (action("do:whole"),),
        )
    )


def materials(talk: Talk) -> None:
    """What has to be handed in, and how it is printed and sealed, in the guide's words."""
    talk.tell(m.ShowMaterials(program=talk.program))
    present.present(talk)


def _lines(talk: Talk, *, whole: bool = False) -> tuple[m.AnswerLine, ...]:
    """Every field that applies, those of the printed form first; long text in full when `whole`."""
    values = stored(talk.case)
    titles = {section.key: section.title for section in talk.form.sections}
    lines = []
    paper = talk.paper.fields
    applies = {field.key: field for field in applicable(talk.form, talk.answers)}
    order = (*(key for key in paper if key in applies), *(key for key in applies if key not in paper))
    for field in (applies[key] for key in order):
        value = values.get(field.key)
        full = whole and field.type in FREE and not field.sensitive and isinstance(value, str)
        echo = str(value) if full else shown(field, value)
        if not echo and field.key not in paper:
            continue
        state = "answered" if echo else "waiting" if field.key in talk.case.skipped else "empty"
        lines.append(
            m.AnswerLine.model_validate(
                {
                    "field": field.key,
                    "label": field.label,
                    "section": titles.get(field.section, ""),
                    "echo": echo,
                    "state": state,
                    "printed": field.key in paper,
                }
            )
        )
    return tuple(lines)
