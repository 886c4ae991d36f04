"""What goes out, in a database."""

from __future__ import annotations

from typing import Any

from bot.storage.models import Part
from bot.storage.sql import outbox
from bot.storage.sql.jobs import Jobs


class SQLOutbox(Jobs):
    """See `protocol.Outbox`."""

    def take_parts(self, channel: str, owner: str, *, lease: float, limit: int = 1) -> list[Part]:
        """See `Outbox.take_parts`."""
        return self._write(lambda one: outbox.take(one, channel, owner, lease, limit, self._steady()))

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
        return self._read(lambda connection: outbox.undelivered(connection, self._steady() - older_than))

    def _change(self, part: Part, **values: Any) -> bool:
        return self._write(lambda connection: outbox.change(connection, part, values))
