"""The three closed languages of the dialogue: what happened (Event), what to tell (Reply), what to do (Effect).

An event comes from a channel, or is the result of an effect. A reply says *what* to tell (a text key and its values, a
field to ask, an answer with its citations), never how: `bot.texts` finds the words and each channel draws them. Everything
can be written as JSON and read back, because all three are stored between the steps of a turn.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from knowledge.models import Answer
from programs.models import Frozen

# --- events -------------------------------------------------------------------------------------------------------


class Happened(Frozen):
    """What every event carries: an id that is never used twice, and who, where, when."""

    id: str
    at: datetime
    channel: str
    author: str


class Opened(Happened):
    """A person came to the conversation (again): the page was opened, the terminal started, /start was sent."""

    kind: Literal["opened"] = "opened"
    program: str | None = None
    """The programme a link or an option named."""


class Said(Happened):
    """A person typed something."""

    kind: Literal["said"] = "said"
    text: str


class Pressed(Happened):
    """A person pressed a button; `code` is that of the `Button`."""

    kind: Literal["pressed"] = "pressed"
    code: str


class SentFile(Happened):
    """A person sent a file (or a photo, a voice message, a sticker); nothing of it was read."""

    kind: Literal["sent_file"] = "sent_file"
    name: str
    size: int = 0


class GuideAnswered(Happened):
    """Result of `AskGuide`."""

    kind: Literal["guide_answered"] = "guide_answered"
    effect: str
    answer: Answer


class DocumentFilled(Happened):
    """Result of `FillDocument`: the file was written and read back."""

    kind: Literal["document_filled"] = "document_filled"
    effect: str
    file: str
    filled: int
    blank: tuple[str, ...] = ()
    """Keys of fields that were left blank."""
    warnings: tuple[str, ...] = ()


class StaffCalled(Happened):
    """Result of `CallStaff`; `ticket` is what a person quotes later, `on_duty` whether anybody is there to read it."""

    kind: Literal["staff_called"] = "staff_called"
    effect: str
    ticket: str
    on_duty: bool


class EffectFailed(Happened):
    """An effect could not be done; `reason` is a Chinese sentence fit for the person."""

    kind: Literal["effect_failed"] = "effect_failed"
    effect: str
    reason: str = ""


Event = Annotated[
    Opened | Said | Pressed | SentFile | GuideAnswered | DocumentFilled | StaffCalled | EffectFailed,
    Field(discriminator="kind"),
]

# --- effects ------------------------------------------------------------------------------------------------------


class AskGuide(Frozen):
    """Find the clause that answers a question."""

    kind: Literal["ask_guide"] = "ask_guide"
    id: str
    question: str
    program: str | None = None
    field: str | None = None
    """The field that was being asked, when the question came in between."""
    asker: str | None = None
    """What kind of organisation asks, when it was told."""


class FillDocument(Frozen):
    """Write the application document from these answers (the format of an answers file)."""

    kind: Literal["fill_document"] = "fill_document"
    id: str
    program: str
    answers: dict[str, Any]
    partial: bool


class CallStaff(Frozen):
    """Tell the helpdesk that a person wants somebody."""

    kind: Literal["call_staff"] = "call_staff"
    id: str
    program: str | None = None
    field: str | None = None
    words: str = ""
    """What the person said last, as far as it is no personal data."""


Effect = Annotated[AskGuide | FillDocument | CallStaff, Field(discriminator="kind")]

# --- replies ------------------------------------------------------------------------------------------------------


class Button(Frozen):
    """Something the person may choose; pressing it sends `code`, typing its number or its label means the same."""

    code: str
    label: str = ""
    """The words on it when they come from data (an option, a programme's name)."""
    key: str = ""
    """The key of the words on it when they are the assistant's own."""


class Telling(Frozen):
    """What every reply carries: numbered `choices`, and `actions` that are words one may type at any time."""

    choices: tuple[Button, ...] = ()
    actions: tuple[Button, ...] = ()
    """What else may be done here (跳过, 上一题 …), drawn as buttons or as a line of hints; not numbered."""


class Say(Telling):
    """A sentence: its key in the texts, and the values it names."""

    kind: Literal["say"] = "say"
    key: str
    values: dict[str, str | int] = Field(default_factory=dict)


class Resume(Telling):
    """Where the person was when they left."""

    kind: Literal["resume"] = "resume"
    program: str
    section: str
    done: int
    total: int
    waiting: tuple[str, ...]
    """Labels of fields put off."""


class Ask(Telling):
    """Ask one field (or one row of it). Words, example and options are the field's own."""

    kind: Literal["ask"] = "ask"
    program: str
    field: str
    section: str
    done: int
    """Fields of the section answered; with `total`, the progress shown."""
    total: int
    current: str = ""
    """The answer it has now, as it may be shown (masked when sensitive); empty when there is none."""
    origin: str = ""
    """Short name of the programme a proposed answer comes from; empty when `current` is this programme's own."""
    again: bool = False
    """Asked once more after a detour or a slip, so in few words."""
    sensitive: bool = False
    row: str = ""
    """Label of the row being told, for tables and grids."""
    columns: tuple[str, ...] = ()
    """Labels (with unit) of the columns still to tell in that row."""
    rows_done: int = 0


class Slipped(Telling):
    """What was wrong with an answer, where, and how to mend it; the field keeps what it had."""

    kind: Literal["slipped"] = "slipped"
    field: str
    message: str = ""
    """The field type's own sentence; empty when `key` names one of the texts."""
    where: str = ""
    key: str = ""
    values: dict[str, str | int] = Field(default_factory=dict)
    tries: int = 0


class Doubted(Telling):
    """An answer that is possible but unlikely: say it is right, or give another."""

    kind: Literal["doubted"] = "doubted"
    field: str
    question: str
    echo: str


class Recorded(Telling):
    """An answer stands in the log."""

    kind: Literal["recorded"] = "recorded"
    field: str
    echo: str
    """As understood, with unit; masked when sensitive; empty when it was taken back."""
    before: str = ""
    """What it was, when it was something else."""
    how: Literal["answered", "confirmed", "adopted", "undone", "row"] = "answered"
    note: str = ""
    """What was changed on the way in, as a sentence; usually empty."""


class Explain(Telling):
    """How to fill a field, or why it is asked, or the clause it stands on."""

    kind: Literal["explain"] = "explain"
    program: str
    field: str
    about: Literal["how", "why", "source"]
    clause: str = ""
    quote: str = ""
    """The clause's own words, an exact substring of the guide; may be shortened at a sentence's end."""
    rules: tuple[str, ...] = ()
    """Titles of the conditions that read the field."""


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


class AnswerLine(Frozen):
    """One field and its answer, as it may be shown."""

    field: str
    label: str
    section: str
    echo: str
    state: Literal["answered", "empty", "waiting"]


class ShowAnswers(Telling):
    """All fields that apply, with their answers."""

    kind: Literal["show_answers"] = "show_answers"
    program: str
    lines: tuple[AnswerLine, ...]


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


class OfferProfile(Telling):
    """The organisation's own answers, known from elsewhere: take them all, or confirm one by one."""

    kind: Literal["offer_profile"] = "offer_profile"
    origin: str
    lines: tuple[AnswerLine, ...]


class ShowMaterials(Telling):
    """What has to be handed in, and how to print and seal it; the words are the manifest's."""

    kind: Literal["show_materials"] = "show_materials"
    program: str


class SendDocument(Telling):
    """Hand over the document."""

    kind: Literal["send_document"] = "send_document"
    program: str
    file: str
    filled: int
    blank: int
    partial: bool
    warnings: tuple[str, ...] = ()


class Farewell(Telling):
    """Everything is kept; the person may go."""

    kind: Literal["farewell"] = "farewell"


Reply = Annotated[
    Say
    | Resume
    | Ask
    | Slipped
    | Doubted
    | Recorded
    | Explain
    | ShowAnswer
    | ShowVerdict
    | ShowMatch
    | ShowProgress
    | ShowAnswers
    | ShowReview
    | OfferProfile
    | ShowMaterials
    | SendDocument
    | Farewell,
    Field(discriminator="kind"),
]
