"""Work that nobody waits for: one thread, one job after the other.

It begins a moment after the first job came: a command that asks one question and ends has begun nothing, and a service that
was started again first answers those who waited.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

_DELAY_SECONDS, _IDLE_SECONDS = 3.0, 20.0


class Background:
    """Does jobs in order; a job that fails keeps its trouble to itself."""

    def __init__(self, idle: Callable[[], None] = lambda: None, *, delay: float = _DELAY_SECONDS) -> None:
        self._jobs: queue.Queue[Callable[[], None]] = queue.Queue()
        self._idle, self._delay = idle, delay
        self._hurry = threading.Event()
        self._lock = threading.Lock()
        self._running = self._closed = False

    def add(self, job: Callable[[], None]) -> None:
        """Have `job` done soon; nothing is done any more after `close`."""
        with self._lock:
            if self._closed:
                return
            self._jobs.put(job)
            if not self._running:
                self._running = True
                threading.Thread(target=self._work, daemon=True, name="knowledge").start()

    def settle(self) -> None:
        """Wait until everything added so far has been done."""
        self._hurry.set()
        self._jobs.join()

    def close(self) -> None:
        """Forget what has not been begun."""
        with self._lock:
            self._closed = True
            self._hurry.set()
            with suppress(queue.Empty):
                while True:
                    self._jobs.get_nowait()
                    self._jobs.task_done()

    def _work(self) -> None:
        self._hurry.wait(self._delay)
        while True:
            try:
                job = self._jobs.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                with self._lock:
                    if not self._jobs.empty():
                        continue
                    self._running = False
                self._idle()
                return
            try:
                with suppress(Exception):
                    job()
            finally:
                self._jobs.task_done()
