"""Kills the real service at random moments while people write to it over real HTTP, and checks that each was answered once.

The fake Telegram lives in this process and survives; the service is the `shenbao` command, killed with SIGKILL while it
starts, fetches, works, delivers or does nothing, and started again on the same database. On PostgreSQL two workers share the
database, each is killed now and then, and the database server is crashed and started again in between.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assembly import build
from bot.runtime import open_runtime
from bot.settings import Settings
from tests.fakes.telegram import Running
from tests.prove.processes import BOT, SERVE, PostgreSQL, Worker, index_in, settings_of
from tests.prove.talking import Compared, Talk, compare
from tests.waiting import wait_for

FAULTS = ("html", "cut", "empty", "flood")


@dataclass
class Killed:
    """What a run of kills showed."""

    kills: int
    crashes: int
    """Of the database server."""
    messages: int
    compared: Compared
    spare: int
    """Acknowledgements that were left over: a kill came between sending one and remembering it."""

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return self.compared.kept


class Killing:
    """One run."""

    def __init__(
        self, server: Running, folder: Path, *, postgres: PostgreSQL | None = None, seed: int = 1, chats: int = 20
    ) -> None:
        self.server, self.folder, self.postgres = server, folder, postgres
        self.dice = random.Random(seed)
        self.talk = Talk(server, self.dice, chats)
        self.url = postgres.url if postgres is not None else ""
        environment = settings_of(server, folder, self.url)
        self.workers = [Worker(server, folder, environment)]
        if postgres is not None:
            beside = {**environment, "SHENBAO_TELEGRAM_MODE": "webhook", "SHENBAO_TELEGRAM_WEBHOOK_SECRET": "s"}
            self.workers.append(Worker(server, folder, beside, SERVE))
        self.messages = 0

    def run(self, kills: int, messages: int, *, crash_every: int = 8) -> Killed:
        """Kill so often while so many messages are said, then let the service finish its work."""
        index_in(self.folder)
        self.talk.begin()
        try:
            for worker in self.workers:
                worker.start()
            self._kill(kills, messages, crash_every)
            self._finish()
        finally:
            for worker in self.workers:
                worker.kill()
        return self._result(kills)

    def _kill(self, kills: int, messages: int, crash_every: int) -> None:
        for number in range(kills):
            victim = self.dice.choice(self.workers)
            self._live(victim, messages * (number + 1) // kills)
            victim.kill()
            if self.postgres is not None and number % crash_every == crash_every - 1:
                self._crash_the_server(self.postgres, victim)
            victim.start()

    def _live(self, victim: Worker, until: int) -> None:
        """Let people talk for as long as the victim has to live, which may end before it serves."""
        if self.dice.random() < 0.85 and not victim.ended:
            victim.serving()
        end = time.monotonic() + self.dice.uniform(0.0, 0.8)
        while time.monotonic() < end or self.messages < until:
            if self.messages < until:
                self._say()
            time.sleep(self.dice.uniform(0, 0.02))

    def _say(self) -> None:
        self.messages += 1
        self.talk.say()
        if self.dice.random() < 0.04:
            self.server.faults.order(self.dice.choice(FAULTS), seconds=1)  # type: ignore[arg-type]

    def _crash_the_server(self, postgres: PostgreSQL, dead: Worker) -> None:
        """Take the database away while the other worker lives and people go on talking."""
        postgres.crash()
        for _ in range(5):
            self._say()
        time.sleep(self.dice.uniform(0, 1.5))
        postgres.start()

    def _finish(self) -> None:
        """Wait until everything that was said is answered, or two minutes without a new answer have passed."""
        self.server.faults.ordered.clear()
        missing, since = self.talk.missing(), time.monotonic()
        while missing and time.monotonic() - since < 120:
            for worker in self.workers:
                if worker.ended:
                    worker.start()
            time.sleep(0.2)
            if (now := self.talk.missing()) != missing:
                missing, since = now, time.monotonic()
        time.sleep(0.5)

    def _result(self, kills: int) -> Killed:
        settings = Settings(_env_file=None, data_dir=self.folder, database_url=self.url)  # type: ignore[call-arg]
        engine = open_runtime(build(settings))
        try:
            found = compare(self.talk, engine)
        finally:
            engine.close()
        crashes = self.postgres.crashes if self.postgres is not None else 0
        return Killed(kills, crashes, self.messages, found, self.talk.waiting())


@dataclass(frozen=True, order=True)
class Restart:
    """How long somebody waited for the first answer of a process that was started for it."""

    seconds: float
    queued: float
    """Of these, how long the process was ready to run and other programs had the processor (Linux tells; elsewhere 0)."""

    @property
    def own(self) -> float:
        """What the service itself took."""
        return self.seconds - self.queued


def restarts(
    server: Running, folder: Path, times: int, *, command: Sequence[str] = BOT, seed: int = 1
) -> list[Restart]:
    """From starting a killed service to the first answer that a person sees, so many times, quickest first.

    Every other time the person asked the guide, else changed an answer; it was said while nobody served.
    """
    talk = Talk(server, random.Random(seed), 3)
    worker = Worker(server, folder, settings_of(server, folder), command)
    index_in(folder)
    talk.begin()
    took: list[Restart] = []
    try:
        for number in range(times):
            took.append(_restart(talk, worker, number))
    finally:
        worker.kill()
    return sorted(took)


def _restart(talk: Talk, worker: Worker, number: int) -> Restart:
    """Somebody writes to nobody, and is answered by the process that is started now, and killed again."""
    talk.say(number % 3 + 1, ("question", "name")[number % 2])
    missing, began = talk.missing(), time.monotonic()
    worker.start()
    wait_for(lambda: talk.missing() < missing or worker.ended)
    took = time.monotonic() - began
    assert not worker.ended, worker.log.read_text()
    queued = worker.queued()
    worker.kill()
    return Restart(took, min(queued, took))
