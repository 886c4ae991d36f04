"""Drains the outbox into Telegram, several chats at the same time; of each chat one message after the other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from bot.channels.telegram.calling import CallingBot
from bot.channels.telegram.personal import Desk
from bot.channels.telegram.reading import CHANNEL
from bot.channels.telegram.sending import BotTransport
from bot.channels.telegram.waiting import Pauses, unless
from bot.engine.delivery import Delivery
from bot.engine.engine import Engine
from bot.settings import Settings
from bot.storage.errors import StorageFault
from bot.storage.models import Part

log = logging.getLogger(__name__)
AT_ONCE = 16
"""Messages that are delivered at the same time, each to another chat."""
IDLE = 0.02
SLOWEST = 0.25
"""Seconds between two looks at the outbox: at first, and after nothing has happened for some seconds."""


async def deliver_all(
    engine: Engine, bot: CallingBot, settings: Settings, stop: asyncio.Event, stirred: asyncio.Event
) -> None:
    """Deliver messages, of several chats at the same time, until `stop` is set; `stirred` tells that some will come soon."""
    delivery = Delivery(
        engine.storage,
        CHANNEL,
        BotTransport(bot, Desk(engine)),
        engine.owner,
        mode=settings.telegram_delivery,
        lease=300.0,
        patience=120.0,
    )
    pauses, idle = Pauses(stop), IDLE
    busy: set[asyncio.Task[None]] = set()
    while not stop.is_set():
        parts: Sequence[Part] = ()
        try:
            if len(busy) < AT_ONCE:
                parts = await asyncio.to_thread(
                    engine.storage.take_parts, CHANNEL, delivery.owner, lease=delivery.lease, limit=AT_ONCE - len(busy)
                )
            pauses.reset()
        except StorageFault as fault:
            log.error("messages cannot be taken (%s)", fault.code)
            await pauses.wait()
        busy |= {asyncio.create_task(_deliver(delivery, part)) for part in parts}
        if busy:
            idle = IDLE
            _, busy = await asyncio.wait(busy, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        else:
            idle = IDLE if stirred.is_set() else min(idle * 1.05, SLOWEST)
            stirred.clear()
            await unless(stop, _wait(stirred, idle))
    if busy:
        await asyncio.wait(busy, timeout=30)


async def _wait(stirred: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until something stirs."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stirred.wait(), seconds)


async def _deliver(delivery: Delivery, part: Part) -> None:
    """Deliver one message; what goes wrong beyond the delivery's own answers is tried again when the lease is over."""
    try:
        await delivery.deliver(part)
    except StorageFault as fault:
        log.error("delivery of part %s was not written down (%s)", part.number, fault.code)
    except Exception as error:  # noqa: BLE001
        log.error("delivery of part %s failed (%s)", part.number, type(error).__name__)
        with suppress(StorageFault):
            await asyncio.to_thread(delivery.outbox.give_up, part, type(error).__name__)
