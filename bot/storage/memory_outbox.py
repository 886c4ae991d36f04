"""The outbox of storage in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.storage.memory_personal import MemoryPersonal
from bot.storage.memory_rows import Message
from bot.storage.models import Claim, Part


class MemoryOutbox(MemoryPersonal):
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

    def note_message(self, part: Part, message_id: str) -> bool:
        """See `Outbox.note_message`."""
        return self._change(part, message_id=message_id)

    def mark_sent(self, part: Part, message_id: str = "") -> bool:
        """See `Outbox.mark_sent`."""
        known = message_id or part.message_id
        return self._change(part, state="sent", message_id=known, lease=0.0, payload="", done=self._steady())

    def defer(self, part: Part, seconds: float, reason: str = "", *, surely_not_sent: bool = False) -> bool:
        """See `Outbox.defer`."""
        tries = part.tries if surely_not_sent else part.tries + 1
        return self._change(part, due=self._steady() + seconds, reason=reason, lease=0.0, tries=tries)

    def give_up(self, part: Part, reason: str) -> bool:
        """See `Outbox.give_up`."""
        return self._change(part, state="failed", reason=reason, lease=0.0, done=self._steady())

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
