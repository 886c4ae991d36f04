"""The statements of the outbox. A sender's lease is fenced like a worker's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from bot.storage.models import Part
from bot.storage.sql.tables import outbox

_earlier = outbox.alias("earlier")
_first = (
    select(func.min(_earlier.c.id))
    .where(
        _earlier.c.channel == outbox.c.channel,
        _earlier.c.address == outbox.c.address,
        _earlier.c.state == "waiting",
    )
    .scalar_subquery()
)
_columns = (
    outbox.c.id, outbox.c.turn, outbox.c.part, outbox.c.channel, outbox.c.address, outbox.c.payload, outbox.c.tries,
    outbox.c.fence, outbox.c.message_id,
)  # fmt: skip
_TAKEABLE = (
    select(*_columns)
    .where(
        outbox.c.channel == bindparam("channel"),
        outbox.c.state == "waiting",
        outbox.c.due <= bindparam("now"),
        outbox.c.lease <= bindparam("now"),
        outbox.c.id == _first,
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("numbers", expanding=True)))
    .values(fence=outbox.c.fence + 1, tries=outbox.c.tries + 1, owner=bindparam("new_owner"), lease=bindparam("until"))
)


def take(connection: Connection, channel: str, owner: str, lease: float, limit: int, now: float) -> list[Part]:
    """See `Outbox.take_parts`."""
    rows = list(connection.execute(_TAKEABLE, {"channel": channel, "now": now, "most": limit}))
    if not rows:
        return []
    connection.execute(_LEASE, {"numbers": [row.id for row in rows], "new_owner": owner, "until": now + lease})
    return [_part(row, row.fence + 1) for row in rows]


def change(connection: Connection, part: Part, values: dict[str, Any]) -> bool:
    """Change a part that is still leased to whoever asks; False when it is not."""
    mine = (outbox.c.id == part.number, outbox.c.fence == part.fence, outbox.c.state == "waiting")
    return connection.execute(update(outbox).where(*mine).values(**values)).rowcount == 1


def undelivered(connection: Connection, before: float) -> list[Part]:
    """See `Outbox.undelivered`."""
    late = or_(outbox.c.state == "failed", (outbox.c.state == "waiting") & (outbox.c.created <= before))
    return [_part(row, row.fence) for row in connection.execute(select(*_columns).where(late).order_by(outbox.c.id))]


def _part(row: Any, fence: int) -> Part:
    return Part(row.id, row.turn, row.part, row.channel, row.address, row.payload, row.tries, fence, row.message_id)
