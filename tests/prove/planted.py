"""Ten bugs an engine can have, each planted into the real one by changing a single part. The suite must catch them all.

Eight are caught by the simulator, within few seeds. Two live below it, in the database's own transactions, and are caught by
checks on SQLite that the real storage passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.engine.delivery import Delivery, Unsure
from bot.engine.intake import Intake
from bot.storage.errors import StorageFault
from bot.storage.memory import MemoryStorage
from bot.storage.memory_rows import Kept
from bot.storage.models import Arrival, Claim, Outcome, Part, Receipt
from bot.storage.sql.writer import Writer
from tests.prove.simulator import Plan, Simulation, Violation

SEEDS = 400

# --- 1 two transactions -------------------------------------------------------------------------------------------


class TwoTransactions(MemoryStorage):
    """State and log in one transaction, messages and the end of the arrival in another."""

    simulation: Simulation | None = None

    def commit(self, outcomes: Sequence[Outcome]) -> list[bool]:
        done = []
        for outcome in outcomes:
            kept = self._held(outcome.claim)
            if kept is None:
                done.append(False)
                continue
            for row in outcome.log:
                kept.logs.setdefault(row.program, []).append(row)
            kept.state, kept.version = outcome.state or kept.state, kept.version + 1
            if self.simulation is not None:
                self.simulation.point("between")
            again = replace(outcome, claim=replace(outcome.claim, version=kept.version), log=(), state=None)
            done.append(self._commit(again))
        return done


# --- 2 early acknowledgement --------------------------------------------------------------------------------------


class EarlyAcknowledgement(Intake):
    """Updates are confirmed to the service before they stand in the inbox."""

    async def take_once(self) -> int:
        updates = await self.fetch(self.offset)
        if updates:
            self.offset = updates[-1].update_id + 1
            await self.fetch(self.offset)
        arrivals = [arrival for update in updates if (arrival := self.read(update)) is not None]
        if arrivals:
            await self.accept(arrivals)
        return len(updates)


# --- 3 max+1 offset -----------------------------------------------------------------------------------------------


class OffsetForEver(Intake):
    """The offset is kept although everything is confirmed."""

    async def take_once(self) -> int:
        before = self.offset
        taken = await super().take_once()
        self.offset = self.offset or before
        return taken


def max_and_one(seen: list[int]) -> int | None:
    """Restart from the greatest number ever seen."""
    return max(seen) + 1 if seen else None


# --- 4 missing unique key -----------------------------------------------------------------------------------------


class NoUniqueKey(MemoryStorage):
    """A delivery that comes twice is two arrivals."""

    def _receive(self, arrival: Arrival) -> Receipt:
        self._keys.pop((arrival.source, arrival.key), None)
        return super()._receive(arrival)


# --- 6 resend after timeout ---------------------------------------------------------------------------------------


class ResendAfterTimeout(Delivery):
    """What timed out is sent again at once, although it may have arrived."""

    async def _pass_on(self, part: Part) -> str | None:
        try:
            return await self.transport.send(part)
        except Unsure:
            return await self.transport.send(part)


# --- 7 no fencing -------------------------------------------------------------------------------------------------


class NoFencing(MemoryStorage):
    """Whoever once had a claim may commit it, whoever has it now."""

    def _held(self, claim: Claim) -> Kept | None:
        kept = self._conversations.get(claim.arrival.conversation)
        row = self._inbox.get(claim.number)
        if kept is None or row is None:
            return None
        if row.state != "waiting":
            row.state = "waiting"
            kept.queue.appendleft(claim.number)
            self._waiting[claim.number] = None
        return kept

    def _commit(self, outcome: Outcome) -> bool:
        places: dict[str, int] = {}
        kept = self._conversations[outcome.claim.arrival.conversation]
        moved = []
        for row in outcome.log:
            place = places.get(row.program, len(kept.logs.get(row.program, [])))
            moved.append(replace(row, place=place))
            places[row.program] = place + 1
        return super()._commit(replace(outcome, log=tuple(moved)))


# --- 9 wrong order key --------------------------------------------------------------------------------------------


class WrongOrderKey(MemoryStorage):
    """The oldest arrival is taken by its key, which is a text."""

    def claim(self, owner: str, *, lease: float, limit: int = 1, conversation: str | None = None) -> list[Claim]:
        for kept in self._conversations.values():
            ordered = sorted(kept.queue, key=lambda number: self._inbox[number].arrival.key[::-1], reverse=True)
            kept.queue.clear()
            kept.queue.extend(ordered)
        return super().claim(owner, lease=lease, limit=limit, conversation=conversation)


# --- 10 early sent mark -------------------------------------------------------------------------------------------


class EarlySentMark(Delivery):
    """A message is marked as sent before it is."""

    async def deliver(self, part: Part) -> None:
        await self.hop(self.outbox.mark_sent, part)
        await super().deliver(part)


# --- 5 and 8, in the database -------------------------------------------------------------------------------------

DEFERRED_BEGIN = "BEGIN"
"""Transactions begin as readers and want to write later."""


class LostRollback(Writer):
    """A job that fails in a group leaves behind what it had done."""

    def _one(self, connection: Connection, job: Callable[[Connection], Any], *, alone: bool) -> tuple[Any, Any]:
        try:
            return job(connection), None
        except Exception as error:  # noqa: BLE001
            return None, error


SIMULATED: dict[str, Plan] = {
    "two transactions": Plan(storage=TwoTransactions),
    "early acknowledgement": Plan(intake=EarlyAcknowledgement),
    "max+1 offset": Plan(intake=OffsetForEver, first_offset=max_and_one),
    "missing unique key": Plan(storage=NoUniqueKey),
    "resend after timeout": Plan(delivery=ResendAfterTimeout),
    "no fencing": Plan(storage=NoFencing),
    "wrong order key": Plan(storage=WrongOrderKey),
    "early sent mark": Plan(delivery=EarlySentMark),
}


def caught(plan: Plan) -> int | None:
    """The first seed whose run breaks a promise; None when all runs look right."""
    for seed in range(SEEDS):
        simulation = Simulation(seed, plan)
        if isinstance(simulation.storage, TwoTransactions):
            simulation.storage.simulation = simulation
        try:
            simulation.run()
        except Violation:
            return seed
        except (StorageFault, KeyError, IndexError):  # the planted bug damaged the storage itself: seen as well
            return seed
    return None
