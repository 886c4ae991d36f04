"""The suite bites: each of ten bugs planted into the engine is caught, and the engine without them passes the same checks."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.storage.errors import StorageFault
from bot.storage.models import Arrival
from bot.storage.sql import database, sqlite
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.inbox import receive
from tests.prove.planted import DEFERRED_BEGIN, SIMULATED, LostRollback, caught
from tests.prove.simulator import Plan
from tests.waiting import BUSY, wait_for


@pytest.mark.parametrize("bug", SIMULATED)
def test_the_simulator_catches(bug: str) -> None:
    """A few hundred runs are enough to see the planted bug break a promise."""
    assert caught(SIMULATED[bug]) is not None


def test_the_simulator_finds_nothing_in_the_real_engine() -> None:
    """The same seeds pass with nothing planted."""
    assert caught(Plan()) is None


def written_between(path: Path) -> bool:
    """Whether another program can write between what a job reads and what it writes."""
    opened = SQLiteDatabase(path)
    other = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)

    def job(connection: Connection) -> bool:
        connection.execute(text("SELECT count(*) FROM meta")).scalar_one()
        try:
            other.execute("INSERT INTO meta VALUES ('theirs', '')")
        except sqlite3.OperationalError:
            return False
        connection.execute(text("INSERT INTO meta VALUES ('ours', '')"))
        return True

    try:
        return opened.write(job)
    except StorageFault:
        return True
    finally:
        other.close()
        opened.close()


def test_deferred_begin_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writing transaction holds the database from its beginning; with a deferred BEGIN it does not."""
    assert not written_between(tmp_path / "right.sqlite3")
    monkeypatch.setattr(sqlite, "BEGIN_WRITING", DEFERRED_BEGIN)
    assert written_between(tmp_path / "wrong.sqlite3")


def left_behind(path: Path) -> int:
    """How many rows a job leaves that failed in the middle of a group commit."""
    opened = SQLiteDatabase(path)
    hold, held = threading.Event(), threading.Event()

    def first(connection: Connection) -> None:
        held.set()
        hold.wait(BUSY)

    def fails(connection: Connection) -> None:
        receive(connection, [Arrival("s", "half", "c", "web", "{}")], 0.0)
        raise ZeroDivisionError

    def works(connection: Connection) -> None:
        receive(connection, [Arrival("s", "whole", "d", "web", "{}")], 0.0)

    def quietly(job: object) -> None:
        with suppress(ZeroDivisionError):
            opened.write(job)  # type: ignore[arg-type]

    threads = [threading.Thread(target=quietly, args=(job,)) for job in (first, fails, works)]
    threads[0].start()
    held.wait(BUSY)
    for thread in threads[1:]:
        thread.start()
    wait_for(lambda: opened._writer._jobs.qsize() == 2)
    hold.set()
    for thread in threads:
        thread.join(BUSY)
    with sqlite3.connect(path) as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM inbox")]
    opened.close()
    assert "whole" in keys
    return keys.count("half")


def test_lost_rollback_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that fails takes back what it did, and those committed with it stay; the planted bug leaves half of it."""
    assert left_behind(tmp_path / "right.sqlite3") == 0
    monkeypatch.setattr(database, "Writer", LostRollback)
    assert left_behind(tmp_path / "wrong.sqlite3") == 1
