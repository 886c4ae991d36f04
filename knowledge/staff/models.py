"""An answer the helpdesk has approved, and how long it holds.

An answer belongs to one programme and the year of its guide, or to all programmes and a calendar year. It is never older
than that: next year's guide has its own questions, and an answer of last year would be believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from programs.models import Frozen, Manifest

EVERY = ""
"""In place of a slug: the answer holds for every programme."""


class StaffAnswer(Frozen):
    """One approved answer. It names the role that approved it and no person."""

    id: str
    program: str = EVERY
    question: str
    """As it was asked."""
    asks: tuple[str, ...] = ()
    """Other ways to ask the same."""
    text: str
    role: str
    """Who answers for it, as an office: 项目服务台."""
    approved: date
    year: int | None = None
    """Year of the programme's guide; of an answer for all programmes the calendar year. None where the guide has no year."""
    expires: date | None = None
    """Last day on which it is shown."""
    clause: str = ""
    """Clause of the guide it explains, if any."""
    withdrawn: date | None = None


def in_force(answer: StaffAnswer, manifest: Manifest, on: date) -> bool:
    """Whether the answer may be shown for this programme on this day."""
    if answer.withdrawn is not None or (answer.expires is not None and on > answer.expires):
        return False
    if answer.program == EVERY:
        return answer.year is None or answer.year == on.year
    return answer.program == manifest.slug and answer.year == manifest.year


def of_program(answers: Iterable[StaffAnswer], manifest: Manifest, on: date) -> list[StaffAnswer]:
    """Those that may be shown, its own before those for all programmes, the latest first."""
    held = [answer for answer in answers if in_force(answer, manifest, on)]
    held.sort(key=lambda answer: (answer.program == EVERY, -answer.approved.toordinal(), answer.id))
    return held
