"""Waiting: for things to get better, for Telegram to be reached, and not longer than the service is wanted."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter, TelegramError

log = logging.getLogger(__name__)
LONGEST_PAUSE = 30.0


async def insist(call: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    """Make a call until it is done or `stop` is set."""
    pauses = Pauses(stop)
    while not stop.is_set():
        try:
            await call()
            return
        except RetryAfter as error:
            await pauses.wait(seconds_of(error))
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s)", type(error).__name__)
            await pauses.wait()


class Pauses:
    """Waiting times that grow while things go wrong, cut short when `stop` is set."""

    def __init__(self, stop: asyncio.Event, shortest: float = 0.2) -> None:
        self.stop, self.shortest, self.next = stop, shortest, shortest

    def reset(self) -> None:
        """Things went well."""
        self.next = self.shortest

    async def wait(self, seconds: float | None = None) -> None:
        """Wait as long as was asked for, at most an hour, or a little longer than the last time."""
        wait = min(seconds, 3600.0) if seconds is not None else self.next * random.uniform(0.7, 1.3)  # noqa: S311
        self.next = min(self.next * 2, LONGEST_PAUSE)
        await unless(self.stop, asyncio.sleep(wait))


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Do the work unless `stop` is set first, which breaks it off; whether it was done."""
    doing, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not doing.done():
            doing.cancel()
    if doing.cancelled() or not doing.done():
        return False
    doing.result()
    return True


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
