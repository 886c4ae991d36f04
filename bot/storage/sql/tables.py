"""The tables of a conversation: what came in, what was answered, what goes out.

Migrations in `bot/storage/migrations` lead to exactly these and to those of `schema`; a test compares them on both databases.
Times are seconds since 1970. `answers` rows are added and never updated. `inbox` keys outlive what they stood for.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.storage.sql.columns import Number, metadata, text_column, time_column

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("version", Integer, nullable=False, server_default="0"),
    text_column("state"),
    Column("fence", Integer, nullable=False, server_default="0"),
    text_column("owner"),
    time_column("lease"),
    time_column("created"),
    time_column("touched"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("source", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("conversation", String(120), nullable=False),
    text_column("channel"),
    text_column("address"),
    text_column("event"),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    time_column("due"),
    time_column("received"),
    time_column("done"),
    text_column("answer"),
    UniqueConstraint("source", "key"),
    CheckConstraint("state IN ('waiting', 'done', 'dead', 'erased')", name="state"),
    Index("ix_inbox_conversation_id", "conversation", "id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_inbox_waiting",
    inbox.c.conversation,
    inbox.c.id,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)
Index(
    "ix_inbox_next",
    inbox.c.id,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)

answers = Table(
    "answers",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("program", String(80), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("inbox", Number, nullable=False),
    text_column("field"),
    text_column("value"),
    text_column("reason"),
    text_column("author"),
    text_column("channel"),
    text_column("at"),
    Column("turn", Integer, nullable=False),
    Column("undoes", Integer),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("turn", Number, nullable=False),
    Column("part", Integer, nullable=False),
    Column("conversation", String(120), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("address", String(200), nullable=False),
    text_column("payload"),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    time_column("due"),
    Column("fence", Integer, nullable=False, server_default="0"),
    text_column("owner"),
    time_column("lease"),
    text_column("message_id"),
    text_column("reason"),
    time_column("created"),
    time_column("done"),
    UniqueConstraint("turn", "part"),
    CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
    Index("ix_outbox_conversation", "conversation"),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_waiting",
    outbox.c.channel,
    outbox.c.address,
    outbox.c.id,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)

cases = Table(
    "cases",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("program", String(80), primary_key=True),
    Column("pack", String(64), nullable=False),
    text_column("told"),
    time_column("begun"),
)

files = Table(
    "files",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("inbox", Number, nullable=False),
    text_column("program"),
    text_column("path"),
    Column("size", BigInteger, nullable=False, server_default="0"),
    time_column("created"),
    text_column("pack"),
    text_column("digest"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("inbox", Number, nullable=False),
    Column("program", String(80)),
    Column("field", String(120)),
    Column("state", String(16), nullable=False, server_default="open"),
    text_column("assignee"),
    Column("version", Integer, nullable=False, server_default="0"),
    time_column("opened"),
    time_column("closed"),
)
