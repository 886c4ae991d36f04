"""Asks a process of its own whether a message kills whoever works on it. What that process does is in `bot.trial`."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.messages import Event
from bot.dialogue.models import Conversation

log = logging.getLogger(__name__)
BEGUN, DONE = "begun", "done"
"""What the process says before the turn and after it; dying in between is the message's doing."""


@dataclass(frozen=True)
class ProcessTrial:
    """See `workshop.Trial`."""

    environment: Mapping[str, str]
    """The settings by which the process opens packs and index; it needs neither database nor token."""
    seconds: float = 30.0
    """A turn that takes longer than this did not die."""

    def __call__(self, conversation: Conversation, event: Event) -> bool:
        """False when the process died while it made the turn; True also when it could not be started at all."""
        asked = json.dumps({"conversation": conversation.model_dump_json(), "event": event.model_dump_json()})
        try:
            tried = subprocess.run(
                [sys.executable, "-m", "bot.trial"], input=asked.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, **self.environment}, timeout=self.seconds, check=False, start_new_session=True,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            log.warning("a trial came to no end (%s)", type(error).__name__)
            return True
        said = tried.stdout.decode().split()
        return BEGUN not in said or DONE in said
