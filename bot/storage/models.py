"""The values that cross the door of storage. Texts are kept as they are given: events, replies and payloads are JSON.

A conversation has two numbers. Its *version* counts the turns committed to it; a turn is committed only onto the version it
was computed from. Its *fence* counts the leases given on it; a worker whose lease was taken over holds an old fence, and
whatever it brings is refused. Times are seconds since 1970 by the clock the storage was opened with.

Here are arrivals and the turns they become; messages on their way and what stands beside the turns is in `rows`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.rows import AuditRow as AuditRow
from bot.storage.rows import DeadLetter as DeadLetter
from bot.storage.rows import Erased as Erased
from bot.storage.rows import Handover as Handover
from bot.storage.rows import Link as Link
from bot.storage.rows import Part as Part


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that happened, as a channel hands it in."""

    source: str
    """Which stream of deliveries it came by, such as `telegram:4711` (a bot) or `web`."""
    key: str
    """The source's own name for this delivery (update id, idempotency key); (source, key) is accepted once and never again."""
    conversation: str
    channel: str
    """Whose senders deliver the answer."""
    event: str
    """The event as JSON."""
    address: str = ""
    """Where the answer goes, in the channel's own terms (a chat id); empty where the caller waits for it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an arrival."""

    number: int
    """Its place in the inbox: greater for what was accepted later."""
    repeated: bool
    """It was accepted before; the earlier one counts."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An arrival that a worker may work on, alone in its conversation, until the lease runs out."""

    number: int
    arrival: Arrival
    version: int
    """Version of the conversation to build on."""
    fence: int
    tries: int
    """How often it was claimed before; more than 0 means that a worker failed or died over it."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry of the answer log. Rows are added, and never changed."""

    program: str
    place: int
    """0-based place in the log of this programme; a gap or a repeat is impossible."""
    field: str
    value: str
    """JSON; `null` means not answered any more."""
    reason: str
    author: str
    channel: str
    at: str
    """ISO 8601 with offset."""
    turn: int
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A programme's case of a conversation, with the version of the programme it stands on."""

    program: str
    pack: str
    """Hash of the version."""
    told: str = ""
    """Hash of the newer version that the person was told of."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A conversation as it stands."""

    conversation: str
    version: int
    """0 when nothing was committed to it yet."""
    state: str
    """JSON without the logs; empty at version 0."""
    log: tuple[LogRow, ...] = ()
    """By programme, each in order."""
    drafts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRow:
    """A document that was written for a person."""

    path: str
    program: str
    size: int
    pack: str = ""
    """Hash of the programme's version it was made with."""
    digest: str = ""
    """SHA-256 of its bytes, by which it is seen that it is still what was handed over."""
    created: float = 0.0
    """When it was committed; set by the storage."""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A person who wants somebody of the staff."""

    number: str
    program: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one turn changes; it is committed as a whole or not at all."""

    claim: Claim
    answer: str
    """The replies as JSON; what a repeated arrival is told."""
    state: str | None
    """The conversation's new state; None leaves the conversation as it is (the message was given up)."""
    log: tuple[LogRow, ...] = ()
    parts: tuple[str, ...] = ()
    """Messages for the channel's sender, in order, in the channel's own format."""
    drafts: tuple[Draft, ...] = ()
    files: tuple[FileRow, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    dead: str = ""
    """Why the arrival goes to the dead letters; empty for a turn that succeeded."""


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An arrival with its answer, for showing a conversation again."""

    number: int
    channel: str
    event: str
    answer: str
    """The replies as JSON; empty while it is not answered."""
