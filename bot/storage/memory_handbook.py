"""The handbook as long as the process lasts: for scripted conversations and tests."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

from knowledge.gaps import Gap, GapCount
from knowledge.staff.models import StaffAnswer


class MemoryHandbook:
    """See `handbook.Handbook`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = 0
        self._answers: dict[str, StaffAnswer] = {}
        self._gaps: dict[tuple[date, str, str], GapCount] = {}
        self._calls: dict[str, int] = {}
        self._day: date | None = None

    def revision(self) -> int:
        """See `Handbook.revision`."""
        return self._revision

    def staff_answers(self) -> list[StaffAnswer]:
        """See `Handbook.staff_answers`."""
        with self._lock:
            return [self._answers[id] for id in sorted(self._answers)]

    def put_staff_answer(self, answer: StaffAnswer) -> bool:
        """See `Handbook.put_staff_answer`."""
        with self._lock:
            new = answer.id not in self._answers
            self._answers[answer.id] = answer
            self._revision += 1
            return new

    def withdraw_staff_answer(self, id: str, on: date) -> bool:
        """See `Handbook.withdraw_staff_answer`."""
        with self._lock:
            known = self._answers.get(id)
            if known is None or known.withdrawn is not None:
                return False
            self._answers[id] = known.model_copy(update={"withdrawn": on})
            self._revision += 1
            return True

    def note_gap(self, gap: Gap, on: date) -> None:
        """See `Handbook.note_gap`."""
        with self._lock:
            key = (on, gap.program, gap.plain)
            known = self._gaps.get(key) or GapCount(on, gap, 0)
            self._gaps[key] = replace(known, count=known.count + 1)

    def gaps(self, since: date) -> list[GapCount]:
        """See `Handbook.gaps`."""
        with self._lock:
            return [self._gaps[key] for key in sorted(self._gaps) if key[0] >= since]

    def drop_gaps(self, before: date) -> int:
        """See `Handbook.drop_gaps`."""
        with self._lock:
            old = [key for key in self._gaps if key[0] < before]
            for key in old:
                del self._gaps[key]
            return len(old)

    def spend(self, who: str, on: date, most: int) -> bool:
        """See `Handbook.spend`."""
        with self._lock:
            if self._day != on:
                self._day, self._calls = on, {}
            if self._calls.get(who, 0) >= most:
                return False
            self._calls[who] = self._calls.get(who, 0) + 1
            return True

    def close(self) -> None:
        """Nothing has to be finished."""
