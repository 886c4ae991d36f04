"""The door of storage. Every method is one transaction in one hop; when it returns, what it did is on the disk.

The contract in `tests/contracts` is run against every implementation: memory, SQLite, PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.storage.models import (
    Arrival,
    AuditRow,
    Claim,
    DeadLetter,
    Erased,
    FileRow,
    Handover,
    Link,
    Outcome,
    Part,
    PastTurn,
    Receipt,
    Snapshot,
)


class Inbox(Protocol):
    """Arrivals, and the turns they become."""

    def receive(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Accept arrivals in order; one whose (source, key) was accepted before changes nothing."""
        ...

    def set_aside(self, source: str, key: str, body: str, reason: str) -> Receipt:
        """Accept a delivery that cannot be read straight into the dead letters, so that it is not delivered for ever."""
        ...

    def claim(self, owner: str, *, lease: float, limit: int = 1, conversation: str | None = None) -> list[Claim]:
        """The oldest arrivals that can be worked on, at most one of each conversation, leased for `lease` seconds.

        None is given of a conversation that is leased, or whose oldest arrival waits to be tried again. An arrival that
        was claimed before and not finished comes alone, so that a message that kills its worker takes no other along.
        """
        ...

    def receive_and_claim(self, arrival: Arrival, owner: str, *, lease: float) -> tuple[Receipt, list[Claim]]:
        """`receive` one arrival and `claim` from its conversation, in one transaction; nothing is claimed for a repeat."""
        ...

    def release(self, claims: Sequence[Claim]) -> None:
        """Give claims back as if they had never been made; claims that are not held any more are passed over."""
        ...

    def retry_later(self, claim: Claim, delay: float, *, counted: bool = True) -> bool:
        """Give a claim back, to be tried again after `delay` seconds; False when it is not held any more.

        A claim that is not `counted` is no try: nothing was done with it.
        """
        ...

    def load(self, conversations: Sequence[str]) -> dict[str, Snapshot]:
        """The conversations that there are, by id."""
        ...

    def versions(self, conversations: Sequence[str]) -> dict[str, int]:
        """The versions that the conversations there are stand at, by id."""
        ...

    def commit(self, outcomes: Sequence[Outcome]) -> list[bool]:
        """Commit turns, each whole; False for a turn whose claim is not held any more, of which nothing is kept."""
        ...

    def answer(self, source: str, key: str) -> PastTurn | None:
        """The arrival with this key and its answer; None when it was never accepted."""
        ...

    def history(self, conversation: str, *, after: int = 0, limit: int = 200) -> list[PastTurn]:
        """The last `limit` arrivals of a conversation with numbers above `after`, oldest first; none that was forgotten."""
        ...

    def dead_letters(self, *, limit: int = 100) -> list[DeadLetter]:
        """The latest dead letters, newest first."""
        ...

    def free_dead_owners(self) -> int:
        """End the leases of workers that are known to be gone; how many were ended."""
        ...


class Outbox(Protocol):
    """Messages on their way to people. All that name a part return False when its lease was taken over."""

    def take_parts(self, channel: str, owner: str, *, lease: float, limit: int = 1) -> list[Part]:
        """Messages that can be delivered now: of each address only the first that is not delivered or given up."""
        ...

    def note_message(self, part: Part, message_id: str) -> bool:
        """Remember the acknowledgement that is to be edited into the part."""
        ...

    def mark_sent(self, part: Part, message_id: str = "") -> bool:
        """The part is delivered."""
        ...

    def defer(self, part: Part, seconds: float, reason: str = "", *, surely_not_sent: bool = False) -> bool:
        """Try the part again after `seconds`. `surely_not_sent` takes the try back, because nothing can have arrived."""
        ...

    def give_up(self, part: Part, reason: str) -> bool:
        """The part can never be delivered (the bot was blocked); the draft stays."""
        ...

    def undelivered(self, *, older_than: float) -> list[Part]:
        """Messages that wait longer than `older_than` seconds, and those given up, for the staff to see."""
        ...


class Personal(Protocol):
    """A person's own data: which conversation is theirs, links between channels, copies and deletion."""

    def conversation_of(self, channel: str, identity: str) -> str | None:
        """The conversation that this identity of a channel joined; None when it joined none."""
        ...

    def offer_link(self, conversation: str, digest: str, expires: float) -> Link:
        """Keep the hash of a one-time code for a conversation; codes offered before are cancelled."""
        ...

    def show_link(self, digest: str, channel: str, identity: str) -> Link | None:
        """The other side shows a code; None when no such code can be shown (any more). A code can be shown once."""
        ...

    def open_link(self, conversation: str) -> Link | None:
        """The code of a conversation that is offered or was shown, and can still be used; None when there is none."""
        ...

    def agree_link(self, number: int, side: str, who: str) -> Link | None:
        """One side says yes; with both, the identity joins the conversation. None when it is too late, or for a stranger.

        `side` is `offered` and `who` the conversation, or `shown` and `channel:identity`.
        """
        ...

    def cancel_links(self, conversation: str) -> int:
        """End every open code of a conversation."""
        ...

    def leave(self, channel: str, identity: str) -> bool:
        """The identity leaves the conversation it joined, and has its own again."""
        ...

    def hand_section(self, conversation: str, program: str, section: str, digest: str, expires: float) -> Handover:
        """Keep the hash of a link that opens one section of a conversation's case."""
        ...

    def handed_section(self, digest: str) -> Handover | None:
        """What a link opens; None when there is no such link, or it has run out or was taken back."""
        ...

    def handed_sections(self, conversation: str) -> list[Handover]:
        """Every link of a conversation, also those that open nothing any more, newest first."""
        ...

    def take_back_section(self, conversation: str, number: int) -> bool:
        """End a link of this conversation; False when there is none to end."""
        ...

    def documents(self, conversation: str) -> list[FileRow]:
        """The documents that were written for a conversation, oldest first."""
        ...

    def everything_about(self, conversation: str) -> dict[str, Any]:
        """All rows about a conversation, by table, as plain JSON values."""
        ...

    def erase(self, conversation: str, actor: str) -> Erased:
        """Delete a conversation with everything about it, so that its bytes are gone from the files of the database.

        A turn that is being worked on is refused when it comes to commit. Only the keys of its arrivals stay, without
        content, so that a delivery that is repeated later is not taken for a new one.
        """
        ...

    def erase_program(self, conversation: str, program: str, state: str, version: int, actor: str) -> Erased | None:
        """Delete one programme's case and put `state` in place; None unless the conversation stands at `version`, unleased."""
        ...


class Records(Protocol):
    """Pack versions and the audit."""

    def keep_pack(self, pack: str, slug: str, summary: str) -> None:
        """Keep what a version of a pack was like, once."""
        ...

    def pack_summary(self, pack: str) -> str | None:
        """The summary kept of a version."""
        ...

    def write_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
        """Add a line to the audit."""
        ...

    def audit(self, *, limit: int = 1000) -> list[AuditRow]:
        """The latest lines, oldest first."""
        ...

    def audit_fault(self) -> int | None:
        """Number of the first line that was changed, moved or removed; None when the chain is whole."""
        ...


class Storage(Inbox, Outbox, Personal, Records, Protocol):
    """Everything durable."""

    def prune(self, *, older_than: float) -> int:
        """Forget keys, answers and messages that were done with more than `older_than` seconds ago; how many rows."""
        ...

    def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        ...
