"""The engine of every channel: accept, claim, step, perform, commit. One turn is one commit.

Theory. An arrival is *accepted* when its row stands in the inbox; from then on it will be answered, and the channel may
confirm it. A worker *claims* the oldest arrival of a conversation nobody works on, computes the turn (a pure value; effects
in between), and *commits* it: conversation, log, answer, messages to deliver and the end of the arrival, in one transaction
that is refused when the claim was lost meanwhile. Dying before the commit means that the turn never happened and is
computed again; dying after it means that it is done, and a repeated arrival gets the stored answer. There is no third case.

How a turn is made of a claim, and when a message is given up, is told in `workshop`.
"""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.messages import Event, Reply
from bot.dialogue.models import Conversation, World
from bot.engine import state
from bot.engine.handing import Handing
from bot.engine.outcomes import Drawer as Drawer
from bot.engine.personal import PersonalData
from bot.engine.turns import Making
from bot.engine.workshop import Workshop
from bot.storage.errors import StorageBusy, StorageFault
from bot.storage.models import Arrival, Claim, Outcome, PastTurn, Receipt

log = logging.getLogger(__name__)
_ID = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,120}")
"""Ids of conversations name folders of documents, so they cannot lead out of one."""


@dataclass
class Engine(Workshop):
    """Accepts arrivals and answers each exactly once."""

    owner: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    lease: float = 60.0
    patience: float = 90.0
    """How long `handle` waits for its turn, in seconds."""
    _moved: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def __post_init__(self) -> None:
        self.personal = PersonalData(self.storage, self.folder, self.clock)
        self.handing = Handing(self.storage, self.clock)

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
        self.moved()
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
            if claims is None:
                claims = self.storage.claim(self.owner, lease=self.lease, conversation=conversation)
            answered = self._work_on(claims)
            claims = None
            if receipt.number in answered:
                return answered[receipt.number]
            look_first = True
            if not answered:
                with self._moved:
                    self._moved.wait(0.02)

    def look(self, conversation: str) -> Conversation:
        """The conversation as it is saved, a new one when there is none."""
        return self.memory.now(conversation)[0]

    def world_for(self, conversation: str) -> World:
        """The world this conversation is in: that of now, with the versions its drafts were begun with."""
        world = self.world()
        if self.pins is None:
            return world
        return self.pins.world_for(world, self.memory.now(conversation)[1])

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
                        self.world()  # opened before anything is claimed: dying over it is no message's fault
                        self.storage.free_dead_owners()
                        begun = True
                    self.settle()
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
        if claims:
            with self.giving_back(claims):
                self._work_together(claims, pool)
        return len(claims)

    def _work_together(self, claims: Sequence[Claim], pool: Executor | None) -> None:
        ready: list[tuple[Making, Outcome]] = []
        for claim, making in self.begin(claims):
            if not making.wanted:
                if (outcome := self.outcome(claim, making)) is not None:
                    ready.append((making, outcome))
            elif pool is None:
                self.finish(claim, making)
            else:
                pool.submit(self.finish, claim, making)
        self.commit(ready)

    def _work_on(self, claims: Sequence[Claim]) -> dict[int, tuple[Reply, ...]]:
        """Answer claimed arrivals one after the other: number and replies of those that were committed."""
        answered: dict[int, tuple[Reply, ...]] = {}
        with self.giving_back(claims):
            for claim, making in self.begin(claims):
                if (replies := self.finish(claim, making)) is not None:
                    answered[claim.number] = replies
        return answered

    def moved(self) -> None:
        """Wake those who wait for something to be accepted or finished."""
        with self._moved:
            self._moved.notify_all()
