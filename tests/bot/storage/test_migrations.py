"""Migrations lead from nothing to the present tables and back, on both databases, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from bot.storage import migrations
from bot.storage.errors import StorageFault
from bot.storage.sql import sqlite
from bot.storage.sql.schema import metadata
from tests.contracts.databases import (
    postgres_server as postgres_server,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "sqlite":
        made, reader = sqlite.open_engines(tmp_path / "m.sqlite3")
        reader.dispose()
        yield made
    else:
        made = create_engine(request.getfixturevalue("postgres_server"))
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        yield made
        with made.connect() as connection:
            migrations.upgrade(connection)
    made.dispose()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_up_gives_exactly_the_tables(engine: Engine) -> None:
    """After the migrations nothing differs from the tables in the code; running them again does nothing."""
    with engine.connect() as connection:
        migrations.upgrade(connection)
        migrations.upgrade(connection)
        assert migrations.revision(connection) == migrations.HEAD
        assert tables(connection) == set(metadata.tables)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_down_leaves_nothing_and_up_works_again(engine: Engine) -> None:
    """Every migration can be taken back."""
    with engine.connect() as connection:
        migrations.upgrade(connection)
        migrations.downgrade(connection, "base")
        assert tables(connection) == set()
        connection.rollback()
        migrations.upgrade(connection)
        assert tables(connection) == set(metadata.tables)


def test_a_migration_that_dies_leaves_the_tables_as_they_were(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends in the middle of a migration is as if it had not begun; the next start completes it."""
    from alembic import op

    create = op.create_table
    made: list[str] = []

    def dying(name: str, *columns: object, **options: object) -> object:
        if len(made) == 5:
            raise KeyboardInterrupt
        made.append(name)
        return create(name, *columns, **options)  # type: ignore[arg-type]

    with engine.connect() as connection:
        monkeypatch.setattr(op, "create_table", dying)
        with pytest.raises(KeyboardInterrupt):
            migrations.upgrade(connection)
        monkeypatch.undo()
    with engine.connect() as connection:
        assert tables(connection) == set()
        connection.rollback()
        migrations.upgrade(connection)
        assert tables(connection) == set(metadata.tables)


def test_a_database_of_a_later_version_is_refused(engine: Engine) -> None:
    """An older program does not write into tables it does not know."""
    with engine.connect() as connection:
        migrations.upgrade(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
        with pytest.raises(StorageFault, match="更新版本"):
            migrations.upgrade(connection)
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{migrations.HEAD}'"))
        connection.commit()


def test_the_head_is_the_last_file() -> None:
    """The constant that makes starting quick names the last migration there is."""
    files = sorted((Path(migrations.__file__).parent / "versions").glob("[0-9]*.py"))
    assert files[-1].name.startswith(f"{migrations.HEAD}_")
