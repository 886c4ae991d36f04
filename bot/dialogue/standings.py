"""Replies that show how the form stands: progress, all answers, the review."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.replies import Telling
from programs.models import Frozen


class SectionLine(Frozen):
    """How far one section is."""

    title: str
    done: int
    total: int


class ShowProgress(Telling):
    """How far the form is, and what was put off."""

    kind: Literal["show_progress"] = "show_progress"
    program: str
    sections: tuple[SectionLine, ...]
    waiting: tuple[str, ...]
    missing: tuple[str, ...]
    """Labels of required fields without an answer."""
    whole: bool = False
    """Every section; otherwise only those begun and not finished."""


class AnswerLine(Frozen):
    """One field and its answer, as it may be shown."""

    field: str
    label: str
    section: str
    echo: str
    state: Literal["answered", "empty", "waiting"]
    printed: bool = True
    """Filling asks it; otherwise it serves 查资格 alone."""


class ShowAnswers(Telling):
    """All fields that apply, with their answers."""

    kind: Literal["show_answers"] = "show_answers"
    program: str
    lines: tuple[AnswerLine, ...]
    whole: bool = False
    """Long answers and empty fields in full; otherwise shortened, the empty ones by their number."""


class DefectLine(Frozen):
    """One finding of the 形式审查."""

    code: str
    severity: Literal["error", "warning"]
    field: str
    clause: str
    message: str


class ShowReview(Telling):
    """The 形式审查: what a reviewer would send the form back for."""

    kind: Literal["show_review"] = "show_review"
    program: str
    defects: tuple[DefectLine, ...]
    whole: bool = False
    """Every defect; otherwise the first ones, and what is only not filled in yet as one line."""
