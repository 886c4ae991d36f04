"""Replies that show something longer: an answer, a verdict, progress, a review, the document."""

from __future__ import annotations

from datetime import datetime
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


class OfferProfile(Telling):
    """The organisation's own answers, known from elsewhere: take them all, or confirm one by one."""

    kind: Literal["offer_profile"] = "offer_profile"
    origin: str
    lines: tuple[AnswerLine, ...]


class ProposalLine(Frozen):
    """One answer that was recognised, as it may be shown; the person says which of them are right."""

    number: int
    field: str
    label: str
    echo: str
    before: str = ""
    """What stands there now, when it is something else."""
    words: str = ""
    doubt: str = ""
    by_model: bool = False
    """A language model proposed it, from `words`."""


class UnreadLine(Frozen):
    """Something that belongs to a field and could not be read."""

    label: str
    words: str
    message: str


class ShowProposals(Telling):
    """What was recognised in a pasted text or a file, field by field. Nothing of it is stored before 确认."""

    kind: Literal["show_proposals"] = "show_proposals"
    program: str
    offer: int
    """Number of the offer, for the codes of its buttons: `take:<offer>:all`, `:none`, `:1,3`."""
    origin: Literal["text", "form", "other_form", "sheet", "licence", "draft"]
    name: str = ""
    """Of the file, or of the other programme whose form it is."""
    lines: tuple[ProposalLine, ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    more_unread: int = 0
    apart: tuple[str, ...] = ()
    """Labels of what was left out because its years are not those of the form."""
    again: bool = False
    """Shown once more after something else, so in few words."""
    private: bool = False
    """Personal data is among them: what was typed is not to be shown again."""


class OfferHandover(Telling):
    """A section that can be handed to a colleague; the link itself is made on the page, and no log ever holds it."""

    kind: Literal["offer_handover"] = "offer_handover"
    program: str
    section: str
    title: str
    done: int
    total: int


class ShowMaterials(Telling):
    """What has to be handed in, and how to print and seal it; the words are the manifest's."""

    kind: Literal["show_materials"] = "show_materials"
    program: str


class ChangeLine(Frozen):
    """One thing that differs between two exports."""

    field: str
    label: str
    """The field's, with row and column where it is a cell."""
    before: str
    """As it may be shown, masked when sensitive; empty when there was nothing."""
    after: str


class SendDocument(Telling):
    """Hand over the document."""

    kind: Literal["send_document"] = "send_document"
    program: str
    file: str
    filled: int
    blank: int
    partial: bool
    warnings: tuple[str, ...] = ()
    since: datetime | None = None
    """When the document was exported before; None for the first time."""
    changed: tuple[ChangeLine, ...] = ()
    """What is different from that one."""
    remind: bool = True
    """Say what is official about the form, and that the programme is closed; told once."""


class RowLine(Frozen):
    """A row that was not taken, and why."""

    row: int
    """1-based line of the file."""
    column: str
    message: str


class ShowRows(Telling):
    """What became of the rows of a file: how many are in, and the first that are not."""

    kind: Literal["show_rows"] = "show_rows"
    field: str
    name: str
    """The file's, as it was sent."""
    good: int
    bad: int
    lines: tuple[RowLine, ...] = ()
    notes: tuple[str, ...] = ()
    """What else was noticed, in sentences: another unit, a sum that differs."""


class SendRows(Telling):
    """Hand back the rows that were not taken, as a file."""

    kind: Literal["send_rows"] = "send_rows"
    file: str
    count: int


class Farewell(Telling):
    """Everything is kept; the person may go."""

    kind: Literal["farewell"] = "farewell"
