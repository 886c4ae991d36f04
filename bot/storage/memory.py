"""Storage that lasts as long as the process: for scripted conversations, and under the simulator.

It keeps to the same contract as the databases, in plain dictionaries under one lock. Every method checks first and changes
afterwards, so that it is as whole as a transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.storage.errors import StorageRefused
from bot.storage.memory_outbox import MemoryOutbox
from bot.storage.memory_rows import Kept, Row
from bot.storage.models import Arrival, Claim, DeadLetter, Outcome, PastTurn, Receipt, Snapshot


class MemoryStorage(MemoryOutbox):
    """See `protocol.Storage`."""

    def __init__(self, steady: Callable[[], float] = time.time) -> None:
        super().__init__(steady)

    # --- inbox ----------------------------------------------------------------------------------------------------

    def receive(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """See `Inbox.receive`."""
        with self._lock:
            return [self._receive(arrival) for arrival in arrivals]

    def _receive(self, arrival: Arrival) -> Receipt:
        known = self._keys.get((arrival.source, arrival.key))
        if known is not None:
            return Receipt(known, repeated=True)
        number = self._next("inbox")
        self._keys[arrival.source, arrival.key] = number
        self._inbox[number] = Row(number, arrival, received=self._steady())
        self._waiting[number] = None
        kept = self._conversations.setdefault(arrival.conversation, Kept())
        kept.queue.append(number)
        kept.turns.append(number)
        return Receipt(number, repeated=False)

    def set_aside(self, source: str, key: str, body: str, reason: str) -> Receipt:
        """See `Inbox.set_aside`."""
        with self._lock:
            known = self._keys.get((source, key))
            if known is not None:
                return Receipt(known, repeated=True)
            number = self._next("inbox")
            self._keys[source, key] = number
            self._inbox[number] = Row(number, Arrival(source, key, "", "", ""), state="dead", done=self._steady())
            self._dead.append(DeadLetter(number, source, key, "", body, reason, self._steady()))
            return Receipt(number, repeated=False)

    def claim(self, owner: str, *, lease: float, limit: int = 1, conversation: str | None = None) -> list[Claim]:
        """See `Inbox.claim`."""
        now = self._steady()
        with self._lock:
            if conversation is not None:
                kept = self._conversations.get(conversation)
                numbers = [kept.queue[0]] if kept is not None and kept.queue else []
            else:
                numbers = list(self._waiting) if limit > 1 else list(self._waiting)[:64] or []
            chosen: list[Row] = []
            for number in numbers:
                row = self._inbox[number]
                kept = self._conversations[row.arrival.conversation]
                if kept.queue[0] != number or kept.lease > now or row.due > now:
                    continue
                if row.tries:
                    chosen = [row]
                    break
                if len(chosen) < limit:
                    chosen.append(row)
            return [self._lease(row, owner, now + lease) for row in chosen]

    def _lease(self, row: Row, owner: str, until: float) -> Claim:
        kept = self._conversations[row.arrival.conversation]
        kept.fence += 1
        kept.owner, kept.lease = owner, until
        row.tries += 1
        return Claim(row.number, row.arrival, kept.version, kept.fence, row.tries - 1)

    def receive_and_claim(self, arrival: Arrival, owner: str, *, lease: float) -> tuple[Receipt, list[Claim]]:
        """See `Inbox.receive_and_claim`."""
        with self._lock:
            receipt = self._receive(arrival)
            claims = [] if receipt.repeated else self.claim(owner, lease=lease, conversation=arrival.conversation)
            return receipt, claims

    def release(self, claims: Sequence[Claim]) -> None:
        """See `Inbox.release`."""
        with self._lock:
            for claim in claims:
                if (kept := self._held(claim)) is not None:
                    kept.lease = 0.0
                    self._inbox[claim.number].tries -= 1

    def retry_later(self, claim: Claim, delay: float, *, counted: bool = True) -> bool:
        """See `Inbox.retry_later`."""
        with self._lock:
            if (kept := self._held(claim)) is None:
                return False
            kept.lease = 0.0
            row = self._inbox[claim.number]
            row.due = self._steady() + delay
            row.tries -= not counted
            return True

    def _held(self, claim: Claim) -> Kept | None:
        """What is kept of the claim's conversation, None when the claim is not held any more."""
        kept = self._conversations.get(claim.arrival.conversation)
        row = self._inbox.get(claim.number)
        if kept is None or row is None or row.state != "waiting" or kept.fence != claim.fence:
            return None
        return kept if kept.version == claim.version and kept.lease else None

    def versions(self, conversations: Sequence[str]) -> dict[str, int]:
        """See `Inbox.versions`."""
        with self._lock:
            kept = self._conversations
            return {name: kept[name].version for name in conversations if name in kept}

    def load(self, conversations: Sequence[str]) -> dict[str, Snapshot]:
        """See `Inbox.load`."""
        with self._lock:
            return {
                name: Snapshot(
                    name,
                    kept.version,
                    kept.state,
                    tuple(row for log in kept.logs.values() for row in log),
                    tuple(kept.drafts.values()),
                )
                for name in conversations
                if (kept := self._conversations.get(name)) is not None
            }

    def commit(self, outcomes: Sequence[Outcome]) -> list[bool]:
        """See `Inbox.commit`."""
        with self._lock:
            return [self._commit(outcome) for outcome in outcomes]

    def _commit(self, outcome: Outcome) -> bool:
        claim = outcome.claim
        if (kept := self._held(claim)) is None:
            return False
        logs = {program: list(log) for program, log in kept.logs.items()} if outcome.log else kept.logs
        for row in outcome.log:
            log = logs.setdefault(row.program, [])
            if row.place != len(log):
                raise StorageRefused(f"log row {row.place} of {row.program} would follow {len(log) - 1}")
            log.append(row)
        kept.logs = logs
        if outcome.state is not None:
            kept.state = outcome.state
            kept.version += 1
        kept.lease = 0.0
        row_ = self._inbox[claim.number]
        row_.state, row_.answer, row_.done = ("dead" if outcome.dead else "done"), outcome.answer, self._steady()
        kept.queue.remove(claim.number)
        del self._waiting[claim.number]
        kept.drafts.update({draft.program: draft for draft in outcome.drafts})
        kept.files.extend(replace(file, created=self._steady()) for file in outcome.files)
        kept.tickets.extend(outcome.tickets)
        self._post(claim, outcome.parts)
        if outcome.dead:
            arrival = claim.arrival
            self._dead.append(
                DeadLetter(
                    claim.number, arrival.source, arrival.key, arrival.conversation, arrival.event, outcome.dead,
                    self._steady(),
                )
            )  # fmt: skip
        return True

    def answer(self, source: str, key: str) -> PastTurn | None:
        """See `Inbox.answer`."""
        with self._lock:
            number = self._keys.get((source, key))
            row = self._inbox.get(number) if number is not None else None
            return row.past() if row is not None and row.state != "erased" else None

    def history(self, conversation: str, *, after: int = 0, limit: int = 200) -> list[PastTurn]:
        """See `Inbox.history`."""
        with self._lock:
            kept = self._conversations.get(conversation)
            numbers = [number for number in kept.turns if number > after] if kept is not None else []
            told = [row.past() for number in numbers if (row := self._inbox.get(number)) and row.arrival.event]
            return told[-limit:]

    def dead_letters(self, *, limit: int = 100) -> list[DeadLetter]:
        """See `Inbox.dead_letters`."""
        with self._lock:
            return list(reversed(self._dead))[:limit]

    def free_dead_owners(self) -> int:
        """See `Inbox.free_dead_owners`."""
        return 0

    def restart(self) -> None:
        """What happens to leases when the process that held them has died."""
        with self._lock:
            for kept in self._conversations.values():
                kept.lease = 0.0
            for number, part in self._parts.items():
                self._parts[number] = replace(part, lease=0.0)

    def close(self) -> None:
        """Nothing has to be finished."""
