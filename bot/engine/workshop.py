"""Makes turns of claimed arrivals and commits them; gives back what failed, and gives up what fails again and again.

Theory of giving up. An exception is plain: after three the arrival goes to the dead letters. A death is not: whoever held a
claim when its process died may have killed it, or may have stood beside. So two deaths make a suspect, and the third try is
made in a process of its own (`trials`). If that one dies, the message is what kills, and it is given up; if not, the message
is worked on as any other, however often somebody pulls the plug. Where no trial is to be had, three deaths are enough.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.dialogue import step as dialogue_step
from bot.dialogue.messages import Event, Reply, Say
from bot.dialogue.models import Conversation, World
from bot.engine import state
from bot.engine.clock import Clock
from bot.engine.outcomes import Drawers, drawn, outcome_of
from bot.engine.pinning import Drafts, Pins
from bot.engine.remembering import Remembered
from bot.engine.trials import Trial, Trials
from bot.engine.turns import Making, Performs, Step
from bot.storage.errors import StorageDamaged, StorageFault, StorageRefused
from bot.storage.models import Claim, Outcome
from bot.storage.protocol import Storage

log = logging.getLogger(__name__)

ASK_AGAIN = 0.5
"""Seconds after which a suspect is looked at again."""


@dataclass
class Workshop:
    """Where turns are made; `Engine` brings the arrivals."""

    storage: Storage
    world: Callable[[], World]
    """The world as of now; asked once a turn."""
    effects: Performs
    clock: Clock = field(default_factory=Clock)
    step: Step = dialogue_step
    drawers: Drawers = field(default_factory=dict)
    folder: Path | None = None
    """The data directory with the documents; None where none are written."""
    tries: int = 3
    """A message that failed so often, or over which workers died so often, is given up."""
    trial: Trial | None = None
    deaths: int = 6
    """Given up is also a message that passes its trial and over which workers die so often all the same."""
    remembered: int = 2000
    """Conversations kept in memory between turns."""
    _owed: deque[Claim] = field(default_factory=deque, init=False, repr=False)
    """Claims that could not even be given back."""
    pins: Pins | None = None
    """Keeps drafts on the version they were begun with; None where programmes never change."""

    @cached_property
    def memory(self) -> Remembered:
        """The conversations last worked on."""
        return Remembered(self.storage, self.remembered)

    @cached_property
    def trials(self) -> Trials | None:
        """Suspects on trial; None where there is no trial."""
        return Trials(self.trial) if self.trial is not None else None

    def moved(self) -> None:
        """Called when something was accepted or finished, from any thread."""

    # --- making ---------------------------------------------------------------------------------------------------

    def begin(self, claims: Sequence[Claim]) -> list[tuple[Claim, Making]]:
        """The claims with their first step taken; those that fail are given back or given up."""
        begun = []
        world = self.world()
        standing = self.memory.standing(claims)
        for claim in claims:
            try:
                before = standing[claim.arrival.conversation]
                if isinstance(before, StorageFault):
                    raise before
                event = state.read_event(claim.arrival.event)
                if self._clear(claim, before[0], event):
                    begun.append((claim, self._first_step(*before, event, world)))
            except Exception as error:  # noqa: BLE001  whatever a message does, the others go on
                self.failed(claim, error)
        return begun

    def _clear(self, claim: Claim, conversation: Conversation, event: Event) -> bool:
        """Whether the arrival may be worked on here and now; if not, it was given up, or put off until its trial is over."""
        trials = self.trials
        if claim.tries < (self.tries if trials is None else self.tries - 1):
            return True
        found = trials.verdict(claim.number, conversation, event) if trials and claim.tries < self.deaths else False
        if found is None:
            self.storage.retry_later(claim, ASK_AGAIN, counted=False)
        elif not found:
            self.give_up(claim, "died")
        return bool(found)

    def _first_step(self, before: Conversation, drafts: Drafts, event: Event, world: World) -> Making:
        if self.pins is None:
            return Making.begin(before, event, world, self.step)
        met = self.pins.meet(before, drafts, event, world)
        return Making.begin(
            before, met.event, met.world, self.step, start=met.conversation, replies=met.replies, drafts=met.drafts,
            known_drafts=drafts,
        )  # fmt: skip

    def finish(self, claim: Claim, making: Making) -> tuple[Reply, ...] | None:
        """Perform what a turn wants and commit it: its replies, None when it failed or the claim was lost."""
        with self.giving_back([claim]):
            try:
                making.finish(self.effects)
            except Exception as error:  # noqa: BLE001
                self.failed(claim, error)
                return None
            outcome = self.outcome(claim, making)
            return making.replies if outcome is not None and self.commit([(making, outcome)]) == [True] else None

    def outcome(self, claim: Claim, making: Making) -> Outcome | None:
        """What the turn changes; None when that cannot be written, and the arrival was given back or up."""
        try:
            return outcome_of(claim, making, self.drawers, self.pins)
        except Exception as error:  # noqa: BLE001
            self.failed(claim, error)
            return None

    def commit(self, turns: Sequence[tuple[Making, Outcome]]) -> list[bool]:
        """Commit turns together, each whole; False for those whose claim was lost, and those that had to be given back."""
        if not turns:
            return []
        try:
            kept = self.storage.commit([outcome for _, outcome in turns])
        except StorageRefused as refused:
            if len(turns) > 1:
                return [self.commit([turn])[0] for turn in turns]
            self.failed(turns[0][1].claim, refused)
            return [False]
        for (making, outcome), ok in zip(turns, kept, strict=True):
            if ok:
                if self.trials is not None:
                    self.trials.forget(outcome.claim.number)
                self.memory.keep(outcome.claim.version + 1, making)
            elif making.files:
                self._remove_if_erased(outcome)
        self.moved()
        return kept

    # --- failing --------------------------------------------------------------------------------------------------

    @contextmanager
    def giving_back(self, claims: Sequence[Claim]) -> Iterator[None]:
        """Give claims back when the storage fails, so that they need not wait for the lease to run out."""
        try:
            yield
        except StorageFault:
            self._owed.extend(claims)
            with suppress(StorageFault):
                self.settle()
            raise

    def settle(self) -> None:
        """Give back what a full disk kept from being given back; raises the storage's fault while that goes on."""
        while self._owed:
            try:
                claim = self._owed.popleft()
            except IndexError:  # another thread gave the last one back
                return
            try:
                self.storage.release([claim])
            except StorageFault:
                self._owed.append(claim)
                raise

    def failed(self, claim: Claim, error: Exception) -> None:
        """Have a failed arrival tried again a little later, or give it up; a fault of the storage itself is raised."""
        if isinstance(error, StorageFault) and not isinstance(error, StorageDamaged | StorageRefused):
            raise error
        log.warning("arrival %s failed (%s)", claim.number, type(error).__name__)
        if claim.tries + 1 >= self.tries:
            self.give_up(claim, type(error).__name__)
        else:
            self.storage.retry_later(claim, 0.05 * 4**claim.tries)

    def give_up(self, claim: Claim, reason: str) -> None:
        """Tell the person that the message could not be worked on; the conversation stays as it was."""
        replies = (Say(key="engine.dead_letter", values={"number": claim.number}),)
        parts = drawn(replies, self.world(), claim.arrival, self.drawers)
        self.storage.commit([Outcome(claim, state.write_replies(replies), None, parts=parts, dead=reason)])
        self.moved()

    def _remove_if_erased(self, outcome: Outcome) -> None:
        """Remove documents that a turn wrote while the person's data was being deleted."""
        arrival = outcome.claim.arrival
        if self.storage.answer(arrival.source, arrival.key) is None:
            for file in outcome.files:
                Path(file.path).unlink(missing_ok=True)
