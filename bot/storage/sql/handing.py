"""The statements about sections handed to colleagues, and about the documents of a conversation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.storage import chain
from bot.storage.models import FileRow, Handover
from bot.storage.sql import records
from bot.storage.sql.inserting import insert_new
from bot.storage.sql.tables import conversations, files
from bot.storage.sql.tables_people import handovers

_COLUMNS = tuple(column for column in handovers.c if column.name != "digest")


def hand_section(
    connection: Connection, conversation: str, program: str, section: str, digest: str, expires: float, now: float
) -> Handover:
    """See `Personal.hand_section`."""
    connection.execute(insert_new(connection, conversations), {"id": conversation, "created": now, "touched": now})
    values = {"conversation": conversation, "program": program, "section": section, "digest": digest}
    row = connection.execute(
        insert(handovers).returning(*_COLUMNS), {**values, "created": now, "expires": expires}
    ).one()
    about = {"program": program, "section": section}
    records.write_audit(connection, now, "person", "hand_over", chain.subject_of(conversation), about)
    return Handover(*row)


def handed_section(connection: Connection, digest: str, now: float) -> Handover | None:
    """See `Personal.handed_section`."""
    row = connection.execute(select(*_COLUMNS).where(handovers.c.digest == digest)).first()
    found = None if row is None else Handover(*row)
    return found if found is not None and found.open_at(now) else None


def handed_sections(connection: Connection, conversation: str) -> list[Handover]:
    """See `Personal.handed_sections`."""
    mine = select(*_COLUMNS).where(handovers.c.conversation == conversation).order_by(handovers.c.id.desc())
    return [Handover(*row) for row in connection.execute(mine)]


def take_back_section(connection: Connection, conversation: str, number: int, now: float) -> bool:
    """See `Personal.take_back_section`."""
    mine: tuple[Any, ...] = (
        handovers.c.id == number, handovers.c.conversation == conversation, handovers.c.ended == 0,
    )  # fmt: skip
    if connection.execute(update(handovers).where(*mine).values(ended=now)).rowcount != 1:
        return False
    records.write_audit(connection, now, "person", "take_back", chain.subject_of(conversation), {"handover": number})
    return True


def documents(connection: Connection, conversation: str) -> list[FileRow]:
    """See `Personal.documents`."""
    columns = (files.c.path, files.c.program, files.c.size, files.c.pack, files.c.digest, files.c.created)
    mine = select(*columns).where(files.c.conversation == conversation).order_by(files.c.id)
    return [FileRow(*row) for row in connection.execute(mine)]
