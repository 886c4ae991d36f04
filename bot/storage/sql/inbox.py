"""The statements of the inbox and of a turn's commit. Each function runs in a transaction that its caller opens and ends.

On PostgreSQL several workers claim at once. They lock the arrival and its conversation together and skip what others hold;
both rows are checked again once locked, so an arrival that was finished a moment before is not taken a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import Arrival, Claim, Draft, LogRow, Outcome, PastTurn, Receipt, Snapshot
from bot.storage.sql.tables import answers, cases, conversations, dead_letters, files, inbox, outbox, tickets


def insert_new(connection: Connection, table: Table) -> Any:
    """An insert that passes over rows which are there already."""
    kind: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return kind(table).on_conflict_do_nothing()


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
    _many(
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


# --- claiming -----------------------------------------------------------------------------------------------------

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


_UNLEASE = (
    update(conversations).where(conversations.c.id.in_(bindparam("names", expanding=True))).values(lease=0.0, owner="")
)
_UNTRIED = update(inbox).where(inbox.c.id.in_(bindparam("numbers", expanding=True))).values(tries=inbox.c.tries - 1)


def release(connection: Connection, claims: Sequence[Claim]) -> None:
    """See `Inbox.release`."""
    mine = [one for one, is_held in zip(claims, held(connection, claims), strict=True) if is_held]
    if mine:
        connection.execute(_UNLEASE, {"names": [one.arrival.conversation for one in mine]})
        connection.execute(_UNTRIED, {"numbers": [one.number for one in mine]})


def retry_later(connection: Connection, one: Claim, due: float) -> bool:
    """See `Inbox.retry_later`."""
    if held(connection, [one]) != [True]:
        return False
    connection.execute(_UNLEASE, {"names": [one.arrival.conversation]})
    connection.execute(update(inbox).where(inbox.c.id == one.number).values(due=due))
    return True


# --- committing ---------------------------------------------------------------------------------------------------

_MOVE_ON = (
    update(conversations)
    .where(conversations.c.id == bindparam("name"))
    .values(
        version=bindparam("new_version"), state=bindparam("new_state"), lease=0.0, owner="", touched=bindparam("now")
    )
)
_DONE = (
    update(inbox)
    .where(inbox.c.id == bindparam("number"))
    .values(state=bindparam("new_state"), answer=bindparam("new_answer"), done=bindparam("now"))
)


def commit(connection: Connection, outcomes: Sequence[Outcome], now: float) -> list[bool]:
    """See `Inbox.commit`."""
    kept = held(connection, [one.claim for one in outcomes])
    mine = [one for one, is_held in zip(outcomes, kept, strict=True) if is_held]
    if not mine:
        return kept
    moved = [
        {
            "name": one.claim.arrival.conversation,
            "new_version": one.claim.version + 1,
            "new_state": one.state,
            "now": now,
        }
        for one in mine
        if one.state is not None
    ]
    _many(connection, _MOVE_ON, moved)
    if still := [one.claim.arrival.conversation for one in mine if one.state is None]:
        connection.execute(_UNLEASE, {"names": still})
    _many(connection, insert(answers), [_log_row(one, row) for one in mine for row in one.log])
    _many(connection, insert(outbox), [_message(one, n, text, now) for one in mine for n, text in enumerate(one.parts)])
    done = [
        {
            "number": one.claim.number,
            "new_state": "dead" if one.dead else "done",
            "new_answer": one.answer,
            "now": now,
        }
        for one in mine
    ]
    _many(connection, _DONE, done)
    _beside(connection, mine, now)
    return kept


def _beside(connection: Connection, mine: Sequence[Outcome], now: float) -> None:
    """What few turns have: drafts, files, tickets, dead letters."""
    for one in mine:
        if not (one.drafts or one.files or one.tickets or one.dead):
            continue
        conversation, number = one.claim.arrival.conversation, one.claim.number
        for draft in one.drafts:
            same = (cases.c.conversation == conversation, cases.c.program == draft.program)
            connection.execute(delete(cases).where(*same))
            connection.execute(
                insert(cases),
                {
                    "conversation": conversation,
                    "program": draft.program,
                    "pack": draft.pack,
                    "told": draft.told,
                    "begun": now,
                },
            )
        common = {"conversation": conversation, "inbox": number}
        _many(
            connection,
            insert(files),
            [
                {**common, "program": one.program, "path": one.path, "size": one.size, "created": now}
                for one in one.files
            ],
        )
        _many(
            connection,
            insert_new(connection, tickets),
            [
                {**common, "number": one.number, "program": one.program, "field": one.field, "opened": now}
                for one in one.tickets
            ],
        )
        if one.dead:
            arrival = one.claim.arrival
            letter = {"source": arrival.source, "key": arrival.key, "body": arrival.event, "reason": one.dead}
            connection.execute(insert(dead_letters), {**common, **letter, "at": now})


def _many(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def _log_row(outcome: Outcome, row: LogRow) -> dict[str, Any]:
    return {
        "conversation": outcome.claim.arrival.conversation,
        "inbox": outcome.claim.number,
        "program": row.program,
        "place": row.place,
        "field": row.field,
        "value": row.value,
        "reason": row.reason,
        "author": row.author,
        "channel": row.channel,
        "at": row.at,
        "turn": row.turn,
        "undoes": row.undoes,
    }


def _message(outcome: Outcome, part: int, payload: str, now: float) -> dict[str, Any]:
    arrival = outcome.claim.arrival
    return {
        "turn": outcome.claim.number,
        "part": part,
        "conversation": arrival.conversation,
        "channel": arrival.channel,
        "address": arrival.address,
        "payload": payload,
        "created": now,
    }


# --- reading ------------------------------------------------------------------------------------------------------

_STATES = select(conversations.c.id, conversations.c.version, conversations.c.state).where(
    conversations.c.id.in_(bindparam("names", expanding=True))
)
_LOGS = (
    select(answers)
    .where(answers.c.conversation.in_(bindparam("names", expanding=True)))
    .order_by(answers.c.conversation, answers.c.program, answers.c.place)
)

_DRAFTS = select(cases).where(cases.c.conversation.in_(bindparam("names", expanding=True))).order_by(cases.c.program)


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


_PAST = select(inbox.c.id, inbox.c.channel, inbox.c.event, inbox.c.answer).where(inbox.c.state != "erased")


def answer(connection: Connection, source: str, key: str) -> PastTurn | None:
    """See `Inbox.answer`."""
    row = connection.execute(_PAST.where(inbox.c.source == source, inbox.c.key == key)).first()
    return None if row is None else PastTurn(*row)


def history(connection: Connection, conversation: str, after: int, limit: int) -> list[PastTurn]:
    """See `Inbox.history`."""
    mine = (inbox.c.conversation == conversation, inbox.c.id > after, inbox.c.event != "")
    wanted = _PAST.where(*mine).order_by(inbox.c.id.desc())
    return [PastTurn(*row) for row in connection.execute(wanted.limit(limit))][::-1]
