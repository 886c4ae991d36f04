"""What happened (Event) and what is to be done (Effect). An event comes from a channel, or is the result of an effect."""

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


class Entered(Happened):
    """A person filled in one field on a page, by its key, wherever the conversation stands."""

    kind: Literal["entered"] = "entered"
    program: str = ""
    """Slug of the programme the page showed; empty for the organisation's own fields before one is chosen."""
    field: str
    value: Any = None
    """Text or plain JSON, as `forms.fields.registry.understand` takes it; None takes the answer away."""
    seen: str | None = None
    """`answers.fingerprint` of the value the page showed; when another stands there now, nothing is written."""
    section: str = ""
    """Key of the section that a colleague's link opens, the author being a signature; empty for the owner."""
    confirmed: bool = False
    """The person was told of the doubt and says it is right."""
    rows: tuple[str, ...] | None = None
    """For a table the identities of the rows in `value`, an empty one for each new row; None when the page shows none."""
    base: tuple[str, ...] = ()
    """Identities of the rows that the page showed first, in the order of the value that `seen` marks."""
    stay: bool = False
    """The person goes on with this field: a row was moved or taken out."""


class Brought(Happened):
    """Rows were pasted or uploaded for a table on a page, wherever the conversation stands."""

    kind: Literal["brought"] = "brought"
    program: str = ""
    field: str
    lines: tuple[tuple[str, ...], ...]
    """The cells as text, row by row, with whatever header they have."""
    name: str = ""
    """Name of the file; empty when they were pasted."""


class SentFile(Happened):
    """A person sent a file (or a photo, a voice message, a sticker); nothing of it was read."""

    kind: Literal["sent_file"] = "sent_file"
    name: str
    size: int = 0


class FileReceived(Happened):
    """A person sent a file that can be fetched; nothing of it was read yet, and whether it is fetched the dialogue decides."""

    kind: Literal["file_received"] = "file_received"
    name: str
    media_type: str = ""
    size: int = 0
    """Bytes, as far as the channel knows; 0 when it does not."""
    file: str
    """Where the bytes are: `scheme:rest` as the channel's own source understands it, or a path below the data directory."""


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


class ReadTable(Frozen):
    """Fetch a file that was received, and read the cells of its first sheet."""

    kind: Literal["read_table"] = "read_table"
    id: str
    name: str
    file: str
    size: int = 0
    program: str = ""
    """Slug of the programme whose table it is for; empty for the organisation's own fields."""
    field: str = ""
    """The table being asked; empty where none is, and only facts by their names can be taken."""


class WriteRows(Frozen):
    """Write rows that were not taken as a spreadsheet, so that they can be mended and sent again."""

    kind: Literal["write_rows"] = "write_rows"
    id: str
    program: str = ""
    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ReadFile(Frozen):
    """Fetch a file that was received, and find answers in it: a filled form, a text, a photo of a licence."""

    kind: Literal["read_file"] = "read_file"
    id: str
    name: str
    file: str
    size: int = 0
    program: str = ""
    """The programme it is meant for; empty before one is chosen."""


class ProposeFields(Frozen):
    """Ask the language model which other fields a pasted text answers; where there is none, nothing is proposed."""

    kind: Literal["propose_fields"] = "propose_fields"
    id: str
    text: str
    program: str = ""
    known: tuple[str, ...] = ()
    """Fields that were recognised without it."""


class DraftText(Frozen):
    """Ask the language model for a draft of one long text out of what the applicant answered, and of nothing else."""

    kind: Literal["draft_text"] = "draft_text"
    id: str
    program: str
    field: str
    facts: tuple[str, ...]
    """`label：answer` of everything answered that is no personal data."""


class CallStaff(Frozen):
    """Tell the helpdesk that a person wants somebody."""

    kind: Literal["call_staff"] = "call_staff"
    id: str
    program: str | None = None
    field: str | None = None
    words: str = ""
    """What the person said last, as far as it is no personal data."""


Effect = Annotated[
    AskGuide | FillDocument | ReadTable | WriteRows | ReadFile | ProposeFields | DraftText | CallStaff,
    Field(discriminator="kind"),
]
