"""Fills the inbox from a service that keeps updates until they are confirmed by asking for the next ones.

An update is confirmed only after it stands in the inbox. A question names an offset only to confirm the updates of the
answer before; the first one, and every one after an empty answer, names none: after a quiet week a service may number
updates afresh, and a number remembered from before would pass them over. What comes twice is told by its key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.storage.models import Arrival, Receipt


class Numbered(Protocol):
    """An update as the service delivers it."""

    @property
    def update_id(self) -> int:
        """The number by which it is confirmed."""
        ...


Fetch = Callable[[int | None], Awaitable[Sequence[Any]]]
"""The updates from this number on, oldest first; those below are thereby confirmed. None confirms nothing."""
Accept = Callable[[Sequence[Arrival]], Awaitable[list[Receipt]]]
Read = Callable[[Any], Arrival | None]
"""An update as an arrival; None for one that means nothing here and may be confirmed unread."""


@dataclass
class Intake:
    """One stream of updates."""

    fetch: Fetch
    read: Read
    accept: Accept
    """`Engine.receive`, off the event loop."""
    offset: int | None = None

    async def take_once(self) -> int:
        """Fetch once and accept; how many updates came. When accepting fails, nothing was confirmed and they come again."""
        updates = await self.fetch(self.offset)
        arrivals = [arrival for update in updates if (arrival := self.read(update)) is not None]
        if arrivals:
            await self.accept(arrivals)
        self.offset = updates[-1].update_id + 1 if updates else None
        return len(updates)
