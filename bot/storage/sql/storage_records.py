"""What is kept about the service itself, in a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.storage.models import AuditRow
from bot.storage.sql import records
from bot.storage.sql.jobs import Jobs


class SQLRecords(Jobs):
    """See `protocol.Records`."""

    def keep_pack(self, pack: str, slug: str, summary: str) -> None:
        """See `Records.keep_pack`."""
        self._write(lambda connection: records.keep_pack(connection, pack, slug, summary, self._steady()))

    def pack_summary(self, pack: str) -> str | None:
        """See `Records.pack_summary`."""
        return self._read(lambda connection: records.pack_summary(connection, pack))

    def write_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
        """See `Records.write_audit`."""
        self._write(lambda one: records.write_audit(one, self._steady(), actor, action, subject, detail))

    def audit(self, *, limit: int = 1000) -> list[AuditRow]:
        """See `Records.audit`."""
        return self._read(lambda connection: records.read_audit(connection, limit))

    def audit_fault(self) -> int | None:
        """See `Records.audit_fault`."""
        return self._read(records.audit_fault)
