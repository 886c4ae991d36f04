"""Editing one field called by name, with or without the new value, and back to where the person was."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import OpenRow, Parked, Stage
from bot.dialogue.naming import MOST_OFFERED, called
from bot.dialogue.row_words import row_words
from bot.dialogue.stages import answering, fields, present, row_orders, rows
from bot.dialogue.talk import Talk
from forms.models import FieldType
from forms.progress import applicable


def edit(talk: Talk) -> None:
    """Go to the field (or cell) that was named; when the new value was said too, take it at once."""
    key, _, cell = talk.intent.target.partition(".")
    field = talk.form.fields[key]
    if key not in {one.key for one in applicable(talk.form, talk.answers)}:
        talk.say("editing.not_applicable", label=field.label)
        present.present(talk)
        return
    if talk.stage is not Stage.EDITING:
        talk.leave_mark()
    talk.park(None)
    talk.go(Stage.EDITING)
    talk.put(at=key, tries=0, held=None, row=None)
    if field.type is FieldType.GRID:
        row, _, column = cell.partition(".")
        row = row or field.rows[0].key
        others = {
            k: v for k, v in rows.cells_of(field, stored(talk.case).get(key), row).items() if column and k != column
        }
        talk.put(row=OpenRow(field=key, row=row, cells=others, only=column))
    words = row_words(talk.intent.text) if field.type is FieldType.TABLE else None
    if words is not None:
        row_orders.order(talk, field, words, stay=False)
    elif talk.intent.text:
        answering.take(talk, field, talk.intent.text)
    else:
        fields.ask(talk)


def which(talk: Talk) -> None:
    """Offer the fields that the name can mean; a value said along waits for the choice."""
    labels = {named.path: named.label for named in called(talk.form)}
    paths = talk.intent.targets[:MOST_OFFERED]
    talk.park(Parked(kind="value", text=talk.intent.text) if talk.intent.text else None)
    choices = tuple(m.Button(code=f"edit:{path}", label=labels[path]) for path in paths)
    talk.say("editing.which", more=max(0, len(talk.intent.targets) - len(paths)), choices=choices)


def none(talk: Talk) -> None:
    """Nothing is called that."""
    talk.say("editing.none", words=talk.intent.text)
    present.present(talk)
