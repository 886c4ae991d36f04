"""Kills the real service again and again while people talk, and checks that every message was answered once.

The messaging service lives in this process and survives; the service under test is `tests.prove.child`, killed with SIGKILL
at random moments of its life and started again on the same database.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.engine.delivery import Later, Unsure
from bot.storage.models import Part
from tests.bot.engine import toys
from tests.prove.service import Service
from tests.prove.simulator import _answers

LATENCY = 0.002


@dataclass
class Killed:
    """What a run of kills showed."""

    kills: int
    messages: int
    lost: int
    twice: int
    out_of_order: int
    wrong_state: int
    spare: int
    restarts: list[float]
    """Seconds from start to ready."""
    dead_letters: int

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.twice or self.out_of_order or self.wrong_state or self.dead_letters)


class Killing:
    """One run."""

    def __init__(self, folder: Path, *, url: str = "", seed: int = 1, chats: int = 20, life: float = 0.6) -> None:
        self.folder, self.url, self.chats, self.life = folder, url, chats, life
        self.random = random.Random(seed)
        self.service = Service(self.random, faults=0.02)
        self.socket = str(folder / "service.sock")
        self.restarts: list[float] = []
        self.said = 0

    async def run(self, kills: int, messages: int) -> Killed:
        """Kill so often while so many messages are said, then let the service finish its work."""
        server = await asyncio.start_unix_server(self.answer, self.socket, limit=1 << 20)
        for number in range(kills):
            child = await self.start()
            end = time.monotonic() + self.random.uniform(0.05, self.life)
            wanted = messages * (number + 1) // kills
            while time.monotonic() < end or self.said < wanted:
                if self.said < wanted:
                    self.say()
                await asyncio.sleep(self.random.uniform(0, 0.004))
            child.send_signal(signal.SIGKILL)
            await child.wait()
        self.service.faults = 0.0
        child = await self.start()
        await self.finish()
        child.send_signal(signal.SIGKILL)
        await child.wait()
        server.close()
        return await asyncio.to_thread(self.result, kills)

    async def start(self) -> Process:
        """Start the service and wait until it serves."""
        began = time.monotonic()
        arguments = [self.socket, str(self.folder), *([self.url] if self.url else [])]
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.prove.child", *arguments, stdout=PIPE)
        assert child.stdout is not None
        if await child.stdout.readline() != b"ready\n":
            raise AssertionError("the service did not start")
        self.restarts.append(time.monotonic() - began)
        return child

    def say(self) -> None:
        """Somebody says something."""
        chat = f"c{self.random.randrange(self.chats)}"
        words = "问" if self.random.random() < 0.1 else "说"
        self.service.say(chat, f"{words}{len(self.service.said.get(chat, ()))}")
        self.said += 1

    async def finish(self) -> None:
        """Wait until everything that was said is answered, or two minutes without a new answer have passed."""
        expected = sum(len(_answers(text)) for said in self.service.said.values() for text in said)
        shown, since = -1, time.monotonic()
        while True:
            now = sum(len(self.service.screen(chat)) for chat in self.service.said)
            if now >= expected and not self.service.pending:
                await asyncio.sleep(0.3)
                return
            if now != shown:
                shown, since = now, time.monotonic()
            if time.monotonic() - since > 120:
                return
            await asyncio.sleep(0.05)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until whoever called is gone."""
        with suppress(ConnectionError):
            await self._serve(reader, writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            question = json.loads(line)
            await asyncio.sleep(self.random.uniform(0, LATENCY))
            try:
                told: dict[str, Any] = {"result": await self.perform(**question)}
            except Later:
                told = {"later": 0.05}
            except Unsure:
                told = {"unsure": True}
            writer.write(json.dumps(told).encode() + b"\n")
            await writer.drain()

    async def perform(self, call: str, **values: Any) -> Any:
        """One call of the service."""
        if call == "fetch":
            updates = await self.service.fetch(values["offset"])
            return [(one.update_id, one.chat, one.text) for one in updates]
        part = Part(0, 0, 0, "", values["address"], values["payload"], 0, 0)
        method: Callable[..., Any] = getattr(self.service, call)
        return await (method(part, values["message_id"]) if call == "edit" else method(part))

    def result(self, kills: int) -> Killed:
        """Compare what people see, and what is stored, with what was said."""
        from bot.engine.clock import Clock
        from bot.engine.engine import Engine
        from bot.storage.opening import open_storage

        clock = Clock()
        opened = open_storage(self.folder, clock.steady, url=self.url)
        engine = Engine(opened.storage, toys.world, toys.Effects(), clock, step=toys.step)
        found = Killed(kills, self.said, 0, 0, 0, 0, self.service.spare(), self.restarts, 0)
        for chat, said in self.service.said.items():
            expected = [f"{text}:{line}" for text in said for line in _answers(text)]
            shown = [line.partition(":")[2] for line in self.service.screen(chat)]
            found.lost += len(set(expected) - set(shown))
            found.twice += len(shown) - len(set(shown))
            found.out_of_order += sorted(shown) == sorted(expected) and shown != expected
            found.wrong_state += toys.words(engine.look(chat)) != said
        found.dead_letters = len(opened.storage.dead_letters())
        engine.close()
        return found
