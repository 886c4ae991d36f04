"""Who runs jobs: a write is given as a whole to the writer thread on SQLite, to a pooled connection on PostgreSQL.

A read sees one moment and waits for no writer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.storage.errors import StorageFull

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


class Jobs:
    """What the parts of `SQLStorage` share: a database and a clock."""

    def __init__(self, database: Database, steady: Callable[[], float]) -> None:
        self.database = database
        self._steady = steady
        self._write, self._read = database.write, database.read

    def _with_room(self, job: Job[T]) -> T:
        """The job's result; on a full disk the space kept aside for this is given up first."""
        try:
            return self._write(job)
        except StorageFull:
            if not self.database.make_room():
                raise
            return self._write(job)
