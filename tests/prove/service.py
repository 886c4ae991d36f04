"""A simulated messaging service: keeps updates until they are confirmed, and refuses, fails and forgets as real ones do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.engine.delivery import Later, Unsure
from bot.storage.models import Part

ACK = "已收到"


@dataclass(frozen=True)
class Update:
    """Something a person said, numbered by the service."""

    update_id: int
    chat: str
    text: str


@dataclass
class Service:
    """What the person sees, and what the service still has to deliver."""

    random: random.Random
    faults: float = 0.0
    pending: list[Update] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    """Message id to its successive texts, by chat and id."""
    _texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    _next: int = 1000
    _message: int = 0

    def say(self, chat: str, text: str) -> None:
        """A person says something."""
        self.said.setdefault(chat, []).append(text)
        self.pending.append(Update(self._next, chat, text))
        self._next += 1

    def renumber(self) -> None:
        """A quiet week passed: the next numbers are drawn at random, and may be lower."""
        if not self.pending:
            self._next = self.random.randrange(1, 2_000_000)

    async def fetch(self, offset: int | None) -> Sequence[Update]:
        """The updates that are not confirmed; with an offset, those before it in the queue are confirmed."""
        if offset is not None:
            places = [place for place, one in enumerate(self.pending) if one.update_id >= offset]
            later = self.pending[places[0] :] if places else []
            self.pending = later if all(one.update_id >= offset for one in later) else self.pending
        return list(self.pending[:5])

    # --- the person's screen --------------------------------------------------------------------------------------

    def _fault(self) -> bool:
        """Refuse, fail, or (True) do it and time out."""
        if self.faults and self.random.random() < self.faults:
            kind = self.random.randrange(3)
            if kind == 0:
                raise Later(self.random.choice((0.5, 30.0, 99999.0)))
            if kind == 1:
                raise Unsure
            return True
        return False

    async def acknowledge(self, part: Part) -> str:
        return await self._put(part, ACK)

    async def send(self, part: Part) -> str:
        return await self._put(part, part.payload)

    async def _put(self, part: Part, text: str) -> str:
        late = self._fault()
        self._message += 1
        self._texts[str(self._message)] = (part.address, text)
        if late:
            raise Unsure
        return str(self._message)

    async def edit(self, part: Part, message_id: str) -> None:
        late = self._fault()
        self._texts[message_id] = (part.address, part.payload)
        if late:
            raise Unsure

    def screen(self, chat: str) -> list[str]:
        """What stands in a chat, top to bottom, without spare acknowledgements."""
        return [text for where, text in self._texts.values() if where == chat and text != ACK]

    def spare(self) -> int:
        """How many acknowledgements were left over."""
        return sum(text == ACK for _, text in self._texts.values())
