"""Replies of a sentence or about one field: what to tell, never how."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from programs.models import Frozen


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
    program: str = ""
    """Whose field it is; empty for one of the organisation's own, before a programme is chosen."""
    field: str
    question: str
    echo: str


class Recorded(Telling):
    """An answer stands in the log."""

    kind: Literal["recorded"] = "recorded"
    program: str = ""
    """Whose field it is; empty for one of the organisation's own, before a programme is chosen."""
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
