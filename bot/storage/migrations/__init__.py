"""Brings a database to the present tables. Runs at every start; does nothing, and imports nothing, when it is there already.

Each migration is one transaction on both databases, so a process that dies in the middle leaves the tables as they were.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.storage.errors import StorageFault

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"
"""The last revision; a test holds it against the files."""
LOCK = 7_004_001


def upgrade(connection: Connection) -> None:
    """Bring the database to `HEAD`; several processes may try at once.

    Raises:
        StorageFault: the database was written by a later version of Shenbao.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
    try:
        found = revision(connection)
        if found != HEAD:
            _refuse_later(found)
            connection.rollback()
            _run(connection, HEAD)
            connection.commit()
    finally:
        connection.rollback()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()


def downgrade(connection: Connection, to: str) -> None:
    """Go back to a revision, `base` being no tables at all; what the later tables held is lost."""
    from alembic import command

    command.downgrade(_config(connection), to)
    connection.commit()


def revision(connection: Connection) -> str | None:
    """The revision the database stands at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _refuse_later(found: str | None) -> None:
    known = {path.name.partition("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*.py")}
    if found is not None and found not in known:
        raise StorageFault("这份数据是更新版本的申报写的。", mend="请升级申报，或从升级前的备份恢复。")


def _run(connection: Connection, to: str) -> None:
    from alembic import command

    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
