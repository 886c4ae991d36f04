"""Two ways of inserting that the statements of every subject share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table) -> Any:
    """An insert that passes over rows which are there already."""
    kind: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return kind(table).on_conflict_do_nothing()


def many(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    """Insert or change that many rows at once; nothing is done for none."""
    if rows:
        connection.execute(statement, rows)
