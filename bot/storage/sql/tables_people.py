"""The tables of who may go on with a conversation: other channels, and colleagues with a section."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from bot.storage.sql.columns import Number, metadata, text_column, time_column

links = Table(
    "links",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    time_column("expires"),
    text_column("channel"),
    text_column("identity"),
    text_column("agreed"),
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
    time_column("created"),
    time_column("expires"),
    time_column("ended"),
    sqlite_autoincrement=True,
)
"""Sections handed to colleagues by a link; of the link only the hash is kept."""

identities = Table(
    "identities",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("identity", String(120), primary_key=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    time_column("since"),
)
