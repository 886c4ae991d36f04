"""`shenbao doctor`: what of this installation works, what is missing, and whether it matters."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.assembly import Assembly, build
from programs.errors import ShenbaoError


@dataclass(frozen=True)
class Point:
    """One thing looked at; `needed` tells whether Shenbao can do its work without it."""

    name: str
    ok: bool
    needed: bool
    said: str


def examine(assembly: Assembly | None = None) -> list[Point]:
    """Every point in a fixed order; looking never changes anything but the index, which is built when missing."""
    assembly = assembly or build()
    return list(_points(assembly))


def _points(assembly: Assembly) -> Iterator[Point]:
    yield Point("Python", sys.version_info >= (3, 11), True, sys.version.split()[0])
    yield _try("数据目录", lambda: _data_dir(assembly))
    yield _try("项目文件夹", lambda: f"{len(assembly.packs)}个：{'、'.join(assembly.packs)}")
    yield _try("规则与表格", lambda: _open_all(assembly))
    yield _try("问答索引", lambda: _ask(assembly))
    yield Point("SQLite", True, False, sqlite3.sqlite_version)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Point(
        "LibreOffice", office is not None, False, office or "没有装；只影响旧版.doc的转换和预览，不影响出Word文件"
    )


def _try(name: str, look: Callable[[], str]) -> Point:
    try:
        return Point(name, True, True, look())
    except (ShenbaoError, OSError) as error:
        return Point(name, False, True, str(error))


def _data_dir(assembly: Assembly) -> str:
    folder = assembly.settings.data_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    probe = folder / ".probe"
    probe.write_text("ok", encoding="utf-8")
    probe.unlink()
    return f"{folder}（可写，剩余{shutil.disk_usage(folder).free // 2**30} GiB）"


def _open_all(assembly: Assembly) -> str:
    fields = sum(len(assembly.form(slug).fields) for slug in assembly.packs)
    rules = sum(len(assembly.assessor(slug).ruleset.rules) for slug in assembly.packs)
    return f"{fields}个字段，{rules}条规则，都能读"


def _ask(assembly: Assembly) -> str:
    slug = next(iter(assembly.packs))
    answer = assembly.answerer.ask("申报条件是什么", program=slug)
    return f"可用（试问一句，{answer.ms:.0f} 毫秒）"
