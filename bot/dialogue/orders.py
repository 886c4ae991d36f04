"""What is to be done (Effect): everything impure that a turn asks for. Its result comes back as an event (`results`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from programs.models import Frozen


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
