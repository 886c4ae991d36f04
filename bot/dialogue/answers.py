"""The answer log: how it is read, written and taken back. The only module that touches `Case.log`.

The log is append-only. What is answered now is the last entry of each field; taking something back writes what stood
before it. Undo works by turn, so that a pasted block or an adopted profile goes back as one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.dialogue.messages import Happened
from bot.dialogue.models import Case, Conversation, Entry, Reason, World
from bot.dialogue.row_ids import after_writing
from bot.dialogue.signing import signature_of
from forms.fields.registry import echo, understand
from forms.models import Field, Understood
from programs.values import Answers, Value

OWN = ""
"""Key of the case that holds what the organisation told before choosing a programme."""


def case_of(conversation: Conversation, program: str | None = None) -> Case:
    """The case of `program` (of the current programme when None), an empty one when nothing was said yet."""
    slug = program if program is not None else (conversation.program or OWN)
    return conversation.cases.get(slug) or Case(program=slug)


def with_case(conversation: Conversation, case: Case, **changes: Any) -> Conversation:
    """The conversation with `case` put in place, and other changes."""
    return conversation.model_copy(update={"cases": {**conversation.cases, case.program: case}, **changes})


@dataclass(frozen=True)
class _Log:
    """A log compared by identity: it is frozen, and asked about many times within one turn."""

    entries: tuple[Entry, ...]

    def __hash__(self) -> int:
        return id(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Log) and other.entries is self.entries


def stored(case: Case) -> dict[str, Any]:
    """Field key to its current value as plain JSON: the format of an answers file."""
    return dict(_stored(_Log(case.log)))


@lru_cache(maxsize=256)
def _stored(log: _Log) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in log.entries:
        values.pop(entry.field, None)
        if entry.value is not None:
            values[entry.field] = entry.value
    return values


def at_the_time(case: Case, key: str, seen: str) -> Any:
    """The value that a page with this fingerprint showed, None when the field never had it."""
    said = (entry.value for entry in reversed(case.log) if entry.field == key)
    return next((value for value in said if fingerprint(value) == seen), None)


def fingerprint(value: Any) -> str:
    """A short mark of a stored value, by which a page tells whether it still shows what stands there; empty for none."""
    if value is None:
        return ""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def answers_of(case: Case, fields: Mapping[str, Field]) -> Answers:
    """The case's answers as values; a stored value that the field no longer understands counts as unknown."""
    found: dict[str, Value] = {}
    for key, value in stored(case).items():
        if (field := fields.get(key)) is not None and (read := value_of(field, value)) is not None:
            found[key] = read
    return found


@dataclass(frozen=True)
class _Same:
    """A field compared by identity: hashing a whole field for the cache would cost more than reading the value."""

    field: Field

    def __hash__(self) -> int:
        return id(self.field)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.field is self.field


def value_of(field: Field, value: Any) -> Value | None:
    """The value that stored JSON stands for, None when it is no value of this field."""
    return _read(_Same(field), json.dumps(value, sort_keys=True))


@lru_cache(maxsize=65536)
def _read(same: _Same, text: str) -> Value | None:
    understood = understand(same.field, json.loads(text))
    return understood.value if isinstance(understood, Understood) else None


def shown(field: Field, value: Any) -> str:
    """Stored JSON as the assistant repeats it, masked when sensitive; empty when there is nothing."""
    if value is None or (read := value_of(field, value)) is None:
        return ""
    return echo(field, read)


def write(
    case: Case,
    event: Happened,
    turn: int,
    values: Mapping[str, Any],
    reason: Reason,
    ids: Mapping[str, Sequence[str]] | None = None,
) -> Case:
    """The case with one entry for each value that differs from what stands there; None takes an answer away.

    `ids` are the identities of a table's rows where they are known, with an empty one for each new row.
    """
    now = stored(case)
    entries = [_entry(event, turn, key, value, reason) for key, value in values.items() if now.get(key) != value]
    for entry in entries:
        case = after_writing(case, entry.field, entry.value, turn, (ids or {}).get(entry.field))
    skipped = tuple(key for key in case.skipped if values.get(key) is None)
    return case.model_copy(update={"log": (*case.log, *entries), "skipped": skipped})


def undo(case: Case, event: Happened, turn: int) -> tuple[Case, tuple[str, ...]]:
    """The case with its last turn not yet undone taken back, and the fields that changed; none when nothing is left.

    What colleagues entered is not taken back by it: the owner means the last thing of their own.
    """
    undone = {entry.undoes for entry in case.log if entry.undoes is not None}
    mine = (e for e in case.log if signature_of(e.author) is None)
    last = max((e.turn for e in mine if e.undoes is None and e.turn not in undone), default=None)
    if last is None:
        return case, ()
    changed = tuple(dict.fromkeys(entry.field for entry in case.log if entry.turn == last))
    before = stored(case.model_copy(update={"log": _without(case.log, undone | {last})}))
    entries = [_entry(event, turn, key, before.get(key), Reason.UNDONE, undoes=last) for key in changed]
    for entry in entries:
        case = after_writing(case, entry.field, entry.value, turn)
    return case.model_copy(update={"log": (*case.log, *entries)}), changed


def _without(log: Iterable[Entry], turns: set[int]) -> tuple[Entry, ...]:
    return tuple(entry for entry in log if entry.turn not in turns and entry.undoes is None)


def _entry(event: Happened, turn: int, key: str, value: Any, reason: Reason, undoes: int | None = None) -> Entry:
    return Entry(
        field=key, value=value, reason=reason, author=event.author, channel=event.channel, at=event.at, turn=turn,
        undoes=undoes,
    )  # fmt: skip


def known_elsewhere(conversation: Conversation, world: World, program: str) -> dict[str, tuple[Any, str]]:
    """Shared field key to (value as JSON, slug it comes from), for fields that `program` has not answered; the latest wins."""
    fields = world.forms[program].fields
    mine = stored(case_of(conversation, program))
    latest: dict[str, tuple[int, Any, str]] = {}
    for slug, case in conversation.cases.items():
        now = {} if slug == program else stored(case)
        for entry in case.log:
            key = entry.field
            wanted = key in now and key in world.shared and key in fields and key not in mine
            if wanted and (key not in latest or entry.turn >= latest[key][0]):
                latest[key] = (entry.turn, now[key], slug)
    order = {key: place for place, key in enumerate(fields)}
    return {
        key: (value, slug)
        for key, (_, value, slug) in sorted(latest.items(), key=lambda item: order[item[0]])
        if value_of(fields[key], value) is not None
    }
