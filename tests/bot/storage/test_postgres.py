"""What only a server shared by several workers can show: dead workers, lost connections, wrong addresses."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from bot.storage.errors import StorageFault, StorageGone
from bot.storage.models import Arrival, Outcome
from bot.storage.opening import open_storage
from bot.storage.sql.database import PostgresDatabase
from bot.storage.sql.storage import SQLStorage
from tests.contracts.databases import (
    empty,
)
from tests.contracts.databases import (
    postgres_database as postgres_database,
)
from tests.contracts.databases import (
    postgres_server as postgres_server,
)
from tests.waiting import wait_for


class Worker:
    """A worker with a connection of its own."""

    def __init__(self, url: str) -> None:
        self.database = PostgresDatabase(url, pool_size=2)
        self.storage = SQLStorage(self.database, time.time)
        self.owner = self.database.owner("w")


@pytest.fixture
def two(postgres_database: str) -> Iterator[tuple[Worker, Worker]]:
    """Two workers on one empty database."""
    empty(postgres_database)
    workers = Worker(postgres_database), Worker(postgres_database)
    yield workers
    for worker in workers:
        worker.database.close()


def test_what_a_dead_worker_held_is_free_at_once(two: tuple[Worker, Worker]) -> None:
    """The server knows whose connection is gone; nobody waits for the lease to run out."""
    one, other = two
    one.storage.receive([Arrival("s", "1", "c", "telegram", "{}", "42"), Arrival("s", "2", "d", "telegram", "{}", "7")])
    assert len(one.storage.claim(one.owner, lease=600, limit=9)) == 2
    assert other.storage.free_dead_owners() == 0
    assert other.storage.claim(other.owner, lease=600, limit=9) == []
    one.database.close()
    wait_for(other.storage.free_dead_owners)
    assert [claim.arrival.key for claim in other.storage.claim(other.owner, lease=600)] == ["1"]


def test_messages_of_a_dead_sender_are_free_too(two: tuple[Worker, Worker]) -> None:
    """A sender that died holds no message back."""
    one, other = two
    one.storage.receive([Arrival("s", "1", "c", "telegram", "{}", "42")])
    (claim,) = one.storage.claim(one.owner, lease=600)
    one.storage.commit([Outcome(claim, "[]", "{}", parts=("m",))])
    assert len(one.storage.take_parts("telegram", f"{one.owner}.1", lease=600)) == 1
    one.database.close()
    wait_for(other.storage.free_dead_owners)
    assert len(other.storage.take_parts("telegram", other.owner, lease=600)) == 1


def test_a_lost_connection_is_made_again(two: tuple[Worker, Worker], postgres_database: str) -> None:
    """When the server cuts every connection, one operation fails at most, and the worker lives on under its number."""
    one, other = two
    killer = create_engine(postgres_database, isolation_level="AUTOCOMMIT")
    with killer.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    killer.dispose()
    for _ in range(3):
        try:
            one.storage.receive([Arrival("s", "1", "c", "telegram", "{}", "42")])
            break
        except StorageFault:
            continue
    (claim,) = one.storage.claim(one.owner, lease=600)
    one.storage.free_dead_owners()
    for _ in range(3):
        try:
            other.storage.free_dead_owners()
            break
        except StorageFault:
            continue
    assert one.storage.commit([Outcome(claim, "[]", "{}")]) == [True]


def test_a_server_that_is_not_there_is_told() -> None:
    """No stack trace, no password: what cannot be reached and what to do."""
    with pytest.raises(StorageGone) as told:
        open_storage(None, time.time, url="postgresql://u:secret@127.0.0.1:1/x")  # type: ignore[arg-type]
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["mysql://u:secret@h/x", "secret", "postgresql:/x"])
def test_a_wrong_address_is_told(url: str) -> None:
    """The setting is named, its value is not repeated."""
    with pytest.raises(StorageFault) as told:
        open_storage(None, time.time, url=url)  # type: ignore[arg-type]
    assert "SHENBAO_DATABASE_URL" in str(told.value)
    assert "secret" not in str(told.value)
