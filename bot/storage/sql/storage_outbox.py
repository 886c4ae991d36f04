"""What goes out, in a database."""

from __future__ import annotations

from typing import Any

from bot.storage.fates import Fates
from bot.storage.models import Part
from bot.storage.sql import outbox
from bot.storage.sql.jobs import Jobs


class SQLOutbox(Fates, Jobs):
    """See `protocol.Outbox`."""

    def take_parts(self, channel: str, owner: str, *, lease: float, limit: int = 1) -> list[Part]:
        """See `Outbox.take_parts`."""
        return self._write(lambda one: outbox.take(one, channel, owner, lease, limit, self._steady()))

    def undelivered(self, *, older_than: float) -> list[Part]:
        """See `Outbox.undelivered`."""
        return self._read(lambda connection: outbox.undelivered(connection, self._steady() - older_than))

    def _change(self, part: Part, **values: Any) -> bool:
        return self._write(lambda connection: outbox.change(connection, part, values))
