"""A copy of everything an installation keeps, taken while the service runs, and checked before it counts.

Copying a database file itself while somebody writes gives a damaged copy; this takes one consistent moment of it instead.
Files come after it: a turn writes its document before it is committed, so whatever the copied database names is copied too.
The copy is laid out as a data directory, so that restoring is putting it in place of one.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.storage.errors import StorageFault
from bot.storage.opening import FILE, HANDBOOK_FILE
from bot.storage.sql.sqlite import check_whole

PAGES = 512
"""Copied at a time; between these the service writes on."""
_REBUILT = ("knowledge", "checked")
_OWN = re.compile(r"\.(sqlite3(-wal|-shm|-journal)?|lock|reserve)$")


def backup(database: Path, target: Path) -> int:
    """Write a whole, checked copy of `database` to `target`, readable by its owner only; its size in bytes.

    Raises:
        StorageFault: there is no database, the target exists, or the copy did not come out whole (it is removed then).
    """
    if not database.is_file():
        raise StorageFault("没有数据库可备份。", where=str(database), mend="检查数据目录（SHENBAO_DATA_DIR）。")
    if target.exists():
        raise StorageFault("备份文件已经存在，没有覆盖。", where=str(target), mend="换一个文件名。")
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        partial.touch(mode=0o600)
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy, pages=PAGES, sleep=0.001)
            copy.execute("PRAGMA journal_mode=DELETE")
        check_whole(partial)
        partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise StorageFault(
            f"备份没有完成（{type(error).__name__}）。", where=str(target), mend="检查磁盘空间和权限。"
        ) from None
    except StorageFault:
        partial.unlink(missing_ok=True)
        raise
    return target.stat().st_size


@dataclass(frozen=True)
class Backup:
    """What a backup holds, and what is left to do."""

    folder: Path
    databases: tuple[str, ...]
    """Names of the SQLite files in it; none where the conversations are on a PostgreSQL server."""
    files: int
    """Documents, blanks and versions of programmes that were copied."""
    size: int
    """Bytes in all."""
    command: str = ""
    """What has to be run for a PostgreSQL server; empty where everything is in the folder."""


def backup_all(data_dir: Path, target: Path, *, url: str = "") -> Backup:
    """Copy a data directory to the new folder `target`, databases in one moment each; the index is left out, it builds itself.

    Raises:
        StorageFault: there is nothing to copy, the target exists, or the copy did not come out whole (it is removed then).
    """
    if not url and not (data_dir / FILE).is_file():
        raise StorageFault("没有数据库可备份。", where=str(data_dir / FILE), mend="检查数据目录（SHENBAO_DATA_DIR）。")
    if target.exists():
        raise StorageFault("备份的文件夹已经存在，没有覆盖。", where=str(target), mend="换一个名字。")
    if target.resolve().is_relative_to(data_dir.resolve()):
        raise StorageFault("备份不能放在数据目录里面。", where=str(target), mend="放到另一块磁盘或另一个文件夹。")
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True, mode=0o700)
        databases = tuple(name for name in (FILE, HANDBOOK_FILE) if not url and (data_dir / name).is_file())
        for name in databases:
            backup(data_dir / name, partial / name)
        if data_dir.is_dir():
            shutil.copytree(
                data_dir, partial, ignore=_left_out(data_dir), copy_function=_copy_if_there, dirs_exist_ok=True
            )
        partial.chmod(0o700)
        partial.rename(target)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise StorageFault(
            f"备份没有完成（{type(error).__name__}）。", where=str(target), mend="检查磁盘空间和权限。"
        ) from None
    except StorageFault:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    files = [one for one in target.rglob("*") if one.is_file()]
    size = sum(one.stat().st_size for one in files)
    return Backup(target, databases, len(files) - len(databases), size, _pg_dump(url, target) if url else "")


def _left_out(data_dir: Path) -> Callable[[str, list[str]], set[str]]:
    """What of a data directory is not copied: databases (copied apart), locks, space kept aside, the index, hidden files."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        if Path(folder) != data_dir:
            return {name for name in names if name.endswith(".partial")}
        return {one for one in names if one in _REBUILT or one.startswith(".") or _OWN.search(one)}

    return ignored


def _copy_if_there(source: str, target: str) -> None:
    """Copy a file; one that somebody's deletion took away meanwhile is not missed."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _pg_dump(url: str, target: Path) -> str:
    """The command that copies the server's database; the password is not written down."""
    where = urlsplit(url)
    user = f"{where.username}@" if where.username else ""
    port = f":{where.port}" if where.port else ""
    address = f"postgresql://{user}{where.hostname or ''}{port}{where.path}" + (
        f"?{where.query}" if where.query else ""
    )
    return f'pg_dump --format=custom --file="{target / "shenbao.dump"}" "{address}"'
