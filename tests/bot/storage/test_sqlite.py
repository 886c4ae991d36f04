"""SQLite as people's disks treat it: locked, full, gone, replaced, damaged, shared by mistake; and what deletion leaves."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFault,
    StorageFull,
    StorageGone,
    StorageInUse,
)
from bot.storage.sql import sqlite
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from tests.bot.engine import toys
from tests.waiting import BUSY, wait_for

SECRET = "绝密四七一一"


def engine_at(path: Path) -> Engine:
    clock = Clock()
    storage = SQLStorage(SQLiteDatabase(path), clock.steady)
    drawers = {"telegram": toys.draw}
    return Engine(storage, toys.world, toys.Effects(), clock, step=toys.step, drawers=drawers, folder=path.parent)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shenbao.sqlite3"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    made = engine_at(path)
    yield made
    made.close()


def test_commits_are_on_the_disk_and_deletions_overwrite(engine: Engine) -> None:
    """Every connection has the settings that the promises rest on."""

    def settings(connection):  # type: ignore[no-untyped-def]
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    database = engine.storage.database  # type: ignore[attr-defined]
    assert database.write(settings) == ["wal", 2, 1, 1]
    assert database.read(settings) == ["wal", 2, 1, 1]


def test_only_its_owner_can_read_the_file(engine: Engine, path: Path) -> None:
    """The database is readable by the account that runs the service, and nobody else."""
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_deleted_is_left_in_the_files(engine: Engine, path: Path) -> None:
    """After a deletion no byte of what was said stands in the database, its log, or any file beside it."""
    other = toys.said("o", "留下的话")
    for number in range(50):
        engine.handle("c", toys.said(f"e{number}", f"{SECRET}{number}"))
    engine.handle("d", other)
    files = [one for one in path.parent.iterdir() if one.is_file()]
    assert any(SECRET.encode() in one.read_bytes() for one in files)
    engine.personal.delete_my_data("c")
    left = b"".join(one.read_bytes() for one in path.parent.rglob("*") if one.is_file())
    assert SECRET.encode() not in left
    assert "留下的话".encode() in left


def test_forgetting_a_programme_leaves_no_bytes_of_it(engine: Engine, path: Path) -> None:
    """The words of the forgotten programme are gone from log, turns and messages."""
    engine.handle("c", toys.said("a", SECRET))
    for part in engine.storage.take_parts("telegram", "t", lease=9):
        engine.storage.mark_sent(part)
    engine.personal.forget("c", "toy")
    left = b"".join(one.read_bytes() for one in path.parent.rglob("*") if one.is_file())
    assert SECRET.encode() not in left
    assert toys.words(engine.look("c")) == []
    engine.handle("c", toys.said("b"))
    assert toys.words(engine.look("c")) == ["b"]


# --- faults ---------------------------------------------------------------------------------------------------------


def test_a_lock_held_for_a_moment_is_waited_for(engine: Engine, path: Path) -> None:
    """Another program that writes for a moment delays, and loses nothing."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
    timer.start()
    engine.handle("c", toys.said("a"))
    timer.join()
    other.close()
    assert toys.words(engine.look("c")) == ["a"]


def test_a_lock_held_for_long_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is told that nothing was accepted; afterwards the same event is accepted once."""
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.05)
    engine = engine_at(path)
    engine.handle("c", toys.said("a"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy, match="没有收下"):
        engine.handle("c", toys.said("b"))
    assert toys.words(engine.look("c")) == ["a"]
    other.execute("ROLLBACK")
    other.close()
    engine.handle("c", toys.said("b"))
    assert toys.words(engine.look("c")) == ["a", "b"]
    engine.close()


def fill_up(engine: Engine, path: Path) -> list[str]:
    """Talk until the database may not grow any more; what was accepted."""
    database = engine.storage.database  # type: ignore[attr-defined]
    pages = path.stat().st_size // 4096 + 8
    database.write(lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar())
    accepted = []
    with pytest.raises(StorageFull, match="磁盘满了"):  # noqa: PT012
        for number in range(1000):
            engine.handle("c", toys.said(f"e{number}", f"{number}" + "字" * 300))
            accepted.append(f"e{number}")
    return accepted


def test_a_full_disk_loses_nothing_that_was_accepted(path: Path) -> None:
    """What was answered before is all there, whole; when there is room again the conversation goes on."""
    engine = engine_at(path)
    engine.handle("c", toys.said("first"))
    engine.close()
    engine = engine_at(path)
    accepted = fill_up(engine, path)
    assert len(accepted) >= 2
    heard = toys.words(engine.look("c"))
    assert len(heard) >= len(accepted) + 1
    engine.close()
    engine = engine_at(path)
    sqlite.check_whole(path)
    replies = engine.handle("c", toys.said(f"e{len(accepted)}", "again"))
    assert replies
    assert len(toys.words(engine.look("c"))) == len(accepted) + 2
    engine.close()


def test_deleting_works_on_a_full_disk(path: Path) -> None:
    """A person's deletion is done also when nothing else can be written."""
    engine = engine_at(path)
    fill_up(engine, path)
    deleted = engine.personal.delete_my_data("c")
    assert deleted.rows
    assert engine.personal.export_my_data("c") == {}
    engine.close()


