"""Drains the outbox into a channel: each message arrives once, in order, or is shown as undeliverable.

Theory. Sending cannot be made to happen exactly once, because a send that timed out may have arrived. Editing can: doing it
twice leaves the same text. So the sender first sends an acknowledgement, remembers its id, and then edits it into the
message (`delivery=edit`). What a crash can leave behind is a spare acknowledgement, never a second answer. With
`delivery=send` the message is sent at once; a send whose fate is unknown is then sent again, and may arrive twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.storage.errors import StorageFault
from bot.storage.models import Part
from bot.storage.protocol import Outbox

LONGEST_WAIT = 3600.0
"""A service that asks for a longer wait is asked again after this long, in seconds."""

Hop = Callable[..., Awaitable[Any]]
"""Runs a blocking call and yields its result."""


class Later(Exception):
    """Raised by a transport when the service refused for now and surely did nothing (429)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Unsure(Exception):
    """Raised by a transport when nobody knows whether it was done (timeout, 5xx, broken connection)."""


class Unreachable(Exception):
    """Raised by a transport when it can never be done (blocked, chat gone); the argument says why."""


class MessageLost(Exception):
    """Raised by `edit` when the message to edit is not there any more (somebody deleted it)."""


class Transport(Protocol):
    """What a channel can do with a message."""

    async def acknowledge(self, part: Part) -> str:
        """Send the line that will be edited into the message; its id."""
        ...

    async def edit(self, part: Part, message_id: str) -> None:
        """Make the message with this id the part; returns also when it already was (“message is not modified”)."""
        ...

    async def send(self, part: Part) -> str:
        """Send the part as a new message; its id."""
        ...


@dataclass
class Delivery:
    """The sender of one channel. Several may run at once, in this process or others."""

    outbox: Outbox
    channel: str
    transport: Transport
    owner: str
    mode: Literal["edit", "send"] = "edit"
    lease: float = 60.0
    hop: Hop = asyncio.to_thread
    patience: float = 0.0
    """How long what was done is tried to be written down while the storage fails (a full disk); below the lease. Giving up
    at once would hold up the chat until the lease is over."""

    async def deliver_once(self, limit: int = 1) -> int:
        """Take up to `limit` messages and deliver them one after the other; how many were taken."""
        parts: list[Part] = await self.hop(
            self.outbox.take_parts, self.channel, self.owner, lease=self.lease, limit=limit
        )
        for part in parts:
            await self.deliver(part)
        return len(parts)

    async def deliver(self, part: Part) -> None:
        """Deliver one message that was taken, and write down how it went."""
        try:
            message_id = await self._pass_on(part)
        except Later as later:
            wait = min(max(later.seconds, 0.0), LONGEST_WAIT)
            await self._write(self.outbox.defer, part, wait, "later", surely_not_sent=True)
        except Unsure:
            await self._write(self.outbox.defer, part, min(0.5 * 2.0 ** min(part.tries, 10), 60.0), "unsure")
        except Unreachable as why:
            await self._write(self.outbox.give_up, part, str(why))
        else:
            if message_id is not None:
                await self._write(self.outbox.mark_sent, part, message_id)

    async def _write(self, call: Callable[..., bool], *about: Any, **more: Any) -> bool:
        """Write down what was done; again, with longer and longer pauses, as long as there is patience."""
        waited, pause = 0.0, 0.1
        while True:
            try:
                return bool(await self.hop(call, *about, **more))
            except StorageFault:
                if waited >= self.patience:
                    raise
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, 5.0)

    async def _pass_on(self, part: Part) -> str | None:
        """Id of the delivered message; None when the lease was lost and somebody else delivers it."""
        if self.mode == "send":
            return await self.transport.send(part)
        message_id = part.message_id
        if message_id:
            try:
                await self.transport.edit(part, message_id)
                return message_id
            except MessageLost:
                pass
        message_id = await self.transport.acknowledge(part)
        if not await self._write(self.outbox.note_message, part, message_id):
            return None
        try:
            await self.transport.edit(part, message_id)
        except MessageLost:
            raise Unsure from None
        return message_id
