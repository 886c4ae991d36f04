"""Notices for all open pages at once which conversations changed: one look at the storage a second, however many pages there are.

Changes come from this process and from others, so they are read from the storage and not told from within.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool

from bot.storage.errors import StorageFault
from bot.storage.protocol import Inbox

LOOK_EVERY = 1.0


class Watch:
    """The conversations that somebody has open, and who is to be woken when one of them changes."""

    def __init__(self, storage: Inbox) -> None:
        self._storage = storage
        self._open: dict[str, list[asyncio.Event]] = {}
        self._known: dict[str, int] = {}
        self._looking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def on(self, conversation: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the conversation has changed, while the page is open; whoever waits clears it."""
        changed = asyncio.Event()
        self._open.setdefault(conversation, []).append(changed)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield changed
        finally:
            self._open[conversation].remove(changed)
            if not self._open[conversation]:
                del self._open[conversation]
                self._known.pop(conversation, None)

    async def _look(self) -> None:
        """Look once a second as long as a page is open."""
        while self._open:
            await asyncio.sleep(LOOK_EVERY)
            try:
                found = await run_in_threadpool(self._storage.versions, tuple(self._open))
            except StorageFault:
                continue
            for name, version in found.items():
                before = self._known.get(name)  # none at the first look: whatever happened since the page asked is told
                self._known[name] = version
                if before != version:
                    for event in self._open.get(name, ()):
                        event.set()
