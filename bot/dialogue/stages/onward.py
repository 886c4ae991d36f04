"""What comes after a field is done with, at each stage that asks fields."""

from __future__ import annotations

from bot.dialogue.models import Stage
from bot.dialogue.stages import eligibility, filling, matching, moving
from bot.dialogue.talk import Talk


def onward(talk: Talk) -> None:
    """Go on from the current field."""
    talk.put(row=None, held=None, tries=0)
    talk.park(None)
    if talk.stage is Stage.ELIGIBILITY:
        eligibility.advance(talk)
    elif talk.stage is Stage.MATCHING:
        matching.advance(talk)
    elif talk.stage is Stage.EDITING:
        moving.finish_edit(talk)
    else:
        filling.advance(talk)
