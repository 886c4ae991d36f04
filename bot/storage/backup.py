"""A copy of the SQLite database, taken while the service runs, and checked before it counts.

    python -m bot.storage.backup 目标文件

Copying the file itself while somebody writes gives a damaged copy; this takes one consistent moment instead.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.storage.errors import StorageFault
from bot.storage.sql.sqlite import check_whole

PAGES = 512
"""Copied at a time; between these the service writes on."""


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


def main() -> int:
    """The command."""
    from bot.settings import Settings
    from bot.storage.opening import FILE

    if len(sys.argv) != 2:
        print("用法：python -m bot.storage.backup 目标文件", file=sys.stderr)
        return 2
    try:
        size = backup(Settings().data_dir / FILE, Path(sys.argv[1]))
    except StorageFault as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"已备份到 {sys.argv[1]}（{size:,} 字节），已核对完整。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
