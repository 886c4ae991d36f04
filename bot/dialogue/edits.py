"""Changing or asking about a field by its name: 改 联系人手机, 把2020年发明改成35, 联系人手机怎么填."""

from __future__ import annotations

import re

from bot.dialogue.asking import asks, ends_asking
from bot.dialogue.intents import FREE, Intent, Kind
from bot.dialogue.models import Conversation, World
from bot.dialogue.naming import fields_named
from bot.dialogue.words import Command, simplified
from forms.models import Field, FieldType

_VERB = r"(?:修改|更改|更正|改正|改一下|改)"
_EDIT = re.compile(rf"^(?:请|帮我|我要|我想)?{_VERB}(?:一下)?\s*(.+)$", re.S)
_SET = re.compile(
    rf"^(?:请|帮我)?(?:把|将)?\s*{_VERB}?\s*(.+?)\s*(?:改成|改为|改到|更正为|更正成|换成|设为|修改为)\s*[：:]?\s*(.+)$",
    re.S,
)
_ASKED_HOW = re.compile(
    r"^(.{2,20}?)(?:这一栏|这栏|这一项|这项|那栏|一栏)?(?:应该|该|要)?"
    r"(?:怎么填|如何填|怎么写|填什么|怎么填写|如何填写|写什么|是什么意思)$"
)
_LONGEST = 200
ROW_EDIT = re.compile(r"^(删除?|去掉|改|修改|重填)\s*第?\s*([0-9]{1,4})\s*行$")
"""改第2行, 删第2行, said where a table is asked."""


def how_named(text: str, conversation: Conversation, world: World) -> Intent | None:
    """怎么填 with a field's name in front: explain that field. None where no field, or more than one, is called so."""
    match = _ASKED_HOW.match(simplified(text).rstrip("?？。 "))
    if match is None or conversation.program is None:
        return None
    named = fields_named(world.forms[conversation.program], match[1])
    keys = tuple(dict.fromkeys(one.path.partition(".")[0] for one in named))
    return Intent(Command.HOW, target=keys[0]) if len(keys) == 1 else None


def edit(text: str, conversation: Conversation, world: World, at: Field | None = None) -> Intent | None:
    """An edit by name, with the value when one was said; None when the message is no edit.

    `at` is the field being asked, if any: where it takes free text, words that name no field are its answer.
    """
    if conversation.program is None or len(text) > _LONGEST:
        return None
    if at is not None and at.type is FieldType.PARAGRAPH and len(text) > 60:
        return None
    found = _name_and_value(text)
    if found is None:
        return None
    form, (words, value) = world.forms[conversation.program], found
    named = fields_named(form, words)
    if not named and not value and " " in words:
        head, _, tail = words.rpartition(" ")
        if shorter := fields_named(form, head):
            named, value = shorter, tail.strip()
    if not named:
        plain = at is not None and at.type in FREE and not re.match(rf"^{_VERB}\s", simplified(text))
        return None if plain else Intent(Kind.EDIT_NONE, text=words)
    if len(named) == 1:
        return Intent(Kind.EDIT, target=named[0].path, text=value)
    return Intent(Kind.EDIT_WHICH, targets=tuple(one.path for one in named), text=value)


def _name_and_value(text: str) -> tuple[str, str] | None:
    """The name and the value (or '') of an edit, in the characters that were typed."""
    plain = simplified(text)
    if (match := _SET.match(plain)) is not None and not ends_asking(text):
        return text[match.start(1) : match.end(1)], text[match.start(2) : match.end(2)].strip()
    if (match := _EDIT.match(plain)) is not None and not asks(text):
        return text[match.start(1) : match.end(1)].strip(), ""
    return None
