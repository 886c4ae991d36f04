"""A real process, really killed: a short run of what `make prove` does at length."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.contracts.databases import empty
from tests.prove.killing import Killing


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_message_is_answered_once(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Killed in the middle of work and started again: nothing lost, nothing twice, in order, state exact."""
    url = ""
    if database == "postgresql":
        made = request.getfixturevalue("postgres_database")
        empty(made)
        url = made.replace("+psycopg", "")
    found = asyncio.run(Killing(tmp_path, url=url).run(kills=3, messages=120))
    assert found.kept, found
    assert found.messages == 120
