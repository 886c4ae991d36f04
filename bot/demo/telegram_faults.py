"""Faults that a test orders: refusals, broken answers, and answers that come too late although the work was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["flood", "bare_flood", "html", "empty", "truncated", "late", "cut", "slow", "expired"]
"""flood: 429 with retry_after · bare_flood: 429 without · html: 502 with a page · empty, truncated: 200 with a broken body ·
late: done, answered after `seconds` · cut: done, then the connection breaks · slow: done after `seconds` ·
expired: the link of a file ran out (`download` only)."""
DONE_ANYWAY = frozenset({"late", "cut", "empty", "truncated"})


@dataclass
class Fault:
    """One fault for the next `times` calls that fit."""

    kind: Kind
    method: str = ""
    """Empty for every method but getUpdates; `download` is following the link of getFile."""
    chat: int | None = None
    times: int = 1
    seconds: float = 0.0
    hits: int = 0


@dataclass
class Faults:
    """The faults in force, first come first served."""

    ordered: list[Fault] = field(default_factory=list)

    def order(self, kind: Kind, method: str = "", **about: Any) -> Fault:
        """Put a fault in force."""
        fault = Fault(kind, method, **about)
        self.ordered.append(fault)
        return fault

    def next(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        """The fault that this call meets."""
        for fault in self.ordered:
            fits = (
                fault.method.lower() == method.lower()
                if fault.method
                else method.lower() not in ("getupdates", "download")
            )
            here = fault.chat is None or str(fault.chat) == str(params.get("chat_id"))
            if fits and here and fault.hits < fault.times:
                fault.hits += 1
                return fault
        return None
