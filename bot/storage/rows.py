"""Values beside the turns: messages on their way, links between channels, dead letters, the audit, and what was deleted."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """A message that a sender may deliver now; the parts before it, to the same address, are delivered or given up."""

    number: int
    turn: int
    """The inbox number it answers."""
    part: int
    channel: str
    address: str
    payload: str
    tries: int
    """How often it was taken before. More than 0 without a message id: an earlier try may or may not have arrived."""
    fence: int
    message_id: str = ""
    """Id of the acknowledgement that is to be edited into this message, once noted."""


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time code that joins a second channel to a conversation."""

    number: int
    conversation: str
    state: str
    """offered → shown (the other side gave the code) → done; or cancelled."""
    expires: float
    channel: str = ""
    """Channel and identity of the other side, once shown."""
    identity: str = ""
    agreed: frozenset[str] = frozenset()
    """Which sides said yes: `offered`, `shown`."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A section that was handed to a colleague by a link."""

    number: int
    conversation: str
    program: str
    section: str
    """Key of the section."""
    created: float
    expires: float
    ended: float = 0.0
    """When it was taken back; 0 while it was not."""

    def open_at(self, now: float) -> bool:
        """Whether the link opens the section."""
        return not self.ended and now < self.expires


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An arrival that could not be worked on, kept for the staff."""

    number: int
    source: str
    key: str
    conversation: str
    body: str
    reason: str
    at: float


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the audit, chained to the one before by its hash."""

    number: int
    at: float
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What a deletion removed."""

    conversations: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=())
    """Paths of documents that still have to be removed from the disk."""
    rows: int = 0
