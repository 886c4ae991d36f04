"""The conversation as the page shows it: what was said, and what was told, turn by turn.

Only the last turn offers its choices. A question that is asked again, or a menu, is shown where it is the last word; in
what is past it would only be in the way. What was typed at a sensitive field is not shown again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.dialogue.signing import signature_of
from bot.engine.state import read_event, read_replies
from bot.rendering.blocks import Block, Shown, clause_path, drawn, folded
from bot.rendering.drawing import render
from bot.rendering.fields import any_field
from bot.rendering.reports import told_in
from bot.storage.models import PastTurn
from bot.texts import text

SHOWN_TURNS = 12
_MENUS = ("start.menu", "home.menu", "review.menu", "asking.more", "choosing.which")
_AT_HAND = ("do:ask", "do:match", "do:switch", "do:fill", "do:judge", "do:review", "do:undo", "do:staff")
"""What the page offers below the conversation all the time."""
_CLEARED = "entering.cleared"
MASK = "＊＊＊＊"


@dataclass(frozen=True)
class Told:
    """One reply as drawn."""

    kind: str
    blocks: tuple[Block, ...]
    choices: tuple[Shown, ...] = ()
    actions: tuple[Shown, ...] = ()
    reply: m.Reply | None = None
    cited: tuple[tuple[str, str, str, str], ...] = ()
    """Programme, clause, where it stands, and its words (empty where the answer has them), for an answer from the guide."""
    of: str = ""
    """Label of the field that was recorded, where the words do not name it."""


@dataclass(frozen=True)
class Exchange:
    """One turn: what the person did, and what was told."""

    number: int
    said: str
    told: tuple[Told, ...]
    elsewhere: str = ""
    """The channel, when it was said on another one."""
    by: str = ""
    """The colleague who entered it through a link."""


def exchanges(turns: Sequence[PastTurn], world: World) -> tuple[Exchange, ...]:
    """The turns, oldest first."""
    shown = []
    for place, turn in enumerate(turns):
        last = place == len(turns) - 1
        event, replies = read_event(turn.event), read_replies(turn.answer)
        signature = signature_of(event.author)
        private = isinstance(event, m.Said) and any(_private(reply, world) for reply in replies)
        said = MASK if private else _said(event, turns[:place], world)
        if any(isinstance(reply, m.ShowProposals) and reply.private for reply in replies) and isinstance(event, m.Said):
            said = text("proposing.pasted")
        worth = tuple(_worth_showing(replies, event, last=last))
        told = tuple(drawn_reply(reply, world, last=last) for reply in worth)
        if len(worth) > 1:
            told = tuple(filter(None, (_less(one, told) for one in told)))
        if told or said:
            elsewhere = "" if turn.channel == "web" else turn.channel
            shown.append(Exchange(turn.number, said, told, elsewhere, signature.name if signature else ""))
    return tuple(shown)


def _private(reply: m.Reply, world: World) -> bool:
    """Whether what was typed was taken for the answer to a sensitive field, good or not."""
    if not isinstance(reply, m.Recorded | m.Slipped | m.Doubted):
        return False
    if isinstance(reply, m.Recorded) and reply.how == "undone":
        return False
    field = any_field(world, reply.field, "" if isinstance(reply, m.Slipped) else reply.program)
    return field is not None and (field.sensitive or any(column.sensitive for column in field.columns))


def _less(told: Told, others: Sequence[Told]) -> Told | None:
    """A menu that comes after something else: only what is not at hand already; None where nothing is left."""
    if not isinstance(told.reply, m.Say) or told.reply.key not in _MENUS[:-1]:
        return told
    offered = {button.code for one in others if one is not told for button in (*one.choices, *one.actions)}
    choices, actions = (
        tuple(one for one in buttons if one.code not in (*_AT_HAND, *offered))
        for buttons in (told.choices, told.actions)
    )
    return replace(told, blocks=(), choices=choices, actions=actions) if choices or actions else None


def _said(event: m.Event, before: Sequence[PastTurn], world: World) -> str:
    """What the person did, in words; empty for what is no word of theirs."""
    if isinstance(event, m.Said):
        return event.text
    if isinstance(event, m.SentFile | m.FileReceived):
        return event.name
    if isinstance(event, m.Pressed):
        verb, _, rest = event.code.partition(":")
        for turn in before[:-4:-1]:
            for reply in read_replies(turn.answer):
                for button in (*reply.choices, *reply.actions):
                    if button.code == event.code:
                        return drawn(button, world).label
        if verb == "program" and rest in world.packs:
            return world.packs[rest].manifest.short_name
        key = f"action.{rest if verb == 'do' else verb}"
        try:
            return text(key)
        except KeyError:
            return ""
    return ""


def _worth_showing(replies: Sequence[m.Reply], event: m.Event, *, last: bool) -> Iterator[m.Reply]:
    signed = signature_of(event.author) is not None
    for reply in replies:
        if signed and not isinstance(reply, m.Recorded) and not (isinstance(reply, m.Say) and reply.key == _CLEARED):
            continue
        menu = isinstance(reply, m.Say) and reply.key in _MENUS
        again = isinstance(reply, m.Ask)
        if (menu and not last) or again:
            continue
        if isinstance(event, m.Entered) and isinstance(reply, m.Slipped | m.Doubted):
            continue
        yield reply


def drawn_reply(reply: m.Reply, world: World, *, last: bool) -> Told:
    """One reply as the page shows it; what can be chosen is offered in the last turn only."""
    blocks = render(reply, world)
    plain = tuple(block for block in blocks if block.kind not in ("choices", "actions"))
    buttons = {block.kind: block.buttons for block in blocks if block.kind in ("choices", "actions")}
    if isinstance(reply, m.ShowProposals) and reply.lines and not last:
        plain = plain[:-1]  # how to decide, when it is decided
    cited: tuple[tuple[str, str, str, str], ...] = ()
    if isinstance(reply, m.ShowAnswer):
        plain = plain[:1]
        cited = tuple(
            (
                one.program,
                one.clause,
                clause_path(world, one.program, one.clause),
                "" if told_in(reply.answer.answer, one.quote) else folded(one.quote),
            )
            for one in (reply.answer.citations[:3] if reply.answer.status == "answered" else ())
            if one.source != "staff"
        )
    choices = buttons.get("choices", ()) if last or isinstance(reply, m.Doubted) else ()
    actions = buttons.get("actions", ()) if last else ()
    if isinstance(reply, m.ShowVerdict | m.ShowAnswers) and len(plain) > 1:
        actions = tuple(one for one in actions if one.code != "do:whole")  # the tab shows it whole
    named = isinstance(reply, m.Recorded) and reply.how != "undone" and not reply.before
    field = any_field(world, reply.field, reply.program) if named and isinstance(reply, m.Recorded) else None
    return Told(reply.kind, plain, choices, actions, reply, cited, field.label if field is not None else "")
