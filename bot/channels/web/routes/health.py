"""`/healthz`: the process lives. `/readyz`: database, index and packs can be used."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import site_of

router = APIRouter()


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    """200 while the process lives."""
    return PlainTextResponse("ok")


@router.get("/readyz")
async def readyz(request: Request) -> PlainTextResponse:
    """200 when everything can be used, else 503 with the reason."""
    reason = await run_in_threadpool(site_of(request).ready)
    return PlainTextResponse(reason or "ok", 503 if reason else 200)
