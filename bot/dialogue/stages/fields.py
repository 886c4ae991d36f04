"""Asking one field: which words and buttons go with it is told here; what follows the answer is told by the stages."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import known_elsewhere, shown, stored
from bot.dialogue.models import Stage
from bot.dialogue.stages import facts, rows
from bot.dialogue.talk import Talk, action
from forms.models import Field, FieldType
from forms.progress import applicable, progress


def move_to(talk: Talk, key: str) -> None:
    """Make `key` the field that is asked, remembering the one before for 上一题."""
    case = talk.case
    trail = case.trail
    if case.at is not None and case.at != key:
        trail = (*(k for k in trail if k != case.at), case.at)
    talk.put(at=key, trail=trail, tries=0, held=None, row=None)


def move_off(talk: Talk) -> None:
    """Ask no field any more; 上一题 still finds the last one."""
    case = talk.case
    trail = case.trail if case.at is None else (*(key for key in case.trail if key != case.at), case.at)
    talk.put(at=None, trail=trail, tries=0, held=None, row=None)


def ask(talk: Talk, *, again: bool = False) -> None:
    """Ask the current field: with its section's progress, the answer it has, and what else one may do."""
    case = talk.case
    assert case.at is not None
    field = talk.fields[case.at]
    section, done, total = _place(talk, field)
    value = stored(case).get(field.key)
    origin = ""
    if value is None and talk.conversation.program is not None:
        elsewhere = known_elsewhere(talk.conversation, talk.world, talk.program).get(field.key)
        if elsewhere is not None:
            value, slug = elsewhere
            origin = talk.world.packs[slug].manifest.short_name if slug in talk.world.packs else "own"
    asked = m.Ask(
        program=talk.conversation.program or "",
        field=field.key,
        section=section,
        done=done,
        total=total,
        current=shown(field, value),
        origin=origin,
        again=again,
        sensitive=field.sensitive,
        choices=choices_of(field),
        actions=_actions(talk, field, value is not None),
    )
    talk.tell(rows.detail(talk, field, asked) if field.type in (FieldType.TABLE, FieldType.GRID) else asked)


def before(talk: Talk) -> str | None:
    """Key of the field that 上一题 asks: the one asked before; in filling, where none was, the one before it on the form."""
    at = talk.case.at
    if talk.conversation.program is None:
        return None
    filling = talk.stage in (Stage.FILLING, Stage.REVIEW)
    keys = [field.key for field in applicable(talk.paper if filling else talk.form, talk.answers)]
    if filling and keys and at == keys[0]:
        return None
    trail = [key for key in talk.case.trail if key in keys and key != at]
    if trail or not filling:
        return trail[-1] if trail else None
    place = keys.index(at) if at in keys else len(keys)
    return keys[place - 1] if place else None


def choices_of(field: Field) -> tuple[m.Button, ...]:
    """The options of a choice or yes/no field as numbered choices."""
    if field.type is FieldType.BOOLEAN:
        return (
            m.Button(code=f"value:{field.key}:yes", label="是"),
            m.Button(code=f"value:{field.key}:no", label="否"),
        )
    return tuple(m.Button(code=f"value:{field.key}:{option.value}", label=option.label) for option in field.options)


def _place(talk: Talk, field: Field) -> tuple[str, int, int]:
    """Title, answered and total of the field's section, counting only what applies; for 查资格 the count alone."""
    if talk.conversation.program is None:
        return "", 0, 0
    if talk.stage is Stage.ELIGIBILITY:
        return "", *facts.count(talk)
    form = talk.paper if field.key in talk.paper.fields else talk.form
    for section in progress(form, talk.answers).sections:
        if section.key == field.section:
            return section.title, section.done, section.total
    return "", 0, 0


def _actions(talk: Talk, field: Field, has_default: bool) -> tuple[m.Button, ...]:
    key = field.key
    found = []
    if field.type in (FieldType.TABLE, FieldType.GRID) and key in stored(talk.case):
        found.append(action(f"done:{key}"))
    if has_default:
        found.append(action(f"keep:{key}"))
    found.append(action(f"skip:{key}"))
    if talk.stage in (Stage.FILLING, Stage.ELIGIBILITY) and before(talk) is not None:
        found.append(action(f"back:{key}"))
    if field.help or field.example or field.clause:
        found.append(action(f"how:{key}"))
    return tuple(found)
