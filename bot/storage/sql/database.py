"""The two databases, opened: how a transaction is run on each, and what deleting and dying mean there."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from bot.storage.errors import StorageBusy, StorageFull
from bot.storage.sql import sqlite
from bot.storage.sql.faults import told
from bot.storage.sql.writer import Writer

log = logging.getLogger(__name__)
T = TypeVar("T")
Job = Callable[[Connection], T]

WORKERS = 7004
"""First key of the advisory locks by which PostgreSQL knows which workers live."""
AGAIN = 5
"""How often a PostgreSQL transaction that met another one is tried again."""
TRUNCATE_AGAIN = 30.0
"""Seconds after which the log is emptied that could not be when somebody deleted something."""
LARGEST_CHECKED = 64 << 20
"""A database up to this size is checked page by page when it is opened; that takes less than a second."""


class SQLiteDatabase:
    """One file, one writing process, one writing thread."""

    def __init__(self, path: Path, *, full_sync: bool = True) -> None:
        reserve = path.with_suffix(".reserve")
        try:
            with sqlite.disk_told(path):
                self._open(path, full_sync)
        except StorageFull:  # what is kept aside for deleting is room enough to start
            if not reserve.exists():
                raise
            reserve.unlink()
            with sqlite.disk_told(path):
                self._open(path, full_sync)
        self._left = 0.0
        """When to try again to make deleted bytes unreadable, by the monotonic clock; 0 when there are none."""

    def _open(self, path: Path, full_sync: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with ExitStack() as undone:
            self._lock = sqlite.WriterLock(path.with_suffix(".lock"))
            undone.callback(self._lock.release)
            if path.exists() and 0 < path.stat().st_size <= LARGEST_CHECKED:
                sqlite.check_whole(path)
            self._engine, self._reader = sqlite.open_engines(path, full_sync=full_sync)
            undone.callback(self._engine.dispose)
            with told(), self._engine.connect() as connection:
                self._migrate(connection)
            path.chmod(0o600)
            self._reserve = sqlite.Reserve(path.with_suffix(".reserve"))
            self._writer = Writer(self._engine, sqlite.FileGuard(path).check)
            undone.callback(self._writer.close)
            self._writer.do(_end_leases)
            undone.pop_all()

    @staticmethod
    def _migrate(connection: Connection) -> None:
        from bot.storage.migrations import upgrade

        upgrade(connection)

    def write(self, job: Job[T]) -> T:
        """See `Database.write`."""
        done = self._writer.do(job)
        if self._left and time.monotonic() > self._left:
            self.wipe()
        return done

    def read(self, job: Job[T]) -> T:
        """See `Database.read`."""
        with told(), self._reader.connect() as connection, connection.begin():
            return job(connection)

    def make_room(self) -> bool:
        """See `Database.make_room`."""
        return self._reserve.release()

    def wipe(self) -> None:
        """See `Database.wipe`. Deleted cells are overwritten at once (secure_delete); here the log that still holds them."""
        self._reader.dispose()
        for turn in range(4):
            try:
                if self._writer.apart(_truncate_log):
                    self._left = 0.0
                    self._reserve.fill()
                    return
            except StorageFull:
                if not self._reserve.release():
                    break
            time.sleep(0.02 * turn)
        self._left = time.monotonic() + TRUNCATE_AGAIN
        log.warning("what was deleted still stands in the write-ahead log; emptying it will be tried again")

    def free_dead_owners(self) -> int:
        """See `Database.free_dead_owners`: there is no other worker."""
        return 0

    def close(self) -> None:
        """See `Database.close`."""
        self._writer.close()
        self._reader.dispose()
        self._engine.dispose()
        self._lock.release()


def _truncate_log(connection: Any) -> bool:
    cursor = connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done: bool = cursor.fetchone()[0] == 0
    return done


def _end_leases(connection: Connection) -> None:
    """Whoever held a lease on this file before has died: there is one process."""
    connection.execute(text("UPDATE conversations SET lease = 0 WHERE lease > 0"))
    connection.execute(text("UPDATE outbox SET lease = 0 WHERE lease > 0 AND state = 'waiting'"))
    # delays that were counted by a clock set wrong must not outlast it
    soon = time.time() + 3600
    connection.execute(text("UPDATE outbox SET due = 0 WHERE due > :soon AND state = 'waiting'"), {"soon": soon})
    connection.execute(text("UPDATE inbox SET due = 0 WHERE due > :soon AND state = 'waiting'"), {"soon": soon})


class PostgresDatabase:
    """A server shared by any number of workers, on one machine or many."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        with told():
            self._engine = create_engine(
                url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, isolation_level="READ COMMITTED",
                connect_args={"connect_timeout": 5, "options": "-c lock_timeout=15000 -c synchronous_commit=on"},
            )  # fmt: skip
            self._reads: Engine = self._engine.execution_options(isolation_level="REPEATABLE READ")
            with self._engine.connect() as connection:
                from bot.storage.migrations import upgrade

                upgrade(connection)
        self._alive: Connection | None = None
        self._guard = threading.Lock()
        self.number = 0

    def write(self, job: Job[T]) -> T:
        """See `Database.write`."""
        self._live()
        for turn in range(AGAIN):
            try:
                with told(), self._engine.begin() as connection:
                    return job(connection)
            except StorageBusy:
                if turn == AGAIN - 1:
                    raise
                time.sleep(0.01 * 2**turn)
        raise AssertionError("the loop returns or raises")

    def read(self, job: Job[T]) -> T:
        """See `Database.read`."""
        with told(), self._reads.begin() as connection:
            return job(connection)

    def make_room(self) -> bool:
        """See `Database.make_room`: the server's disk is the administrator's."""
        return False

    def wipe(self) -> None:
        """See `Database.wipe`. Row versions that were deleted go with a vacuum; the server's own log is the administrator's."""
        with told(), self._engine.connect() as connection:
            apart = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in ("inbox", "outbox", "conversations", "answers", "links", "identities"):
                apart.execute(text(f"VACUUM {table}"))

    # --- who lives ------------------------------------------------------------------------------------------------

    def owner(self, name: str) -> str:
        """The name by which this process holds leases: other workers can see in it whether it lives."""
        self._live()
        return f"{self.number}:{name}"

    def _live(self) -> None:
        """Hold the advisory lock that says that this worker lives; it is let go by the server when the process dies."""
        if self._alive is not None and not self._alive.closed and not self._alive.invalidated:
            return
        with self._guard, told():
            if self._alive is not None and not self._alive.closed and not self._alive.invalidated:
                return
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not self.number:
                self.number = connection.execute(text("SELECT nextval('worker_numbers')")).scalar_one()
            connection.execute(text("SELECT pg_advisory_lock(:a, :b)"), {"a": WORKERS, "b": self.number})
            self._alive = connection

    def free_dead_owners(self) -> int:
        """See `Database.free_dead_owners`."""
        self._still_alive()
        return self.write(lambda connection: sum(connection.execute(text(sql)).rowcount for sql in _FREE))

    def _still_alive(self) -> None:
        """Notice that the connection that says so was lost, as after a restart of the server."""
        connection = self._alive
        if connection is not None:
            try:
                connection.execute(text("SELECT 1"))
            except DBAPIError:
                self._alive = None
                connection.invalidate()
        self._live()

    def close(self) -> None:
        """See `Database.close`."""
        if self._alive is not None:
            self._alive.close()
            self._alive = None
        self._engine.dispose()


_DEAD = f"""
    lease > 0 AND position(':' IN owner) > 0 AND NOT EXISTS (
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = {WORKERS}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND objid = split_part(owner, ':', 1)::bigint)
"""  # noqa: S608  the only value put in is a constant of this module
_FREE = (
    f"UPDATE conversations SET lease = 0 WHERE {_DEAD}",  # noqa: S608
    f"UPDATE outbox SET lease = 0 WHERE state = 'waiting' AND {_DEAD}",  # noqa: S608
)
