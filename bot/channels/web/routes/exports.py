"""The documents that were handed over: frozen snapshots, each with what changed since the one before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.web.pages import page
from bot.channels.web.routes.documents import work_or_404
from bot.channels.web.work import Work
from bot.dialogue.changes import changed
from bot.dialogue.handouts import ChangeLine
from bot.dialogue.models import Case

router = APIRouter()
MOST_SHOWN = 30
"""Snapshots listed, the latest."""


@dataclass(frozen=True)
class Snapshot:
    """One document as it is listed."""

    number: int
    name: str
    at: datetime
    partial: bool
    filled: int
    size: int
    version: str
    """The first characters of the hash of the programme's version; empty when it is not known."""
    there: bool
    """Its bytes are still those that were handed over."""
    renewed: bool
    """The programme's version is another than that of the snapshot before."""
    changes: tuple[ChangeLine, ...] | None
    """What is different from the one before; None for the first."""


def snapshots(work: Work) -> tuple[Snapshot, ...]:
    """The documents of this programme, newest first."""
    kept = {one.path: one for one in work.site.engine.storage.documents(work.conversation.id)}
    listed: list[Snapshot] = []
    before, version = None, ""
    for number, one in enumerate(work.case.exports, 1):
        row = kept.get(one.file)
        case = work.case.model_copy(update={"log": work.case.log[: one.entries]})
        shown = row.pack[:8] if row is not None else ""
        path = Path(one.file)
        listed.append(
            Snapshot(
                number, path.name, one.at, one.partial, one.filled, row.size if row is not None else 0, shown,
                there=row is not None and _unchanged(path, row.digest),
                renewed=bool(version and shown and version != shown),
                changes=changed(work.form, before, case) if before is not None else None,
            )
        )  # fmt: skip
        before, version = case, shown
    return tuple(reversed(listed[-MOST_SHOWN:]))


def _unchanged(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def since_last(work: Work) -> tuple[ChangeLine, ...] | None:
    """What was changed and is not exported yet; None when nothing was exported."""
    if not work.case.exports:
        return None
    last: Case = work.case.model_copy(update={"log": work.case.log[: work.case.exports[-1].entries]})
    return changed(work.form, last, work.case)


@router.get("/filing/exports")
def exports(request: Request) -> Response:
    """The list, with what changed since the last one."""
    work = work_or_404(request)
    return page(
        request, "exports.html", work=work, snapshots=snapshots(work), pending=since_last(work),
        kilobytes=lambda size: max(1, round(size / 1024)),
    )  # fmt: skip
