"""One step in the making: the conversation as it becomes, and the replies and effects gathered on the way.

Handlers work on a `Talk`; everything they leave in it is a new frozen value, so the conversation that came in stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.dialogue import messages as m
from bot.dialogue.answers import answers_of, case_of, with_case
from bot.dialogue.intents import Intent
from bot.dialogue.models import Case, Conversation, Parked, Place, Stage, World
from bot.dialogue.paper import paper_of
from forms.models import Field
from programs.models import Manifest, Status
from programs.values import Answers

if TYPE_CHECKING:
    from forms.loader import Form


@dataclass
class Talk:
    """What a handler reads and writes."""

    conversation: Conversation
    event: m.Happened
    intent: Intent
    world: World
    replies: list[m.Reply] = field(default_factory=list)
    effects: list[m.Effect] = field(default_factory=list)

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        """Where the conversation stands now."""
        return self.conversation.stage

    @property
    def case(self) -> Case:
        """The current programme's case."""
        return case_of(self.conversation)

    @property
    def program(self) -> str:
        """The current programme's slug; handlers that need one are reached only when there is one."""
        assert self.conversation.program is not None
        return self.conversation.program

    @property
    def form(self) -> Form:
        """The current programme's form."""
        return self.world.forms[self.program]

    @property
    def paper(self) -> Form:
        """What filling asks: the current programme's form without the fields that only rules read."""
        return paper_of(self.world, self.program)

    @property
    def manifest(self) -> Manifest:
        """The current programme's identity."""
        return self.world.packs[self.program].manifest

    @property
    def fields(self) -> dict[str, Field]:
        """The fields that can be asked here: the programme's, or the organisation's own before one is chosen."""
        return dict(self.world.shared if self.conversation.program is None else self.form.fields)

    @property
    def answers(self) -> Answers:
        """The current programme's answers."""
        return answers_of(self.case, self.fields)

    @cached_property
    def closed(self) -> bool:
        """Whether the programme takes no applications now, as far as is known."""
        return standing(self.manifest, self.world) is not Status.OPEN

    # --- writing --------------------------------------------------------------------------------------------------

    def tell(self, reply: m.Reply) -> None:
        """Add a reply; one about an answer says of which programme it is."""
        if isinstance(reply, m.Recorded | m.Doubted) and not reply.program:
            reply = reply.model_copy(update={"program": self.conversation.program or ""})
        self.replies.append(reply)

    def say(
        self,
        key: str,
        /,
        *,
        choices: tuple[m.Button, ...] = (),
        actions: tuple[m.Button, ...] = (),
        **values: str | int,
    ) -> None:
        """Add a sentence by its key in the texts."""
        self.tell(m.Say(key=key, values=values, choices=choices, actions=actions))

    def change(self, **changes: Any) -> None:
        """Put other values into the conversation."""
        self.conversation = self.conversation.model_copy(update=changes)

    def put(self, case: Case | None = None, /, **changes: Any) -> None:
        """Put other values into the current case (or put `case` in its place)."""
        self.conversation = with_case(self.conversation, (case or self.case).model_copy(update=changes))

    def go(self, stage: Stage) -> None:
        """Move to another stage."""
        self.change(stage=stage)

    def leave_mark(self, *, towards: Stage | None = None) -> None:
        """Remember this place, to come back to after a detour; a place already remembered is not kept twice.

        `towards` is the stage that is gone to: a mark of it is no longer wanted, or two stages would call each other for ever.
        """
        if self.stage is Stage.RESTARTING:
            return  # it is a question of its own, with its mark already left
        kept = []
        for place in self.conversation.back_to:
            if place.stage is self.stage:
                break
            if place.stage is not towards:
                kept.append(place)
        case = self.case
        self.change(back_to=(*kept, Place(stage=self.stage, field=case.at, row=case.row, trail=case.trail)))

    def return_to_mark(self) -> bool:
        """Go back to the place last remembered; False when there is none."""
        if not self.conversation.back_to:
            return False
        place = self.conversation.back_to[-1]
        self.change(back_to=self.conversation.back_to[:-1], stage=place.stage)
        self.put(at=place.field, row=place.row, tries=0, held=None, trail=place.trail or self.case.trail)
        return True

    def once(self, what: str) -> bool:
        """Whether this is told for the first time in the current programme; from now on it is told."""
        noted = self.case.noted
        if what not in noted:
            self.put(noted=(*noted, what))
        return what not in noted

    def park(self, parked: Parked | None) -> None:
        """Keep something said until the person has chosen; None clears it."""
        self.change(parked=parked)

    def effect_id(self) -> str:
        """An id for the next effect of this step, unique in the conversation."""
        return f"{self.conversation.id}:{self.conversation.turn}:{len(self.effects)}"

    def request(self, effect: m.Effect) -> None:
        """Ask for an effect; its result comes back as an event."""
        self.effects.append(effect)
        self.change(pending=(*self.conversation.pending, effect))


def standing(manifest: Manifest, world: World) -> Status:
    """Open, closed or unknown today: a deadline that has passed closes a programme whatever its folder says."""
    if manifest.deadline is not None and manifest.deadline.value < world.today:
        return Status.CLOSED
    return manifest.status


def action(code: str, key: str | None = None) -> m.Button:
    """A button whose label is the text `action.<key>`; the key is the code's verb unless given."""
    verb = code.partition(":")[2] if code.startswith("do:") else code.partition(":")[0]
    return m.Button(code=code, key=f"action.{key or verb}")
