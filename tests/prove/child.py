"""The service as a process of its own, to be killed: engine, intake and delivery over a real database, talking over a socket.

Run as `python -m tests.prove.child SOCKET DATA_DIR [DATABASE_URL]`; prints `ready` when it serves.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.engine.clock import Clock
from bot.engine.delivery import Delivery, Later, Unsure
from bot.engine.engine import Engine
from bot.engine.intake import Intake
from bot.storage.models import Arrival, Part
from bot.storage.opening import open_storage
from tests.bot.engine import toys
from tests.prove.service import Update
from tests.prove.simulator import CHANNEL, Simulation

SENDERS = 4


class Line:
    """A connection to the messaging service: one question, one answer, each a line of JSON."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, **question: Any) -> Any:
        reader, writer = self.free.pop() if self.free else await asyncio.open_unix_connection(self.path)
        writer.write(json.dumps(question).encode() + b"\n")
        answer = json.loads(await reader.readline())
        self.free.append((reader, writer))
        if "later" in answer:
            raise Later(answer["later"])
        if "unsure" in answer:
            raise Unsure
        return answer["result"]

    async def fetch(self, offset: int | None) -> Sequence[Update]:
        return [Update(*one) for one in await self.ask(call="fetch", offset=offset)]

    async def acknowledge(self, part: Part) -> str:
        return str(await self.ask(call="acknowledge", address=part.address, payload=part.payload))

    async def send(self, part: Part) -> str:
        return str(await self.ask(call="send", address=part.address, payload=part.payload))

    async def edit(self, part: Part, message_id: str) -> None:
        await self.ask(call="edit", address=part.address, payload=part.payload, message_id=message_id)


async def serve(engine: Engine, line: Line) -> None:
    """Take updates in and deliver answers, for ever."""

    async def accept(arrivals: Sequence[Arrival]) -> Any:
        return await asyncio.to_thread(engine.receive, arrivals)

    intake = Intake(line.fetch, Simulation.read, accept)

    async def take() -> None:
        while True:
            if not await intake.take_once():
                await asyncio.sleep(0.005)

    async def deliver(number: int) -> None:
        delivery = Delivery(engine.storage, CHANNEL, line, f"{engine.owner}.{number}")
        while True:
            if not await delivery.deliver_once():
                await asyncio.sleep(0.005)

    print("ready", flush=True)
    await asyncio.gather(take(), *(deliver(number) for number in range(SENDERS)))


def main() -> None:
    socket, folder, *url = sys.argv[1:]
    clock = Clock()
    opened = open_storage(Path(folder), clock.steady, url=url[0] if url else "")
    engine = Engine(
        opened.storage, toys.world, toys.Effects(), clock, step=toys.step, drawers={CHANNEL: toys.draw},
        owner=opened.owner,
    )  # fmt: skip
    threading.Thread(target=engine.run, args=(threading.Event(),), daemon=True).start()
    asyncio.run(serve(engine, Line(socket)))


if __name__ == "__main__":
    main()
