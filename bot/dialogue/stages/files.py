"""Files that were received: a spreadsheet goes into the table being asked, good rows in, bad rows told and handed back.

Nothing is fetched before the name and size say that it can be used here. Fetching and opening are effects; judging the rows
is pure. A row counts whole or not at all, and what the table had before stays.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.intents import GRIDS, current_field
from bot.dialogue.models import Reason, Stage
from bot.dialogue.naming import MOST_OFFERED
from bot.dialogue.stages import answering, fields, onward, present, proposing
from bot.dialogue.stages.questions import pending
from bot.dialogue.stages.recording import record
from bot.dialogue.talk import Talk, action
from forms.fields.registry import to_json, understand
from forms.models import Field, FieldType, Slip
from forms.progress import applicable
from forms.spreadsheets.judging import Judged, judge

SPREADSHEETS = (".xlsx", ".xls", ".csv", ".et")
DOCUMENTS = (".docx", ".txt")
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
UNREADABLE = {".doc": "file.old_word", ".wps": "file.old_word", ".rtf": "file.old_word", ".pdf": "file.pdf"}
"""Kinds of documents that are not opened here, with what to do instead."""
MOST_TOLD = 5
"""Bad rows told in words; the file that is handed back has them all."""


def received(talk: Talk) -> None:
    """Decide by name what a file is for; only one that can be used here is fetched."""
    event = talk.event
    assert isinstance(event, m.FileReceived)
    field = current_field(talk.conversation, talk.world)
    kind = "." + event.name.lower().rpartition(".")[2]
    if kind in DOCUMENTS or (kind in PHOTOS and talk.world.reads_photos):
        proposing.ask_to_read(talk, event)
        return
    if kind in PHOTOS:
        talk.say("file.photo", name=event.name)
    elif kind in UNREADABLE:
        talk.say(UNREADABLE[kind], name=event.name)
    elif kind not in SPREADSHEETS:
        talk.say("file.unknown_kind", name=event.name)
    elif field is None or field.type not in GRIDS:
        _no_table(talk, event.name)
        return
    else:
        program = talk.conversation.program or ""
        talk.request(
            m.ReadTable(
                id=talk.effect_id(), name=event.name, file=event.file, size=event.size, program=program, field=field.key
            )
        )
        return
    present.present(talk)


def _no_table(talk: Talk, name: str) -> None:
    """No table is being asked: offer those there are."""
    if talk.conversation.program is None:
        talk.say("file.no_program", name=name)
        present.present(talk)
        return
    tables = [field for field in applicable(talk.form, talk.answers) if field.type in GRIDS and not field.sensitive]
    if not tables:
        talk.say("file.no_tables", name=name)
        present.present(talk)
        return
    choices = tuple(m.Button(code=f"edit:{one.key}", label=one.label) for one in tables[:MOST_OFFERED])
    talk.say("file.which_table", name=name, choices=choices)


def read(talk: Talk) -> None:
    """Take the rows of the file that was read into the table it was sent for."""
    effect, event = pending(talk), talk.event
    assert isinstance(event, m.TableRead)
    field = current_field(talk.conversation, talk.world)
    asked_for = isinstance(effect, m.ReadTable) and effect.program == (talk.conversation.program or "")
    if not isinstance(effect, m.ReadTable) or field is None or not asked_for or field.key != effect.field:
        talk.say("stale")
        present.present(talk)
        return
    if field.type is FieldType.GRID:
        answering.take(talk, field, "\n".join("\t".join(line) for line in event.lines))
        return
    try:
        judged = judge(field, event.lines)
    except ValueError as error:
        talk.tell(m.Slipped(field=field.key, message=str(error), where=effect.name))
        fields.ask(talk, again=True)
        return
    _take(talk, field, judged, effect.name)


def _take(talk: Talk, field: Field, judged: Judged, name: str) -> None:
    """Record the good rows and tell of the others; the table is asked again while there are any."""
    good = len(judged.good)
    if not judged.good and not judged.bad:
        talk.say("file.empty_table", name=name)
        fields.ask(talk, again=True)
        return
    if judged.good and (wrong := _record(talk, field, judged)) is not None:
        talk.tell(m.Slipped(field=field.key, message=wrong.message, where=wrong.where))
        fields.ask(talk, again=True)
        return
    lines = tuple(m.RowLine(row=bad.row, column=bad.column, message=bad.message) for bad in judged.bad[:MOST_TOLD])
    told = m.ShowRows(field=field.key, name=name, good=good, bad=len(judged.bad), lines=lines, notes=judged.notes)
    talk.tell(told)
    if not judged.bad:
        onward.onward(talk)
        return
    talk.request(
        m.WriteRows(
            id=talk.effect_id(),
            program=talk.conversation.program or "",
            label=field.label,
            heads=tuple(column.label for column in field.columns),
            rows=tuple(
                (*bad.cells, f"{bad.column}：{bad.message}" if bad.column else bad.message) for bad in judged.bad
            ),
        )
    )


def _record(talk: Talk, field: Field, judged: Judged) -> Slip | None:
    """Write the good rows behind those the table has (in their place when it is being changed), or why that cannot be."""
    before = stored(talk.case).get(field.key)
    kept: list[Any] = before if isinstance(before, list) and talk.stage is not Stage.EDITING else []
    understood = understand(field, [*kept, *judged.good])
    if isinstance(understood, Slip):
        return understood
    talk.put(row=None)
    record(talk, field, to_json(field, understood.value), Reason.CONFIRMED if understood.doubt else Reason.ANSWERED)
    return None


def written(talk: Talk) -> None:
    """Hand the rows back, and ask the table again."""
    effect = pending(talk)
    assert isinstance(talk.event, m.RowsWritten)
    count = len(effect.rows) if isinstance(effect, m.WriteRows) else 0
    talk.tell(m.SendRows(file=talk.event.file, count=count, actions=(action("do:staff"),)))
    present.present(talk)
