"""The door of the handbook: what the house learns beside the guides, shared by all processes of an installation.

It holds approved staff answers, the questions no guide answers, and how often the language model was asked today. No row
leads to a person or a conversation, so deleting a person's data has nothing to find here. On SQLite it is a file of its
own, which several processes may write, because the conversations' file has one writer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.gaps import Gap, GapCount
from knowledge.staff.models import StaffAnswer


class Handbook(Protocol):
    """Staff answers, gaps and the model's budget; every method is one transaction."""

    def revision(self) -> int:
        """A number that grows whenever staff answers change."""
        ...

    def staff_answers(self) -> list[StaffAnswer]:
        """All of them, by id, withdrawn ones too."""
        ...

    def put_staff_answer(self, answer: StaffAnswer) -> bool:
        """Keep an answer; False when it took the place of one with the same id."""
        ...

    def withdraw_staff_answer(self, id: str, on: date) -> bool:
        """Take an answer back; False when there is none, or it was taken back before."""
        ...

    def note_gap(self, gap: Gap, on: date) -> None:
        """Count a refused question; its first wording of the day stays."""
        ...

    def gaps(self, since: date) -> list[GapCount]:
        """What was refused from `since` on, oldest day first."""
        ...

    def drop_gaps(self, before: date) -> int:
        """Forget what was refused before a day; how many rows."""
        ...

    def spend(self, who: str, on: date, most: int) -> bool:
        """Count a call of the model for somebody; False, and nothing is counted, when they had `most` that day.

        Nothing is kept of earlier days. Who it was cannot be told from what is kept.
        """
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


@dataclass(frozen=True)
class KeptBudget:
    """The model's budget in the handbook, opened with the first call of the model."""

    handbook: Callable[[], Handbook]

    def spend(self, who: str, on: date, most: int) -> bool:
        """See `Handbook.spend`."""
        return self.handbook().spend(who, on, most)
