"""SQLite as it has to be opened so that a commit survives a power cut and a deletion leaves no bytes behind.

One process writes: a lock file says so, because SQLite before 3.51.3 can damage a WAL file that several processes reset at
once. One thread writes, through `Writer`; reading is done on other connections and waits for nobody.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from bot.storage.errors import StorageFault, StorageFull, StorageGone, StorageInUse
from bot.storage.sql.faults import told

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # heard where logging is set up, and not in the middle of a conversation

WAIT_SECONDS = 5.0
"""How long a write waits for a lock that another program holds."""
BEGIN_WRITING = "BEGIN IMMEDIATE"
"""A deferred BEGIN that reads first fails at once when somebody else writes meanwhile, however long it may wait."""
RESERVE_BYTES = 4 << 20
"""Kept aside so that deleting works on a full disk: as much as the write-ahead log holds before it is copied back."""
_DAMAGED = (11, 26)
"""CORRUPT and NOTADB; whatever else a check fails of, the pages may be whole."""
LEAST_ROOM = 1 << 16
"""With fewer free bytes a disk is full: the files that SQLite makes beside the database find no place."""
FIXED = (3, 51, 3)
"""The first version without the WAL-reset bug."""


def open_engines(path: Path, *, full_sync: bool = True) -> tuple[Engine, Engine]:
    """An engine for the one writer, and one for readers."""
    url = f"sqlite+pysqlite:///{path}"
    arguments = {"timeout": WAIT_SECONDS, "check_same_thread": False}
    writer = create_engine(url, poolclass=NullPool, connect_args=arguments)
    reader = create_engine(url, poolclass=QueuePool, pool_size=8, max_overflow=16, connect_args=arguments)
    for engine, reading in ((writer, False), (reader, True)):
        _prepare(engine, reading, "FULL" if full_sync else "NORMAL")
    return writer, reader


def _prepare(engine: Engine, reading: bool, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver opens no transactions of its own
        run = connection.execute
        run("PRAGMA journal_mode=WAL")
        run(f"PRAGMA synchronous={synchronous}")
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA secure_delete=ON")
        run("PRAGMA trusted_schema=OFF")
        if reading:
            run("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reading else BEGIN_WRITING)


def warn_of_old_sqlite() -> str:
    """A warning when this SQLite has the WAL-reset bug, else empty; it is also logged."""
    if sqlite3.sqlite_version_info >= FIXED:
        return ""
    words = (
        f"本机SQLite是{sqlite3.sqlite_version}，低于3.51.3，多个进程同时写同一个库有损坏的可能；"
        "申报只用一个进程写，不受影响。请不要用别的程序写这个库；要多进程请改用PostgreSQL。"
    )
    log.warning("sqlite %s has the WAL-reset bug; only one process may write", sqlite3.sqlite_version)
    return words


@contextmanager
def disk_told(path: Path) -> Iterator[None]:
    """Tell whoever starts the service what is wrong with the disk, where files cannot be made or read."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = f"数据目录读写不了（{error.strerror or type(error).__name__}）。"
        told_so: StorageFault = StorageGone(reason, where=str(path.parent), mend="检查目录和权限。")
    except (StorageFull, StorageGone) as fault:
        full, told_so = isinstance(fault, StorageFull) or is_full(path), fault
    else:
        return
    if full:
        raise StorageFull("磁盘满了，数据库打不开；已收下的内容都在。", where=str(path), mend="腾出空间，再启动。")
    raise told_so


def is_full(path: Path) -> bool:
    """Whether the disk of this file has no room."""
    try:
        return shutil.disk_usage(path.parent).free < LEAST_ROOM
    except OSError:
        return False


class WriterLock:
    """Held by the one process that may write; the system lets go of it when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError:
            holder = os.read(self._handle, 20).decode(errors="replace").strip()
            os.close(self._handle)
            who = f"（进程号{holder}）" if holder.isdigit() else ""
            raise StorageInUse(
                f"另一个申报程序{who}正在使用这份数据。",
                where=str(path.parent),
                mend="先关掉那一个；要同时开几个，请改用PostgreSQL（SHENBAO_DATABASE_URL）或换一个数据目录。",
            ) from None
        with suppress(OSError):  # who it is helps the one who is refused; on a full disk it cannot be written down
            os.ftruncate(self._handle, 0)
            os.write(self._handle, str(os.getpid()).encode())

    def release(self) -> None:
        """Let another process write."""
        os.close(self._handle)


def _lock(handle: int) -> None:
    """Lock the whole file for this process; raises OSError when another one has."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 100, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileGuard:
    """Notices that the database file was deleted or replaced while it is open: what is written then would be lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        found = path.stat()
        self._identity = (found.st_dev, found.st_ino)

    def check(self) -> None:
        """Raises StorageGone unless the file is still the one that was opened."""
        try:
            found = os.stat(self._path)  # noqa: PTH116  once a commit: a Path would cost more than the call
        except OSError:
            found = None
        if found is None or (found.st_dev, found.st_ino) != self._identity:
            raise StorageGone(
                "数据库文件被删除或替换了，已停止写入，没有新内容丢失。",
                where=str(self._path),
                mend="把文件放回原处或从备份恢复，再重新启动。",
            )


class Reserve:
    """A file that is given up when the disk is full, so that a person's deletion can still be done."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fill()

    def fill(self) -> None:
        """Set the space aside, if there is twice as much."""
        try:
            there = self._path.stat().st_size if self._path.exists() else 0
            if there < RESERVE_BYTES and shutil.disk_usage(self._path.parent).free > 2 * RESERVE_BYTES:
                self._path.write_bytes(b"\0" * RESERVE_BYTES)
        except OSError:
            self._path.unlink(missing_ok=True)

    def release(self) -> bool:
        """Give the space back; whether there was any."""
        had = self._path.exists()
        self._path.unlink(missing_ok=True)
        return had


def check_whole(path: Path) -> None:
    """Raises StorageFault when pages of the database are damaged, or it cannot be read now. Reads the whole file."""
    with told():
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                raise
            found = (str(error),)
        finally:
            connection.close()
    if found != ("ok",):
        raise StorageFault("数据库文件已损坏。", where=str(path), mend="从最近的备份恢复，见 docs/operations.md。")
