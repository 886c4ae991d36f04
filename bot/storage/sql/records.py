"""The statements about pack versions, the audit, and forgetting what is old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from bot.storage import chain
from bot.storage.models import AuditRow, DeadLetter
from bot.storage.sql.inserting import insert_new
from bot.storage.sql.tables import inbox, outbox
from bot.storage.sql.tables_records import audit, dead_letters, meta, packs

HEAD = "audit_head"
AUDIT_LOCK = 7_004_002


def keep_pack(connection: Connection, pack: str, slug: str, summary: str, now: float) -> None:
    """See `Records.keep_pack`."""
    connection.execute(insert_new(connection, packs), {"hash": pack, "slug": slug, "summary": summary, "seen": now})


def pack_summary(connection: Connection, pack: str) -> str | None:
    """See `Records.pack_summary`."""
    return connection.execute(select(packs.c.summary).where(packs.c.hash == pack)).scalar()


def write_audit(
    connection: Connection, now: float, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None
) -> None:
    """See `Records.write_audit`. Lines are written one after the other, by all workers together."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": AUDIT_LOCK})
    last = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).first()
    row = chain.link(AuditRow(*last) if last else None, now, actor, action, subject, chain.written(detail))
    values = dict(zip(audit.c.keys(), _columns_of(row), strict=True))
    connection.execute(insert(audit), values)
    head = f"{row.number} {row.digest}"
    if connection.execute(update(meta).where(meta.c.name == HEAD).values(value=head)).rowcount == 0:
        connection.execute(insert(meta), {"name": HEAD, "value": head})


def read_audit(connection: Connection, limit: int) -> list[AuditRow]:
    """See `Records.audit`."""
    rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))
    return [AuditRow(*row) for row in rows][::-1]


def audit_fault(connection: Connection) -> int | None:
    """See `Records.audit_fault`."""
    head = connection.execute(select(meta.c.value).where(meta.c.name == HEAD)).scalar()
    number, _, digest = (head or f"0 {chain.FIRST}").partition(" ")

    def rows() -> Iterator[AuditRow]:
        for row in connection.execute(select(audit).order_by(audit.c.id)):
            yield AuditRow(*row)

    return chain.fault(rows(), (int(number), digest))


def read_dead_letters(connection: Connection, limit: int) -> list[DeadLetter]:
    """See `Inbox.dead_letters`."""
    columns = (
        dead_letters.c.inbox, dead_letters.c.source, dead_letters.c.key, dead_letters.c.conversation,
        dead_letters.c.body, dead_letters.c.reason, dead_letters.c.at,
    )  # fmt: skip
    rows = connection.execute(select(*columns).order_by(dead_letters.c.id.desc()).limit(limit))
    return [DeadLetter(*row) for row in rows]


def prune(connection: Connection, before: float) -> int:
    """See `Storage.prune`."""
    old = (inbox.c.state != "waiting", inbox.c.done <= before)
    turns = connection.execute(delete(inbox).where(*old)).rowcount
    sent = (outbox.c.state != "waiting", outbox.c.done <= before)
    return turns + connection.execute(delete(outbox).where(*sent)).rowcount


def _columns_of(row: AuditRow) -> tuple[Any, ...]:
    return (row.number, row.at, row.actor, row.action, row.subject, row.detail, row.previous, row.digest)
