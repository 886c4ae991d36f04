"""The statements about one person's data: links between channels, a copy of everything, deletion."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from bot.storage import chain
from bot.storage.models import Erased, Link
from bot.storage.sql import records
from bot.storage.sql.inserting import insert_new
from bot.storage.sql.tables import answers, cases, conversations, files, inbox, outbox, tickets
from bot.storage.sql.tables_people import handovers, identities, links
from bot.storage.sql.tables_records import dead_letters

OPEN = ("offered", "shown")


_JOINED = select(identities.c.conversation).where(
    identities.c.channel == bindparam("wanted_channel"), identities.c.identity == bindparam("wanted_identity")
)
"""Made once: it is asked with every page."""


def conversation_of(connection: Connection, channel: str, identity: str) -> str | None:
    """See `Personal.conversation_of`."""
    return connection.execute(_JOINED, {"wanted_channel": channel, "wanted_identity": identity}).scalar()


def offer_link(connection: Connection, conversation: str, digest: str, expires: float, now: float) -> Link:
    """See `Personal.offer_link`."""
    connection.execute(insert_new(connection, conversations), {"id": conversation, "created": now, "touched": now})
    cancel_links(connection, conversation)
    values = {"conversation": conversation, "digest": digest, "state": "offered", "expires": expires}
    number = connection.execute(insert(links).returning(links.c.id), values).scalar_one()
    return Link(number, conversation, "offered", expires)


def show_link(connection: Connection, digest: str, channel: str, identity: str, now: float) -> Link | None:
    """See `Personal.show_link`."""
    usable = (links.c.digest == digest, links.c.state == "offered", links.c.expires > now)
    row = connection.execute(
        update(links).where(*usable).values(state="shown", channel=channel, identity=identity).returning(links)
    ).first()
    return None if row is None else _link(row)


def open_link(connection: Connection, conversation: str, now: float) -> Link | None:
    """See `Personal.open_link`."""
    usable = (links.c.conversation == conversation, links.c.state.in_(OPEN), links.c.expires > now)
    row = connection.execute(select(links).where(*usable)).first()
    return None if row is None else _link(row)


def agree_link(connection: Connection, number: int, side: str, who: str, now: float) -> Link | None:
    """See `Personal.agree_link`."""
    usable = (links.c.id == number, links.c.state == "shown", links.c.expires > now)
    row = connection.execute(select(links).where(*usable).with_for_update()).first()
    if row is None or who != {"offered": row.conversation, "shown": f"{row.channel}:{row.identity}"}.get(side):
        return None
    agreed = frozenset(row.agreed.split()) | {side}
    state = "done" if agreed >= set(OPEN) else "shown"
    changed = update(links).where(links.c.id == number).values(agreed=" ".join(sorted(agreed)), state=state)
    link = _link(connection.execute(changed.returning(links)).one())
    if state == "done":
        joining = (identities.c.channel == link.channel, identities.c.identity == link.identity)
        connection.execute(delete(identities).where(*joining))
        joined = {"channel": link.channel, "identity": link.identity, "conversation": link.conversation, "since": now}
        connection.execute(insert(identities), joined)
        subject = chain.subject_of(link.conversation)
        records.write_audit(connection, now, "person", "link", subject, {"channel": link.channel})
    return link


def cancel_links(connection: Connection, conversation: str) -> int:
    """See `Personal.cancel_links`."""
    open_ = (links.c.conversation == conversation, links.c.state.in_(OPEN))
    return connection.execute(update(links).where(*open_).values(state="cancelled")).rowcount


def leave(connection: Connection, channel: str, identity: str) -> bool:
    """See `Personal.leave`."""
    mine = (identities.c.channel == channel, identities.c.identity == identity)
    return connection.execute(delete(identities).where(*mine)).rowcount == 1


def _link(row: Any) -> Link:
    return Link(
        row.id, row.conversation, row.state, row.expires, row.channel, row.identity, frozenset(row.agreed.split())
    )


# --- a copy of everything -----------------------------------------------------------------------------------------

_KEPT_BACK = "digest"
"""Hashes of links and of files tell a person nothing."""
_ABOUT = {
    "answers": (answers, answers.c.conversation, (answers.c.program, answers.c.place)),
    "turns": (inbox, inbox.c.conversation, (inbox.c.id,)),
    "messages": (outbox, outbox.c.conversation, (outbox.c.id,)),
    "drafts": (cases, cases.c.conversation, (cases.c.program,)),
    "files": (files, files.c.conversation, (files.c.id,)),
    "handovers": (handovers, handovers.c.conversation, (handovers.c.id,)),
    "tickets": (tickets, tickets.c.conversation, (tickets.c.id,)),
    "identities": (identities, identities.c.conversation, (identities.c.channel, identities.c.identity)),
    "dead_letters": (dead_letters, dead_letters.c.conversation, (dead_letters.c.id,)),
}


def everything_about(connection: Connection, conversation: str) -> dict[str, Any]:
    """See `Personal.everything_about`."""
    row = connection.execute(select(conversations).where(conversations.c.id == conversation)).first()
    if row is None:
        return {}
    found: dict[str, Any] = {"conversation": dict(row._mapping)}
    for name, (table, column, order) in _ABOUT.items():
        rows = connection.execute(select(table).where(column == conversation).order_by(*order))
        found[name] = [{key: value for key, value in one._mapping.items() if key != _KEPT_BACK} for one in rows]
    return found


# --- deletion -----------------------------------------------------------------------------------------------------


def erase(connection: Connection, conversation: str, actor: str, now: float) -> Erased:
    """See `Personal.erase`. The rows that hang on the conversation go with it."""
    found = connection.execute(
        select(conversations.c.id).where(conversations.c.id == conversation).with_for_update()
    ).first()
    if found is None:
        return Erased()
    paths = connection.execute(select(files.c.path).where(files.c.conversation == conversation)).scalars().all()
    logged = connection.execute(
        select(func.count()).select_from(answers).where(answers.c.conversation == conversation)
    ).scalar_one()
    emptied = {"conversation": "", "channel": "", "address": "", "event": "", "answer": "", "state": "erased"}
    turns = connection.execute(
        update(inbox).where(inbox.c.conversation == conversation).values(**emptied, done=now)
    ).rowcount
    connection.execute(delete(outbox).where(outbox.c.conversation == conversation))
    connection.execute(delete(dead_letters).where(dead_letters.c.conversation == conversation))
    for table in (answers, cases, files, tickets, links, identities, handovers):
        connection.execute(delete(table).where(table.c.conversation == conversation))
    connection.execute(delete(conversations).where(conversations.c.id == conversation))
    records.write_audit(connection, now, actor, "erase", chain.subject_of(conversation), {"turns": turns})
    return Erased((conversation,), tuple(paths), turns + logged)


def erase_program(
    connection: Connection, conversation: str, program: str, state: str, version: int, actor: str, now: float
) -> Erased | None:
    """See `Personal.erase_program`. What was said and answered is emptied too, because it may hold the same values."""
    free = (conversations.c.id == conversation, conversations.c.version == version, conversations.c.lease <= now)
    moved = update(conversations).where(*free)
    changed = {"state": state, "version": version + 1, "fence": conversations.c.fence + 1, "touched": now}
    if connection.execute(moved.values(**changed)).rowcount != 1:
        return None
    mine = (files.c.conversation == conversation, files.c.program == program)
    paths = connection.execute(select(files.c.path).where(*mine)).scalars().all()
    connection.execute(delete(files).where(*mine))
    gone = connection.execute(
        delete(answers).where(answers.c.conversation == conversation, answers.c.program == program)
    ).rowcount
    for table in (cases, handovers):
        connection.execute(delete(table).where(table.c.conversation == conversation, table.c.program == program))
    said = (inbox.c.conversation == conversation, inbox.c.state != "waiting")
    connection.execute(update(inbox).where(*said).values(event="", answer="[]"))
    connection.execute(
        update(outbox)
        .where(outbox.c.conversation == conversation, or_(outbox.c.state == "sent", outbox.c.state == "failed"))
        .values(payload="")
    )
    records.write_audit(connection, now, actor, "forget", chain.subject_of(conversation), {"program": program})
    return Erased((), tuple(paths), gone)
