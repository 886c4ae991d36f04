"""The engine of every channel: accept, claim, step, perform, commit. One turn is one commit.

Theory. An arrival is *accepted* when its row stands in the inbox; from then on it will be answered, and the channel may
confirm it. A worker *claims* the oldest arrival of a conversation nobody works on, computes the turn (a pure value; effects
in between), and *commits* it: conversation, log, answer, messages to deliver and the end of the arrival, in one transaction
that is refused when the claim was lost meanwhile. Dying before the commit means that the turn never happened and is
computed again; dying after it means that it is done, and a repeated arrival gets the stored answer. There is no third case.

A message that fails three times, or over which workers die again and again, goes to the dead letters, and the person is
told so honestly.
"""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.dialogue import step as dialogue_step
from bot.dialogue.messages import Event, Reply, Say
from bot.dialogue.models import Conversation, World
from bot.engine import state
from bot.engine.clock import Clock
from bot.engine.personal import PersonalData
from bot.engine.pinning import Drafts, Pins
from bot.engine.turns import Making, Performs, Step
from bot.storage.errors import StorageBusy, StorageDamaged, StorageFault, StorageRefused
from bot.storage.models import Arrival, Claim, Outcome, PastTurn, Receipt, Snapshot
from bot.storage.protocol import Storage

log = logging.getLogger(__name__)
_ID = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,120}")
"""Ids of conversations name folders of documents, so they cannot lead out of one."""

Drawer = Callable[[Sequence[Reply], World, Arrival], Sequence[str]]
"""Turns the replies of a turn into the messages of a channel, in its own format, in order. Pure."""


