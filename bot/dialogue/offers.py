"""Replies about answers from elsewhere: another programme's, those recognised in a text or file, rows that were brought."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.replies import Telling
from bot.dialogue.standings import AnswerLine
from programs.models import Frozen


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
