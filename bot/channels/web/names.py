"""File names that are safe on every system and in every header, whatever an organisation is called."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 80
"""Characters of a name without its extension; with Chinese characters this stays below 255 bytes."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(text: str, extension: str, default: str = "申报") -> str:
    """The words as a file name: no path, no control or direction characters, no name that Windows keeps for itself."""
    kept = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    kept = re.sub(r'[\\/:*?"<>|\s;%]+', "", kept).strip(".·-_ ")[:LONGEST]
    if not kept or _RESERVED.fullmatch(kept.split(".")[0]):
        kept = f"{default}{kept}"
    return f"{kept}.{extension}"


def attachment(name: str) -> str:
    """The `Content-Disposition` that downloads a file under this name (RFC 6266), with an ASCII name for old programs."""
    extension = re.sub(r"[^a-z0-9]", "", name.rpartition(".")[2].lower())
    return f"attachment; filename=\"shenbao.{extension}\"; filename*=UTF-8''{quote(name, safe='')}"
