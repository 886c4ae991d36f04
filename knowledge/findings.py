"""What a search of one programme brings: what to quote, or on what the guide is silent; and all its units as ranked."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.compiled import Compiled
from knowledge.composing import Chosen
from knowledge.index import Floats
from knowledge.ranking import Question
from knowledge.staff.models import StaffAnswer


@dataclass(frozen=True, slots=True)
class Finding:
    """What one programme has to say."""

    program: str
    answerable: bool
    score: float
    main: tuple[Chosen, ...] = ()
    also: tuple[Chosen, ...] = ()
    as_list: bool = False
    topic: str = ""
    note: str = ""
    unstated: tuple[str, ...] = ()
    """Topics of other parts of the question on which the guide is silent."""
    field_label: str = ""
    field_help: str = ""
    nearest: bool = False
    """Not an answer found by the question's own words, but what comes nearest to it."""
    staff: tuple[StaffAnswer, ...] = ()
    """What the helpdesk has approved on this."""
    staff_topic: str = ""
    """What that is about, when the guide is silent on it: then `main` is only what comes nearest."""

    @property
    def says(self) -> bool:
        """Whether guide or helpdesk have something to say."""
        return self.answerable or bool(self.staff)


@dataclass(frozen=True)
class Ranked:
    """All units of a programme as a question ranks them."""

    program: str
    compiled: Compiled
    question: Question
    scores: Floats
    order: list[int]
    """Places of the units, the best first."""
