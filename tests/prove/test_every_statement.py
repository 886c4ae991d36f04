"""The engine on real SQLite, with every single statement failing once: whole turns or none, whatever fails."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.engine.clock import Clock
from bot.engine.delivery import Delivery
from bot.engine.engine import Engine
from bot.storage.errors import StorageFault
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from tests.bot.engine import toys
from tests.prove.service import Service
from tests.prove.simulator import CHANNEL, _inline, drive

FILE = "s.sqlite3"


class Failing:
    """Makes the k-th statement (or commit) of the writer fail, and all after it until it is healed."""

    def __init__(self, database: SQLiteDatabase, place: int) -> None:
        self.left = place
        self.reached = False
        event.listen(database._engine, "before_cursor_execute", self.count)
        event.listen(database._engine, "commit", lambda connection: self.count())

    def count(self, *_: Any) -> None:
        self.left -= 1
        if self.left < 0:
            self.reached = True
            raise sqlite3.OperationalError("disk I/O error")


def run(folder: Path, place: int | None) -> tuple[list[str], list[str], bool]:
    """Two people say three things and get them delivered; the log and the screen, and whether the fault was reached."""
    import random

    service, clock = Service(random.Random(0)), Clock()

    def opened() -> tuple[SQLiteDatabase, Engine, Delivery]:
        database = SQLiteDatabase(folder / FILE, full_sync=False)
        storage = SQLStorage(database, clock.steady)
        engine = Engine(storage, toys.world, toys.Effects(), clock, step=toys.step, drawers={CHANNEL: toys.draw})
        return database, engine, Delivery(storage, CHANNEL, service, "s", hop=_inline)

    def work(engine: Engine, delivery: Delivery) -> None:
        events = [("a", "说一"), ("b", "问二"), ("a", "说三")]
        engine.receive([engine.arrival(who, toys.said(f"{who}{text}", text), address=who) for who, text in events])
        while engine.work_once(4) or drive(delivery.deliver_once(2)):
            pass

    database, engine, delivery = opened()
    failing = Failing(database, place) if place is not None else None
    try:
        work(engine, delivery)
    except StorageFault:
        assert failing is not None
    engine.close()
    database, engine, delivery = opened()
    work(engine, delivery)
    logs = toys.words(engine.look("a")) + toys.words(engine.look("b"))
    screens = [line.rpartition(":")[2] for line in service.screen("a") + service.screen("b")]
    engine.close()
    return logs, screens, failing is not None and failing.reached


def test_a_failure_anywhere_loses_and_doubles_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    """For every statement the same script comes to the same end."""
    base = tmp_path_factory.mktemp("statements")
    SQLiteDatabase(base / FILE).close()

    def fresh(name: str) -> Path:
        (base / name).mkdir()
        shutil.copy(base / FILE, base / name / FILE)
        return base / name

    logs, screens, _ = run(fresh("whole"), None)
    assert (logs, screens) == (["说一", "说三", "问二"], ["说一", "说三", "问二", "答"])
    place = 0
    while True:
        again, shown, reached = run(fresh(str(place)), place)
        assert (again, shown) == (logs, screens), f"statement {place}"
        if not reached:
            break
        place += 1
    assert place > 30
    shutil.rmtree(base)
