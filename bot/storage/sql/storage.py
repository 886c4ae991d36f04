"""Storage in a database: the door of `protocol.Storage` over the statements of this folder.

A write is one job, given as a whole to whoever runs transactions: the writer thread on SQLite, a pooled connection on
PostgreSQL. A read sees one moment and waits for no writer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from bot.storage.errors import StorageFull
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
from bot.storage.sql import claiming, handing, inbox, outbox, personal, records, snapshots, turns

T = TypeVar("T")
Job = Callable[[Connection], T]


class Database(Protocol):
    """A database that was opened and brought to the present tables."""

    def write(self, job: Job[T]) -> T:
        """The job's result, once what it did is on the disk."""
        ...

    def read(self, job: Job[T]) -> T:
        """The job's result; all it reads is of one moment."""
        ...

    def make_room(self) -> bool:
        """Give up space kept aside for deleting; False when there is none."""
        ...

    def wipe(self) -> None:
        """Make what was deleted unreadable in the files, and keep space aside again."""
        ...

    def free_dead_owners(self) -> int:
        """End the leases of workers whose connection is gone."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


class SQLStorage:
    """See `protocol.Storage`."""

    def __init__(self, database: Database, steady: Callable[[], float]) -> None:
        self.database = database
        self._steady = steady
        self._write, self._read = database.write, database.read

    # --- inbox ----------------------------------------------------------------------------------------------------

    def receive(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """See `Inbox.receive`."""
        return self._write(lambda connection: inbox.receive(connection, arrivals, self._steady()))

    def set_aside(self, source: str, key: str, body: str, reason: str) -> Receipt:
        """See `Inbox.set_aside`."""
        return self._write(lambda connection: inbox.set_aside(connection, source, key, body, reason, self._steady()))

    def claim(self, owner: str, *, lease: float, limit: int = 1, conversation: str | None = None) -> list[Claim]:
        """See `Inbox.claim`."""
        return self._write(lambda one: claiming.claim(one, owner, lease, limit, conversation, self._steady()))

    def receive_and_claim(self, arrival: Arrival, owner: str, *, lease: float) -> tuple[Receipt, list[Claim]]:
        """See `Inbox.receive_and_claim`."""

        def job(connection: Connection) -> tuple[Receipt, list[Claim]]:
            now = self._steady()
            (receipt,) = inbox.receive(connection, [arrival], now)
            if receipt.repeated:
                return receipt, []
            return receipt, claiming.claim(connection, owner, lease, 1, arrival.conversation, now)

        return self._write(job)

    def release(self, claims: Sequence[Claim]) -> None:
        """See `Inbox.release`."""
        self._write(lambda connection: claiming.release(connection, claims))

    def retry_later(self, claim: Claim, delay: float, *, counted: bool = True) -> bool:
        """See `Inbox.retry_later`."""
        return self._write(lambda connection: claiming.retry_later(connection, claim, self._steady() + delay, counted))

    def load(self, conversations: Sequence[str]) -> dict[str, Snapshot]:
        """See `Inbox.load`."""
        return self._read(lambda connection: snapshots.load(connection, conversations))

    def versions(self, conversations: Sequence[str]) -> dict[str, int]:
        """See `Inbox.versions`."""
        return self._read(lambda connection: snapshots.versions(connection, conversations))

    def commit(self, outcomes: Sequence[Outcome]) -> list[bool]:
        """See `Inbox.commit`."""
        return self._write(lambda connection: turns.commit(connection, outcomes, self._steady()))

    def answer(self, source: str, key: str) -> PastTurn | None:
        """See `Inbox.answer`."""
        return self._read(lambda connection: inbox.answer(connection, source, key))

    def history(self, conversation: str, *, after: int = 0, limit: int = 200) -> list[PastTurn]:
        """See `Inbox.history`."""
        return self._read(lambda connection: inbox.history(connection, conversation, after, limit))

    def dead_letters(self, *, limit: int = 100) -> list[DeadLetter]:
        """See `Inbox.dead_letters`."""
        return self._read(lambda connection: records.read_dead_letters(connection, limit))

    def free_dead_owners(self) -> int:
        """See `Inbox.free_dead_owners`."""
        return self.database.free_dead_owners()

    # --- outbox ---------------------------------------------------------------------------------------------------

    def take_parts(self, channel: str, owner: str, *, lease: float, limit: int = 1) -> list[Part]:
        """See `Outbox.take_parts`."""
        return self._write(lambda one: outbox.take(one, channel, owner, lease, limit, self._steady()))

    def note_message(self, part: Part, message_id: str) -> bool:
        """See `Outbox.note_message`."""
        return self._change(part, message_id=message_id)

    def mark_sent(self, part: Part, message_id: str = "") -> bool:
        """See `Outbox.mark_sent`."""
        known = message_id or part.message_id
        return self._change(part, state="sent", message_id=known, lease=0.0, payload="", done=self._steady())

    def defer(self, part: Part, seconds: float, reason: str = "", *, surely_not_sent: bool = False) -> bool:
        """See `Outbox.defer`."""
        tries = part.tries if surely_not_sent else part.tries + 1
        return self._change(part, due=self._steady() + seconds, reason=reason, lease=0.0, tries=tries)

    def give_up(self, part: Part, reason: str) -> bool:
        """See `Outbox.give_up`."""
        return self._change(part, state="failed", reason=reason, lease=0.0, done=self._steady())

    def undelivered(self, *, older_than: float) -> list[Part]:
        """See `Outbox.undelivered`."""
        return self._read(lambda connection: outbox.undelivered(connection, self._steady() - older_than))

    def _change(self, part: Part, **values: Any) -> bool:
        return self._write(lambda connection: outbox.change(connection, part, values))

    # --- personal -------------------------------------------------------------------------------------------------

    def conversation_of(self, channel: str, identity: str) -> str | None:
        """See `Personal.conversation_of`."""
        return self._read(lambda connection: personal.conversation_of(connection, channel, identity))

    def offer_link(self, conversation: str, digest: str, expires: float) -> Link:
        """See `Personal.offer_link`."""
        return self._write(lambda one: personal.offer_link(one, conversation, digest, expires, self._steady()))

    def show_link(self, digest: str, channel: str, identity: str) -> Link | None:
        """See `Personal.show_link`."""
        return self._write(lambda one: personal.show_link(one, digest, channel, identity, self._steady()))

    def open_link(self, conversation: str) -> Link | None:
        """See `Personal.open_link`."""
        return self._read(lambda connection: personal.open_link(connection, conversation, self._steady()))

    def agree_link(self, number: int, side: str, who: str) -> Link | None:
        """See `Personal.agree_link`."""
        return self._write(lambda connection: personal.agree_link(connection, number, side, who, self._steady()))

    def cancel_links(self, conversation: str) -> int:
        """See `Personal.cancel_links`."""
        return self._write(lambda connection: personal.cancel_links(connection, conversation))

    def leave(self, channel: str, identity: str) -> bool:
        """See `Personal.leave`."""
        return self._write(lambda connection: personal.leave(connection, channel, identity))

    def hand_section(self, conversation: str, program: str, section: str, digest: str, expires: float) -> Handover:
        """See `Personal.hand_section`."""
        return self._write(
            lambda one: handing.hand_section(one, conversation, program, section, digest, expires, self._steady())
        )

    def handed_section(self, digest: str) -> Handover | None:
        """See `Personal.handed_section`."""
        return self._read(lambda connection: handing.handed_section(connection, digest, self._steady()))

    def handed_sections(self, conversation: str) -> list[Handover]:
        """See `Personal.handed_sections`."""
        return self._read(lambda connection: handing.handed_sections(connection, conversation))

    def take_back_section(self, conversation: str, number: int) -> bool:
        """See `Personal.take_back_section`."""
        return self._write(lambda one: handing.take_back_section(one, conversation, number, self._steady()))

    def documents(self, conversation: str) -> list[FileRow]:
        """See `Personal.documents`."""
        return self._read(lambda connection: handing.documents(connection, conversation))

    def everything_about(self, conversation: str) -> dict[str, Any]:
        """See `Personal.everything_about`."""
        return self._read(lambda connection: personal.everything_about(connection, conversation))

    def erase(self, conversation: str, actor: str) -> Erased:
        """See `Personal.erase`."""
        found = self._with_room(lambda one: personal.erase(one, conversation, actor, self._steady()))
        self.database.wipe()
        return found

    def erase_program(self, conversation: str, program: str, state: str, version: int, actor: str) -> Erased | None:
        """See `Personal.erase_program`."""
        found = self._with_room(
            lambda one: personal.erase_program(one, conversation, program, state, version, actor, self._steady())
        )
        self.database.wipe()
        return found

    def _with_room(self, job: Job[T]) -> T:
        """The job's result; on a full disk the space kept aside for this is given up first."""
        try:
            return self._write(job)
        except StorageFull:
            if not self.database.make_room():
                raise
            return self._write(job)

    # --- records --------------------------------------------------------------------------------------------------

    def keep_pack(self, pack: str, slug: str, summary: str) -> None:
        """See `Records.keep_pack`."""
        self._write(lambda connection: records.keep_pack(connection, pack, slug, summary, self._steady()))

    def pack_summary(self, pack: str) -> str | None:
        """See `Records.pack_summary`."""
        return self._read(lambda connection: records.pack_summary(connection, pack))

    def write_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
        """See `Records.write_audit`."""
        self._write(lambda one: records.write_audit(one, self._steady(), actor, action, subject, detail))

    def audit(self, *, limit: int = 1000) -> list[AuditRow]:
        """See `Records.audit`."""
        return self._read(lambda connection: records.read_audit(connection, limit))

    def audit_fault(self) -> int | None:
        """See `Records.audit_fault`."""
        return self._read(records.audit_fault)

    def prune(self, *, older_than: float) -> int:
        """See `Storage.prune`."""
        return self._write(lambda connection: records.prune(connection, self._steady() - older_than))

    def close(self) -> None:
        """See `Storage.close`."""
        self.database.close()
