"""What a message is, at the stage it is said: a command, a choice, an edit, a question, or an answer. Deterministic.

The order matters and is the same at every stage: forced readings (`答：…`, `问：…`), the number of a choice on the table, a
command that is the whole message, an edit by name, a question, and only then an answer. A field whose type reads the
message (a number, a date, one of its options) makes it an answer unless it ends like a question; in free text, words such
as 多少 or 怎么 make it a question, and the person can have it taken as the answer with one tap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, known_elsewhere, stored
from bot.dialogue.models import Conversation, Stage, World
from bot.dialogue.naming import fields_named, programs_named
from bot.dialogue.words import LONGEST_MESSAGE, Command, command_of, fold, nearly_command
from forms.fields.registry import understand as read_answer
from forms.models import Field, FieldType, Slip
from programs.cleaning import clean


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
    FILE = "file"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    GUIDE_ANSWERED = "guide_answered"
    DOCUMENT_FILLED = "document_filled"
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
_GUARDED: dict[str, Kind | Command] = {
    "skip": Command.SKIP, "keep": Command.KEEP, "how": Command.HOW, "why": Command.WHY, "source": Command.SOURCE,
    "done": Command.DONE, "confirm": Kind.CONFIRM, "retry": Kind.RETRY, "back": Command.BACK,
}  # fmt: skip
_FREE = frozenset({FieldType.TEXT, FieldType.PARAGRAPH})
_GRIDS = frozenset({FieldType.TABLE, FieldType.GRID})
_CHOICES = frozenset({FieldType.CHOICE, FieldType.MULTICHOICE, FieldType.BOOLEAN})

_FORCED = re.compile(r"^(?:作为)?(?:答案?|回答)\s*[：:]\s*(.+)$", re.S)
_ASKED = re.compile(r"^(?:提?问|问题|请问)\s*[：:]\s*(.+)$", re.S)
_EDIT = re.compile(r"^(?:请|帮我|我要|我想)?(?:修改|更改|更正|改正|改一下|改)(?:一下)?\s*(.+)$", re.S)
_SET = re.compile(
    r"^(?:请|帮我)?(?:把|将)?\s*(?:修改|更改|改)?\s*(.+?)\s*(?:改成|改为|改到|更正为|更正成|换成|设为|修改为)\s*[：:]?\s*(.+)$",
    re.S,
)
_HOW_NAMED = re.compile(
    r"^(.{2,20}?)(?:这一栏|这栏|这一项|这项|那栏|一栏)?(?:应该|该|要)?(?:怎么填|如何填|怎么写|填什么|怎么填写|如何填写|写什么|是什么意思)$"
)
_ENDS_ASKING = re.compile(r"(?:[?？]|吗|呢|么)[。！!…~～\s]*$")
_ASKS = re.compile(
    r"多少|怎么|怎样|什么|哪[些个里一几家种项年天]|如何|为何|为啥|能不能|可不可以|可以不可以|是不是|要不要|需不需要|有没有|算不算|行不行|是否(?:需要|可以|必须|能)|谁能|谁来|几[个人件家年月天份项次]"
)


def understand(event: m.Event, conversation: Conversation, world: World) -> Intent:
    """What `event` means where the conversation stands."""
    if isinstance(event, m.Said):
        cleaned = clean(event.text)
        if len(cleaned.text) > LONGEST_MESSAGE:
            return Intent(Kind.TOO_LONG, text=str(len(cleaned.text)))
        intent = _said(cleaned.text.strip(), conversation, world)
        return intent if not cleaned.note else _with_note(intent, cleaned.note)
    if isinstance(event, m.Pressed):
        return _pressed(event.code, conversation, world)
    if isinstance(event, m.Opened):
        return Intent(Kind.OPENED, target=event.program or "")
    if isinstance(event, m.SentFile):
        return Intent(Kind.FILE, text=event.name)
    return Intent(Kind(event.kind), target=event.effect)


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


def _with_note(intent: Intent, note: str) -> Intent:
    return Intent(**{**vars(intent), "note": note})


# --- buttons ------------------------------------------------------------------------------------------------------


def _pressed(code: str, conversation: Conversation, world: World) -> Intent:
    verb, _, rest = code.partition(":")
    field = current_field(conversation, world)
    at = field.key if field is not None else None
    if verb == "do" and rest in set(Command):
        return Intent(Command(rest))
    if verb == "program" and rest in world.packs:
        return Intent(Kind.PROGRAM, target=rest)
    parked = conversation.parked
    if verb == "edit" and conversation.program is not None and _is_path(rest, conversation.program, world):
        return Intent(Kind.EDIT, target=rest, text=parked.text if parked is not None and parked.kind == "value" else "")
    if verb == "ask" and rest in world.packs and parked is not None and parked.kind == "question":
        return Intent(Kind.QUESTION, text=parked.text, target=rest)
    if verb == "profile" and rest in ("all", "each") and conversation.program is not None:
        return Intent(Kind.TAKE_ALL if rest == "all" else Kind.ONE_BY_ONE)
    if verb == "value" and field is not None:
        key, _, value = rest.partition(":")
        if key == at:
            return Intent(Kind.ANSWER, text=value, value=_option_value(field, value), forced=True)
    if verb == "answer" and parked is not None and parked.kind == "answer" and parked.field == at is not None:
        return Intent(Kind.ANSWER, text=parked.text, forced=True)
    if verb == "undo" and rest.isdigit():
        case = case_of(conversation)
        if case.log and case.log[-1].turn == int(rest):
            return Intent(Command.UNDO)
    if verb in _GUARDED and rest == at and at is not None:
        return Intent(_GUARDED[verb])
    return Intent(Kind.STALE)


def _is_path(path: str, program: str, world: World) -> bool:
    """Whether it is a field of the programme, or a cell of one of its grids."""
    field = world.forms[program].field_at(path)
    return field is not None and (path.count(".") in (0, 2))


def _option_value(field: Field, value: str) -> Any:
    if field.type is FieldType.BOOLEAN:
        return value == "yes"
    return [value] if field.type is FieldType.MULTICHOICE else value


# --- words --------------------------------------------------------------------------------------------------------


def _said(text: str, conversation: Conversation, world: World) -> Intent:
    field = current_field(conversation, world)
    if forced := _ASKED.match(text):
        return Intent(Kind.QUESTION, text=forced[1], forced=True)
    if field is not None:
        return _at_field(text, field, conversation, world)
    if (picked := _picked(text, conversation)) is not None:
        return _pressed(picked, conversation, world)
    command = command_of(text)
    if command is not None:
        return Intent(command, text=text)
    if conversation.stage is Stage.ASKING and text:
        return Intent(Kind.QUESTION, text=text)
    if (edit := _edit(text, conversation, world)) is not None:
        return edit
    asks = _asks(text)
    if not asks and (slugs := programs_named(world.packs, text)):
        return Intent(Kind.PROGRAM, target=slugs[0]) if len(slugs) == 1 else Intent(Kind.PROGRAMS, targets=slugs)
    if asks:
        return Intent(Kind.QUESTION, text=text)
    if (near := nearly_command(text)) is not None:
        return Intent(near, text=text)
    wordy = len(fold(text)) >= 4 and conversation.stage is not Stage.RESTARTING
    return Intent(Kind.QUESTION if wordy else Kind.UNKNOWN, text=text)


def _at_field(text: str, field: Field, conversation: Conversation, world: World) -> Intent:
    case = case_of(conversation)
    if forced := _FORCED.match(text):
        return Intent(Kind.ANSWER, text=forced[1].strip(), forced=True)
    if not text:
        return Intent(Command.KEEP if _has_default(field, conversation, world) else Kind.UNKNOWN)
    command = command_of(text)
    if case.held is not None and command in (Command.YES, Command.NO, Command.KEEP):
        return Intent(Kind.RETRY if command is Command.NO else Kind.CONFIRM)
    if (picked := _picked(text, conversation)) is not None and not _is_option_text(field, text):
        return _pressed(picked, conversation, world)
    if field.type is FieldType.MULTICHOICE and (values := _picked_many(text, field)):
        return Intent(Kind.ANSWER, text=text, value=values)
    if command is not None and not _is_option_text(field, text):
        if command is Command.YES and field.type not in _CHOICES and _has_default(field, conversation, world):
            return Intent(Command.KEEP)
        if command is Command.DONE and field.type not in _GRIDS:
            return Intent(Kind.ANSWER if field.type in _FREE else Command.DONE, text=text)
        if command not in (Command.YES, Command.NO, Command.NOTHING):
            return Intent(command, text=text)
        return Intent(Kind.ANSWER, text=text)
    if (other := _how_named(text, conversation, world)) is not None:
        return other
    if (edit := _edit(text, conversation, world, field)) is not None:
        return edit
    if _is_question(text, field):
        return Intent(Kind.QUESTION, text=text)
    if (near := nearly_command(text)) is not None and not _is_option_text(field, text):
        if field.type not in _FREE and isinstance(read_answer(field, text), Slip):
            return Intent(near, text=text)
        if field.type is FieldType.TEXT and not conversation.offered:
            return Intent(Kind.MAYBE, text=text, target=near)
    return Intent(Kind.ANSWER, text=text)


def _has_default(field: Field, conversation: Conversation, world: World) -> bool:
    if field.key in stored(case_of(conversation)):
        return True
    slug = conversation.program
    return slug is not None and field.key in known_elsewhere(conversation, world, slug)


def _picked(text: str, conversation: Conversation) -> str | None:
    """The code of the choice on the table that `text` is the number or the label of."""
    wanted = fold(text)
    for place, button in enumerate(conversation.offered, 1):
        if wanted == str(place) or (button.label and wanted == fold(button.label)):
            return button.code
    return None


def _picked_many(text: str, field: Field) -> list[str]:
    numbers = re.findall(r"\d+", text)
    if not numbers or not re.fullmatch(r"[\d\s,，、;；和及]+", text):
        return []
    if any(not 1 <= int(number) <= len(field.options) for number in numbers):
        return []
    return list(dict.fromkeys(field.options[int(number) - 1].value for number in numbers))


def _is_option_text(field: Field, text: str) -> bool:
    """Whether the words are one of the field's options, which goes before any command of the same words."""
    return any(fold(text) in {fold(word) for word in (option.label, *option.also)} for option in field.options)


