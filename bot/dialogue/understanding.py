"""What a message is, at the stage it is said: a command, a choice, an edit, a question, or an answer. Deterministic.

The order matters and is the same at every stage: forced readings (`答：…`, `问：…`), the number of a choice on the table, a
command that is the whole message, an edit by name, a question, and only then an answer. A field whose type reads the
message (a number, a date, one of its options) makes it an answer unless it ends like a question; in free text, words such
as 多少 or 怎么 make it a question, and the person can have it taken as the answer with one tap.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, known_elsewhere, stored
from bot.dialogue.asking import asks, forced, is_question
from bot.dialogue.buttons import named_choice, picked, picked_many, pressed
from bot.dialogue.courtesy import Courtesy, after_hello, courtesy_of, puzzled
from bot.dialogue.edits import edit, how_named, row_order
from bot.dialogue.intents import FIELD_STAGES, FREE, GRIDS, Intent, Kind, current_field
from bot.dialogue.models import Conversation, Stage, World
from bot.dialogue.program_names import kinds_of, programs_named, switched_to
from bot.dialogue.proposals import block_in, choice_of
from bot.dialogue.sections import handed_over
from bot.dialogue.telling import asks_which, says_what_it_is, speaks_of_itself, told
from bot.dialogue.words import LONGEST_MESSAGE, Command, command_of, fold, nearly_command
from forms.fields.registry import understand as read_answer
from forms.models import Field, FieldType, Slip
from programs.cleaning import clean

_AGREEING = (Command.YES, Command.NO, Command.NOTHING)
_MENUS = frozenset(Stage) - FIELD_STAGES - {Stage.RESTARTING}


def understand(event: m.Event, conversation: Conversation, world: World) -> Intent:
    """What `event` means where the conversation stands."""
    if isinstance(event, m.Said):
        cleaned = clean(event.text)
        if len(cleaned.text) > LONGEST_MESSAGE:
            return Intent(Kind.TOO_LONG, text=str(len(cleaned.text)))
        intent = _said(cleaned.text.strip(" \n\u3000"), conversation, world)
        return replace(intent, note=cleaned.note) if cleaned.note else intent
    if isinstance(event, m.Pressed):
        return pressed(event.code, conversation, world)
    if isinstance(event, m.Opened):
        return Intent(Kind.OPENED, target=event.program or "")
    if isinstance(event, m.Entered):
        return Intent(Kind.HANDED_IN if event.section else Kind.ENTERED, target=event.field, value=event.value)
    if isinstance(event, m.Brought):
        return Intent(Kind.BROUGHT, target=event.field)
    if isinstance(event, m.SentFile):
        return Intent(Kind.FILE, text=event.name)
    if isinstance(event, m.FileReceived):
        return Intent(Kind.FILE_RECEIVED, text=event.name)
    return Intent(Kind(event.kind), target=event.effect)


def _said(text: str, conversation: Conversation, world: World) -> Intent:
    field = current_field(conversation, world)
    wanted = forced(text)
    if wanted is not None and (wanted.kind in (Kind.QUESTION, Kind.BLOCK) or field is not None):
        return wanted
    if (told := _proposal(text, conversation)) is not None:
        return told
    if (block := _block(text, field, conversation, world)) is not None:
        return block
    if (section := handed_over(text)) is not None and picked(text, conversation) is None:
        return Intent(Kind.HAND_OVER, text=section)
    if field is not None:
        return _at_field(text, field, conversation, world)
    return _at_menu(after_hello(text), conversation, world)


def _proposal(text: str, conversation: Conversation) -> Intent | None:
    """Words about the answers on the table, where they are."""
    offer = case_of(conversation).offer
    if conversation.stage is not Stage.PROPOSING or offer is None:
        return None
    if command_of(text) in (Command.LEAVE, Command.BACK):
        return Intent(Kind.TAKE_NONE)
    chosen = choice_of(text, [one.number for one in offer.lines])
    if chosen is None:
        return None
    return Intent(Kind.TAKE, value=chosen) if chosen else Intent(Kind.TAKE_NONE)


def _block(text: str, field: Field | None, conversation: Conversation, world: World) -> Intent | None:
    """A pasted block of answers; at a field that reads the message as its own table it is none."""
    if conversation.stage in (Stage.ASKING, Stage.RESTARTING) or (asks(text) and not any(c in text for c in "\n:：\t")):
        return None
    fields = world.shared if conversation.program is None else world.forms[conversation.program].fields
    found = block_in(text, fields)
    if found is None:
        return None
    if field is not None and field.type in GRIDS and not isinstance(read_answer(field, text), Slip):
        return None
    long = field is not None and field.type is FieldType.PARAGRAPH
    return Intent(Kind.BLOCK_OR_TEXT if long else Kind.BLOCK, text=text, value=found)


def _at_menu(text: str, conversation: Conversation, world: World) -> Intent:
    if (choice := picked(text, conversation)) is not None:
        return pressed(choice, conversation, world)
    command = command_of(text)
    courtesy = courtesy_of(text)
    if courtesy is not None and (command is None or (command in _AGREEING and conversation.stage in _MENUS)):
        return Intent(Kind.COURTESY, text=text, target=courtesy)
    if command is not None:
        return Intent(command, text=text)
    if puzzled(text):
        return Intent(Command.HELP, text=text)
    if (choice := named_choice(text, conversation, world)) is not None:
        return pressed(choice, conversation, world)
    if conversation.stage is not Stage.RESTARTING and asks_which(text):
        return Intent(Command.MATCH, text=text, value=told(text, world))
    if conversation.stage is Stage.ASKING and text:
        return Intent(Kind.QUESTION, text=text)
    if (change := edit(text, conversation, world)) is not None:
        return change
    question = asks(text)
    if not question and (slugs := programs_named(world.packs, text, kinds_of(world.shared))):
        return _programs(slugs)
    if not question and conversation.stage in (Stage.START, Stage.CHOOSING) and speaks_of_itself(text):
        found = told(text, world)
        if found:
            return Intent(Command.MATCH, text=text, value=found)
    if not question and conversation.program is not None and says_what_it_is(text):
        return Intent(Kind.COURTESY, text=text, target=Courtesy.ABOUT_US)
    if question:
        return Intent(Kind.QUESTION, text=text)
    if (near := nearly_command(text)) is not None:
        return Intent(near, text=text)
    wordy = len(fold(text)) >= 4 and conversation.stage is not Stage.RESTARTING
    return Intent(Kind.QUESTION if wordy else Kind.UNKNOWN, text=text)


def _programs(slugs: tuple[str, ...]) -> Intent:
    return Intent(Kind.PROGRAM, target=slugs[0]) if len(slugs) == 1 else Intent(Kind.PROGRAMS, targets=slugs)


def _at_field(text: str, field: Field, conversation: Conversation, world: World) -> Intent:
    case = case_of(conversation)
    if not text:
        return Intent(Command.KEEP if _has_default(field, conversation, world) else Kind.UNKNOWN)
    if field.type is FieldType.TABLE and (order := row_order(text, conversation, world, field)) is not None:
        return order
    command = command_of(text) or command_of(after_hello(text))
    if case.held is not None and command in (Command.YES, Command.NO, Command.KEEP):
        return Intent(Kind.RETRY if command is Command.NO else Kind.CONFIRM)
    if (choice := picked(text, conversation)) is not None and not _is_option_text(field, text):
        return pressed(choice, conversation, world)
    if field.type is FieldType.MULTICHOICE and (values := picked_many(text, field)):
        return Intent(Kind.ANSWER, text=text, value=values)
    if (courtesy := _courtesy(text, command, field, conversation, world)) is not None:
        return courtesy
    if command is not None and not _is_option_text(field, text):
        if command is Command.YES and field.type is not FieldType.BOOLEAN and _has_default(field, conversation, world):
            return Intent(Command.KEEP)
        if command is Command.DONE and field.type not in GRIDS:
            return Intent(Kind.MAYBE if field.type in FREE else Command.DONE, text=text, target=Command.DONE)
        if command not in (Command.YES, Command.NO, Command.NOTHING):
            return Intent(command, text=text)
        return Intent(Kind.ANSWER, text=text)
    if (other := how_named(text, conversation, world)) is not None:
        return other
    if slugs := switched_to(world.packs, text, kinds_of(world.shared)):
        return _programs(slugs)
    if (change := edit(text, conversation, world, field)) is not None:
        return change
    if asks_which(text) and field.type is not FieldType.PARAGRAPH:
        return Intent(Command.MATCH, text=text, value=told(text, world))
    if is_question(text, field):
        return Intent(Kind.QUESTION, text=text)
    if (near := nearly_command(text)) is not None and not _is_option_text(field, text):
        if field.type not in FREE and isinstance(read_answer(field, text), Slip):
            return Intent(near, text=text)
        if field.type is FieldType.TEXT and not conversation.offered:
            return Intent(Kind.MAYBE, text=text, target=near)
    return Intent(Kind.ANSWER, text=text)


def _courtesy(
    text: str, command: Command | None, field: Field, conversation: Conversation, world: World
) -> Intent | None:
    """Small talk at a field: what the field takes for yes or no, or what agrees to a proposed answer, is none."""
    if puzzled(text):
        return Intent(Command.HELP, text=text)
    courtesy = courtesy_of(text)
    if courtesy is None or _is_option_text(field, text):
        return None
    if command in _AGREEING:
        agreed = command is not Command.NO and _has_default(field, conversation, world)
        read = field.type not in FREE and not isinstance(read_answer(field, text), Slip)
        if agreed or read:
            return None
    elif command is not None:
        return None
    return Intent(Kind.COURTESY, text=text, target=courtesy)


def _has_default(field: Field, conversation: Conversation, world: World) -> bool:
    if field.key in stored(case_of(conversation)):
        return True
    slug = conversation.program
    return slug is not None and field.key in known_elsewhere(conversation, world, slug)


def _is_option_text(field: Field, text: str) -> bool:
    """Whether the words are one of the field's options, which goes before any command of the same words."""
    return any(fold(text) in {fold(word) for word in (option.label, *option.also)} for option in field.options)
