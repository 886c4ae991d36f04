"""Where received files wait to be read: under `received/<conversation>/` of the data directory, for an hour at most.

A channel that holds the bytes puts them here and names them in a `FileReceived` event; the effect reads them. They are not removed by
reading, so that a turn whose process dies can be computed again; whatever is old goes when the next file comes.
"""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path

from programs.errors import BadFile

LARGEST = 10_000_000
SECONDS = 3600


def keep(folder: Path, conversation: str, data: bytes) -> str:
    """Puts a file aside, readable by this user alone; where it is below the data directory, as `FileReceived` names it.

    Raises:
        BadFile: it is too large, or the disk does not take it.
    """
    if len(data) > LARGEST:
        raise BadFile("文件太大，最大10MB。", mend="请去掉图片，或只留要填的那几页，另存后再发。")
    sweep(folder)
    place = folder / "received" / conversation
    name = uuid.uuid4().hex
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError:
        raise BadFile("文件没能存下来。", mend="请稍后再发一次。") from None
    return f"received/{conversation}/{name}"


def sweep(folder: Path, seconds: float = SECONDS) -> int:
    """Removes received files older than that, with the folders they leave empty; how many there were."""
    removed = 0
    for place in (folder / "received").glob("*/*"):
        try:
            if time.time() - place.stat().st_mtime > seconds:
                place.unlink()
                removed += 1
                place.parent.rmdir()
        except OSError:
            continue
    return removed
