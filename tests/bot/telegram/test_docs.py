"""What docs/telegram.md names is there."""

from __future__ import annotations

import re
from pathlib import Path

from bot.channels.telegram.buttons import MENU
from bot.channels.telegram.rich import LONGEST
from bot.channels.telegram.webhook import LARGEST_BODY, PATH
from bot.settings import Settings

DOCS = (Path(__file__).parents[3] / "docs" / "telegram.md").read_text(encoding="utf-8")


def test_settings_and_commands_exist() -> None:
    """Every setting and every command of the bot that is named exists, and every Telegram setting is named."""
    named = {name.lower() for name in re.findall(r"SHENBAO_([A-Z_]+)", DOCS)}
    assert named <= set(Settings.model_fields)
    assert {name for name in Settings.model_fields if name.startswith("telegram_")} <= named
    commands = {name for name, _, _ in MENU}
    assert set(re.findall(r"`/([a-z_]+)`", DOCS)) - {"newbot", "setjoingroups", "revoke"} <= commands


def test_figures_are_those_of_the_code() -> None:
    """Limits and the webhook's address stand in the page as in the code."""
    assert PATH in DOCS
    assert str(LONGEST) in DOCS
    assert LARGEST_BODY == 1024 * 1024
