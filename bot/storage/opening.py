"""Opens the storage that the settings name: a file in the data directory, or a PostgreSQL server."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.storage.errors import StorageFault
from bot.storage.handbook import Handbook
from bot.storage.protocol import Storage

FILE = "shenbao.sqlite3"
HANDBOOK_FILE = "handbook.sqlite3"


@dataclass(frozen=True)
class Opened:
    """Storage, and the name under which this process holds its leases."""

    storage: Storage
    owner: str
    several: bool
    """Other processes may work on the same storage."""


def open_storage(data_dir: Path, steady: Callable[[], float], *, url: str = "", name: str = "") -> Opened:
    """The storage at `url` (`postgresql://…`), or the SQLite file in the data directory when none is given.

    Raises:
        StorageInUse: another process has the SQLite file open for writing.
        StorageGone: the server cannot be reached.
        StorageFault: the file is damaged or was written by a later version.
    """
    from bot.storage.sql.database import PostgresDatabase, SQLiteDatabase
    from bot.storage.sql.sqlite import warn_of_old_sqlite
    from bot.storage.sql.storage import SQLStorage

    name = name or uuid.uuid4().hex[:12]
    if url:
        database = PostgresDatabase(_with_driver(url))
        return Opened(SQLStorage(database, steady), database.owner(name), several=True)
    warn_of_old_sqlite()
    return Opened(SQLStorage(SQLiteDatabase(data_dir / FILE), steady), name, several=False)


def open_handbook(data_dir: Path, *, url: str = "") -> Handbook:
    """The handbook at `url`, or in its own SQLite file in the data directory; other processes may have it open too.

    Raises:
        StorageGone: the server cannot be reached.
        StorageFault: the file is damaged or was written by a later version.
    """
    from bot.storage.sql.handbook import SQLHandbook

    if url:
        from bot.storage.sql.database import PostgresDatabase

        return SQLHandbook(PostgresDatabase(_with_driver(url), pool_size=2))
    from bot.storage.sql.shared_file import SharedFile

    return SQLHandbook(SharedFile(data_dir / HANDBOOK_FILE))


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise StorageFault(
            "数据库地址不对。", where="SHENBAO_DATABASE_URL", mend="写成 postgresql://用户:密码@主机:5432/库名。"
        )
    return f"postgresql+psycopg://{rest}"
