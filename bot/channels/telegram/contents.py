"""What a private message holds, as the part of an event that is its own; of what is refused nothing but the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.telegram import refusing
from bot.channels.telegram.buttons import COMMANDS, REQUESTS
from bot.channels.telegram.fetching import LARGEST_FILE
from programs.cleaning import clean_text

LONGEST_NAME = 80
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no text can be stored with; in their place stands one that is taken away just so."""


def content_of(message: Mapping[str, Any]) -> dict[str, Any]:
    """What a private message says, as the part of an event that is its own."""
    if isinstance(message.get("text"), str):
        return _words(message["text"])
    if holds := message.get("caption"):
        holds = refusing.holds_refused(str(holds))
    if holds:
        return {"why": "identity"}
    if isinstance(document := message.get("document"), Mapping) and "animation" not in message:
        return _file(document)
    return {"why": refusing.kind_of(message)}


def _file(document: Mapping[str, Any]) -> dict[str, Any]:
    """A file by its name, kind, size and id; nothing of it is fetched here."""
    size = int(document.get("file_size") or 0)
    if size > LARGEST_FILE:
        return {"why": "too_big"}
    name = shortened(clean_text(str(document.get("file_name") or "文件")))
    if refusing.holds_refused(name):
        return {"why": "identity"}
    kind = clean_text(str(document.get("mime_type") or ""))[:100]
    return {"name": name, "media_type": kind, "size": size, "file": str(document["file_id"])}


def _words(said: str) -> dict[str, Any]:
    """What was typed; characters that have to be taken away are left to the dialogue, which says so."""
    text = clean_text(said)
    if refusing.holds_refused(text) or refusing.holds_refused(said):
        return {"why": "identity"}
    if not text.startswith("/"):
        return {"text": _LONE.sub("\ufffe", said)}
    name, _, rest = text[1:].partition(" ")
    name = name.partition("@")[0].strip().lower()
    if name in REQUESTS:
        return {"request": (REQUESTS[name], rest.strip())}
    if name == "start":
        payload = rest.strip()
        if payload.startswith("r_"):
            return {"request": ("join", payload[2:])}
        return {"program": payload.removeprefix("p_") if payload.startswith("p_") else None}
    return {"code": COMMANDS[name]} if name in COMMANDS else {"why": "command"}


def shortened(name: str) -> str:
    """A file's name that can be repeated in a sentence; what says its kind stays."""
    if len(name) <= LONGEST_NAME:
        return name
    suffix = name[-6:].rpartition(".")[1:]
    ending = "".join(suffix) if suffix[0] else ""
    return f"{name[: LONGEST_NAME - 1 - len(ending)]}…{ending}"
