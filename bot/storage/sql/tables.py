"""The tables. Migrations in `bot/storage/migrations` lead to exactly these; a test compares them on both databases.

Times are seconds since 1970. `answers` rows are added and never updated. `inbox` keys outlive what they stood for.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
Number = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts rows by itself only in a column of type INTEGER."""


def _text(name: str, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _time(name: str) -> Column[float]:
    return Column(name, Double, nullable=False, server_default="0")


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("version", Integer, nullable=False, server_default="0"),
    _text("state"),
    Column("fence", Integer, nullable=False, server_default="0"),
    _text("owner"),
    _time("lease"),
    _time("created"),
    _time("touched"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("source", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("conversation", String(120), nullable=False),
    _text("channel"),
    _text("address"),
    _text("event"),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    _time("due"),
    _time("received"),
    _time("done"),
    _text("answer"),
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
    _text("field"),
    _text("value"),
    _text("reason"),
    _text("author"),
    _text("channel"),
    _text("at"),
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
    _text("payload"),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    _time("due"),
    Column("fence", Integer, nullable=False, server_default="0"),
    _text("owner"),
    _time("lease"),
    _text("message_id"),
    _text("reason"),
    _time("created"),
    _time("done"),
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
    _text("told"),
    _time("begun"),
)

packs = Table(
    "packs",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("slug", String(80), nullable=False),
    _text("summary"),
    _time("seen"),
)

files = Table(
    "files",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("inbox", Number, nullable=False),
    _text("program"),
    _text("path"),
    Column("size", BigInteger, nullable=False, server_default="0"),
    _time("created"),
    _text("pack"),
    _text("digest"),
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
    _text("assignee"),
    Column("version", Integer, nullable=False, server_default="0"),
    _time("opened"),
    _time("closed"),
)

links = Table(
    "links",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    _time("expires"),
    _text("channel"),
    _text("identity"),
    _text("agreed"),
    sqlite_autoincrement=True,
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("program", String(80), nullable=False),
    Column("section", String(120), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    _time("created"),
    _time("expires"),
    _time("ended"),
    sqlite_autoincrement=True,
)
"""Sections handed to colleagues by a link; of the link only the hash is kept."""

identities = Table(
    "identities",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("identity", String(120), primary_key=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    _time("since"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("inbox", Number, nullable=False),
    Column("source", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("conversation", String(120), nullable=False, index=True),
    _text("body"),
    _text("reason"),
    _time("at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    _time("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    _text("value"),
)
"""Single values: the last line of the audit, so that removing lines from its end shows."""

# --- the handbook: what the house learns beside the guides. No row leads to a person or a conversation. --------------

staff_answers = Table(
    "staff_answers",
    metadata,
    Column("id", String(40), primary_key=True),
    _text("program"),
    _text("question"),
    _text("asks"),
    _text("text"),
    _text("role"),
    Column("approved", String(10), nullable=False),
    Column("year", Integer),
    Column("expires", String(10)),
    _text("clause"),
    Column("withdrawn", String(10)),
)

gaps = Table(
    "gaps",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("program", String(80), primary_key=True),
    Column("plain", String(300), primary_key=True),
    _text("question"),
    _text("topic"),
    Column("count", Integer, nullable=False, server_default="0"),
)
"""Questions the guides do not answer, counted by day."""

model_calls = Table(
    "model_calls",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("who", String(64), primary_key=True),
    Column("calls", Integer, nullable=False, server_default="0"),
)
"""What the language model was asked today; `who` is a hash with a key that is thrown away with the day."""