def test_space_kept_aside_is_given_up_for_a_deletion(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk has no room for the deletion itself, the reserve is released and the deletion tried again."""
    engine.handle("c", toys.said("a"))
    storage = engine.storage
    assert isinstance(storage, SQLStorage)
    reserve, tries = path.with_suffix(".reserve"), []
    assert reserve.stat().st_size == sqlite.RESERVE_BYTES
    write = storage._write

    def full_at_first(job):  # type: ignore[no-untyped-def]
        tries.append(reserve.exists())
        if reserve.exists():
            raise StorageFull("满")
        return write(job)

    monkeypatch.setattr(storage, "_write", full_at_first)
    assert storage.erase("c", "person").conversations == ("c",)
    assert tries == [True, False]
    assert reserve.exists()


@pytest.mark.parametrize("harm", ["deleted", "replaced"])
def test_a_database_that_is_gone_stops_writing(engine: Engine, path: Path, harm: str) -> None:
    """Writing into a file that nobody will find again is refused, with what to do."""
    engine.handle("c", toys.said("a"))
    kept = path.read_bytes()
    path.unlink()
    if harm == "replaced":
        path.write_bytes(kept)
    with pytest.raises(StorageGone, match="删除或替换"):
        engine.handle("c", toys.said("b"))


def test_a_read_only_database_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that turned read-only is a sentence, not a stack trace."""
    engine = engine_at(path)
    database = engine.storage.database  # type: ignore[attr-defined]
    database.write(lambda connection: connection.exec_driver_sql("PRAGMA query_only=ON"))
    with pytest.raises(StorageFault) as told:
        engine.handle("c", toys.said("a"))
    assert "没有收下" in told.value.message
    engine.close()


def test_a_damaged_file_is_refused_at_the_start(path: Path) -> None:
    """One page overwritten: the service does not start on it, and points to the backup."""
    engine = engine_at(path)
    for number in range(60):
        engine.handle("c", toys.said(f"e{number}", "字" * 200))
    engine.close()
    with path.open("r+b") as file:
        for page in range(4, 12):
            file.seek(page * 4096)
            file.write(os.urandom(2048))
    with pytest.raises(StorageFault, match="损坏"):
        engine_at(path)


def test_a_state_that_cannot_be_read_is_kept_and_told(engine: Engine, path: Path) -> None:
    """A conversation whose state was damaged is not overwritten by a new one; the person is told honestly."""
    engine.handle("c", toys.said("a"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE conversations SET state = '{'")
    engine.memory.forget()
    with pytest.raises(StorageDamaged):
        engine.look("c")
    (reply,) = engine.handle("c", toys.said("b"))
    assert reply.key == "engine.dead_letter"  # type: ignore[union-attr]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT state FROM conversations").fetchall() == [("{",)]


# --- one writer -----------------------------------------------------------------------------------------------------


def test_a_second_process_is_refused(engine: Engine, path: Path) -> None:
    """Another process that wants to write to the same file is told who does, and what to do."""
    code = (
        "import sys; from pathlib import Path; from bot.storage.sql.database import SQLiteDatabase\n"
        "from bot.storage.errors import StorageInUse\n"
        "try: SQLiteDatabase(Path(sys.argv[1]))\n"
        "except StorageInUse as error: print(error); sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert str(os.getpid()) in done.stdout
    assert "PostgreSQL" in done.stdout
    with pytest.raises(StorageInUse):
        SQLiteDatabase(path)
    engine.handle("c", toys.said("a"))


def test_an_old_sqlite_is_warned_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions with the WAL-reset bug are named, the first one without it is not."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert "PostgreSQL" in sqlite.warn_of_old_sqlite()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert sqlite.warn_of_old_sqlite() == ""


def test_closing_finishes_what_was_begun(path: Path) -> None:
    """Jobs that were handed in before closing are done, later ones are refused."""
    engine = engine_at(path)
    writer = engine.storage.database._writer  # type: ignore[attr-defined]
    threads = [threading.Thread(target=engine.handle, args=(f"c{n}", toys.said(f"e{n}"))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.close()
    with pytest.raises(StorageFault, match="关闭"):
        writer.do(lambda connection: None)
    again = engine_at(path)
    assert [toys.words(again.look(f"c{n}")) for n in range(4)] == [[f"e{n}"] for n in range(4)]
    again.close()


def test_many_waiting_callers_share_commits(engine: Engine) -> None:
    """Jobs that wait while the disk is busy are committed together."""
    database = engine.storage.database  # type: ignore[attr-defined]
    commits: list[int] = []
    from sqlalchemy import event

    event.listen(database._engine, "commit", lambda connection: commits.append(1))
    hold, held = threading.Event(), threading.Event()
    first = threading.Thread(target=database.write, args=(lambda connection: (held.set(), hold.wait(BUSY)),))
    first.start()
    held.wait(BUSY)
    threads = [threading.Thread(target=database.write, args=(lambda connection: None,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    wait_for(lambda: database._writer._jobs.qsize() == 20)
    hold.set()
    for thread in [first, *threads]:
        thread.join()
    assert len(commits) == 2
