"""Storage in a database: the door of `protocol.Storage` over the statements of this folder."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.storage.models import Arrival, Claim, DeadLetter, Outcome, PastTurn, Receipt, Snapshot
from bot.storage.sql import claiming, inbox, records, snapshots, turns
from bot.storage.sql.storage_outbox import SQLOutbox
from bot.storage.sql.storage_personal import SQLPersonal
from bot.storage.sql.storage_records import SQLRecords


class SQLStorage(SQLOutbox, SQLPersonal, SQLRecords):
    """See `protocol.Storage`; what comes in stands here, the rest in its parts."""

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

    def prune(self, *, older_than: float) -> int:
        """See `Storage.prune`."""
        return self._write(lambda connection: records.prune(connection, self._steady() - older_than))

    def close(self) -> None:
        """See `Storage.close`."""
        self.database.close()
