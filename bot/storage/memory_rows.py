"""The rows that storage in memory keeps."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.storage.models import Arrival, Draft, FileRow, LogRow, PastTurn, TicketRow


@dataclass(slots=True)
class Row:
    """An arrival and what became of it: waiting, done, dead, erased."""

    number: int
    arrival: Arrival
    state: str = "waiting"
    tries: int = 0
    due: float = 0.0
    received: float = 0.0
    done: float = 0.0
    answer: str = ""

    def past(self) -> PastTurn:
        """The arrival as it is shown again."""
        return PastTurn(self.number, self.arrival.channel, self.arrival.event, self.answer)


@dataclass(slots=True)
class Kept:
    """A conversation."""

    version: int = 0
    state: str = ""
    fence: int = 0
    owner: str = ""
    lease: float = 0.0
    queue: deque[int] = field(default_factory=deque)
    """Numbers of arrivals that wait."""
    turns: list[int] = field(default_factory=list)
    logs: dict[str, list[LogRow]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    files: list[FileRow] = field(default_factory=list)
    tickets: list[TicketRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Message:
    """A part of an answer: waiting, sent, failed."""

    number: int
    turn: int
    part: int
    conversation: str
    channel: str
    address: str
    payload: str
    state: str = "waiting"
    tries: int = 0
    due: float = 0.0
    fence: int = 0
    lease: float = 0.0
    message_id: str = ""
    reason: str = ""
    created: float = 0.0
    done: float = 0.0
