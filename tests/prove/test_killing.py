"""The real command as a real process, really killed: a short run of what `make prove` does at length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.telegram import telegram
from tests.prove.killing import Killing, restarts
from tests.prove.processes import PostgreSQL


@pytest.fixture
def postgres() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    yield server
    server.close()


def test_every_message_is_answered_once(tmp_path: Path) -> None:
    """Killed and started again with refusals and broken answers in between: nothing lost, nothing twice, state exact."""
    with telegram() as server:
        found = Killing(server, tmp_path, chats=5, seed=5).run(kills=2, messages=60)
    assert found.kept, found
    assert (found.kills, found.messages) == (2, 60)


def test_two_workers_on_postgresql_outlive_their_server(tmp_path: Path, postgres: PostgreSQL) -> None:
    """Workers killed, the database server crashed and started again under the one that lives: the same promises hold."""
    with telegram() as server:
        found = Killing(server, tmp_path, postgres=postgres, chats=5, seed=6).run(kills=2, messages=40, crash_every=2)
    assert found.kept, found
    assert found.crashes == 1


def test_restarted_it_answers_before_the_index_is_open(tmp_path: Path) -> None:
    """Who wrote while the service was down is answered when it comes back, also from the guide."""
    with telegram() as server:
        took = restarts(server, tmp_path, 1)
    assert len(took) == 1
