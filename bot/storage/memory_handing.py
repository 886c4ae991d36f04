"""Sections handed to colleagues, and the documents of a conversation, in storage in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.storage.memory_rows import Kept
from bot.storage.models import FileRow, Handover


class MemoryHanding:
    """See `protocol.Personal`; the lock, the clock and the conversations are those of the whole storage."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._lock = threading.RLock()
        self._numbers: dict[str, int] = {}
        self._conversations: dict[str, Kept] = {}
        self._handed: dict[int, tuple[str, Handover]] = {}

    def _next(self, table: str) -> int:
        self._numbers[table] = self._numbers.get(table, 0) + 1
        return self._numbers[table]

    def _write(self, actor: str, action: str, conversation: str, detail: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def hand_section(self, conversation: str, program: str, section: str, digest: str, expires: float) -> Handover:
        """See `Personal.hand_section`."""
        with self._lock:
            self._conversations.setdefault(conversation, Kept())
            made = Handover(self._next("handovers"), conversation, program, section, self._steady(), expires)
            self._handed[made.number] = (digest, made)
            self._write("person", "hand_over", conversation, {"program": program, "section": section})
            return made

    def handed_section(self, digest: str) -> Handover | None:
        """See `Personal.handed_section`."""
        with self._lock:
            now = self._steady()
            return next((one for kept, one in self._handed.values() if kept == digest and one.open_at(now)), None)

    def handed_sections(self, conversation: str) -> list[Handover]:
        """See `Personal.handed_sections`."""
        with self._lock:
            return [one for _, one in reversed(self._handed.values()) if one.conversation == conversation]

    def take_back_section(self, conversation: str, number: int) -> bool:
        """See `Personal.take_back_section`."""
        with self._lock:
            digest, found = self._handed.get(number, ("", None))
            if found is None or found.conversation != conversation or found.ended:
                return False
            self._handed[number] = (digest, replace(found, ended=self._steady()))
            self._write("person", "take_back", conversation, {"handover": number})
            return True

    def documents(self, conversation: str) -> list[FileRow]:
        """See `Personal.documents`."""
        with self._lock:
            kept = self._conversations.get(conversation)
            return list(kept.files) if kept is not None else []

    def _forget_handed(self, conversation: str, program: str | None = None) -> None:
        """Forget a conversation's links, or those of one programme."""
        self._handed = {
            number: (digest, one)
            for number, (digest, one) in self._handed.items()
            if one.conversation != conversation or program not in (None, one.program)
        }
