"""A conversation as rows and back: the log of answers row by row, everything else as one JSON text.

The log is the only place where answers stand; the state holds where the person is. A turn may add to a log and to nothing
before it: a step that changed what was written before is refused here, whatever it meant.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from bot.dialogue.messages import Event, Reply
from bot.dialogue.models import Conversation, Entry, IllegalStep
from bot.storage.errors import StorageDamaged
from bot.storage.models import LogRow, Snapshot

_REPLIES: TypeAdapter[tuple[Reply, ...]] = TypeAdapter(tuple[Reply, ...])
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_WITHOUT_LOGS = {"cases": {"__all__": {"log"}}}


def write_state(conversation: Conversation) -> str:
    """The conversation without its logs, as JSON."""
    return conversation.model_dump_json(exclude=_WITHOUT_LOGS)


def read_conversation(snapshot: Snapshot) -> Conversation:
    """The conversation that a snapshot holds.

    Raises:
        StorageDamaged: the state or a row of the log cannot be read.
    """
    if not snapshot.version:
        return Conversation(id=snapshot.conversation)
    try:
        state = json.loads(snapshot.state)
        cases = state.setdefault("cases", {})
        for row in snapshot.log:
            cases.setdefault(row.program, {"program": row.program}).setdefault("log", []).append(_entry(row))
        return Conversation.model_validate(state)
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError):
        mend = "请管理员从备份恢复，或查看 docs/operations.md。"
        raise StorageDamaged("保存的对话读不出来，可能已损坏。", where=snapshot.conversation, mend=mend) from None


def new_rows(before: Conversation, after: Conversation) -> tuple[LogRow, ...]:
    """The log entries that a turn added, in order.

    Raises:
        IllegalStep: an entry that stood in the log before is gone or different.
    """
    rows: list[LogRow] = []
    for slug, old in before.cases.items():
        new = after.cases.get(slug)
        if new is None or (new.log is not old.log and new.log[: len(old.log)] != old.log):
            raise IllegalStep(f"the log of {slug or 'the organisation'} was changed in place")
    for slug, case in after.cases.items():
        done = len(before.cases[slug].log) if slug in before.cases else 0
        rows.extend(_row(slug, place, entry) for place, entry in enumerate(case.log[done:], done))
    return tuple(rows)


def write_event(event: Event) -> str:
    """The event as JSON."""
    return event.model_dump_json()


def read_event(text: str) -> Event:
    """The event that the JSON stands for; raises ValidationError when it is none."""
    return _EVENT.validate_json(text)


def write_replies(replies: Sequence[Reply]) -> str:
    """The replies as JSON."""
    return _REPLIES.dump_json(tuple(replies)).decode()


def read_replies(text: str) -> tuple[Reply, ...]:
    """The replies that the JSON stands for; none for an empty text."""
    return _REPLIES.validate_json(text) if text else ()


def _row(program: str, place: int, entry: Entry) -> LogRow:
    value = json.dumps(entry.value, ensure_ascii=False)
    at = entry.at.isoformat()
    return LogRow(
        program, place, entry.field, value, str(entry.reason), entry.author, entry.channel, at, entry.turn, entry.undoes
    )


def _entry(row: LogRow) -> dict[str, object]:
    return {
        "field": row.field,
        "value": json.loads(row.value),
        "reason": row.reason,
        "author": row.author,
        "channel": row.channel,
        "at": row.at,
        "turn": row.turn,
        "undoes": row.undoes,
    }
