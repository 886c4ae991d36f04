"""The real command as a real process, killed at random moments: the short version of `tests.bot.telegram.killing`."""

from __future__ import annotations

from pathlib import Path

from tests.bot.telegram.killing import run
from tests.fakes.telegram import telegram


def test_every_message_is_answered_once(tmp_path: Path) -> None:
    """Killed and started again with refusals and broken answers in between: nothing lost, nothing twice, the log exact."""
    with telegram() as server:
        found = run(server, tmp_path, kills=2, messages=40, chats=5, seed=5)
    assert found.kept, found
    assert (found.kills, found.messages) == (2, 40)
