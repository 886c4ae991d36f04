"""The tables that are kept whoever asks: packs, dead letters, the audit."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.sql.columns import Number, metadata, text_column, time_column

packs = Table(
    "packs",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("slug", String(80), nullable=False),
    text_column("summary"),
    time_column("seen"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("inbox", Number, nullable=False),
    Column("source", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("conversation", String(120), nullable=False, index=True),
    text_column("body"),
    text_column("reason"),
    time_column("at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    time_column("at"),
    text_column("actor"),
    text_column("action"),
    text_column("subject"),
    text_column("detail"),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    text_column("value"),
)
"""Single values: the last line of the audit, so that removing lines from its end shows."""
