"""Every table of the database: the metadata once all of them are in it."""

from __future__ import annotations

from bot.storage.sql import tables, tables_handbook, tables_people, tables_records
from bot.storage.sql.columns import metadata

__all__ = ["metadata", "tables", "tables_handbook", "tables_people", "tables_records"]
