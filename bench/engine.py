"""Durable turns a second of the whole engine: inbox, step, answer log, outbox and fsync, next to published peers.

    uv run --group bench python -m bench.engine

The slot turn (one answer stored, one reply) is the same for all: ours writes arrival, log entry, state, answer and message in
transactions that are on the disk (WAL, synchronous FULL) before anything counts as done. Peers run with the settings they
come with, so what they promise differs, and the last column says what that costs: every message is handed over, which is
when a channel confirms it to its sender; the process is killed with kill -9 when half of them are worked on and started again;
what then stands in no state and in no queue is lost. Compare within one run only; all sync the same disk.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.engine_peers import LANGGRAPH, PTB, peer
from bot.dialogue import messages as m
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.models import Arrival
from bot.storage.opening import open_storage
from tests.bot.engine import toys

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, TURNS, BATCH = 200, 25, 64
WHOLE = PEOPLE * TURNS


def engine_in(folder: Path, step: Any = toys.step, world: Any = toys.world) -> Engine:
    """The production engine over SQLite in a folder."""
    clock = Clock()
    opened = open_storage(folder, clock.steady)
    return Engine(
        opened.storage, world, toys.Effects(), clock, step=step, drawers={"telegram": toys.draw}, owner=opened.owner
    )


def said(person: int, turn: int, text: str = "") -> m.Said:
    return m.Said(
        id=f"{person}.{turn}", at=toys.AT, channel="telegram", author=f"u{person}", text=text or f"答复{turn}"
    )


def ours_together(folder: Path) -> tuple[float, str]:
    """Arrivals come as they would from a busy chat service; turns of many people are committed together."""
    engine = engine_in(folder)
    arrivals = [
        engine.arrival(f"c{person}", said(person, turn), address=str(person))
        for turn in range(TURNS)
        for person in range(PEOPLE)
    ]
    began = time.perf_counter()
    for first in range(0, WHOLE, BATCH):
        engine.receive(arrivals[first : first + BATCH])
        engine.work_once(BATCH)
    while engine.work_once(BATCH):
        pass
    rate = WHOLE / (time.perf_counter() - began)
    return rate, f"{checked(engine)}；{killed(folder / 'killed')}"


def killed(folder: Path) -> str:
    """What the engine lost that was handed every message, killed at half of them, and started again."""
    half = [sys.executable, "-m", "bench.engine", "half", str(folder)]
    child = subprocess.Popen(half, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    engine = engine_in(folder)
    while engine.work_once(BATCH):
        pass
    kept = sum(len(toys.words(engine.look(f"c{person}"))) for person in range(PEOPLE))
    engine.close()
    return f"{WHOLE - kept:,} / {WHOLE:,}"


def half(folder: Path) -> None:
    """Take every message in, work on half of them, and say so; what comes then is the kill."""
    engine = engine_in(folder)
    engine.receive([engine.arrival(f"c{n % PEOPLE}", said(n % PEOPLE, n // PEOPLE)) for n in range(WHOLE)])
    done = 0
    while done < WHOLE // 2:
        done += engine.work_once(BATCH)
    print("half", flush=True)
    while engine.work_once(1):
        pass


def ours_waiting(folder: Path, threads: int) -> tuple[float, str]:
    """Callers that wait for their answer, as pages do: every call is accepted, worked on and committed on its own."""
    engine = engine_in(folder)

    def person(first: int) -> None:
        for turn in range(TURNS):
            for one in range(first, PEOPLE, threads):
                engine.handle(f"c{one}", said(one, turn))

    began = time.perf_counter()
    workers = [threading.Thread(target=person, args=(first,)) for first in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    rate = WHOLE / (time.perf_counter() - began)
    return rate, checked(engine)


def checked(engine: Engine) -> str:
    """Nothing may be missing, or the figure means nothing."""
    for person in range(PEOPLE):
        if len(toys.words(engine.look(f"c{person}"))) != TURNS:
            raise SystemExit("the engine lost a turn")
    engine.close()
    return "0"


def ours_dialogue(folder: Path) -> tuple[float, str]:
    """The real dialogue filling in the form of the example programme, with its questions, checks and replies."""
    from bot.dialogue import step
    from tests.bot.dialogue.worlds import example_world

    script = ("示例市项目", "填表", "甲大学", "跳过", "高校", "跳过", "跳过", "3", "进度", "跳过", "上一题", "预览")
    engine = engine_in(folder, step, example_world)
    engine.drawers = {"telegram": lambda replies, world, arrival: [str(len(replies))]}
    arrivals: list[Arrival] = [
        engine.arrival(f"c{person}", said(person, turn, text), address=str(person))
        for turn, text in enumerate(script)
        for person in range(PEOPLE)
    ]
    began = time.perf_counter()
    for first in range(0, len(arrivals), BATCH):
        engine.receive(arrivals[first : first + BATCH])
        engine.work_once(BATCH)
    while engine.work_once(BATCH):
        pass
    rate = len(arrivals) / (time.perf_counter() - began)
    engine.close()
    return rate, "0"


def paced(folder: Path) -> str:
    """A thousand people with five seconds between messages: how long each waits for a stored answer, and errors."""
    engine = engine_in(folder)
    people, seconds, between = 1000, 15, 5.0
    waits: list[float] = []
    failed: list[str] = []
    began = time.perf_counter()

    def talk(first: int, threads: int) -> None:
        schedule = sorted(
            (person / people * between + turn * between, person, turn)
            for person in range(first, people, threads)
            for turn in range(int(seconds / between))
        )
        for due, person, turn in schedule:
            time.sleep(max(0.0, began + due - time.perf_counter()))
            sent = time.perf_counter()
            try:
                engine.handle(f"p{person}", said(person, turn))
            except Exception as error:  # noqa: BLE001
                failed.append(type(error).__name__)
            waits.append(time.perf_counter() - sent)

    workers = [threading.Thread(target=talk, args=(first, 16)) for first in range(16)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    engine.close()
    waits.sort()
    at = [1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99)]
    return f"{len(waits):,} 轮，等待 中位 {at[0]:.1f} 毫秒，p99 {at[1]:.1f} 毫秒，出错 {len(failed)}"


# --- peers ----------------------------------------------------------------------------------------------------------


def plain_sqlite(folder: Path) -> tuple[float, str]:
    """The floor of this disk: one row and one fsync a turn, nothing else."""
    connection = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE turns (person INTEGER, turn INTEGER, said TEXT)")
    began = time.perf_counter()
    for turn in range(TURNS):
        for person in range(PEOPLE):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO turns VALUES (?, ?, ?)", (person, turn, f"答复{turn}"))
            connection.execute("COMMIT")
    rate = WHOLE / (time.perf_counter() - began)
    connection.close()
    return rate, "0"


def main() -> None:
    """Print one line for each."""
    if sys.argv[1:2] == ["half"]:
        half(Path(sys.argv[2]))
        return
    rows: list[tuple[str, Callable[[Path], tuple[float, str] | None]]] = [
        ("申报引擎，成批提交（槽位轮）", ours_together),
        ("申报引擎，真实对话填表，成批提交", ours_dialogue),
        ("申报引擎，逐条等待答复，8个线程", lambda folder: ours_waiting(folder, 8)),
        ("申报引擎，逐条等待答复，1个线程", lambda folder: ours_waiting(folder, 1)),
        ("sqlite3 逐轮 fsync，只写一行（下限）", plain_sqlite),
        ("LangGraph SqliteSaver，一个节点", lambda folder: peer(folder, LANGGRAPH, PEOPLE * 5)),
        ("python-telegram-bot ConversationHandler + PicklePersistence", lambda folder: peer(folder, PTB, WHOLE)),
    ]
    print(f"{PEOPLE} 人，每人 {TURNS} 轮\n{'':<58}{'轮/秒':>10}  一半时 kill -9，丢失")
    for name, measured in rows:
        with tempfile.TemporaryDirectory(prefix="shenbao-bench-") as folder:
            found = measured(Path(folder))
        if found is None:
            print(f"{name:<50} 未安装")
        else:
            print(f"{name:<50}{found[0]:>12,.0f}  {found[1]}")
    with tempfile.TemporaryDirectory(prefix="shenbao-bench-") as folder:
        told = paced(Path(folder))
        print(f"1000 人，每人 5 秒一条：{told}（{os.cpu_count()} 核，机器负载 {os.getloadavg()[0]:.1f}）")


if __name__ == "__main__":
    main()
