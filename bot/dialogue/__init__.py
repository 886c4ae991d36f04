"""The dialogue core: `step(conversation, event, world) -> Turn`. Pure; what is impure is requested as an effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.dialogue.messages import Event
    from bot.dialogue.models import Conversation, Turn, World


def step(conversation: Conversation, event: Event, world: World) -> Turn:
    """What becomes of the conversation after `event`; see `bot.dialogue.transitions.step`."""
    from bot.dialogue.transitions import step as taken

    return taken(conversation, event, world)
