"""What happened: what a person did, as a channel tells it. What an effect results in is in `results`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from programs.models import Frozen


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
