"""What a finished turn changes, written down as the rows that its commit brings. Nothing here is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.dialogue.messages import Reply
from bot.dialogue.models import World
from bot.engine import state
from bot.engine.pinning import Pins
from bot.engine.turns import Making
from bot.storage.models import Arrival, Claim, FileRow, Outcome

Drawer = Callable[[Sequence[Reply], World, Arrival], Sequence[str]]
"""Turns the replies of a turn into the messages of a channel, in its own format, in order. Pure."""
Drawers = Mapping[str, Drawer]
"""Channel to its drawer. Answers on channels without one are stored and not put into the outbox."""


def outcome_of(claim: Claim, making: Making, drawers: Drawers, pins: Pins | None) -> Outcome:
    """The outcome of a turn that wants nothing more.

    Raises:
        IllegalStep: the turn changed what was answered before.
    """
    rows = state.new_rows(making.before, making.conversation)
    if pins is not None:
        _begin_drafts(making, {row.program for row in rows if row.place == 0}, pins)
    return Outcome(
        claim=claim,
        answer=state.write_replies(making.replies),
        state=state.write_state(making.conversation),
        log=rows,
        drafts=making.drafts,
        parts=drawn(making.replies, making.world, claim.arrival, drawers),
        files=_stamped(making, pins) if pins is not None else making.files,
        tickets=making.tickets,
    )


def drawn(replies: Sequence[Reply], world: World, arrival: Arrival, drawers: Drawers) -> tuple[str, ...]:
    """The messages that the outbox has to deliver; none where the channel fetches its answer itself."""
    drawer = drawers.get(arrival.channel)
    return tuple(drawer(replies, world, arrival)) if drawer else ()


def _stamped(making: Making, pins: Pins) -> tuple[FileRow, ...]:
    """The documents with the version of the programme they were made with."""
    drafts = {**making.known_drafts, **{draft.program: draft for draft in making.drafts}}

    def version(slug: str) -> str:
        if slug in drafts:
            return drafts[slug].pack
        return pins.summary(making.world, slug).version if slug in making.world.packs else ""

    return tuple(replace(file, pack=version(file.program)) for file in making.files)


def _begin_drafts(making: Making, programs: set[str], pins: Pins) -> None:
    """Programmes whose first answer is written stand on the version they have now."""
    begun = {draft.program for draft in making.drafts}
    new = sorted(slug for slug in programs - begun - set(making.known_drafts) if slug in making.world.packs)
    making.drafts += tuple(pins.begin(making.world, slug) for slug in new)
