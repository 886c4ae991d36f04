"""The vocabulary of understanding: what a message can be, besides a command. How it is recognised is in `understanding`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.dialogue.answers import case_of
from bot.dialogue.models import Conversation, Stage, World
from bot.dialogue.words import Command
from forms.models import Field, FieldType


class Kind(StrEnum):
    """What else a message can be, besides a command."""

    OPENED = "opened"
    PROGRAM = "program"
    PROGRAMS = "programs"
    """A name that several programmes answer to."""
    ANSWER = "answer"
    QUESTION = "question"
    EDIT = "edit"
    EDIT_WHICH = "edit_which"
    EDIT_NONE = "edit_none"
    CONFIRM = "confirm"
    RETRY = "retry"
    TAKE_ALL = "take_all"
    ONE_BY_ONE = "one_by_one"
    MAYBE = "maybe"
    STALE = "stale"
    ENTERED = "entered"
    BROUGHT = "brought"
    ROWS_CHOSEN = "rows_chosen"
    """Where brought rows go; `target` is append, replace or drop."""
    UNIT_TOLD = "unit_told"
    """The unit of a column of brought rows; `target` is the column, `text` the unit."""
    HANDED_IN = "handed_in"
    """Something a colleague entered through a link."""
    HAND_OVER = "hand_over"
    """A section is to be handed to a colleague; `text` names it as said, `target` is its key."""
    FILE = "file"
    FILE_RECEIVED = "file_received"
    BLOCK = "block"
    """A pasted block of answers; `value` is what was recognised."""
    BLOCK_OR_TEXT = "block_or_text"
    """Such a block at a field that takes long texts: ask which was meant."""
    TAKE = "take"
    """Which of the answers on the table are right; `value` is their numbers."""
    TAKE_NONE = "take_none"
    TOO_LONG = "too_long"
    COURTESY = "courtesy"
    """Small talk; `target` is which."""
    ASK_AND_CHOOSE = "ask_and_choose"
    """The programme that a waiting question was about: choose it and answer."""
    UNKNOWN = "unknown"
    GUIDE_ANSWERED = "guide_answered"
    DOCUMENT_FILLED = "document_filled"
    TABLE_READ = "table_read"
    ROWS_WRITTEN = "rows_written"
    FILE_READ = "file_read"
    FIELDS_PROPOSED = "fields_proposed"
    TEXT_DRAFTED = "text_drafted"
    STAFF_CALLED = "staff_called"
    EFFECT_FAILED = "effect_failed"


@dataclass(frozen=True)
class Intent:
    """A message as understood."""

    kind: Kind | Command
    text: str = ""
    """The words that matter: the question, the answer, the value of an edit."""
    target: str = ""
    """A programme slug, a field key or path, or a command, as the kind wants."""
    targets: tuple[str, ...] = ()
    value: Any = None
    """An answer that came as JSON from a button; None when it is `text`."""
    forced: bool = False
    note: str = ""
    """What cleaning took away, as a sentence for the person."""


FIELD_STAGES = frozenset({Stage.MATCHING, Stage.ELIGIBILITY, Stage.FILLING, Stage.EDITING})
"""Stages at which one field is being asked."""
FREE = frozenset({FieldType.TEXT, FieldType.PARAGRAPH})
"""Types that take any words, questions too."""
GRIDS = frozenset({FieldType.TABLE, FieldType.GRID})


def current_field(conversation: Conversation, world: World) -> Field | None:
    """The field being asked, None when none is."""
    if conversation.stage not in FIELD_STAGES:
        return None
    case = case_of(conversation)
    if case.at is None:
        return None
    if conversation.program is None:
        return world.shared.get(case.at)
    return world.forms[conversation.program].fields.get(case.at)
