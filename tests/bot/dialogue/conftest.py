"""Who most transcripts begin with; a test file about other beginnings has its own."""

from __future__ import annotations

import pytest

from tests.bot.dialogue.worlds import Talker


@pytest.fixture
def talker() -> Talker:
    """Somebody who has begun to fill the example programme."""
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("填表")
    return talker
