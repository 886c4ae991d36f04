"""A person's own data, pack versions and the audit in storage in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.storage import chain
from bot.storage.memory_handing import MemoryHanding
from bot.storage.memory_rows import Kept, Message, Row
from bot.storage.models import Arrival, AuditRow, DeadLetter, Erased, Link


class MemoryPersonal(MemoryHanding):
    """See `protocol.Personal` and `protocol.Records`; holds what all parts of storage in memory share."""

    def __init__(self, steady: Callable[[], float]) -> None:
        super().__init__(steady)
        self._keys: dict[tuple[str, str], int] = {}
        self._inbox: dict[int, Row] = {}
        self._waiting: dict[int, None] = {}
        self._parts: dict[int, Message] = {}
        self._lines: dict[tuple[str, str], list[int]] = {}
        self._dead: list[DeadLetter] = []
        self._links: dict[int, tuple[str, Link]] = {}
        self._identities: dict[tuple[str, str], str] = {}
        self._packs: dict[str, str] = {}
        self._audit: list[AuditRow] = []

    # --- links ----------------------------------------------------------------------------------------------------

    def conversation_of(self, channel: str, identity: str) -> str | None:
        """See `Personal.conversation_of`."""
        with self._lock:
            return self._identities.get((channel, identity))

    def offer_link(self, conversation: str, digest: str, expires: float) -> Link:
        """See `Personal.offer_link`."""
        with self._lock:
            self._conversations.setdefault(conversation, Kept())
            self.cancel_links(conversation)
            link = Link(self._next("links"), conversation, "offered", expires)
            self._links[link.number] = (digest, link)
            return link

    def show_link(self, digest: str, channel: str, identity: str) -> Link | None:
        """See `Personal.show_link`."""
        with self._lock:
            for number, (kept, link) in self._links.items():
                if kept == digest and link.state == "offered" and link.expires > self._steady():
                    shown = replace(link, state="shown", channel=channel, identity=identity)
                    self._links[number] = (kept, shown)
                    return shown
            return None

    def open_link(self, conversation: str) -> Link | None:
        """See `Personal.open_link`."""
        with self._lock:
            for _, link in self._links.values():
                usable = link.state in ("offered", "shown") and link.expires > self._steady()
                if link.conversation == conversation and usable:
                    return link
            return None

    def agree_link(self, number: int, side: str, who: str) -> Link | None:
        """See `Personal.agree_link`."""
        with self._lock:
            digest, link = self._links.get(number, ("", None))
            if link is None or link.state != "shown" or link.expires <= self._steady():
                return None
            if who != {"offered": link.conversation, "shown": f"{link.channel}:{link.identity}"}.get(side):
                return None
            agreed = replace(link, agreed=link.agreed | {side})
            if agreed.agreed >= {"offered", "shown"}:
                agreed = replace(agreed, state="done")
                self._identities[agreed.channel, agreed.identity] = agreed.conversation
                self._write("person", "link", agreed.conversation, {"channel": agreed.channel})
            self._links[number] = (digest, agreed)
            return agreed

    def cancel_links(self, conversation: str) -> int:
        """See `Personal.cancel_links`."""
        with self._lock:
            open_ = [
                number
                for number, (_, link) in self._links.items()
                if link.conversation == conversation and link.state in ("offered", "shown")
            ]
            for number in open_:
                digest, link = self._links[number]
                self._links[number] = (digest, replace(link, state="cancelled"))
            return len(open_)

    def leave(self, channel: str, identity: str) -> bool:
        """See `Personal.leave`."""
        with self._lock:
            return self._identities.pop((channel, identity), None) is not None

    # --- copies and deletion --------------------------------------------------------------------------------------

    def everything_about(self, conversation: str) -> dict[str, Any]:
        """See `Personal.everything_about`."""
        with self._lock:
            kept = self._conversations.get(conversation)
            if kept is None:
                return {}
            return {
                "conversation": {"id": conversation, "version": kept.version, "state": kept.state},
                "answers": [asdict(row) for log in kept.logs.values() for row in log],
                "turns": [asdict(self._inbox[number].past()) for number in kept.turns if number in self._inbox],
                "messages": [asdict(one) for one in self._parts.values() if one.conversation == conversation],
                "drafts": [asdict(one) for one in kept.drafts.values()],
                "files": [asdict(one) for one in kept.files],
                "handovers": [asdict(one) for one in self.handed_sections(conversation)],
                "tickets": [asdict(one) for one in kept.tickets],
                "identities": [
                    {"channel": channel, "identity": identity}
                    for (channel, identity), joined in self._identities.items()
                    if joined == conversation
                ],
                "dead_letters": [asdict(one) for one in self._dead if one.conversation == conversation],
            }

    def erase(self, conversation: str, actor: str) -> Erased:
        """See `Personal.erase`."""
        with self._lock:
            kept = self._conversations.pop(conversation, None)
            if kept is None:
                return Erased()
            for number in kept.turns:
                if (row := self._inbox.get(number)) is not None:
                    row.arrival = Arrival(row.arrival.source, row.arrival.key, "", "", "")
                    row.state, row.answer = "erased", ""
                self._waiting.pop(number, None)
            for number in [number for number, one in self._parts.items() if one.conversation == conversation]:
                one = self._parts.pop(number)
                self._lines.pop((one.channel, one.address), None)
            self._dead = [one for one in self._dead if one.conversation != conversation]
            self._links = {number: held for number, held in self._links.items() if held[1].conversation != conversation}
            self._identities = {who: where for who, where in self._identities.items() if where != conversation}
            self._forget_handed(conversation)
            self._write(actor, "erase", conversation, {"turns": len(kept.turns)})
            rows = len(kept.turns) + sum(map(len, kept.logs.values()))
            return Erased((conversation,), tuple(one.path for one in kept.files), rows)

    def erase_program(self, conversation: str, program: str, state: str, version: int, actor: str) -> Erased | None:
        """See `Personal.erase_program`."""
        with self._lock:
            kept = self._conversations.get(conversation)
            if kept is None or kept.version != version or kept.lease > self._steady():
                return None
            rows = len(kept.logs.pop(program, []))
            kept.drafts.pop(program, None)
            files = tuple(one.path for one in kept.files if one.program == program)
            kept.files = [one for one in kept.files if one.program != program]
            for number in kept.turns:
                if (row := self._inbox.get(number)) is not None and row.state != "waiting":
                    row.arrival = replace(row.arrival, event="")
                    row.answer = "[]"
            kept.state, kept.version, kept.fence = state, kept.version + 1, kept.fence + 1
            self._forget_handed(conversation, program)
            self._write(actor, "forget", conversation, {"program": program})
            return Erased((), files, rows)

    # --- records --------------------------------------------------------------------------------------------------

    def keep_pack(self, pack: str, slug: str, summary: str) -> None:
        """See `Records.keep_pack`."""
        with self._lock:
            self._packs.setdefault(pack, summary)

    def pack_summary(self, pack: str) -> str | None:
        """See `Records.pack_summary`."""
        return self._packs.get(pack)

    def write_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
        """See `Records.write_audit`."""
        with self._lock:
            last = self._audit[-1] if self._audit else None
            self._audit.append(chain.link(last, self._steady(), actor, action, subject, chain.written(detail)))

    def _write(self, actor: str, action: str, conversation: str, detail: Mapping[str, Any]) -> None:
        self.write_audit(actor, action, chain.subject_of(conversation), detail)

    def audit(self, *, limit: int = 1000) -> list[AuditRow]:
        """See `Records.audit`."""
        with self._lock:
            return self._audit[-limit:]

    def audit_fault(self) -> int | None:
        """See `Records.audit_fault`."""
        with self._lock:
            return chain.fault(self._audit, None)

    def prune(self, *, older_than: float) -> int:
        """See `Storage.prune`."""
        before = self._steady() - older_than
        with self._lock:
            old = [number for number, row in self._inbox.items() if row.state != "waiting" and row.done <= before]
            for number in old:
                row = self._inbox.pop(number)
                del self._keys[row.arrival.source, row.arrival.key]
                if (kept := self._conversations.get(row.arrival.conversation)) is not None:
                    kept.turns.remove(number)
            sent = [one.number for one in self._parts.values() if one.state != "waiting" and one.done <= before]
            for number in sent:
                del self._parts[number]
            return len(old) + len(sent)
