"""A disk that is really full: a small file system of its own, where one may be mounted (as root on Linux).

Where none may, the tests here are skipped; `tests/bot/storage/test_sqlite.py` fills the database everywhere.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.assembly import build
from bot.dialogue import messages as m
from bot.runtime import open_runtime
from bot.settings import Settings
from bot.storage.errors import StorageFull
from bot.storage.sql import sqlite
from tests.bot.engine import toys
from tests.bot.storage.test_sqlite import engine_at
from tests.fakes.telegram import telegram
from tests.prove.processes import Worker, settings_of
from tests.waiting import wait_for

Mount = Callable[[Path, str], Path]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Puts a file system of a given size at a folder; it is taken away in the end."""
    places: list[Path] = []

    def mounted(place: Path, size: str) -> Path:
        place.mkdir(parents=True, exist_ok=True)
        try:
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
            )
        except OSError:
            pytest.skip("there is no mount here")
        if done.returncode:
            pytest.skip("nothing may be mounted here")
        places.append(place)
        return place

    yield mounted
    for place in places:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left, to the last byte."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1 << 6, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def test_what_was_accepted_is_kept(tmp_path: Path, mount: Mount) -> None:
    """The person is told, all that was answered is there and whole, and with room again the conversation goes on."""
    path = mount(tmp_path / "disk", "12m") / "shenbao.sqlite3"
    engine = engine_at(path)
    accepted: list[str] = []
    with pytest.raises(StorageFull, match="磁盘满了，刚才的内容没有收下"):  # noqa: PT012
        for number in range(5000):
            engine.handle(f"c{number % 40}", toys.said(f"e{number}", f"{number}" + "字" * 2000))
            accepted.append(f"e{number}")
    assert len(accepted) > 80
    assert sum(len(toys.words(engine.look(f"c{number}"))) for number in range(40)) == len(accepted)
    assert engine.personal.delete_my_data("c1").rows
    engine.handle("d", toys.said("after"))
    engine.close()
    sqlite.check_whole(path)


def test_deleting_works_where_nothing_else_does(tmp_path: Path, mount: Mount) -> None:
    """Not a byte is free but what was kept aside for this, and the person's data can be deleted."""
    disk = mount(tmp_path / "disk", "12m")
    engine = engine_at(disk / "shenbao.sqlite3")
    engine.handle("c", toys.said("a", "字" * 3000))
    engine.handle("d", toys.said("b"))
    filler = fill(disk)
    with pytest.raises(StorageFull):  # noqa: PT012
        for number in range(400):
            engine.handle("c", toys.said(f"e{number}", "字" * 2000))
    assert engine.personal.delete_my_data("c").rows
    assert engine.personal.export_my_data("c") == {}
    assert toys.words(engine.look("d")) == ["b"]
    filler.unlink()
    engine.close()


def test_starting_on_a_full_disk(tmp_path: Path, mount: Mount) -> None:
    """With the space kept aside the service starts; without, or with no data yet, it says that the disk is full, not damaged."""
    disk = mount(tmp_path / "disk", "12m")
    path = disk / "shenbao.sqlite3"
    engine = engine_at(path)
    engine.handle("c", toys.said("a"))
    engine.close()
    filler = fill(disk)
    with pytest.raises(StorageFull, match="满"):
        engine_at(disk / "new.sqlite3")
    again = engine_at(path)
    assert toys.words(again.look("c")) == ["a"]
    again.close()
    path.with_suffix(".reserve").unlink(missing_ok=True)
    fill(disk)
    with pytest.raises(StorageFull, match="满"):
        engine_at(path)
    filler.unlink()
    healed = engine_at(path)
    healed.handle("c", toys.said("b"))
    assert toys.words(healed.look("c")) == ["a", "b"]
    healed.close()


def test_a_document_that_finds_no_room(tmp_path: Path, mount: Mount) -> None:
    """The person is told honestly, no half document is left, and the same request works when there is room."""
    data = tmp_path / "data"
    documents = mount(data / "documents", "64k")
    engine = open_runtime(build(Settings(_env_file=None, data_dir=data)))  # type: ignore[call-arg]
    filler = fill(documents)

    def say(number: int, words: str) -> list[m.Reply]:
        return list(engine.handle("web-1", m.Said(id=f"e{number}", at=toys.AT, channel="web", author="u", text=words)))

    say(1, "北京的项目")
    say(2, "单位名称改成甲公司")
    told = say(3, "导出")
    assert not any(isinstance(one, m.SendDocument) for one in told)
    assert any(isinstance(one, m.Say) and "failed" in one.key for one in told), told
    assert list(documents.rglob("*.docx")) == []
    filler.unlink()
    assert any(isinstance(one, m.SendDocument) for one in say(4, "导出"))
    engine.close()


def test_telegram_keeps_what_finds_no_room(tmp_path: Path, mount: Mount) -> None:
    """The real service on a full disk confirms nothing to Telegram; with room again everything is answered, once."""
    disk = mount(tmp_path / "disk", "160m")  # the index, which is built meanwhile, must find room as well
    with telegram() as server:
        worker = Worker(server, tmp_path, settings_of(server, disk))
        server.fake.say(1, "/start p_beijing")
        worker.start()
        try:
            wait_for(lambda: any("北京" in one.get("text", "") for one in server.chat(1).from_bot()))
            filler = fill(disk)
            said = [server.fake.say(1, f"单位名称改成第{number}号单位") for number in range(1, 41)]
            wait_for(lambda: "storage_full" in worker.log.read_text(encoding="utf-8"))
            assert any(one["update_id"] in said for one in list(server.fake.updates))
            assert not worker.ended
            filler.unlink()
            wait_for(lambda: not server.fake.updates)
            last = "第40号单位"
            wait_for(lambda: sum(last in one.get("text", "") for one in server.chat(1).from_bot()) == 1)
        finally:
            worker.kill()
