"""Conversations kept in memory between turns, so that a turn need not read what the turn before it wrote.

Each is kept with the version it stands at, and used only for a claim on that very version: whoever else committed in between,
in this process or another, is noticed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from bot.dialogue.models import Conversation
from bot.engine import state
from bot.engine.pinning import Drafts
from bot.engine.turns import Making
from bot.storage.errors import StorageFault
from bot.storage.models import Claim, Snapshot
from bot.storage.protocol import Inbox

Standing = tuple[Conversation, Drafts]
"""A conversation as it stands, with the drafts and the versions these were begun with."""


class Remembered:
    """The conversations last worked on; safe to use from several threads."""

    def __init__(self, storage: Inbox, most: int) -> None:
        self._storage, self._most = storage, most
        self._known: OrderedDict[str, tuple[int, Conversation, Drafts]] = OrderedDict()
        self._guard = threading.Lock()

    def standing(self, claims: Sequence[Claim]) -> dict[str, Standing | StorageFault]:
        """The claimed conversations at the claimed versions; a fault in place of one that cannot be read."""
        found: dict[str, Standing | StorageFault] = {}
        with self._guard:
            for claim in claims:
                known = self._known.get(claim.arrival.conversation)
                if known is not None and known[0] == claim.version:
                    found[claim.arrival.conversation] = known[1:]
        missing = [claim.arrival.conversation for claim in claims if claim.arrival.conversation not in found]
        snapshots = self._storage.load(missing) if missing else {}
        for name in missing:
            snapshot = snapshots.get(name) or Snapshot(name, 0, "")
            try:
                found[name] = (state.read_conversation(snapshot), {one.program: one for one in snapshot.drafts})
            except StorageFault as fault:
                found[name] = fault
        return found

    def now(self, name: str) -> Standing:
        """A conversation as it is saved, a new one when there is none; read again only when it has changed.

        Raises:
            StorageDamaged: it cannot be read.
        """
        version = self._storage.versions([name]).get(name, 0)
        with self._guard:
            known = self._known.get(name)
        if known is not None and known[0] == version:
            return known[1:]
        snapshot = self._storage.load([name]).get(name) if version else None
        if snapshot is None:
            return Conversation(id=name), {}
        found = state.read_conversation(snapshot), {one.program: one for one in snapshot.drafts}
        self._put(name, (snapshot.version, *found))
        return found

    def keep(self, version: int, making: Making) -> None:
        """Remember what a turn left, which was committed as `version`."""
        name = making.conversation.id
        drafts = {**making.known_drafts, **{one.program: one for one in making.drafts}}
        self._put(name, (version, making.conversation, drafts))

    def _put(self, name: str, standing: tuple[int, Conversation, Drafts]) -> None:
        with self._guard:
            self._known[name] = standing
            self._known.move_to_end(name)
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def forget(self) -> None:
        """Remember nothing; everything is read again."""
        with self._guard:
            self._known.clear()
