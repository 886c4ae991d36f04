"""What a driver raises, as a fault with a sentence for a person. Nothing of the statement or its values is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from bot.storage.errors import StorageBusy, StorageFault, StorageFull, StorageGone, StorageRefused

_FULL = (sqlite3.SQLITE_FULL,) if hasattr(sqlite3, "SQLITE_FULL") else (13,)
_BUSY = (5, 6)
_GONE = (8, 10, 14)
"""READONLY, IOERR, CANTOPEN."""
_PG_FULL = ("53100", "53200", "53400")
_PG_BUSY = ("55P03", "57014", "40001", "40P01")


@contextmanager
def told() -> Iterator[None]:
    """Raise what the driver raises as a `StorageFault`."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translated(error) from None
    except sqlite3.Error as error:
        raise _of_sqlite(error) from None


def translated(error: SQLAlchemyError) -> StorageFault:
    """The fault that the driver's error is."""
    origin = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(origin, sqlite3.Error):
        return refused() if isinstance(origin, sqlite3.IntegrityError | sqlite3.DataError) else _of_sqlite(origin)
    state = getattr(origin, "sqlstate", None)
    if state in _PG_FULL:
        return full()
    if state in _PG_BUSY:
        return busy()
    if isinstance(error, IntegrityError | DataError):
        return refused()
    if isinstance(error, DBAPIError) and (error.connection_invalidated or state is None or state[:2] in ("08", "57")):
        return StorageGone("数据库连不上了，刚才的内容没有收下。", mend="请稍候再发一次；已收下的内容都在。")
    return StorageFault(f"数据库没能完成这次操作（{type(origin or error).__name__}）。", mend="请稍候再试。")


def full() -> StorageFull:
    """No room."""
    return StorageFull("磁盘满了，刚才的内容没有收下；之前填的都在。", mend="请通知管理员腾出空间，然后再发一次。")


def busy() -> StorageBusy:
    """Somebody else holds the database."""
    return StorageBusy("数据库正被别的程序占用，刚才的内容没有收下。", mend="请稍候再发一次。")


def refused() -> StorageRefused:
    """The database does not take it."""
    return StorageRefused("这条内容数据库存不了，没有收下。", mend="请换个说法再发一次；之前填的都在。")


def _of_sqlite(error: sqlite3.Error) -> StorageFault:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        return full()
    if code in _BUSY:
        return busy()
    if code in _GONE:
        return StorageGone(
            "数据库文件读写不了，刚才的内容没有收下。", mend="请管理员检查磁盘和权限；已收下的内容都在。"
        )
    return StorageFault(f"数据库没能完成这次操作（{type(error).__name__}）。", mend="请稍候再试。")
