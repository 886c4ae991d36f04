"""Messages on trial, one after the other, beside the work of everybody else.

A trial takes longer than a turn, because a process has to be started for it. So nobody waits for it: the message is put off
until the verdict is there, and being put off is no try. A process that dies meanwhile takes the verdict with it and nothing
else; the next one begins the trial again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.dialogue.messages import Event
from bot.dialogue.models import Conversation

Trial = Callable[[Conversation, Event], bool]
"""Makes the turn in a process of its own and throws it away; False when that process died of it."""


class Trials:
    """The verdicts of one worker, by the number of the arrival."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._found: dict[int, bool | None] = {}
        self._one = threading.Lock()

    def verdict(self, number: int, conversation: Conversation, event: Event) -> bool | None:
        """Whether the message may be worked on; None while that is being found out."""
        if number not in self._found:
            self._found[number] = None
            threading.Thread(target=self._try, args=(number, conversation, event), name="trial", daemon=True).start()
        return self._found[number]

    def _try(self, number: int, conversation: Conversation, event: Event) -> None:
        with self._one:
            try:
                self._found[number] = self._trial(conversation, event)
            except Exception:  # noqa: BLE001  no verdict is no evidence
                self._found[number] = True

    def forget(self, number: int) -> None:
        """The message is done with."""
        self._found.pop(number, None)
