"""A backup is one consistent moment, whole, and restores every row."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.backup import backup
from bot.storage.errors import StorageFault
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from tests.bot.engine import toys


def engine_at(path: Path) -> Engine:
    clock = Clock()
    return Engine(SQLStorage(SQLiteDatabase(path), clock.steady), toys.world, toys.Effects(), clock, step=toys.step)


def test_a_copy_taken_while_people_talk_restores_whole(tmp_path: Path) -> None:
    """What was answered before the backup began is in it; the service that starts on it goes on from there."""
    path, target = tmp_path / "s.sqlite3", tmp_path / "backup.sqlite3"
    engine, stop = engine_at(path), threading.Event()
    for number in range(20):
        engine.handle("c", toys.said(f"e{number}"))

    def talk() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            engine.handle("d", toys.said(f"d{number}"))

    thread = threading.Thread(target=talk)
    thread.start()
    size = backup(path, target)
    stop.set()
    thread.join()
    before = toys.words(engine.look("d"))
    engine.close()
    assert size == target.stat().st_size
    assert target.stat().st_mode & 0o077 == 0
    place = tmp_path / "restored" / "s.sqlite3"
    place.parent.mkdir()
    shutil.copy(target, place)
    restored = engine_at(place)
    assert toys.words(restored.look("c")) == [f"e{number}" for number in range(20)]
    heard = toys.words(restored.look("d"))
    assert heard == before[: len(heard)]
    restored.handle("c", toys.said("again"))
    restored.close()


def test_nothing_is_overwritten_and_nothing_half_is_left(tmp_path: Path) -> None:
    """A target that exists, a source that does not, or one that is damaged: refused with a sentence, no file left."""
    path, target = tmp_path / "s.sqlite3", tmp_path / "b.sqlite3"
    with pytest.raises(StorageFault, match="没有数据库"):
        backup(path, target)
    engine = engine_at(path)
    for number in range(80):
        engine.handle("c", toys.said(f"e{number}", "字" * 200))
    engine.close()
    target.write_text("mine")
    with pytest.raises(StorageFault, match="已经存在"):
        backup(path, target)
    assert target.read_text() == "mine"
    target.unlink()
    with path.open("r+b") as file:
        for page in range(6, 14):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    with pytest.raises(StorageFault):
        backup(path, target)
    assert [one.name for one in tmp_path.iterdir() if "b.sqlite3" in one.name] == []


def test_a_copy_can_be_read_without_the_log_beside_it(tmp_path: Path) -> None:
    """The backup is one file."""
    engine = engine_at(tmp_path / "s.sqlite3")
    engine.handle("c", toys.said("a"))
    backup(tmp_path / "s.sqlite3", tmp_path / "b.sqlite3")
    engine.close()
    (tmp_path / "else").mkdir()
    shutil.copy(tmp_path / "b.sqlite3", tmp_path / "else" / "b.sqlite3")
    with sqlite3.connect(tmp_path / "else" / "b.sqlite3") as connection:
        assert connection.execute("SELECT value FROM answers").fetchall() == [('"a"',)]
