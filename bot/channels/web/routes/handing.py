"""The owner's side of handing a section to a colleague: make a link, see who entered what, take a link back.

A link is shown once, when it is made; afterwards only its hash is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import go, page, site_of, visit
from bot.channels.web.qr import picture
from bot.channels.web.routes.documents import work_or_404
from bot.channels.web.sending import sent
from bot.channels.web.signed import Written, written_by
from bot.channels.web.work import Work
from bot.dialogue.answers import case_of
from bot.engine.handing import DAYS
from bot.storage.errors import LinkRefused
from bot.storage.models import Handover

router = APIRouter()


@dataclass(frozen=True)
class Listed:
    """One link as it is listed."""

    number: int
    program: str
    section: str
    created: datetime
    expires: datetime
    state: str
    """open, ended or expired."""
    written: tuple[Written, ...]
    """What was entered through it, by whom and when, the latest first."""


def links_of(work: Work) -> list[Listed]:
    """Every link of the conversation, newest first."""
    engine = work.site.engine
    return [_listed(work, one, engine.clock.steady()) for one in engine.handing.all_of(work.conversation.id)]


def _listed(work: Work, one: Handover, now: float) -> Listed:
    form = work.world.forms.get(one.program)
    title = next((s.title for s in form.sections if s.key == one.section), one.section) if form else one.section
    name = work.world.packs[one.program].manifest.short_name if one.program in work.world.packs else one.program
    zone = work.site.engine.now().tzinfo
    state = "ended" if one.ended else "open" if one.open_at(now) else "expired"
    case = case_of(work.conversation, one.program)
    written = written_by(case, form, one.number) if form is not None else ()
    created, expires = (datetime.fromtimestamp(at, zone) for at in (one.created, one.expires))
    return Listed(one.number, name, title, created, expires, state, written)


@router.get("/filing/handover")
def handover(request: Request, section: str = "") -> Response:
    """The links there are, and a form for a new one."""
    return _page(request, section)


def _page(request: Request, section: str, link: str = "", status: int = 200, **more: Any) -> Response:
    work = work_or_404(request)
    context: dict[str, Any] = {"work": work, "links": links_of(work), "chosen": section, "days": DAYS, "told": ""}
    code = picture(link, "打开这个链接的二维码") if link else None
    return page(request, "handover.html", status, **(context | {"link": link, "code": code} | more))


@router.post("/filing/handover")
async def make(request: Request) -> Response:
    """A new link for one section; this answer is the only place where it stands."""
    posted = await sent(request)
    work = await run_in_threadpool(work_or_404, request)
    section, days = posted.get("section"), posted.get("days", "7")
    if section not in {one.key for one in work.progress.sections if one.total}:
        return await run_in_threadpool(_page, request, "", status=422, told="请先选一个部分。")
    try:
        token, made = await run_in_threadpool(
            site_of(request).engine.handing.hand_over, visit(request).conversation, work.program, section,
            int(days) if days.isdigit() else 0,
        )  # fmt: skip
    except LinkRefused as refused:
        return await run_in_threadpool(_page, request, section, status=422, told=f"{refused.message}{refused.mend}")
    base = work.world.address or str(request.base_url).rstrip("/")
    return await run_in_threadpool(_page, request, section, f"{base}/h/{token}", made=made.number)


@router.post("/filing/handover/end")
async def end(request: Request) -> Response:
    """Take a link back; what was entered through it stays."""
    posted = await sent(request)
    number = posted.get("number")
    mine = visit(request).conversation
    if not mine or not number.isdigit():
        raise HTTPException(404)
    if not await run_in_threadpool(site_of(request).engine.handing.take_back, mine, int(number)):
        raise HTTPException(404)
    return go(request, "/filing/handover")


@router.get("/filing/history")
def history(request: Request) -> Response:
    """Every change of an answer: when, what, by whom."""
    work = work_or_404(request)
    entries: Sequence[Written] = written_by(work.case, work.form, None)
    return page(request, "history.html", work=work, entries=entries[:500], more=max(0, len(entries) - 500))
