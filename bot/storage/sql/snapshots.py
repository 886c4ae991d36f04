"""Conversations as they stand: state, answer log and drafts, read in one moment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from bot.storage.models import Draft, LogRow, Snapshot
from bot.storage.sql.tables import answers, cases, conversations

_STATES = select(conversations.c.id, conversations.c.version, conversations.c.state).where(
    conversations.c.id.in_(bindparam("names", expanding=True))
)
_LOGS = (
    select(answers)
    .where(answers.c.conversation.in_(bindparam("names", expanding=True)))
    .order_by(answers.c.conversation, answers.c.program, answers.c.place)
)

_DRAFTS = select(cases).where(cases.c.conversation.in_(bindparam("names", expanding=True))).order_by(cases.c.program)


_VERSION = select(conversations.c.id, conversations.c.version).where(conversations.c.id == bindparam("name"))
_VERSIONS = select(conversations.c.id, conversations.c.version).where(
    conversations.c.id.in_(bindparam("names", expanding=True))
)


def versions(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """See `Inbox.versions`. One alone is asked for with every page."""
    if len(names) == 1:
        return {row.id: row.version for row in connection.execute(_VERSION, {"name": names[0]})}
    found: dict[str, int] = {}
    for start in range(0, len(names), 500):
        some = {"names": list(names[start : start + 500])}
        found |= {row.id: row.version for row in connection.execute(_VERSIONS, some)}
    return found


def load(connection: Connection, names: Sequence[str]) -> dict[str, Snapshot]:
    """See `Inbox.load`."""
    if not names:
        return {}
    wanted = {"names": list(names)}
    states = list(connection.execute(_STATES, wanted))
    logs: dict[str, list[LogRow]] = {}
    for row in connection.execute(_LOGS, wanted) if any(state.version for state in states) else ():
        logs.setdefault(row.conversation, []).append(
            LogRow(
                row.program, row.place, row.field, row.value, row.reason, row.author, row.channel, row.at, row.turn,
                row.undoes,
            )
        )  # fmt: skip
    drafts: dict[str, list[Draft]] = {}
    for row in connection.execute(_DRAFTS, wanted) if logs else ():
        drafts.setdefault(row.conversation, []).append(Draft(row.program, row.pack, row.told))
    return {
        row.id: Snapshot(row.id, row.version, row.state, tuple(logs.get(row.id, ())), tuple(drafts.get(row.id, ())))
        for row in states
    }
