"""Words around answers that were recognised: each with what stands there now, what it came from, and how to decide."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.rendering.blocks import Block, bullets, listed, paragraph
from bot.rendering.fields import field_of, plain
from bot.texts import text

_HEADS = {
    "text": "proposing.text",
    "form": "proposing.form",
    "other_form": "proposing.other_form",
    "sheet": "proposing.form",
    "licence": "proposing.licence",
    "draft": "proposing.draft",
}


def proposals(reply: m.ShowProposals, world: World) -> Iterator[Block]:
    """What was recognised line by line, what could not be read, and what is from other years."""
    if reply.lines:
        head = "proposing.again" if reply.again else _HEADS[reply.origin]
        known = {"n": len(reply.lines), "name": reply.name}
        yield bullets(
            (line_of(one, reply.program, world) for one in reply.lines),
            head=text(head, **known),
        )
    if not reply.again:
        if reply.unread:
            lines = [_unread(one) for one in reply.unread]
            if reply.more_unread:
                lines.append(text("proposing.more_unread", n=reply.more_unread))
            yield bullets(lines, head=text("proposing.unread_head"))
        if reply.apart:
            yield paragraph("proposing.apart", labels=listed(list(reply.apart), most=8))
    if reply.lines:
        yield paragraph("proposing.how")


def line_of(one: m.ProposalLine, program: str, world: World) -> str:
    """One recognised answer in a line."""
    field = field_of(world, program, one.field)
    echo = plain(field, one.echo)
    key = "proposing.change" if one.before else "proposing.line"
    line = text(key, number=one.number, label=one.label, echo=echo, before=plain(field, one.before))
    if one.by_model and one.words:
        line += text("proposing.by_model", words=one.words)
    elif one.words and echo not in one.words:
        line += text("proposing.words", words=one.words)
    return line + (text("proposing.doubt", doubt=one.doubt) if one.doubt else "")


def _unread(one: m.UnreadLine) -> str:
    if one.words:
        return text("proposing.unread", words=one.words, message=one.message)
    return text("proposing.unread_secret", label=one.label, message=one.message)
