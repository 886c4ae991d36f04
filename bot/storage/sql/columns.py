"""What the tables are made of: one metadata with the names of its constraints, and the kinds of columns they share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Integer, MetaData, Text

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


def text_column(name: str, default: str | None = "") -> Column[str]:
    """Words of any length, empty unless given."""
    return Column(name, Text, nullable=False, server_default=default)


def time_column(name: str) -> Column[float]:
    """Seconds since 1970, 0 unless given."""
    return Column(name, Double, nullable=False, server_default="0")
