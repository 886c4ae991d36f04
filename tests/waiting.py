"""Waiting for what another thread or process does: as long as a busy machine needs, which costs a calm one nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

BUSY = 60.0
"""Seconds a busy machine may need for what takes a moment."""
T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float = BUSY) -> T:
    """What `condition` yields as soon as it is true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.003)
    return found
