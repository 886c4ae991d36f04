"""Puts staff answers into words and citations: 服务台答复 with its day and the year it holds for, never as the guide's words."""

from __future__ import annotations

from datetime import date

from knowledge.models import Citation, StaffNote
from knowledge.staff.models import EVERY, StaffAnswer
from knowledge.texts import say


def cite_staff(answer: StaffAnswer, program: str) -> Citation:
    """The citation; `clause` is the one it explains, if any, and the offsets are those of its own text."""
    return Citation(
        program=answer.program or program,
        clause=answer.clause,
        path=(label(answer),),
        quote=answer.text,
        text=answer.text,
        source="staff",
        start=0,
        end=len(answer.text),
        staff=StaffNote(answer.id, answer.approved, answer.year, answer.expires, answer.role),
    )


def label(answer: StaffAnswer) -> str:
    """服务台答复 with the day it was approved and what it holds for."""
    if answer.program == EVERY:
        held = say("staff_every", year=answer.year) if answer.year else say("staff_every_plain")
    else:
        held = say("staff_year", year=answer.year) if answer.year else say("staff_no_year")
    until = say("staff_until", day=written(answer.expires)) if answer.expires else ""
    return say("staff_label", day=written(answer.approved), held=held, until=until)


def told(answer: StaffAnswer) -> str:
    """The answer as a person reads it."""
    explains = say("staff_explains", clause=answer.clause) if answer.clause else ""
    return say("staff", label=label(answer), text=answer.text, explains=explains)


def written(day: date) -> str:
    """A day as it is written in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"
