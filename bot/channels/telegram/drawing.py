"""Draws the replies of a turn as messages of Telegram. Pure: the same turn is always drawn alike.

A turn becomes as few messages as possible: the document first, then everything said, cut between paragraphs, with the buttons
below the last message. The guide's words stand in a quote that unfolds; so do the details of a verdict below their title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from bot.channels.telegram import refusing, rich
from bot.channels.telegram.buttons import BOARD, offered, rows, short_code
from bot.channels.telegram.payload import TOLD, Board, Key, Paper, Payload, Picture, Words, written
from bot.channels.telegram.rich import Paragraph, Piece
from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.engine.engine import Drawer
from bot.engine.state import read_event
from bot.rendering.blocks import Block, drawn
from bot.rendering.drawing import render
from bot.rendering.fields import field_of
from bot.storage.models import Arrival
from bot.texts import text

_SAID = ("text", "list", "quote")
LONGEST_LABEL = 18
"""Characters of a choice that still fit on its button; when one is longer, all stand in the text and the buttons hold numbers."""


def draw(replies: Sequence[m.Reply], world: World, arrival: Arrival, *, pictures: bool = False) -> tuple[str, ...]:
    """The messages of a turn, as the outbox keeps them; see `Engine.drawers`. `pictures`: pages can be drawn here."""
    event = read_event(arrival.event)
    if isinstance(event, m.Pressed) and event.code.startswith(TOLD):
        return (event.code.removeprefix(TOLD),)
    why = refusing.reason(event.code) if isinstance(event, m.Pressed) else None
    if why == "group":
        return (written(Words(text=text(refusing.TEXTS[why]))),)
    messages = payloads(replies, world, arrival, opened=isinstance(event, m.Opened), why=why, pictures=pictures)
    return tuple(map(written, messages))


def drawer() -> Drawer:
    """The drawer of this installation: with pictures of documents where something here draws pages."""
    from forms.office import makes_pictures

    return partial(draw, pictures=makes_pictures())


def payloads(
    replies: Sequence[m.Reply],
    world: World,
    arrival: Arrival,
    *,
    opened: bool = False,
    why: str | None = None,
    pictures: bool = False,
) -> list[Payload]:
    """The messages: the keyboard when the conversation was opened, documents, then what is said with its buttons."""
    found: list[Payload] = []
    if opened:
        greeting = _greeting(replies, world)
        replies = replies[1:] if greeting else replies
        words = rich.GAP.join(filter(None, (greeting, text("telegram.board"))))
        found.append(Board(text=words, rows=BOARD, hint=text("telegram.hint")))
    for reply in replies:
        if isinstance(reply, m.SendDocument | m.SendRows):
            found.append(Paper(path=reply.file))
        if isinstance(reply, m.SendDocument) and pictures:
            found.append(Picture(path=reply.file))
    choices = next((reply.choices for reply in reversed(replies) if reply.choices), ())
    numbered = any(len(drawn(one, world).label) > LONGEST_LABEL for one in choices)
    keys = _keys(replies, world, arrival, numbered=numbered)
    paragraphs = [one for reply in replies for one in _paragraphs(reply, world, why, choices, numbered=numbered)]
    said = rich.messages(paragraphs)
    for place, (words, marks) in enumerate(said, 1):
        found.append(Words(text=words, marks=marks, keys=keys if place == len(said) else ()))
    return found


def _greeting(replies: Sequence[m.Reply], world: World) -> str:
    """The plain sentence that a conversation opens with, which goes with the keyboard; empty where there is none."""
    first = replies[0] if len(replies) > 1 else None
    if not isinstance(first, m.Say) or first.choices or first.actions:
        return ""
    return rich.GAP.join(block.text for block in render(first, world))


def _keys(replies: Sequence[m.Reply], world: World, arrival: Arrival, *, numbered: bool) -> tuple[tuple[Key, ...], ...]:
    """The buttons: choices with their numbers, then what else may be done."""
    buttons = offered(replies)
    choices = {one.code for reply in replies for one in reply.choices}
    numbers: list[Key] = []
    others: list[Key] = []
    for place, button in enumerate(buttons):
        data = short_code(arrival.key, place, arrival.address, button.code)
        label = drawn(button, world).label or button.code
        if button.code in choices and len(numbers) == place:
            numbers.append(Key(text=str(place + 1) if numbered else f"{place + 1}. {label}", data=data))
        else:
            others.append(Key(text=label if len(label) <= 40 else label[:39] + "…", data=data))
    lines = -(-len(numbers) // 6) or 1
    return rows(numbers, most=-(-len(numbers) // lines) if numbered else 3) + rows(others)


# --- paragraphs -----------------------------------------------------------------------------------------------------


def _paragraphs(
    reply: m.Reply, world: World, why: str | None, choices: Sequence[m.Button], *, numbered: bool
) -> Iterator[Paragraph]:
    if isinstance(reply, m.Say) and reply.key == "stale" and why is not None:
        yield (Piece(text(refusing.TEXTS[why])),)
        return
    if isinstance(reply, m.Ask) and reply.sensitive:
        label = field_of(world, reply.program, reply.field).label
        yield (Piece(text("telegram.ask_sensitive", label=label)),)
        return
    if isinstance(reply, m.Ask) and reply.columns and not reply.again and not reply.rows_done:
        yield from (tuple(_pieces(block, folded=False)) for block in render(reply, world) if block.kind in _SAID)
        secret = [one.label for one in field_of(world, reply.program, reply.field).columns if one.sensitive]
        also = text("telegram.table_sensitive", columns="、".join(secret)) if secret else ""
        yield (Piece(text("telegram.table_file") + also),)
        return
    for block in render(reply, world):
        if block.kind == "choices" and (reply.choices != choices or numbered):
            lines = [f"{place}. {one.label}" for place, one in enumerate(block.buttons, 1)]
            yield (Piece("\n".join(lines)),)
        elif block.kind in _SAID:
            yield tuple(_pieces(block, folded=isinstance(reply, m.ShowVerdict)))


def _pieces(block: Block, *, folded: bool) -> Iterator[Piece]:
    if block.kind == "quote":
        yield Piece(f"“{block.text}”\n——{block.source}", "quote")
    elif block.kind == "text":
        yield Piece(block.text)
    else:
        if block.text:
            yield Piece(block.text, "bold")
            yield Piece("\n")
        if folded and block.text:
            yield Piece("\n".join(block.items), "quote")
        else:
            yield Piece("\n".join(f"• {item}" for item in block.items))
