"""The production engine, intake and delivery on simulated storage, service and clock, dying before and after every effect.

One integer decides everything: what people say, which part works next, where the process dies or is stopped while another
takes over. The same integer gives the same run, down to the hash of its trace.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.engine.clock import Clock
from bot.engine.delivery import Delivery
from bot.engine.engine import Engine
from bot.engine.intake import Intake
from bot.storage.memory import MemoryStorage
from bot.storage.models import Arrival
from tests.bot.engine import toys
from tests.prove.service import Service, Update

CHANNEL = "telegram"


class Crash(BaseException):
    """The process is killed."""


class Violation(AssertionError):
    """A promise was broken."""


@dataclass
class Plan:
    """How a run goes; the planted bugs change single parts of it."""

    storage: Callable[[Callable[[], float]], MemoryStorage] = MemoryStorage
    intake: type[Intake] = Intake
    delivery: type[Delivery] = Delivery
    chats: int = 3
    messages: int = 6
    crash: float = 0.12
    stop: float = 0.03
    faults: float = 0.05
    mode: str = "edit"
    first_offset: Callable[[list[int]], int | None] = lambda seen: None
    """The offset a restarted intake begins with, of the numbers seen so far."""


@dataclass
class Simulation:
    """One run."""

    seed: int
    plan: Plan = field(default_factory=Plan)
    crashes: int = 0
    stops: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.at = 1_800_000_000.0
        self.clock = Clock(lambda: self.at, lambda: self.at)
        self.storage = self.plan.storage(lambda: self.at)
        self.service = Service(self.random)
        self.trace = hashlib.sha256()
        self.calm = False
        self.depth = 0
        self.seen: list[int] = []
        self.start()

    # --- the process ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """A process starts: everything it remembered is gone, only storage and service remain."""
        self.engine = self._engine()
        self.intake = self.plan.intake(self.fetch, self.read, self._accept)
        self.intake.offset = self.plan.first_offset(self.seen)
        self.delivery = self._delivery()

    def _engine(self) -> Engine:
        return Engine(
            self.guarded(self.storage), toys.world, self.guarded(Effects()), self.clock, step=toys.step,
            drawers={CHANNEL: toys.draw}, tries=1_000_000, owner=f"w{self.crashes}.{self.depth}",
        )  # fmt: skip

    def _delivery(self) -> Delivery:
        return self.plan.delivery(
            self.guarded(self.storage), CHANNEL, self.guarded(self.service, wait=True), f"s{self.crashes}.{self.depth}",
            mode=self.plan.mode, hop=_inline,  # type: ignore[arg-type]
        )  # fmt: skip

    async def fetch(self, offset: int | None) -> Sequence[Update]:
        self.point("fetch")
        updates = await self.service.fetch(offset)
        self.seen.extend(update.update_id for update in updates)
        self.point("fetched")
        return updates

    @staticmethod
    def read(update: Update) -> Arrival:
        event = toys.said(f"{update.chat}/{update.text}", update.text)
        return Arrival(
            "bot", f"{update.update_id}:{update.text}", update.chat, CHANNEL, event.model_dump_json(), update.chat
        )

    async def _accept(self, arrivals: Sequence[Arrival]) -> Any:
        return self.engine.receive(arrivals)

    # --- dying and being overtaken --------------------------------------------------------------------------------

    def guarded(self, thing: Any, *, wait: bool = False) -> Any:
        """The thing, with a point to die at before and after everything it does."""
        return _Guarded(self, thing, wait)

    def point(self, name: str) -> None:
        """A moment at which the process may be killed, or stopped while another one works."""
        self.trace.update(name.encode())
        if self.calm:
            return
        drawn = self.random.random()
        if drawn < self.plan.crash:
            raise Crash
        if drawn < self.plan.crash + self.plan.stop and self.depth == 0:
            self.overtake()

    def overtake(self) -> None:
        """This process stands still until its leases have run out, and another one does its work."""
        self.stops += 1
        self.at += 61
        mine = self.engine, self.delivery
        self.depth += 1
        calm, self.calm = self.calm, True
        self.engine, self.delivery = self._engine(), self._delivery()
        for _ in range(2):
            self.engine.work_once(2)
            drive(self.delivery.deliver_once(2))
        self.engine, self.delivery = mine
        self.depth -= 1
        self.calm = calm

    def turn(self) -> None:
        """One part of the service does one thing."""
        which = self.random.randrange(3)
        try:
            if which == 0:
                drive(self.intake.take_once())
            elif which == 1:
                self.engine.work_once(self.random.choice((1, 3)))
            else:
                drive(self.delivery.deliver_once(2))
        except Crash:
            self.crashes += 1
            self.storage.restart()
            self.start()

    # --- a run ----------------------------------------------------------------------------------------------------

    def run(self) -> Simulation:
        """People talk, the process dies again and again, calm returns; then every promise is checked."""
        self.service.faults = self.plan.faults
        left = [f"c{n % self.plan.chats}" for n in range(self.plan.messages)]
        self.random.shuffle(left)
        said = 0
        while left or said < 3:
            draw = self.random.random()
            if left and draw < 0.3:
                chat = left.pop()
                words = "问" if self.random.random() < 0.2 else "说"
                self.service.say(chat, f"{words}{len(self.service.said.get(chat, ()))}")
            elif draw < 0.33:
                self.service.renumber()
            else:
                said += not left
                self.at += self.random.choice((0.0, 0.1, 40.0))
                self.turn()
        self.calm, self.service.faults = True, 0.0
        idle = 0
        while idle < 2:
            self.at += 3601
            done = drive(self.intake.take_once()) + self.engine.work_once(4) + drive(self.delivery.deliver_once(4))
            idle = 0 if done else idle + 1
        self.check()
        return self

    def check(self) -> None:
        """Nothing lost, nothing twice, in order, and the state exact."""
        for chat, said in self.service.said.items():
            heard = toys.words(self.engine.look(chat))
            if heard != said:
                raise Violation(f"seed {self.seed}: said {said}, the log holds {heard}")
            expected = [line for text in said for line in _answers(text)]
            shown = [line.rpartition(":")[2] for line in self.service.screen(chat)]
            if self.plan.mode == "edit" and shown != expected:
                raise Violation(f"seed {self.seed}: expected {expected}, the screen shows {shown}")
            if self.plan.mode == "send" and sorted(set(shown)) != sorted(set(expected)):
                raise Violation(f"seed {self.seed}: expected {expected}, the screen shows {shown}")
            self.trace.update(repr((heard, shown)).encode())

    @property
    def digest(self) -> str:
        """Hash of everything that happened."""
        return self.trace.hexdigest()


def _answers(text: str) -> list[str]:
    return [text, "答"] if text.startswith("问") else [text]


class Effects(toys.Effects):
    """Answers a question."""

    def perform(self, effect: m.Effect, event: m.Happened, world: World, conversation: str) -> m.Event:
        return super().perform(effect, event, world, conversation)


class _Guarded:
    """Everything behind it happens between two points at which the process may die."""

    def __init__(self, simulation: Simulation, thing: Any, wait: bool) -> None:
        self._simulation, self._thing, self._wait = simulation, thing, wait

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._thing, name)
        point = self._simulation.point

        def dying(*args: Any, **kwargs: Any) -> Any:
            point(name)
            result = method(*args, **kwargs)
            point(name)
            return result

        async def dying_later(*args: Any, **kwargs: Any) -> Any:
            point(name)
            result = await method(*args, **kwargs)
            point(name)
            return result

        made = dying_later if self._wait else dying
        self.__dict__[name] = made
        return made


async def _inline(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return call(*args, **kwargs)


def drive(job: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never really waits."""
    try:
        job.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("a simulated call waited")
