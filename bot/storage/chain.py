"""The audit's chain: each line carries the hash of the one before, so that changing, moving or removing a line shows.

A line names its subject only by a hash, and holds no personal data, so it can outlive what it tells of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.storage.models import AuditRow

FIRST = "0" * 64


def link(previous: AuditRow | None, at: float, actor: str, action: str, subject: str, detail: str) -> AuditRow:
    """The line that follows `previous`."""
    number, before = (previous.number + 1, previous.digest) if previous is not None else (1, FIRST)
    digest = _digest(number, at, actor, action, subject, detail, before)
    return AuditRow(number, at, actor, action, subject, detail, before, digest)


def fault(rows: Iterable[AuditRow], head: tuple[int, str] | None) -> int | None:
    """Number of the first line that does not fit, None when all do; `head` is number and hash of the last line written."""
    expected, previous = 1, FIRST
    for row in rows:
        same = row.digest == _digest(
            row.number, row.at, row.actor, row.action, row.subject, row.detail, row.previous
        )  # fmt: skip
        if row.number != expected or row.previous != previous or not same:
            return expected
        expected, previous = expected + 1, row.digest
    if head is not None and head != (expected - 1, previous):
        return expected
    return None


def subject_of(conversation: str) -> str:
    """A name for a conversation that tells nothing about the person."""
    return hashlib.sha256(b"conversation:" + conversation.encode()).hexdigest()[:16]


def written(detail: Mapping[str, Any] | None) -> str:
    """The detail as canonical JSON."""
    return json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(number: int, at: float, actor: str, action: str, subject: str, detail: str, previous: str) -> str:
    text = json.dumps([number, f"{at:.6f}", actor, action, subject, detail, previous], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
