"""Writes refused questions down beside the conversation, never in its way: on a thread of its own, in the handbook.

A gap that is lost when the process dies is no loss to anybody; an answer that waits for it would be.
"""

from __future__ import annotations

import atexit
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import structlog

from bot.storage.handbook import Handbook
from knowledge.gaps import KEPT_DAYS, Gap, gap_of
from knowledge.models import Answer

log = structlog.get_logger(__name__)
_MOST_WAITING = 1000


@dataclass
class GapKeeper:
    """Callable: a question and the answer it got."""

    handbook: Callable[[], Handbook]
    today: Callable[[], date]
    _waiting: queue.Queue[tuple[Gap, date]] = field(default_factory=lambda: queue.Queue(_MOST_WAITING), repr=False)
    _begun: threading.Event = field(default_factory=threading.Event, repr=False)
    _pruned: date | None = None

    def __call__(self, question: str, answer: Answer) -> None:
        """Keep the question when it was refused; returns at once."""
        gap = gap_of(question, answer)
        if gap is None:
            return
        try:
            self._waiting.put_nowait((gap, self.today()))
        except queue.Full:
            return
        if not self._begun.is_set():
            self._begun.set()
            threading.Thread(target=self._run, name="gaps", daemon=True).start()
            atexit.register(self.finish)

    def finish(self, seconds: float = 3.0) -> None:
        """Wait until what was handed in is written, for at most so long."""
        with self._waiting.all_tasks_done:
            self._waiting.all_tasks_done.wait_for(lambda: not self._waiting.unfinished_tasks, timeout=seconds)

    def _run(self) -> None:
        while True:
            gap, day = self._waiting.get()
            try:
                self._write(gap, day)
            except Exception as error:  # noqa: BLE001  a gap that cannot be kept troubles nobody
                log.warning("a gap could not be kept", kind=type(error).__name__)
            finally:
                self._waiting.task_done()

    def _write(self, gap: Gap, day: date) -> None:
        handbook = self.handbook()
        handbook.note_gap(gap, day)
        if self._pruned != day:
            handbook.drop_gaps(day - timedelta(days=KEPT_DAYS))
            self._pruned = day
