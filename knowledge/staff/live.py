"""The staff answers as they are now: asked for again when the handbook's revision has moved, looked at once a second.

A handbook that cannot be read costs nothing but the news: what was known goes on being shown until its own last day.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import structlog

from knowledge.staff.models import StaffAnswer

log = structlog.get_logger(__name__)
EVERY_SECONDS = 1.0


class StaffSource(Protocol):
    """Where staff answers are kept."""

    def revision(self) -> int:
        """A number that grows whenever staff answers change."""
        ...

    def staff_answers(self) -> list[StaffAnswer]:
        """All of them."""
        ...


@dataclass
class LiveAnswers:
    """The present staff answers, for any number of threads."""

    source: Callable[[], StaffSource | None]
    """The handbook; None as long as there is none."""
    today: Callable[[], date]
    clock: Callable[[], float] = time.monotonic
    every: float = EVERY_SECONDS
    _answers: tuple[StaffAnswer, ...] = ()
    _revision: int = -1
    _looked: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def now(self) -> Sequence[StaffAnswer]:
        """All answers that were not withdrawn; the same object as long as nothing changed."""
        if self.clock() - self._looked >= self.every and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = self.clock()
                self._lock.release()
        return self._answers

    def _look(self) -> None:
        try:
            source = self.source()
            revision = source.revision() if source is not None else -1
            if source is None or revision == self._revision:
                return
            self._answers = tuple(answer for answer in source.staff_answers() if answer.withdrawn is None)
            self._revision = revision
        except Exception as error:  # noqa: BLE001  whatever a database does, the guides go on answering
            log.warning("staff answers could not be read", kind=type(error).__name__)
