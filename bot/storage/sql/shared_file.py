"""A small SQLite file that several processes may write: no write-ahead log, one short transaction at a time.

The conversations' file has one writing process because old versions of SQLite can damage a write-ahead log that several
reset. With a rollback journal there is no such fault, and for a write now and then it is fast enough. The file is opened
anew for every transaction, so that one that was restored from a backup is seen at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from bot.storage.errors import StorageInUse
from bot.storage.sql.faults import told
from bot.storage.sql.sqlite import BEGIN_WRITING, WAIT_SECONDS, WriterLock, check_whole

T = TypeVar("T")
_PRAGMAS = ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF")


class SharedFile:
    """Transactions on the file."""

    def __init__(self, path: Path, *, pause: Callable[[float], None] = time.sleep) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size:
            check_whole(path)
        self._engine = create_engine(
            f"sqlite+pysqlite:///{path}", poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS}
        )
        event.listen(self._engine, "connect", _connected)
        event.listen(self._engine, "begin", _begun)
        self._reads = self._engine.execution_options(reading=True)
        self._migrate(path, pause)

    def _migrate(self, path: Path, pause: Callable[[float], None]) -> None:
        """Bring the file to the present tables; of several processes one does it, and the others wait for it."""
        from bot.storage.migrations import HEAD, revision, upgrade

        with told(), self._engine.connect() as connection:
            if revision(connection) == HEAD:
                return
        lock = self._lock(path.with_suffix(".lock"), pause)
        try:
            with told(), self._engine.connect() as connection:
                upgrade(connection)
            path.chmod(0o600)
        finally:
            lock.release()

    @staticmethod
    def _lock(path: Path, pause: Callable[[float], None], tries: int = 200) -> WriterLock:
        for _ in range(tries - 1):
            try:
                return WriterLock(path)
            except StorageInUse:
                pause(0.05)
        return WriterLock(path)

    def write(self, job: Callable[[Connection], T]) -> T:
        """See `Transactions.write`."""
        with told(), self._engine.begin() as connection:
            return job(connection)

    def read(self, job: Callable[[Connection], T]) -> T:
        """See `Transactions.read`."""
        with told(), self._reads.begin() as connection:
            return job(connection)

    def close(self) -> None:
        """See `Transactions.close`: nothing is held between transactions."""
        self._engine.dispose()


def _connected(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else BEGIN_WRITING)
