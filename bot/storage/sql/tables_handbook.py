"""The tables of the handbook: what the house learns beside the guides. No row leads to a person or a conversation."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.storage.sql.columns import metadata, text_column

staff_answers = Table(
    "staff_answers",
    metadata,
    Column("id", String(40), primary_key=True),
    text_column("program"),
    text_column("question"),
    text_column("asks"),
    text_column("text"),
    text_column("role"),
    Column("approved", String(10), nullable=False),
    Column("year", Integer),
    Column("expires", String(10)),
    text_column("clause"),
    Column("withdrawn", String(10)),
)

gaps = Table(
    "gaps",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("program", String(80), primary_key=True),
    Column("plain", String(300), primary_key=True),
    text_column("question"),
    text_column("topic"),
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
