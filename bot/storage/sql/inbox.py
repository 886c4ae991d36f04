"""The inbox: what was accepted, and what it was answered. Each function runs in a transaction that its caller opens and ends."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select

from bot.storage.models import Arrival, PastTurn, Receipt
from bot.storage.sql.inserting import insert_new, many
from bot.storage.sql.tables import conversations, inbox
from bot.storage.sql.tables_records import dead_letters


def receive(connection: Connection, arrivals: Sequence[Arrival], now: float) -> list[Receipt]:
    """See `Inbox.receive`."""
    if not arrivals:
        return []
    receipts: list[Receipt] = []
    accept = insert_new(connection, inbox).returning(inbox.c.id)
    for one in arrivals:
        values = {
            "source": one.source,
            "key": one.key,
            "conversation": one.conversation,
            "channel": one.channel,
            "address": one.address,
            "event": one.event,
            "received": now,
        }
        number = connection.execute(accept, values).scalar()
        if number is None:
            known = select(inbox.c.id).where(inbox.c.source == one.source, inbox.c.key == one.key)
            receipts.append(Receipt(connection.execute(known).scalar_one(), repeated=True))
        else:
            receipts.append(Receipt(number, repeated=False))
    fresh = {one.conversation for one, receipt in zip(arrivals, receipts, strict=True) if not receipt.repeated}
    many(
        connection,
        insert_new(connection, conversations),
        [{"id": name, "created": now, "touched": now} for name in sorted(fresh)],
    )
    return receipts


def set_aside(connection: Connection, source: str, key: str, body: str, reason: str, now: float) -> Receipt:
    """See `Inbox.set_aside`. What PostgreSQL cannot hold in a text is written out."""
    body = body.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    values = {"source": source, "key": key, "conversation": "", "state": "dead", "received": now, "done": now}
    number = connection.execute(insert_new(connection, inbox).returning(inbox.c.id), values).scalar()
    if number is None:
        known = select(inbox.c.id).where(inbox.c.source == source, inbox.c.key == key)
        return Receipt(connection.execute(known).scalar_one(), repeated=True)
    letter = {"inbox": number, "source": source, "key": key, "conversation": "", "body": body, "reason": reason}
    connection.execute(insert(dead_letters), {**letter, "at": now})
    return Receipt(number, repeated=False)


_PAST = select(inbox.c.id, inbox.c.channel, inbox.c.event, inbox.c.answer).where(inbox.c.state != "erased")


_LATEST = (
    _PAST.where(
        inbox.c.conversation == bindparam("wanted_conversation"),
        inbox.c.id > bindparam("wanted_after"),
        inbox.c.event != "",
    )
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)


def answer(connection: Connection, source: str, key: str) -> PastTurn | None:
    """See `Inbox.answer`."""
    row = connection.execute(_PAST.where(inbox.c.source == source, inbox.c.key == key)).first()
    return None if row is None else PastTurn(*row)


def history(connection: Connection, conversation: str, after: int, limit: int) -> list[PastTurn]:
    """See `Inbox.history`."""
    wanted = {"wanted_conversation": conversation, "wanted_after": after, "most": limit}
    return [PastTurn(*row) for row in connection.execute(_LATEST, wanted)][::-1]
