"""One turn in the making: step the event, perform what the step asks for, step the results. Nothing here is saved or sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.dialogue import messages as m
from bot.dialogue.models import Conversation, Turn, World
from bot.storage.models import Draft, FileRow, TicketRow

MOST_STEPS = 16
"""Steps in one turn; an effect whose result asks for another effect stays far below."""

Step = Callable[[Conversation, m.Event, World], Turn]


class Performs(Protocol):
    """Performs effects."""

    def perform(self, effect: m.Effect, event: m.Happened, world: World, conversation: str) -> m.Event:
        """The result of an effect as an event; a failure is a result too."""
        ...


@dataclass
class Making:
    """A turn as far as it has come."""

    before: Conversation
    event: m.Event
    world: World
    step: Step
    conversation: Conversation
    replies: tuple[m.Reply, ...] = ()
    wanted: tuple[m.Effect, ...] = ()
    """Effects that were asked for and not performed yet."""
    files: tuple[FileRow, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    drafts: tuple[Draft, ...] = ()
    """Drafts whose version changed."""
    known_drafts: Mapping[str, Draft] = field(default_factory=dict)
    steps: int = 0

    @classmethod
    def begin(
        cls,
        before: Conversation,
        event: m.Event,
        world: World,
        step: Step,
        *,
        start: Conversation | None = None,
        replies: tuple[m.Reply, ...] = (),
        drafts: tuple[Draft, ...] = (),
        known_drafts: Mapping[str, Draft] | None = None,
    ) -> Making:
        """The turn after its first step, which does no input or output; `start` is what `before` became before it."""
        making = cls(before, event, world, step, start or before, replies, drafts=drafts)
        making.known_drafts = known_drafts or {}
        making._take(event)
        return making

    def finish(self, effects: Performs) -> None:
        """Perform effects, and step their results, until nothing is wanted."""
        while self.wanted:
            effect, *rest = self.wanted
            self.wanted = tuple(rest)
            self._take(effects.perform(effect, self.event, self.world, self.before.id))

    def _take(self, event: m.Event) -> None:
        if self.steps >= MOST_STEPS:
            raise RecursionError(f"a turn of more than {MOST_STEPS} steps")
        self.steps += 1
        turn = self.step(self.conversation, event, self.world)
        self.conversation = turn.conversation
        self.replies += turn.replies
        self.wanted += turn.effects
        program = turn.conversation.program or ""
        if isinstance(event, m.DocumentFilled):
            self.files += (FileRow(event.file, program, event.size, digest=event.digest),)
        elif isinstance(event, m.RowsWritten):
            self.files += (FileRow(event.file, program, 0),)
        elif isinstance(event, m.StaffCalled):
            self.tickets += (TicketRow(event.ticket, turn.conversation.program),)
