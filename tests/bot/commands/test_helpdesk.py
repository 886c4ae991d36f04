"""`shenbao staff`: an approved answer is used at once by whoever answers, in this process and in others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import run
from bot.assembly import build
from bot.storage.errors import StorageFault
from bot.storage.opening import HANDBOOK_FILE, open_handbook
from tests.knowledge.small_packs import write_small_packs

QUESTION = "这个项目几号截止"
DAY = date(2030, 3, 1)


@pytest.fixture(name="home", autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own with two invented programmes."""
    monkeypatch.setenv("SHENBAO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SHENBAO_PROGRAMS_DIR", str(write_small_packs(tmp_path / "programs")))
    return tmp_path / "data"


@pytest.fixture(name="shenbao")
def _shenbao(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[Any]]]:
    """Run a command with --json: exit status and the objects it printed."""

    def command(*arguments: str) -> tuple[int, list[Any]]:
        status = run([*arguments, "--json"])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return command


def test_an_answer_is_added_listed_used_changed_and_withdrawn(shenbao: Any) -> None:
    """The whole life of an answer at the command line."""
    status, (added,) = shenbao(
        "staff", "add", QUESTION, "6月30日截止。", "--program", "east", "--ask", "最晚哪天", "--id", "d1", "--clause", "五"
    )  # fmt: skip
    assert (status, added["id"], added["program"], added["year"], added["new"]) == (0, "d1", "east", 2030, True)
    _, (listed,) = shenbao("staff", "list", "--program", "east")
    assert (listed["state"], listed["asks"], listed["clause"]) == ("in_force", ["最晚哪天"], "五")
    _, (answer,) = shenbao("ask", QUESTION, "--program", "east")
    (cited,) = answer["citations"]
    assert (answer["status"], cited["source"], cited["staff"]["id"]) == ("answered", "staff", "d1")
    _, (changed,) = shenbao("staff", "add", QUESTION, "7月15日截止。", "--program", "east", "--id", "d1")
    assert changed["new"] is False
    assert "7月15日" in shenbao("ask", QUESTION, "--program", "east")[1][0]["answer"]
    assert shenbao("staff", "withdraw", "d1")[0] == 0
    assert shenbao("ask", QUESTION, "--program", "east")[1][0]["status"] == "not_found"
    assert shenbao("staff", "list")[1] == []
    assert [one["state"] for one in shenbao("staff", "list", "--all")[1]] == ["taken_back"]


def test_what_is_wrong_is_told_and_nothing_is_stored(shenbao: Any, home: Path) -> None:
    """Personal data, an unknown programme, a bad date and an unknown id end with status 1 and a mend."""
    for arguments, code in (
        (("staff", "add", QUESTION, "打13812345678", "--program", "east"), "bad_staff_answer"),
        (("staff", "add", QUESTION, "答", "--program", "north"), "unknown_program"),
        (("staff", "add", QUESTION, "答", "--program", "east", "--expires", "明天"), "bad_file"),
        (("staff", "withdraw", "none"), "bad_file"),
    ):
        status, (record,) = shenbao(*arguments)
        assert (status, record["error"]["code"]) == (1, code)
        assert record["error"]["message"]
    assert shenbao("staff", "list", "--all") == (0, [])


def test_another_process_is_heard_without_a_restart(home: Path) -> None:
    """A running answerer shows what a command in another process approved, about a second later."""
    assembly = build()
    assert assembly.answerer.ask(QUESTION, program="east").status == "not_found"
    add = [sys.executable, "-m", "bot", "staff", "add", QUESTION, "6月30日截止。", "--program", "east"]
    subprocess.run(add, env=os.environ, check=True, capture_output=True, timeout=60)
    live = assembly.answerer._staff._live  # type: ignore[attr-defined]
    live._looked = float("-inf")  # the second is over
    assert "6月30日" in assembly.answerer.ask(QUESTION, program="east").answer


def test_several_open_and_write_the_same_file_at_once(home: Path) -> None:
    """Whoever comes first makes the tables; nobody is refused and nothing is lost."""
    troubles: list[BaseException] = []

    def write(name: int) -> None:
        try:
            book = open_handbook(home)
            for turn in range(5):
                assert book.spend(f"{name}", DAY, 9)
                assert turn >= 0
            book.close()
        except BaseException as error:  # noqa: BLE001
            troubles.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    book = open_handbook(home)
    assert [sum(book.spend(f"{name}", DAY, 9) for _ in range(9)) for name in range(6)] == [4] * 6


def test_the_file_is_its_owners_and_names_nobody(home: Path) -> None:
    """Only the owner can read the file; who spent the budget is not in it, and a damaged file is told."""
    book = open_handbook(home)
    book.spend("telegram-13812345678", DAY, 5)
    path = home / HANDBOOK_FILE
    assert path.stat().st_mode & 0o077 == 0
    assert b"telegram-138" not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 9000)
    with pytest.raises(StorageFault):
        open_handbook(home)


def test_refused_questions_are_listed_most_frequent_first(shenbao: Any, tmp_path: Path) -> None:
    """`shenbao gaps` counts what `ask` refused, by programme, without personal data; `--no-log` leaves no trace."""
    for question in ("几号截止", "最晚哪天交，我电话13812345678", "能不能用数字人民币发放补贴"):
        shenbao("ask", question, "--program", "east")
    shenbao("ask", "给不给数据资产入表的奖励", "--program", "west", "--no-log")
    batch = tmp_path / "q.jsonl"
    batch.write_text('{"id": 1, "question": "几号截止", "program": "west"}\n', encoding="utf-8")
    shenbao("ask", "--batch", str(batch))
    build().gaps.finish()
    status, groups = shenbao("gaps")
    assert status == 0
    assert {(one["program"], one["topic"], one["count"]) for one in groups} >= {("east", "申报截止时间", 2)}
    assert groups[0]["count"] == 2
    assert "13812345678" not in json.dumps(groups, ensure_ascii=False)
    assert not any("数据资产" in one["question"] for one in groups)
    _, east = shenbao("gaps", "--program", "east", "--limit", "1")
    assert [(one["program"], one["count"]) for one in east] == [("east", 2)]
