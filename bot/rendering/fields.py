"""Words around one field: asking it, and what became of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.rendering.blocks import Block, clause_path, paragraph, quote
from bot.texts import text
from forms.models import Field, FieldType

_GRIDS = (FieldType.TABLE, FieldType.GRID)


def field_of(world: World, program: str, key: str) -> Field:
    """The field a reply speaks of: the programme's, or the organisation's own where there is no programme."""
    return world.forms[program].fields[key] if program in world.forms else world.shared[key]


def any_field(world: World, key: str, program: str = "") -> Field | None:
    """A field of the programme a reply names, else the organisation's own, else one of any programme: its label is another there."""
    if program in world.forms and key in world.forms[program].fields:
        return world.forms[program].fields[key]
    others = (form.fields[key] for form in world.forms.values() if key in form.fields)
    return world.shared.get(key) or next(others, None)


def ask(reply: m.Ask, world: World) -> Iterator[Block]:
    """The question with progress, unit, example, the answer it has; after a detour in few words."""
    field = field_of(world, reply.program, reply.field)
    place = _place(reply)
    words = [
        text("filling.again", label=field.label)
        if reply.again
        else field.question or text("filling.ask", label=field.label)
    ]
    if field.type not in _GRIDS:
        words.extend(_hints(reply, field))
    yield Block("text", place + "".join(words))
    if field.type in _GRIDS:
        yield Block("text", _row(reply, field))
    if reply.current and reply.origin:
        origin = text("filling.own") if reply.origin == "own" else reply.origin
        yield paragraph("filling.origin", origin=origin, echo=plain(field, reply.current))
    elif reply.current:
        yield paragraph("filling.current", echo=plain(field, reply.current))


def plain(field: Field | None, echo: str) -> str:
    """Numbers with their unit as people write them: 4人, not 4（人）; words stay as they are."""
    if field is None or field.type in (FieldType.TEXT, FieldType.PARAGRAPH):
        return echo
    units = {one.unit for one in (field, *field.columns) if one.unit}
    for unit in units:
        echo = re.sub(rf"(?<=\d)（{re.escape(unit)}）", unit, echo)
    return echo


def _place(reply: m.Ask) -> str:
    """How far the section is, or 查资格 where the field is asked for the verdict alone."""
    if reply.section:
        return text("filling.place", section=reply.section, done=reply.done, total=reply.total)
    return text("eligibility.place", done=reply.done, total=reply.total) if reply.total else ""


def _hints(reply: m.Ask, field: Field) -> Iterator[str]:
    if field.unit and not reply.again and field.unit not in field.question:
        yield text("filling.unit", unit=field.unit)
    if field.type is FieldType.MULTICHOICE and "多选" not in field.question:
        yield text("filling.many")
    if field.max_chars and not reply.again and f"{field.max_chars}字" not in field.question:
        yield text("filling.limit", n=field.max_chars)
    if field.example and not reply.again and len(field.example) <= 60:
        yield text("filling.example", example=field.example)


def _row(reply: m.Ask, field: Field) -> str:
    if len(reply.columns) < len(field.columns) and reply.columns:
        return text("rows.ask", row=reply.row, columns=reply.columns[0])
    row = text("rows.ask", row=reply.row, columns="、".join(reply.columns))
    if field.type is FieldType.TABLE and reply.rows_done:
        return row + text("rows.how_more", n=reply.rows_done)
    if reply.again:
        return row
    return row + text("rows.how_grid" if field.type is FieldType.GRID else "rows.how_table")


def slipped(reply: m.Slipped, world: World) -> Iterator[Block]:
    """What was wrong, where, how to mend it."""
    message = text(reply.key, **reply.values) if reply.key else reply.message
    where = text("filling.where", where=reply.where) if reply.where and reply.where not in message else ""
    yield paragraph("filling.slipped", where=where, message=message)
    if reply.tries >= 2:
        yield paragraph("filling.tries")


def doubted(reply: m.Doubted, world: World) -> Iterator[Block]:
    """The doubt, with the answer as understood."""
    yield paragraph(
        "filling.doubted", echo=plain(any_field(world, reply.field, reply.program), reply.echo), question=reply.question
    )


def recorded(reply: m.Recorded, world: World) -> Iterator[Block]:
    """What stands in the log now."""
    field = any_field(world, reply.field, reply.program)
    label = field.label if field is not None else reply.field
    echo = plain(field, reply.echo)
    if reply.how == "undone":
        yield (
            paragraph("filling.undone", label=label, echo=echo)
            if echo
            else paragraph("filling.undone_empty", label=label)
        )
    elif reply.how == "row":
        yield paragraph("rows.recorded", row=echo)
    elif reply.how == "confirmed":
        yield paragraph("filling.confirmed", echo=echo)
    elif reply.how == "adopted":
        yield paragraph("filling.adopted", echo=echo)
    elif reply.before:
        yield paragraph("filling.changed", label=label, echo=echo, before=plain(field, reply.before))
    else:
        yield paragraph("filling.recorded", echo=echo)
    if reply.note:
        yield paragraph("cleaned", note=reply.note)


def explain(reply: m.Explain, world: World) -> Iterator[Block]:
    """How to fill the field, why it is asked, or the clause's own words."""
    field = field_of(world, reply.program, reply.field)
    source = clause_path(world, reply.program, reply.clause) if reply.clause else ""
    if reply.about == "how":
        yield (
            paragraph("explain.how", label=field.label, help=field.help)
            if field.help
            else paragraph("explain.how_plain", label=field.label)
        )
        if field.example:
            yield paragraph("filling.example", example=field.example)
        if source:
            yield paragraph("explain.clause", clause=source)
        return
    if reply.about == "why":
        yield paragraph("explain.why", label=field.label)
        titles = "；".join(reply.rules)
        yield paragraph("explain.why_rules", titles=titles) if titles else paragraph("explain.why_form")
    if reply.quote:
        yield quote(reply.quote, source)
    else:
        yield paragraph("explain.no_source", label=field.label)
