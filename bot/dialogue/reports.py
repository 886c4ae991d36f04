"""Replies that show what was found out: an answer of the guide, a verdict, the programmes that fit."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.replies import Telling
from knowledge.models import Answer
from programs.models import Frozen


class ShowAnswer(Telling):
    """What the guide says."""

    kind: Literal["show_answer"] = "show_answer"
    answer: Answer


class VerdictLine(Frozen):
    """The verdict on one condition of the guide."""

    rule: str
    title: str
    clause: str
    quote: str
    verdict: Literal["met", "not_met", "unknown"]
    basis: Literal["computed", "declared"]
    working: str
    missing: tuple[str, ...]
    """Fact paths that are needed and not answered."""
    gap: str
    reading: str


class ShowVerdict(Telling):
    """Whether the organisation qualifies, clause by clause."""

    kind: Literal["show_verdict"] = "show_verdict"
    program: str
    overall: Literal["eligible", "not_eligible", "need_more_info"]
    lines: tuple[VerdictLine, ...]
    whole: bool = False
    """Every condition in full; otherwise those that are met take one line each."""
    remind: bool = True
    """Say that it is for reference only, where the programme is closed; told once."""


MOST_OPEN = 5
"""Open conditions told in full where nothing is failed yet; the others by their titles."""


def decisive(reply: ShowVerdict) -> tuple[tuple[VerdictLine, ...], tuple[VerdictLine, ...]]:
    """The conditions to tell in full when told in short, and the open ones of which the titles are enough.

    What is failed decides, so where anything is, what is open can wait. Where nothing is, what is open decides: what can be
    reckoned goes before what is declared, and what lacks least goes first.
    """
    failed = tuple(line for line in reply.lines if line.verdict == "not_met")
    undecided = tuple(line for line in reply.lines if line.verdict == "unknown")
    if failed:
        return failed, undecided
    near = sorted(undecided, key=lambda line: (line.basis == "declared", len(line.missing)))[:MOST_OPEN]
    return tuple(near), tuple(line for line in undecided if line not in near)


class MatchLine(Frozen):
    """One programme, seen from the organisation."""

    program: str
    applies: bool
    """The kind of organisation is one the programme is for, or is not known."""
    near: bool | None
    """It is registered where the programme is; None when that is open."""
    open: bool
    quote: str
    """Who may apply, in the guide's words."""
    unmet: tuple[str, ...] = ()
    """Titles of conditions that are known not to be met."""
    missing: int = 0
    """How many conditions cannot be judged yet."""


class ShowMatch(Telling):
    """Which programmes concern the organisation."""

    kind: Literal["show_match"] = "show_match"
    lines: tuple[MatchLine, ...]
    whole: bool = False
    """The guide's words also for programmes that are not meant for such an organisation; otherwise their names."""
