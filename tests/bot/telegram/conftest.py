"""The service against a fake Telegram, one for each test file, and people it has never met."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bot.engine.engine import Engine
from tests.bot.telegram.harness import Person, service
from tests.fakes.telegram import Running, telegram

_numbers = count(2**33)
"""Telegram's numbers of people have more than 32 bits."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Engine]]:
    """The fake Telegram and the engine that works for it."""
    with telegram() as server, service(server, tmp_path_factory.mktemp("data")) as engine:
        yield server, engine


@pytest.fixture
def stranger(running: tuple[Running, Engine]) -> Person:
    """Somebody who has not said anything yet."""
    server, engine = running
    return Person(server, next(_numbers), engine)
