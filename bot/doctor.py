"""`shenbao doctor`: what of this installation works, what is missing, and whether it matters."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.assembly import Assembly, build
from bot.uploads.licence import installed
from forms.office import makes_pictures, office, painter, stand_ins
from programs.errors import ShenbaoError

WITHOUT_OFFICE = "只是没有PDF和页面图，旧版.doc也转不了；不影响出Word文件"


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
    yield from _vectors(assembly)
    yield Point("SQLite", True, False, sqlite3.sqlite_version)
    yield Point("LibreOffice", office() is not None, False, office() or f"没有装；{WITHOUT_OFFICE}")
    drawn = painter() or "没有装poppler；只是没有页面图，不影响出Word和PDF"
    yield Point("页面图", makes_pictures(), False, drawn if office() else "要先装LibreOffice")
    if office() is not None:
        yield _fonts()
    said = "装了" if installed() else "没有装；只是不认营业执照照片。要用：uv sync --extra ocr"
    yield Point("照片识别", installed(), False, said)


def _fonts() -> Point:
    """Whether the fonts of official forms can be shown; Word files keep their names all the same."""
    found = stand_ins()
    lacking = sorted(name for name, used in found.items() if used is None)
    said = "、".join(f"{name}用{used}" if used != name else name for name, used in found.items() if used)
    return Point("公文字体", not lacking, False, said + (f"；{'、'.join(lacking)}没有可用的字体" if lacking else ""))


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


def _vectors(assembly: Assembly) -> Iterator[Point]:
    """Whether Chroma keeps what it is given, and what the embedding model is worth where one is set."""
    slug = next(iter(assembly.packs), None)
    try:
        knowledge = assembly.knowledge
    except ShenbaoError:
        return  # told by the index already
    if slug is None:
        return
    knowledge.answerer.ask("申报条件是什么", program=slug)
    knowledge.settle()
    where = assembly.settings.chroma_url or "内嵌"
    kept = knowledge.vectors.state(slug) != "computed"
    without = f"用不了（{knowledge.vectors.trouble}）；答复照常，一字不差"
    yield Point("Chroma", kept, False, f"{where}，可用" if kept else f"{where}，{without}")
    if knowledge.meaning is not None:
        worth = knowledge.meaning.worth(slug)
        said = "没有连上，或答得不对；答复照常" if worth is None else f"可用，在“{slug}”里的分量是满分的{worth:.0%}"
        yield Point("向量模型", worth is not None, False, f"{assembly.settings.embedding_model}：{said}")
