"""Workers in threads: slow answers hold up nobody else, faults are waited out, clocks may jump."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.errors import StorageBusy, StorageFull
from bot.storage.memory import MemoryStorage
from tests.bot.engine import toys
from tests.waiting import BUSY, wait_for


@contextmanager
def working(engine: Engine, **options: Any) -> Iterator[None]:
    """The engine runs in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=engine.run, args=(stop,), kwargs={"idle": 0.005, **options})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(BUSY)
        assert not thread.is_alive()


class Slow(toys.Effects):
    """A guide that thinks until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.thinking = threading.Event(), threading.Event()

    def perform(self, effect: m.Effect, event: m.Happened, world: World, conversation: str) -> m.Event:
        self.thinking.set()
        self.go.wait(BUSY)
        return super().perform(effect, event, world, conversation)


def make(storage: MemoryStorage | None = None, effects: toys.Effects | None = None, **more: Any) -> Engine:
    return Engine(storage or MemoryStorage(), toys.world, effects or toys.Effects(), step=toys.step, **more)


def test_a_slow_answer_holds_up_nobody_else() -> None:
    """While the guide thinks for one person, others are answered; the slow turn is committed in the end, in order."""
    slow = Slow()
    engine = make(effects=slow)
    with working(engine):
        engine.receive([engine.arrival("a", toys.said("1", "问")), engine.arrival("a", toys.said("2"))])
        engine.receive([engine.arrival(f"b{n}", toys.said(f"b{n}")) for n in range(20)])
        wait_for(lambda: all(toys.words(engine.look(f"b{n}")) for n in range(20)))
        assert toys.words(engine.look("a")) == []
        slow.go.set()
        wait_for(lambda: toys.words(engine.look("a")) == ["问", "2"])


def test_stopping_finishes_what_was_begun() -> None:
    """A turn that is being worked on is committed before `run` returns."""
    slow = Slow()
    engine = make(effects=slow)
    with working(engine):
        engine.receive([engine.arrival("a", toys.said("1", "问"))])
        slow.thinking.wait(BUSY)
        threading.Timer(0.05, slow.go.set).start()
    assert toys.words(engine.look("a")) == ["问"]


def test_a_fault_of_the_storage_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose storage fails goes on when it works again; what it had claimed is free at once."""
    storage = MemoryStorage()
    engine = make(storage)
    engine.receive([engine.arrival("a", toys.said("1"))])
    commit, failed = storage.commit, []

    def failing(outcomes: Any) -> list[bool]:
        if not failed:
            failed.append(1)
            raise StorageFull("满")
        return commit(outcomes)

    monkeypatch.setattr(storage, "commit", failing)
    with working(engine):
        wait_for(lambda: toys.words(engine.look("a")) == ["1"])
    assert storage.dead_letters() == []


def test_what_cannot_even_be_given_back_is_given_back_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at the commit and at the release holds the chat up until there is room, not for the lease."""
    storage = MemoryStorage()
    engine = make(storage, lease=3600.0)
    commit, release, full = storage.commit, storage.release, [1, 2]

    def failing(which: int, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*about: Any) -> Any:
            if full[which]:
                full[which] -= 1
                raise StorageFull("磁盘满了。", mend="腾出空间。")
            return call(*about)

        return called

    monkeypatch.setattr(storage, "commit", failing(0, commit))
    monkeypatch.setattr(storage, "release", failing(1, release))
    engine.receive([engine.arrival("a", toys.said("1"))])
    with working(engine):
        wait_for(lambda: toys.words(engine.look("a")) == ["1"])
    assert full == [0, 0]
    assert storage.dead_letters() == []


def test_two_devices_at_once_lose_nothing() -> None:
    """A hundred answers from two devices of one person: all are in the log, each once, in the order of acceptance."""
    engine = make()

    def device(name: str) -> None:
        for number in range(50):
            engine.handle("a", toys.said(f"{name}{number}", channel="web"))

    threads = [threading.Thread(target=device, args=(name,)) for name in ("phone", "desk")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(BUSY)
    heard = toys.words(engine.look("a"))
    assert sorted(heard) == sorted(f"{name}{number}" for name in ("phone", "desk") for number in range(50))
    assert [one for one in heard if one.startswith("desk")] == [f"desk{number}" for number in range(50)]


def test_who_waits_too_long_is_told_honestly() -> None:
    """The message is accepted and will be answered; asking again with the same event gets the answer."""
    engine = make(patience=0.03)
    engine.receive([engine.arrival("a", toys.said("1"))])
    (held,) = engine.storage.claim("slow", lease=60)
    with pytest.raises(StorageBusy, match="已收下"):
        engine.handle("a", toys.said("2"))
    engine.storage.release([held])
    engine.patience = 10
    assert len(engine.handle("a", toys.said("2"))) == 1
    assert toys.words(engine.look("a")) == ["1", "2"]


@pytest.mark.parametrize("jump", [86_400.0, -86_400.0, 10 * 365 * 86_400.0])
def test_a_clock_that_jumps_holds_nothing_up(jump: float) -> None:
    """Leases and delays follow a clock that never jumps; a day forward, a day back or ten years change nothing."""
    wall, passed = [1_800_000_000.0], [0.0]
    clock = Clock(lambda: wall[0], lambda: passed[0])
    engine = make(MemoryStorage(clock.steady), clock=clock)
    engine.receive([engine.arrival("a", toys.said("1"))])
    assert len(engine.storage.claim("slow", lease=60)) == 1
    wall[0] += jump
    assert engine.storage.claim("other", lease=60) == []
    passed[0] += 61
    assert engine.work_once() == 1
    assert toys.words(engine.look("a")) == ["1"]
    assert abs(clock.now().timestamp() - wall[0]) < 1


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".a", "a" * 121, "名", "a\n"])
def test_ids_that_could_leave_a_folder_are_refused(name: str) -> None:
    """A conversation's id names a folder of documents, and cannot lead out of it; nothing is accepted."""
    engine = make()
    with pytest.raises(ValueError, match="conversation id"):
        engine.receive([engine.arrival(name, toys.said("1"))])
    with pytest.raises(ValueError, match="conversation id"):
        engine.handle(name, toys.said("1"))
    assert engine.work_once() == 0
