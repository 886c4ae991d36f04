"""What time it is, as an argument. Deadlines follow the wall clock of Shanghai; leases and delays a clock that never jumps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    """Two clocks. They are read apart, because somebody may set the wall clock while the service runs."""

    wall: Callable[[], float] = time.time
    """Seconds since 1970; may jump."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds since some moment; never goes back, and goes on at the pace of time."""
    _offset: list[float] = field(default_factory=list, repr=False)

    @classmethod
    def standing(cls, at: datetime) -> Clock:
        """A clock whose date and time stand still, for scripts that must come out the same every day."""
        return cls(wall=at.timestamp)

    def now(self) -> datetime:
        """The date and time in Shanghai."""
        return datetime.fromtimestamp(self.wall(), SHANGHAI)

    def steady(self) -> float:
        """Seconds since 1970 as the wall clock said when this clock was first read, counted on without jumps."""
        if not self._offset:
            self._offset.append(self.wall() - self.monotonic())
        return self._offset[0] + self.monotonic()
