"""A small dialogue for tests of the engine: it writes down what is said, so that the log tells whether a turn was lost or doubled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.dialogue import messages as m
from bot.dialogue.models import Case, Conversation, Entry, Reason, Turn, World
from bot.storage.models import Arrival

AT = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
WORLD = World(packs={}, forms={}, assessors={}, today=date(2026, 5, 6))


def world() -> World:
    return WORLD


def said(key: str, text: str = "", channel: str = "telegram") -> m.Said:
    return m.Said(id=key, at=AT, channel=channel, author="u1", text=text or key)


def step(conversation: Conversation, event: m.Event, world: World) -> Turn:
    """Write what was said into the log and repeat it with its place; `问…` asks the guide, `死…` raises."""
    if isinstance(event, m.EffectFailed):
        return Turn(conversation, (m.Say(key="asked", values={"text": event.reason}),))
    assert isinstance(event, m.Said)
    if event.text.startswith("死"):
        raise ZeroDivisionError
    case = conversation.cases.get("toy") or Case(program="toy")
    entry = Entry(
        field="words", value=event.text, reason=Reason.ANSWERED, author=event.author, channel=event.channel,
        at=event.at, turn=conversation.turn + 1,
    )  # fmt: skip
    after = conversation.model_copy(
        update={
            "cases": {**conversation.cases, "toy": case.model_copy(update={"log": (*case.log, entry)})},
            "turn": conversation.turn + 1,
        }
    )
    replies = (m.Say(key="echo", values={"text": event.text, "n": after.turn}),)
    wanted = (m.AskGuide(id=f"{event.id}:0", question=event.text),) if event.text.startswith("问") else ()
    return Turn(after, replies, wanted)


class Effects:
    """Answers every question, and counts how often it was asked."""

    def __init__(self) -> None:
        self.performed = 0

    def perform(self, effect: m.Effect, event: m.Happened, world: World, conversation: str) -> m.Event:
        self.performed += 1
        return m.EffectFailed(
            id=f"{event.id}/x", at=event.at, channel=event.channel, author=event.author, effect=effect.id, reason="答"
        )


def words(conversation: Conversation) -> list[str]:
    """What the log says was said."""
    case = conversation.cases.get("toy")
    return [entry.value for entry in case.log] if case is not None else []


def draw(replies: Sequence[m.Reply], world: World, arrival: Arrival) -> tuple[str, ...]:
    """One message for each reply: `key:text`."""
    return tuple(f"{arrival.key}:{reply.values.get('text', '')}" for reply in replies if isinstance(reply, m.Say))
