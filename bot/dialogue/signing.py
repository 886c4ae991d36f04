"""The signature of a colleague under an answer: which link it came by, and the name the colleague gave.

A name is what somebody says of themselves. It is kept apart from the authors the channels name, so that nobody can sign as
the owner.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_NAME = 30
_SIGNED = re.compile(r"handover:(\d+):(.+)", re.DOTALL)


@dataclass(frozen=True)
class Signature:
    """Who wrote something through a link."""

    number: int
    """The link's number."""
    name: str


def cleaned_name(words: str) -> str:
    """The name as it is signed with: one line, no control or direction characters; empty when nothing is left."""
    kept = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in words)
    return " ".join(kept.split())[:LONGEST_NAME].strip()


def signed(number: int, name: str) -> str:
    """The author of an entry that came by a link."""
    return f"handover:{number}:{name}"


def signature_of(author: str) -> Signature | None:
    """Whose signature an author is; None for the owner."""
    match = _SIGNED.fullmatch(author)
    return Signature(int(match[1]), match[2]) if match else None
