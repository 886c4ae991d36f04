"""Delivering while the storage fails: what was sent is written down as soon as it can be, and nobody waits for a lease."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.engine.delivery import Delivery
from bot.engine.engine import Engine
from bot.storage.errors import StorageFull
from bot.storage.memory import MemoryStorage
from bot.storage.models import Part
from tests.bot.engine import toys


class Screen:
    """A channel that shows what it is given."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def acknowledge(self, part: Part) -> str:
        self.shown.append("…")
        return str(len(self.shown) - 1)

    async def edit(self, part: Part, message_id: str) -> None:
        self.shown[int(message_id)] = part.payload

    async def send(self, part: Part) -> str:
        self.shown.append(part.payload)
        return str(len(self.shown) - 1)


@pytest.mark.parametrize("failing", ["note_message", "mark_sent"])
def test_a_full_disk_holds_up_a_message_only_while_it_is_full(failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each message stands once in the chat, and the next one follows at once."""
    storage, screen, faults = MemoryStorage(), Screen(), [1, 2]
    engine = Engine(storage, toys.world, toys.Effects(), step=toys.step, drawers={"telegram": toys.draw})
    engine.receive([engine.arrival("c", toys.said(key), address="1") for key in "ab"])
    while engine.work_once():
        pass
    works = getattr(storage, failing)

    def full(*about: Any, **more: Any) -> bool:
        if faults:
            faults.pop()
            raise StorageFull("满")
        return bool(works(*about, **more))

    monkeypatch.setattr(storage, failing, full)
    delivery = Delivery(storage, "telegram", screen, "w", patience=10.0)

    async def deliver() -> None:
        while await delivery.deliver_once():
            pass

    asyncio.run(deliver())
    assert screen.shown == ["a:a", "b:b"]


def test_without_patience_the_fault_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever drives the delivery decides what to do about it."""
    storage = MemoryStorage()
    engine = Engine(storage, toys.world, toys.Effects(), step=toys.step, drawers={"telegram": toys.draw})
    engine.receive([engine.arrival("c", toys.said("a"), address="1")])
    engine.work_once()

    def full(*about: Any, **more: Any) -> bool:
        raise StorageFull("满")

    monkeypatch.setattr(storage, "mark_sent", full)
    with pytest.raises(StorageFull):
        asyncio.run(Delivery(storage, "telegram", Screen(), "w").deliver_once())
