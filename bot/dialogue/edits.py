"""Changing or asking about a field by its name: 改 联系人手机, 把2020年发明改成35, 联系人手机怎么填."""

from __future__ import annotations

import re

from bot.dialogue.answers import case_of, stored
from bot.dialogue.asking import asks, ends_asking
from bot.dialogue.intents import FREE, Intent, Kind
from bot.dialogue.models import Conversation, World
from bot.dialogue.naming import fields_named
from bot.dialogue.row_words import RowWords, row_words, value_after
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
    if (order := row_order(text, conversation, world, at)) is not None:
        return order
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


def row_order(text: str, conversation: Conversation, world: World, at: Field | None) -> Intent | None:
    """Words about a row of a table (删除第2行): of the one that is named, else of the one being asked, else of the one that
    was changed last; where several can be meant, the person chooses."""
    said = row_words(text)
    if said is None or conversation.program is None:
        return None
    asked = at if at is not None and at.type is FieldType.TABLE else None
    found = [asked] if asked is not None and not said.name else _tables(said, conversation, world, at)
    if not found:
        return None
    if asked is not None and [one.key for one in found] == [asked.key]:
        return Intent(Kind.ANSWER, text=text)
    if len(found) == 1:
        return Intent(Kind.EDIT, target=found[0].key, text=text)
    return Intent(Kind.EDIT_WHICH, targets=tuple(one.key for one in found), text=text)


def _tables(said: RowWords, conversation: Conversation, world: World, at: Field | None) -> list[Field]:
    """The tables whose row can be meant."""
    form = world.forms[str(conversation.program)]
    if said.name:
        named = {one.path for one in fields_named(form, said.name)}
        return [field for field in form.fields.values() if field.key in named and field.type is FieldType.TABLE]
    case = case_of(conversation)
    values = stored(case)
    filled = {
        field.key: field
        for field in form.fields.values()
        if field.type is FieldType.TABLE and isinstance(values.get(field.key), list)
    }
    if said.rest:
        named_column = {key: field for key, field in filled.items() if column_said(field, said.rest) is not None}
        filled = named_column if named_column or (at is not None and at.type in FREE) else filled
    if not filled and (at is None or at.type not in FREE):
        return [field for field in form.fields.values() if field.type is FieldType.TABLE]
    last = next((entry.field for entry in reversed(case.log)), "")
    return [filled[last]] if last in filled else list(filled.values())


def column_said(field: Field, rest: str) -> tuple[Field, str] | None:
    """The column that the words begin with and the value said for it; the value is empty when none was."""
    best: tuple[int, Field, str] | None = None
    for column in field.columns:
        for name in (column.label, re.sub(r"[（(][^（）()]*[）)]", "", column.label), *column.aliases):
            value = value_after(rest, name)
            if value is not None and (best is None or len(name) > best[0]):
                best = len(name), column, value
    return None if best is None else best[1:]


def _name_and_value(text: str) -> tuple[str, str] | None:
    """The name and the value (or '') of an edit, in the characters that were typed."""
    plain = simplified(text)
    if (match := _SET.match(plain)) is not None and not ends_asking(text):
        return text[match.start(1) : match.end(1)], text[match.start(2) : match.end(2)].strip()
    if (match := _EDIT.match(plain)) is not None and not asks(text):
        return text[match.start(1) : match.end(1)].strip(), ""
    return None
