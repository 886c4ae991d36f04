"""Who may work on what: claims, their leases and fences. Each function runs in a transaction that its caller opens and ends.

On PostgreSQL several workers claim at once. They lock the arrival and its conversation together and skip what others hold;
both rows are checked again once locked, so an arrival that was finished a moment before is not taken a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.storage.models import Arrival, Claim
from bot.storage.sql.tables import conversations, inbox

_earlier = inbox.alias("earlier")
_first = (
    select(func.min(_earlier.c.id))
    .where(_earlier.c.conversation == inbox.c.conversation, _earlier.c.state == "waiting")
    .scalar_subquery()
)
_claimable = (
    select(
        inbox.c.id, inbox.c.source, inbox.c.key, inbox.c.conversation, inbox.c.channel, inbox.c.address, inbox.c.event,
        inbox.c.tries, conversations.c.version, conversations.c.fence,
    )
    .join(conversations, conversations.c.id == inbox.c.conversation)
    .where(
        inbox.c.state == "waiting",
        inbox.c.due <= bindparam("now"),
        conversations.c.lease <= bindparam("now"),
        inbox.c.id == _first,
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)  # fmt: skip
_CLAIM_ANY = _claimable.with_for_update(of=[inbox, conversations], skip_locked=True)
_CLAIM_ONE = _claimable.where(inbox.c.conversation == bindparam("conversation")).with_for_update(
    of=[inbox, conversations], skip_locked=True
)
_LEASE = (
    update(conversations)
    .where(conversations.c.id.in_(bindparam("names", expanding=True)))
    .values(fence=conversations.c.fence + 1, owner=bindparam("new_owner"), lease=bindparam("until"))
)
_TRIED = update(inbox).where(inbox.c.id.in_(bindparam("numbers", expanding=True))).values(tries=inbox.c.tries + 1)


def claim(
    connection: Connection, owner: str, lease: float, limit: int, conversation: str | None, now: float
) -> list[Claim]:
    """See `Inbox.claim`."""
    values: dict[str, Any] = {"now": now, "most": limit}
    if conversation is None:
        rows = list(connection.execute(_CLAIM_ANY, values))
    else:
        rows = list(connection.execute(_CLAIM_ONE, {**values, "conversation": conversation}))
    tried = [row for row in rows if row.tries]
    chosen = tried[:1] or rows
    if not chosen:
        return []
    names = [row.conversation for row in chosen]
    connection.execute(_LEASE, {"names": names, "new_owner": owner, "until": now + lease})
    connection.execute(_TRIED, {"numbers": [row.id for row in chosen]})
    return [
        Claim(
            row.id,
            Arrival(row.source, row.key, row.conversation, row.channel, row.event, row.address),
            row.version,
            row.fence + 1,
            row.tries,
        )
        for row in chosen
    ]


_HELD = (
    select(inbox.c.id, conversations.c.fence, conversations.c.version, conversations.c.lease)
    .join(conversations, conversations.c.id == inbox.c.conversation)
    .where(inbox.c.id.in_(bindparam("numbers", expanding=True)), inbox.c.state == "waiting")
    .order_by(inbox.c.id)
    .with_for_update(of=[inbox, conversations])
)


def held(connection: Connection, claims: Sequence[Claim]) -> list[bool]:
    """Which claims are still held; their rows are locked until the transaction ends."""
    rows = connection.execute(_HELD, {"numbers": [one.number for one in claims]})
    found = {row.id: (row.fence, row.version, row.lease > 0) for row in rows}
    return [found.get(one.number) == (one.fence, one.version, True) for one in claims]


UNLEASE = (
    update(conversations).where(conversations.c.id.in_(bindparam("names", expanding=True))).values(lease=0.0, owner="")
)
_UNTRIED = update(inbox).where(inbox.c.id.in_(bindparam("numbers", expanding=True))).values(tries=inbox.c.tries - 1)


def release(connection: Connection, claims: Sequence[Claim]) -> None:
    """See `Inbox.release`."""
    mine = [one for one, is_held in zip(claims, held(connection, claims), strict=True) if is_held]
    if mine:
        connection.execute(UNLEASE, {"names": [one.arrival.conversation for one in mine]})
        connection.execute(_UNTRIED, {"numbers": [one.number for one in mine]})


def retry_later(connection: Connection, one: Claim, due: float, counted: bool) -> bool:
    """See `Inbox.retry_later`."""
    if held(connection, [one]) != [True]:
        return False
    connection.execute(UNLEASE, {"names": [one.arrival.conversation]})
    connection.execute(update(inbox).where(inbox.c.id == one.number).values(due=due))
    if not counted:
        connection.execute(_UNTRIED, {"numbers": [one.number]})
    return True
