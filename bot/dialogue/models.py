"""What is remembered of a conversation, and the world it is stepped in.

A conversation remembers what was *said*: for each programme an append-only log of answers, and where the person is. What
follows from it (next question, verdict, progress, defects) is computed from the log whenever it is wanted and never kept,
so nothing can disagree with the answers. Going back, switching a choice or changing the programme erases nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field as PField

from bot.dialogue.messages import Button, Effect, NotRead, Reply
from programs.models import Frozen

if TYPE_CHECKING:
    from forms.loader import Form
    from forms.models import Field
    from programs.registry import Pack
    from rules.assess import Assessor


class Stage(StrEnum):
    """Where a conversation stands."""

    START = "start"
    """Nothing chosen: ask, find a programme that fits, or pick one."""
    CHOOSING = "choosing"
    """The list of programmes is on the table."""
    MATCHING = "matching"
    """能报哪个: a few facts about the organisation are being asked."""
    HOME = "home"
    """A programme is chosen: ask, judge, fill or export."""
    ASKING = "asking"
    """Everything said is a question to the guide."""
    ELIGIBILITY = "eligibility"
    """One fact at a time, only what the verdict still depends on."""
    FILLING = "filling"
    """One field at a time, in the form's order."""
    EDITING = "editing"
    """One field, called by name; then back to where the person was."""
    REVIEW = "review"
    """Nothing left to ask: look over, check, export."""
    PROPOSING = "proposing"
    """What was recognised in a text or file is on the table; waiting for 确认."""
    RESTARTING = "restarting"
    """Asked whether to begin again; waiting for yes or no."""


class Reason(StrEnum):
    """Why an entry stands in the log."""

    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    """Unlikely, and the person said it is right."""
    ADOPTED = "adopted"
    """Taken over from another programme's answers, with the person's yes."""
    IMPORTED = "imported"
    """Recognised in a pasted text or a file, and confirmed by the person."""
    UNDONE = "undone"
    RESTARTED = "restarted"


class Entry(Frozen):
    """One line of the answer log."""

    field: str
    value: Any = None
    """The whole value of the field as plain JSON; None means not answered any more."""
    reason: Reason
    author: str
    channel: str
    at: datetime
    turn: int
    """The turn it was written in; undo takes back a whole turn."""
    undoes: int | None = None
    """For an undo, the turn that it takes back."""


class Held(Frozen):
    """A value understood but doubted, kept aside until the person says it is right."""

    field: str
    value: Any
    echo: str
    seen: str = ""
    """`answers.fingerprint` of what stood there when it was held; what was written since is not written over."""


class OpenRow(Frozen):
    """A row of a table or grid that is being told column by column; nothing of it counts before it is complete."""

    field: str
    row: str
    """Row key of a grid; for a table the 0-based place, which may be one past the last row."""
    id: str = ""
    """Identity of the table's row that is being changed, empty for a new one: its place may change meanwhile."""
    cells: dict[str, Any] = PField(default_factory=dict)
    only: str = ""
    """Key of the one column being told, when a single cell is edited by name."""


class Proposed(Frozen):
    """One answer on the table; it is not in the log."""

    number: int
    field: str
    value: Any
    words: str = ""
    doubt: str = ""
    by_model: bool = False
    """Proposed by a language model, so shown with the words it rests on."""
    seen: str = ""
    """`answers.fingerprint` of what stood there when it was shown."""


class Offer(Frozen):
    """What was recognised in texts and files and not yet decided on."""

    number: int
    """The turn it was last shown in; buttons of an older one are stale."""
    origin: Literal["text", "form", "other_form", "sheet", "licence", "draft"]
    name: str = ""
    lines: tuple[Proposed, ...] = ()
    unread: tuple[NotRead, ...] = ()
    apart: tuple[str, ...] = ()


class Waiting(Frozen):
    """Rows that were pasted or sent for a table and wait for a word: in which unit they are, or where they go."""

    field: str
    lines: tuple[tuple[str, ...], ...]
    name: str = ""
    """Name of the file; empty when they were pasted."""


class Place(Frozen):
    """Where to go back to after a detour, with the row that was being told there."""

    stage: Stage
    field: str | None = None
    row: OpenRow | None = None
    trail: tuple[str, ...] = ()
    """The way 上一题 walks from there."""


class Exported(Frozen):
    """A document that was handed over: a frozen snapshot, whose answers are the log's first `entries`."""

    file: str
    at: datetime
    entries: int
    filled: int
    partial: bool


class Case(Frozen):
    """One programme's part of a conversation."""

    program: str
    log: tuple[Entry, ...] = ()
    at: str | None = None
    """Key of the field that is being asked."""
    trail: tuple[str, ...] = ()
    """Fields asked before, oldest first; 上一题 walks it backwards."""
    skipped: tuple[str, ...] = ()
    """Fields the person put off (待补)."""
    passed: tuple[str, ...] = ()
    """Fields put off in this round of questions about eligibility."""
    thorough: bool = False
    """The round goes on although the verdict is certain."""
    tries: int = 0
    """Failed attempts at the field being asked."""
    held: Held | None = None
    row: OpenRow | None = None
    offer: Offer | None = None
    brought: Waiting | None = None
    units: dict[str, str] = PField(default_factory=dict)
    """`table.column` to the unit that the person said its numbers are in, asked once."""
    offered_profile: bool = False
    """The organisation's own answers were offered once."""
    row_ids: dict[str, tuple[str, ...]] = PField(default_factory=dict)
    """Table's key to the identities of its rows, where these do not follow from the log (see `row_ids`)."""
    noted: tuple[str, ...] = ()
    """Things told once and not again, such as that the programme is closed."""
    exports: tuple[Exported, ...] = ()
    """Documents that were handed over, oldest first."""


class Parked(Frozen):
    """Something said that waits for a choice: a question for a programme, a value for a field, words that may be an answer."""

    kind: Literal["question", "value", "answer", "block"]
    text: str
    field: str | None = None


class Conversation(Frozen):
    """Everything remembered of one person's conversation."""

    id: str
    stage: Stage = Stage.START
    program: str | None = None
    cases: dict[str, Case] = PField(default_factory=dict)
    """Programme slug to its case; the key "" holds what was told of the organisation before a programme was chosen."""
    back_to: tuple[Place, ...] = ()
    """Where detours began, the latest last."""
    parked: Parked | None = None
    offered: tuple[Button, ...] = ()
    """The numbered choices last shown; a bare number means one of them."""
    pending: tuple[Effect, ...] = ()
    """Effects asked for whose result has not come back."""
    turn: int = 0
    shortened: Literal["", "verdict", "review", "answers", "progress", "match"] = ""
    """What was last shown in short, for 看全部."""


class IllegalStep(Exception):
    """Raised when a step is not in the transition table; the conversation is unchanged."""


@dataclass(frozen=True)
class World:
    """What a step may look at: the programmes, and which day it is. Nothing in it changes while a process runs but the day."""

    packs: Mapping[str, Pack]
    forms: Mapping[str, Form]
    assessors: Mapping[str, Assessor]
    today: date
    shared: Mapping[str, Field] = dataclasses.field(default_factory=dict)
    """The organisation's own fields, which every programme calls alike."""
    address: str = ""
    """Where people reach the page, such as https://shenbao.example.org; empty when it is not known."""
    reads_photos: bool = False
    """Photos of a licence can be read in this installation."""
    asks_model: bool = False
    """A language model may propose answers out of a pasted text."""


@dataclass(frozen=True)
class Turn:
    """What a step yields: the new conversation, what to tell, what to do."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
