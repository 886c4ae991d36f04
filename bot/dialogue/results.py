"""What came of an effect, told as an event; and `Event`, everything that can happen."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from bot.dialogue.events import Brought, Entered, FileReceived, Happened, Opened, Pressed, Said, SentFile
from knowledge.models import Answer
from programs.models import Frozen


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
    size: int = 0
    digest: str = ""
    """SHA-256 of the bytes."""


class TableRead(Happened):
    """Result of `ReadTable`: the cells of the file's first sheet as text, row by row."""

    kind: Literal["table_read"] = "table_read"
    effect: str
    lines: tuple[tuple[str, ...], ...]


class RowsWritten(Happened):
    """Result of `WriteRows`."""

    kind: Literal["rows_written"] = "rows_written"
    effect: str
    file: str


class Lifted(Frozen):
    """One answer as it was read out of a file or proposed from a text; nothing of it is stored before the person agrees."""

    field: str
    value: Any
    """Plain JSON, as the log holds it."""
    words: str = ""
    """The words it came from; empty where they are personal data, or the value says it all."""
    doubt: str = ""
    """What is unlikely about it, one Chinese sentence."""
    by_model: bool = False


class NotRead(Frozen):
    """Something of a file or text that belongs to a field and could not be read, with the reason."""

    label: str
    words: str = ""
    message: str = ""


class FileRead(Happened):
    """Result of `ReadFile`: answers found in the file, or its text when it is no form of ours."""

    kind: Literal["file_read"] = "file_read"
    effect: str
    about: Literal["form", "text", "licence"]
    program: str = ""
    """Slug of the programme whose form it is."""
    lifted: tuple[Lifted, ...] = ()
    unread: tuple[NotRead, ...] = ()
    apart: tuple[str, ...] = ()
    """Labels of what was left out because its years are not those of the form."""
    text: str = ""


class FieldsProposed(Happened):
    """Result of `ProposeFields`: what a language model found in a text, each with words that stand in it."""

    kind: Literal["fields_proposed"] = "fields_proposed"
    effect: str
    lifted: tuple[Lifted, ...] = ()


class TextDrafted(Happened):
    """Result of `DraftText`: a draft whose every number stands in the facts; empty when there is none."""

    kind: Literal["text_drafted"] = "text_drafted"
    effect: str
    text: str = ""


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
    Opened
    | Said
    | Pressed
    | Entered
    | Brought
    | SentFile
    | FileReceived
    | GuideAnswered
    | DocumentFilled
    | TableRead
    | RowsWritten
    | FileRead
    | FieldsProposed
    | TextDrafted
    | StaffCalled
    | EffectFailed,
    Field(discriminator="kind"),
]
