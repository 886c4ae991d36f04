"""The stream that tells an open page when its conversation changed elsewhere: in another tab, on another device.

Each event carries the number of the last turn as its id, so a page that lost the connection is told on coming back
(`Last-Event-ID`) whether it missed anything. Any worker can serve any page, as the turns are read from the storage.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import site_of, visit
from bot.channels.web.watching import Watch
from bot.storage.errors import StorageFault

router = APIRouter()
BEAT_EVERY = 20.0
MOST_SECONDS = 900


@router.get("/filing/events")
async def changes(request: Request) -> Response:
    """`changed` whenever a turn was added; nothing for whoever has no conversation."""
    conversation = visit(request).conversation
    if not conversation:
        return Response(status_code=204)
    stated = request.headers.get("last-event-id", "")
    seen = int(stated) if stated.isdigit() else -1
    return StreamingResponse(
        _stream(request, conversation, seen), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


async def _stream(request: Request, conversation: str, seen: int) -> AsyncIterator[str]:
    storage = site_of(request).engine.storage
    until = asyncio.get_running_loop().time() + MOST_SECONDS
    async with watch_of(request).on(conversation) as changed:
        changed.set()  # what happened while the connection was away
        while asyncio.get_running_loop().time() < until:
            try:
                await asyncio.wait_for(changed.wait(), BEAT_EVERY)
            except TimeoutError:
                yield ": ok\n\n"
                continue
            changed.clear()
            try:
                turns = await run_in_threadpool(storage.history, conversation, after=max(seen, 0), limit=1)
            except StorageFault:
                turns = []
            if turns and turns[-1].answer and turns[-1].number > seen:
                seen = turns[-1].number
                yield f"id: {seen}\nevent: changed\ndata: {seen}\n\n"
            else:
                yield ": ok\n\n"


def watch_of(request: Request) -> Watch:
    """The one look at the storage that all open pages share."""
    watch: Watch = request.app.state.watch
    return watch
