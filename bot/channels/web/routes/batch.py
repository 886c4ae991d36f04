"""Many answers at once: a text or a filled form is brought in, and what was recognised is confirmed with check boxes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import go, site_of, visit, way_back
from bot.channels.web.sending import handle, sent
from bot.channels.web.sessions import sign_up
from bot.dialogue import messages as m
from bot.uploads.received import keep
from programs.cleaning import clean_text

router = APIRouter()
LONGEST_NAME = 80
READ = "识别：\n"
"""What says that a text is to be read field by field, however short it is."""


@router.post("/filing/batch")
async def bring(request: Request) -> Response:
    """A file is put aside and handed to the dialogue; a text is said as it is. Nothing is stored before it is confirmed."""
    posted = await sent(request)
    file = posted.files.get("file")
    data = await file.read() if file is not None else b""
    if file is not None and file.filename:
        kept = await run_in_threadpool(_keep, request, data)
        name = clean_text(file.filename)[-LONGEST_NAME:]
        await handle(request, m.FileReceived, name=name, file=kept, size=len(data), media_type=file.content_type or "")
    elif text := posted.get("text").strip():
        await handle(request, m.Said, posted.get("key"), text=f"{READ}{text}")
    return go(request, way_back(posted.get("back")))


def _keep(request: Request, data: bytes) -> str:
    site, who = site_of(request), visit(request)
    if not who.conversation:
        sign_up(who, site.engine.personal)
    return keep(site.data_dir, who.conversation, data)


@router.post("/filing/proposals")
async def decide(request: Request) -> Response:
    """Store the answers whose boxes are ticked, or none of them."""
    posted = await sent(request)
    ticked = [number for number in posted.values.get("take", []) if number.isascii() and number.isdigit()]
    which = ",".join(ticked) if posted.get("decide") != "none" and ticked else "none"
    await handle(request, m.Pressed, code=f"take:{posted.get('offer')[:20]}:{which}")
    return go(request, way_back(posted.get("back")))
