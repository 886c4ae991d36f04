"""What becomes of a message that goes out: acknowledged, sent, put off, given up. Every storage changes its row by the same values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from bot.storage.models import Part


class Fates(ABC):
    """The part of `protocol.Outbox` that is told by a sender."""

    _steady: Callable[[], float]

    @abstractmethod
    def _change(self, part: Part, **values: Any) -> bool:
        """Change the row of a part that waits and is still held by whoever took it; False when it is not."""

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
