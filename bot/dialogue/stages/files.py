"""Files that were received: a spreadsheet goes into the table being asked, good rows in, bad rows told and handed back.

A spreadsheet that lists facts by their names, one a row, is read like a pasted block, whatever is being asked. Nothing is
fetched before the name and size say that it can be used here. Fetching and opening are effects; what becomes of the rows is
told in `bringing`, what becomes of the facts in `proposing`.
"""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.intents import GRIDS, current_field
from bot.dialogue.listed import facts_in
from bot.dialogue.naming import MOST_OFFERED
from bot.dialogue.stages import bringing, present, proposing
from bot.dialogue.stages.questions import pending
from bot.dialogue.talk import Talk, action
from forms.progress import applicable

SPREADSHEETS = (".xlsx", ".xls", ".csv", ".et")
DOCUMENTS = (".docx", ".txt")
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
UNREADABLE = {".doc": "file.old_word", ".wps": "file.old_word", ".rtf": "file.old_word", ".pdf": "file.pdf"}
"""Kinds of documents that are not opened here, with what to do instead."""


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
    else:
        program = talk.conversation.program or ""
        table = field.key if field is not None and field.type in GRIDS else ""
        talk.request(
            m.ReadTable(
                id=talk.effect_id(), name=event.name, file=event.file, size=event.size, program=program, field=table
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
    """Show the facts of the file that was read, or take its rows into the table it was sent for."""
    effect, event = pending(talk), talk.event
    assert isinstance(event, m.TableRead)
    field = current_field(talk.conversation, talk.world)
    if not isinstance(effect, m.ReadTable) or effect.program != (talk.conversation.program or ""):
        _stale(talk)
    elif (facts := facts_in(event.lines, talk.fields, effect.field)) is not None:
        proposing.facts(talk, facts, effect.name)
    elif not effect.field:
        _no_table(talk, effect.name)
    elif field is None or field.key != effect.field:
        _stale(talk)
    else:
        bringing.take(talk, field, event.lines, effect.name)


def _stale(talk: Talk) -> None:
    talk.say("stale")
    present.present(talk)


def written(talk: Talk) -> None:
    """Hand the rows back, and ask the table again."""
    effect = pending(talk)
    assert isinstance(talk.event, m.RowsWritten)
    count = len(effect.rows) if isinstance(effect, m.WriteRows) else 0
    talk.tell(m.SendRows(file=talk.event.file, count=count, actions=(action("do:staff"),)))
    present.present(talk)
