"""What pressing a button, or typing the number of a choice, means. A button of an earlier question means nothing any more.

Codes are `verb:rest`. Verbs that change a field carry its key, so that a button pressed twice, or a week later, cannot
skip or answer the field that is asked now.
"""

from __future__ import annotations

import re
from typing import Any

from bot.dialogue.answers import case_of
from bot.dialogue.asking import asks
from bot.dialogue.intents import FIELD_STAGES, Intent, Kind, current_field
from bot.dialogue.models import Conversation, World
from bot.dialogue.program_names import kinds_of, programs_named
from bot.dialogue.words import Command, command_of, fold
from forms.models import Field, FieldType

_PROFILE_WORDS = {"profile:all": Command.YES, "profile:each": Command.NO}
_ROWS_WORDS: dict[str, frozenset[str]] = {
    "append": frozenset({"追加", "接在后面", "加在后面", "添加", "接着加", "放后面", "保留"}),
    "replace": frozenset({"替换", "全部替换", "覆盖", "替换掉", "换掉", "用新的"}),
    "drop": frozenset({"取消", "算了", "不要", "不要了", "不用", "不用了", "放弃"}),
}
_NUMERALS = "一二三四五六七八九"
_ORDINAL = re.compile(
    rf"^(我选|就选|我要|选择|选|就|要|第)*([1-9][0-9]?|[{_NUMERALS}])(个|项|条|号|种)?(?:吧|的|那个|项目)?$"
)
_GUARDED: dict[str, Kind | Command] = {
    "skip": Command.SKIP, "keep": Command.KEEP, "how": Command.HOW, "why": Command.WHY, "source": Command.SOURCE,
    "done": Command.DONE, "confirm": Kind.CONFIRM, "retry": Kind.RETRY, "back": Command.BACK,
}  # fmt: skip


def pressed(code: str, conversation: Conversation, world: World) -> Intent:
    """What the button with this code means now."""
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
        choosing = conversation.program is None and conversation.stage not in FIELD_STAGES
        return Intent(Kind.ASK_AND_CHOOSE if choosing else Kind.QUESTION, text=parked.text, target=rest)
    if verb == "profile" and rest in ("all", "each") and conversation.program is not None:
        return Intent(Kind.TAKE_ALL if rest == "all" else Kind.ONE_BY_ONE)
    if verb == "value" and field is not None:
        key, _, value = rest.partition(":")
        if key == at:
            return Intent(Kind.ANSWER, text=value, value=_option_value(field, value), forced=True)
    brought = case_of(conversation).brought
    if brought is not None and rest.partition(":")[0] == brought.field:
        what, _, unit = rest.partition(":")[2].partition(":")
        if verb == "rows" and what in _ROWS_WORDS:
            return Intent(Kind.ROWS_CHOSEN, target=what)
        if verb == "unit" and unit in ("元", "万元"):
            return Intent(Kind.UNIT_TOLD, target=what, text=unit)
    if verb == "answer" and parked is not None and parked.kind != "question" and parked.field == at is not None:
        return Intent(Kind.ANSWER, text=parked.text, forced=True)
    if verb == "block" and parked is not None and parked.kind == "block":
        return Intent(Kind.BLOCK, text=parked.text)
    if verb == "hand" and conversation.program is not None:
        return Intent(Kind.HAND_OVER, target=rest)
    if verb == "take":
        return _taken(rest, conversation)
    if verb == "undo" and rest.isdigit():
        case = case_of(conversation)
        if case.log and case.log[-1].turn == int(rest):
            return Intent(Command.UNDO)
    if verb in _GUARDED and rest == at and at is not None:
        return Intent(_GUARDED[verb])
    return Intent(Kind.STALE)


def _taken(rest: str, conversation: Conversation) -> Intent:
    """Which answers on the table are right; a button of an earlier offer is stale."""
    offer = case_of(conversation).offer
    number, _, which = rest.partition(":")
    if offer is None or number != str(offer.number):
        return Intent(Kind.STALE)
    numbers = tuple(one.number for one in offer.lines)
    if which == "all":
        return Intent(Kind.TAKE, value=numbers)
    wanted = tuple(int(one) for one in which.split(",") if one.isascii() and one.isdigit())
    return Intent(Kind.TAKE, value=wanted) if set(wanted) & set(numbers) else Intent(Kind.TAKE_NONE)


def _is_path(path: str, program: str, world: World) -> bool:
    """Whether it is a field of the programme, or a cell of one of its grids."""
    field = world.forms[program].field_at(path)
    return field is not None and (path.count(".") in (0, 2))


def _option_value(field: Field, value: str) -> Any:
    if field.type is FieldType.BOOLEAN:
        return value == "yes"
    return [value] if field.type is FieldType.MULTICHOICE else value


def picked(text: str, conversation: Conversation) -> str | None:
    """The code of the choice on the table that `text` is the number or the label of."""
    wanted = fold(text)
    place_said = _ordinal(wanted, len(conversation.offered))
    for place, button in enumerate(conversation.offered, 1):
        if place_said == place:
            return button.code
        if wanted == str(place) or (button.label and wanted == fold(button.label)):
            return button.code
        if button.code.startswith("rows:") and wanted in _ROWS_WORDS[button.code.rpartition(":")[2]]:
            return button.code
        if button.code in _PROFILE_WORDS and command_of(text) is _PROFILE_WORDS[button.code]:
            return button.code
    return None


def named_choice(text: str, conversation: Conversation, world: World) -> str | None:
    """The code of the offered programme that is named (高校那个); None when none or several are.

    A question that waits for a programme takes one that was not offered too.
    """
    offered = {
        button.code.partition(":")[2]: button.code
        for button in conversation.offered
        if button.code.partition(":")[0] in ("ask", "program") and button.code.partition(":")[2] in world.packs
    }
    if len(offered) < 2 or asks(text):
        return None
    kinds = kinds_of(world.shared)
    found = programs_named(world.packs, text, kinds)
    near = [slug for slug in found if slug in offered]
    if not found:
        near = list(programs_named({slug: world.packs[slug] for slug in offered}, text, kinds))
    if len(near) == 1:
        return offered[near[0]]
    waiting = any(code.startswith("ask:") for code in offered.values())
    return f"ask:{found[0]}" if waiting and len(found) == 1 else None


def _ordinal(said: str, count: int) -> int | None:
    """The place that 第二个, 2号, 选3 or 最后一个 says among `count` choices; None when it says none."""
    if not count:
        return None
    if said in ("最后一个", "最后一项", "最后那个"):
        return count
    match = _ORDINAL.match(said)
    if match is None or not (match[1] or match[3]):
        return None
    digits = match[2]
    return int(digits) if digits.isdigit() else _NUMERALS.index(digits) + 1


def picked_many(text: str, field: Field) -> list[str]:
    """The options whose numbers are listed (1、3); empty when the words are no such list."""
    numbers = re.findall(r"\d+", text)
    if not numbers or not re.fullmatch(r"[\d\s,，、;；和及]+", text):
        return []
    if any(not 1 <= int(number) <= len(field.options) for number in numbers):
        return []
    return list(dict.fromkeys(field.options[int(number) - 1].value for number in numbers))
