"""The statements of a turn's commit: one transaction, opened and ended by the caller, for as many turns as came together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from bot.storage.models import LogRow, Outcome
from bot.storage.sql.claiming import UNLEASE, held
from bot.storage.sql.inserting import insert_new, many
from bot.storage.sql.tables import answers, cases, conversations, files, inbox, outbox, tickets
from bot.storage.sql.tables_records import dead_letters

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
    many(connection, _MOVE_ON, moved)
    if still := [one.claim.arrival.conversation for one in mine if one.state is None]:
        connection.execute(UNLEASE, {"names": still})
    many(connection, insert(answers), [_log_row(one, row) for one in mine for row in one.log])
    many(connection, insert(outbox), [_message(one, n, text, now) for one in mine for n, text in enumerate(one.parts)])
    done = [
        {
            "number": one.claim.number,
            "new_state": "dead" if one.dead else "done",
            "new_answer": one.answer,
            "now": now,
        }
        for one in mine
    ]
    many(connection, _DONE, done)
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
        many(
            connection,
            insert(files),
            [
                {
                    **common,
                    "program": file.program,
                    "path": file.path,
                    "size": file.size,
                    "created": now,
                    "pack": file.pack,
                    "digest": file.digest,
                }
                for file in one.files
            ],
        )
        many(
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