@dataclass
class Engine:
    """Accepts arrivals and answers each exactly once."""

    storage: Storage
    world: Callable[[], World]
    """The world as of now; asked once a turn."""
    effects: Performs
    clock: Clock = field(default_factory=Clock)
    step: Step = dialogue_step
    drawers: Mapping[str, Drawer] = field(default_factory=dict)
    """Channel to its drawer. Answers on channels without one are stored and not put into the outbox."""
    folder: Path | None = None
    """The data directory with the documents; None where none are written."""
    owner: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    lease: float = 60.0
    tries: int = 3
    """A message that failed so often is given up."""
    deaths: int = 6
    """So is one over which a worker died so often; more, because a worker may die of other things than the message."""
    patience: float = 90.0
    """How long `handle` waits for its turn, in seconds."""
    remembered: int = 2000
    """Conversations kept in memory between turns; each is checked against the version in storage."""
    pins: Pins | None = None
    """Keeps drafts on the version they were begun with; None where programmes never change."""
    _known: OrderedDict[str, tuple[int, Conversation, Drafts]] = field(default_factory=OrderedDict, repr=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _moved: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def __post_init__(self) -> None:
        self.personal = PersonalData(self.storage, self.folder, self.clock)

    def now(self) -> datetime:
        """The date and time in Shanghai, for the events of channels."""
        return self.clock.now()

    def close(self) -> None:
        """Let go of the storage; nothing can be done afterwards."""
        self.storage.close()

    # --- accepting ------------------------------------------------------------------------------------------------

    def receive(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Accept arrivals; when this returns they are on the disk and may be confirmed to wherever they came from.

        Raises:
            StorageFault: none of them was accepted; the message may be shown, and they may be handed in again.
            ValueError: a conversation's id could not be the name of a folder.
        """
        for arrival in arrivals:
            self._check(arrival)
        receipts = self.storage.receive(arrivals)
        self._wake()
        return receipts

    @staticmethod
    def _check(arrival: Arrival) -> None:
        if not _ID.fullmatch(arrival.conversation):
            raise ValueError(f"not a conversation id: {arrival.conversation!r}")

    def arrival(
        self, conversation: str, event: Event, *, source: str = "", key: str = "", address: str = ""
    ) -> Arrival:
        """An event as an arrival; its id is the key unless another is given."""
        return Arrival(
            source or event.channel, key or event.id, conversation, event.channel, state.write_event(event), address
        )

    def handle(self, conversation: str, event: Event, *, source: str = "") -> tuple[Reply, ...]:
        """What to tell after `event`; the turn is saved when this returns. An event seen before gets its first answer.

        Arrivals of the same conversation that were accepted earlier are worked on first.

        Raises:
            StorageFault: the event was not accepted, or not answered in time; handing it in again is safe.
        """
        arrival = self.arrival(conversation, event, source=source)
        self._check(arrival)
        deadline = self.clock.steady() + self.patience
        receipt, first = self.storage.receive_and_claim(arrival, self.owner, lease=self.lease)
        claims = first or None
        look_first = receipt.repeated
        while True:
            if look_first:
                turn = self.storage.answer(arrival.source, arrival.key)
                if turn is None or turn.answer:
                    return state.read_replies(turn.answer) if turn is not None else ()
                if deadline < self.clock.steady():
                    raise StorageBusy("这条消息已收下，前面的内容还没处理完。", mend="稍候刷新即可看到答复。")
            answered = self._work_on(conversation, claims)
            claims = None
            if receipt.number in answered:
                return answered[receipt.number]
            look_first = True
            if not answered:
                with self._moved:
                    self._moved.wait(0.02)

    def look(self, conversation: str) -> Conversation:
        """The conversation as it is saved, a new one when there is none."""
        snapshot = self.storage.load([conversation]).get(conversation)
        return state.read_conversation(snapshot or Snapshot(conversation, 0, ""))

    def world_for(self, conversation: str) -> World:
        """The world this conversation is in: that of now, with the versions its drafts were begun with."""
        world = self.world()
        if self.pins is None:
            return world
        snapshot = self.storage.load([conversation]).get(conversation)
        return self.pins.world_for(world, {one.program: one for one in snapshot.drafts} if snapshot else {})

    def history(self, conversation: str, *, after: int = 0) -> list[tuple[PastTurn, tuple[Reply, ...]]]:
        """What happened in a conversation since arrival `after`, with the replies, oldest first."""
        return [(turn, state.read_replies(turn.answer)) for turn in self.storage.history(conversation, after=after)]

    # --- working --------------------------------------------------------------------------------------------------

    def run(self, stop: threading.Event, *, threads: int = 8, batch: int = 32, idle: float = 0.2) -> None:
        """Work until `stop` is set; what was begun is finished. A fault of the storage is waited out, not died of."""
        with ThreadPoolExecutor(threads, thread_name_prefix="effects") as pool:
            begun = False
            while not stop.is_set():
                try:
                    if not begun:
                        self.storage.free_dead_owners()
                        begun = True
                    worked = self.work_once(batch, pool)
                    if not worked and self.storage.free_dead_owners():
                        continue
                except StorageFault as fault:
                    log.error("storage fault, trying again: %s", fault.code)
                    stop.wait(1.0)
                    continue
                if not worked:
                    with self._moved:
                        self._moved.wait(idle)

    def work_once(self, limit: int = 1, pool: Executor | None = None) -> int:
        """Claim up to `limit` arrivals and answer them; how many were claimed.

        Turns without effects are committed together. A turn with effects is finished and committed on its own, in `pool`
        when one is given, so that a slow answer holds up nobody else.
        """
        claims = self.storage.claim(self.owner, lease=self.lease, limit=limit)
        if not claims:
            return 0
        with self._giving_back(claims):
            ready: list[tuple[Making, Outcome]] = []
            for claim, making in self._begin(claims):
                if not making.wanted:
                    if (outcome := self._outcome(claim, making)) is not None:
                        ready.append((making, outcome))
                elif pool is None:
                    self._finish(claim, making)
                else:
                    pool.submit(self._finish, claim, making)
            self._commit(ready)
        return len(claims)

    def _work_on(self, conversation: str, claims: Sequence[Claim] | None) -> dict[int, tuple[Reply, ...]]:
        """Answer the oldest arrival of a conversation, if nobody else works on it: its number and replies."""
        if claims is None:
            claims = self.storage.claim(self.owner, lease=self.lease, conversation=conversation)
        answered: dict[int, tuple[Reply, ...]] = {}
        with self._giving_back(claims):
            for claim, making in self._begin(claims):
                if (replies := self._finish(claim, making)) is not None:
                    answered[claim.number] = replies
        return answered

    @contextmanager
    def _giving_back(self, claims: Sequence[Claim]) -> Iterator[None]:
        """Give claims back when the storage fails, so that they need not wait for the lease to run out."""
        try:
            yield
        except StorageFault:
            with suppress(StorageFault):
                self.storage.release(claims)
            raise

    def _begin(self, claims: Sequence[Claim]) -> list[tuple[Claim, Making]]:
        """The claims with their first step taken; those that fail are given back or given up."""
        begun = []
        world = self.world()
        loaded = self._conversations(claims)
        for claim in claims:
            if claim.tries >= self.deaths:
                self._give_up(claim, "died")
                continue
            try:
                before = loaded[claim.arrival.conversation]
                if isinstance(before, StorageFault):
                    raise before
                begun.append((claim, self._first_step(*before, state.read_event(claim.arrival.event), world)))
            except Exception as error:  # noqa: BLE001  whatever a message does, the others go on
                self._failed(claim, error)
        return begun

    def _first_step(self, before: Conversation, drafts: Drafts, event: Event, world: World) -> Making:
        if self.pins is None:
            return Making.begin(before, event, world, self.step)
        met = self.pins.meet(before, drafts, event, world)
        return Making.begin(
            before, met.event, met.world, self.step, start=met.conversation, replies=met.replies, drafts=met.drafts,
            known_drafts=drafts,
        )  # fmt: skip

    def _finish(self, claim: Claim, making: Making) -> tuple[Reply, ...] | None:
        """Perform what a turn wants and commit it: its replies, None when it failed or the claim was lost."""
        with self._giving_back([claim]):
            try:
                making.finish(self.effects)
            except Exception as error:  # noqa: BLE001
                self._failed(claim, error)
                return None
            outcome = self._outcome(claim, making)
            return making.replies if outcome is not None and self._commit([(making, outcome)]) == [True] else None

    def _outcome(self, claim: Claim, making: Making) -> Outcome | None:
        """What the turn changes; None when that cannot be written, and the arrival was given back or up."""
        try:
            drawer = self.drawers.get(claim.arrival.channel)
            rows = state.new_rows(making.before, making.conversation)
            self._begin_drafts(making, {row.program for row in rows if row.place == 0})
            return Outcome(
                claim=claim,
                answer=state.write_replies(making.replies),
                state=state.write_state(making.conversation),
                log=rows,
                drafts=making.drafts,
                parts=tuple(drawer(making.replies, making.world, claim.arrival)) if drawer else (),
                files=making.files,
                tickets=making.tickets,
            )
        except Exception as error:  # noqa: BLE001
            self._failed(claim, error)
            return None

    def _begin_drafts(self, making: Making, programs: set[str]) -> None:
        """Programmes whose first answer is written stand on the version they have now."""
        if self.pins is not None:
            begun = {draft.program for draft in making.drafts}
            new = sorted(slug for slug in programs - begun - set(making.known_drafts) if slug in making.world.packs)
            making.drafts += tuple(self.pins.begin(making.world, slug) for slug in new)

    def _commit(self, turns: Sequence[tuple[Making, Outcome]]) -> list[bool]:
        if not turns:
            return []
        try:
            kept = self.storage.commit([outcome for _, outcome in turns])
        except StorageRefused as refused:
            if len(turns) > 1:
                return [self._commit([turn])[0] for turn in turns]
            self._failed(turns[0][1].claim, refused)
            return [False]
        with self._guard:
            for (making, outcome), ok in zip(turns, kept, strict=True):
                if ok:
                    self._remember(outcome.claim.version + 1, making)
        for (making, outcome), ok in zip(turns, kept, strict=True):
            if not ok and making.files:
                self._remove_if_erased(outcome)
        self._wake()
        return kept

    # --- failing --------------------------------------------------------------------------------------------------

    def _failed(self, claim: Claim, error: Exception) -> None:
        if isinstance(error, StorageFault) and not isinstance(error, StorageDamaged | StorageRefused):
            raise error
        log.warning("arrival %s failed (%s)", claim.number, type(error).__name__)
        if claim.tries + 1 >= self.tries:
            self._give_up(claim, type(error).__name__)
        else:
            self.storage.retry_later(claim, 0.05 * 4**claim.tries)

    def _give_up(self, claim: Claim, reason: str) -> None:
        """Tell the person that the message could not be worked on; the conversation stays as it was."""
        replies = (Say(key="engine.dead_letter", values={"number": claim.number}),)
        drawer = self.drawers.get(claim.arrival.channel)
        parts = tuple(drawer(replies, self.world(), claim.arrival)) if drawer else ()
        self.storage.commit([Outcome(claim, state.write_replies(replies), None, parts=parts, dead=reason)])
        self._wake()

    def _remove_if_erased(self, outcome: Outcome) -> None:
        """Remove documents that a turn wrote while the person's data was being deleted."""
        arrival = outcome.claim.arrival
        if self.storage.answer(arrival.source, arrival.key) is None:
            for file in outcome.files:
                Path(file.path).unlink(missing_ok=True)

    # --- remembering ----------------------------------------------------------------------------------------------

    def _conversations(self, claims: Sequence[Claim]) -> dict[str, tuple[Conversation, Drafts] | StorageFault]:
        """The claimed conversations at the claimed versions; a fault in place of one that cannot be read."""
        found: dict[str, tuple[Conversation, Drafts] | StorageFault] = {}
        with self._guard:
            for claim in claims:
                known = self._known.get(claim.arrival.conversation)
                if known is not None and known[0] == claim.version:
                    found[claim.arrival.conversation] = known[1:]
        missing = [claim.arrival.conversation for claim in claims if claim.arrival.conversation not in found]
        snapshots = self.storage.load(missing) if missing else {}
        for name in missing:
            snapshot = snapshots.get(name) or Snapshot(name, 0, "")
            try:
                found[name] = (state.read_conversation(snapshot), {one.program: one for one in snapshot.drafts})
            except StorageFault as fault:
                found[name] = fault
        return found

    def _remember(self, version: int, making: Making) -> None:
        name = making.conversation.id
        drafts = {**making.known_drafts, **{one.program: one for one in making.drafts}}
        self._known[name] = (version, making.conversation, drafts)
        self._known.move_to_end(name)
        while len(self._known) > self.remembered:
            self._known.popitem(last=False)

    def _wake(self) -> None:
        with self._moved:
            self._moved.notify_all()