def _asks(text: str) -> bool:
    return bool(_ENDS_ASKING.search(text) or _ASKS.search(text))


def _is_question(text: str, field: Field) -> bool:
    if field.type in _GRIDS and ("\n" in text or "\t" in text):
        return False
    if re.search(r"[?？]\s*$", text) and len(text) <= 200:
        return True
    if field.type in _FREE:
        limit = 40 if field.type is FieldType.TEXT else 30
        return len(text) <= limit and "\n" not in text and _asks(text)
    return _asks(text) and isinstance(read_answer(field, text), Slip)


def _how_named(text: str, conversation: Conversation, world: World) -> Intent | None:
    """怎么填 with another field's name in front: explain that field."""
    match = _HOW_NAMED.match(text.rstrip("?？。 "))
    if match is None or conversation.program is None:
        return None
    named = fields_named(world.forms[conversation.program], match[1])
    keys = tuple(dict.fromkeys(one.path.partition(".")[0] for one in named))
    return Intent(Command.HOW, target=keys[0]) if len(keys) == 1 else None


def _edit(text: str, conversation: Conversation, world: World, at: Field | None = None) -> Intent | None:
    """An edit by name, with the value when one was said; None when the message is no edit."""
    if (
        conversation.program is None
        or len(text) > 200
        or (at is not None and at.type is FieldType.PARAGRAPH and len(text) > 60)
    ):
        return None
    form = world.forms[conversation.program]
    setting, calling = _SET.match(text), _EDIT.match(text)
    if setting is not None and not _ENDS_ASKING.search(text):
        words, value = setting[1].strip(), setting[2].strip()
    elif calling is not None and not _asks(text):
        words, value = calling[1].strip(), ""
    else:
        return None
    words = _EDIT.sub(r"\1", words)
    named = fields_named(form, words)
    if not named and value == "" and " " in words:
        head, _, tail = words.partition(" ")
        if found := fields_named(form, head):
            named, value, words = found, tail.strip(), head
    if not named:
        plain = at is not None and at.type in _FREE and not re.match(r"^(?:修改|更改|改)\s", text)
        return None if plain else Intent(Kind.EDIT_NONE, text=words)
    if len(named) == 1:
        return Intent(Kind.EDIT, target=named[0].path, text=value)
    return Intent(Kind.EDIT_WHICH, targets=tuple(one.path for one in named), text=value)
