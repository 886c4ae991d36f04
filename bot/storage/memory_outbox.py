"""The outbox of storage in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.storage.fates import Fates
from bot.storage.memory_personal import MemoryPersonal
from bot.storage.memory_rows import Message
from bot.storage.models import Claim, Part


class MemoryOutbox(Fates, MemoryPersonal):
    """See `protocol.Outbox`."""

    def _post(self, claim: Claim, parts: Sequence[str]) -> None:
        arrival = claim.arrival
        for place, payload in enumerate(parts):
            number = self._next("outbox")
            self._parts[number] = Message(
                number, claim.number, place, arrival.conversation, arrival.channel, arrival.address, payload,
                created=self._steady(),
            )  # fmt: skip
            self._lines.setdefault((arrival.channel, arrival.address), []).append(number)

    def take_parts(self, channel: str, owner: str, *, lease: float, limit: int = 1) -> list[Part]:
        """See `Outbox.take_parts`."""
        now = self._steady()
        taken: list[Part] = []
        with self._lock:
            firsts = sorted(line[0] for (line_channel, _), line in self._lines.items() if line_channel == channel)
            for number in firsts:
                message = self._parts[number]
                if message.lease > now or message.due > now or len(taken) >= limit:
                    continue
                leased = replace(message, lease=now + lease, fence=message.fence + 1, tries=message.tries + 1)
                self._parts[number] = leased
                taken.append(_part(leased, message.tries))
        return taken

    def undelivered(self, *, older_than: float) -> list[Part]:
        """See `Outbox.undelivered`."""
        before = self._steady() - older_than
        with self._lock:
            return [
                _part(one, one.tries)
                for one in self._parts.values()
                if one.state == "failed" or (one.state == "waiting" and one.created <= before)
            ]

    def _change(self, part: Part, **changes: Any) -> bool:
        with self._lock:
            message = self._parts.get(part.number)
            if message is None or message.fence != part.fence or message.state != "waiting":
                return False
            changed = replace(message, **changes)
            self._parts[part.number] = changed
            if changed.state != "waiting":
                line = self._lines[changed.channel, changed.address]
                line.remove(part.number)
                if not line:
                    del self._lines[changed.channel, changed.address]
            return True


def _part(message: Message, tries: int) -> Part:
    return Part(
        message.number, message.turn, message.part, message.channel, message.address, message.payload, tries,
        message.fence, message.message_id,
    )  # fmt: skip
