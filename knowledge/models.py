"""What people ask and what the guide answers, as data: `phrases.yaml`, citations and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from programs.models import Frozen


class AnswerKind(StrEnum):
    """What kind of thing an answer is: what a question wants, and what a piece of text gives."""

    AMOUNT = "amount"
    """Money."""
    DATE = "date"
    """A day, a deadline."""
    DURATION = "duration"
    COUNT = "count"
    """How many (people, patents, copies, rows)."""
    PERCENT = "percent"
    WHO = "who"
    LIST = "list"
    YESNO = "yesno"
    PLACE = "place"
    CONTACT = "contact"
    """A phone number, a name, an e-mail address."""
    CONDITION = "condition"
    DEFINITION = "definition"
    TASK = "task"
    TARGET = "target"
    MATERIAL = "material"
    PROCEDURE = "procedure"
    FORM = "form"
    """How to fill a blank of the form."""
    BUDGET = "budget"
    """What money may be spent on."""


class PhraseEntry(Frozen):
    """The ways people ask for what a clause says."""

    clause: str
    quote: str = ""
    """Exact substring of the clause that carries the answer; empty means the whole clause."""
    gives: tuple[AnswerKind, ...]
    ask: tuple[str, ...]
    """Questions and phrases, as people type them; the more diverse the better."""


class SilentEntry(Frozen):
    """Something people ask that this guide does not state."""

    topic: str
    """In Chinese: 资助金额."""
    gives: tuple[AnswerKind, ...]
    note: str = ""
    """One Chinese sentence beyond 指南未载明, such as where the guide sends people for it; empty when there is nothing to add."""
    clause: str = ""
    """The clause that comes closest, if any."""
    ask: tuple[str, ...]


class PhrasesFile(Frozen):
    """`phrases.yaml`: index-time expansion for one programme."""

    proposed_by: str = ""
    """The language model that proposed the ways to ask; empty once a person has gone through them."""
    entries: tuple[PhraseEntry, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Field key to the ways people ask how to fill it."""
    silent: tuple[SilentEntry, ...] = ()
    words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """The guide's word to what people say instead (授权: 拿证, 下证)."""


@dataclass(frozen=True, slots=True)
class StaffNote:
    """Which approved answer of the helpdesk was quoted, and how long it holds."""

    id: str
    approved: date
    year: int | None
    expires: date | None
    role: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that carry an answer, with their place; `quote` is an exact substring of `guide.md` unless staff said it."""

    program: str
    clause: str
    path: tuple[str, ...]
    quote: str
    text: str
    source: Literal["guide", "form", "staff"]
    start: int
    end: int
    staff: StaffNote | None = None
    """Of a staff answer: which one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme offered when a question could mean several."""

    program: str
    label: str


AnswerStatus = Literal["answered", "not_found", "clarify", "out_of_scope"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, as every channel shows it."""

    status: AnswerStatus
    program: str | None
    answer: str
    citations: tuple[Citation, ...] = ()
    options: tuple[Choice, ...] = ()
    ms: float = field(default=0.0, compare=False)
    topic: str = field(default="", compare=False)
    """Of a refusal: what the guide is silent on, where that is known."""
    nearest: bool = field(default=False, compare=False)
    """No clause answers for certain; quoted is what comes nearest."""
