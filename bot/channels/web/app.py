"""Makes the web application: pages, forms, downloads and the stream of changes, behind limits and security headers."""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.headers import HeadersMiddleware
from bot.channels.web.limits import EXEMPT, LimitsMiddleware
from bot.channels.web.pages import page
from bot.channels.web.routes import (
    batch,
    cases,
    documents,
    entering,
    events,
    exports,
    handing,
    health,
    linking,
    printed,
    programs,
    section_tables,
    sections,
    start,
    tables,
)
from bot.channels.web.sessions import visit_of
from bot.channels.web.site import STATIC, Site
from bot.channels.web.watching import Watch
from bot.storage.errors import StorageFault
from forms.office import OfficeFault
from programs.errors import ShenbaoError

_PLAIN = ("/static/", "/healthz", "/readyz", "/favicon.ico", *EXEMPT)
_STATUS = {404: "没有这个页面，或者它不是您的。", 405: "这个地址不能这样用。", 400: "收到的内容读不懂。"}


def create_app(site: Site) -> FastAPI:
    """The application over these services. Nothing is opened or built here."""
    app = FastAPI(title="申报", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    app.state.watch = Watch(site.engine.storage)
    parts = (
        health, start, programs, events, tables, batch, printed, exports, documents, handing, section_tables, sections, linking, entering, cases,
    )  # fmt: skip
    for part in parts:
        app.router.routes.extend(part.router.routes)  # flat: looking through included routers costs more than a page
    app.get("/static/{name:path}", include_in_schema=False)(static)
    app.get("/favicon.ico", include_in_schema=False)(favicon)
    app.exception_handler(HTTPException)(_told)
    app.exception_handler(ShenbaoError)(_explained)
    app.exception_handler(Exception)(_broken)
    app.add_middleware(VisitMiddleware, site=site)
    uploads = ("/filing/import", "/filing/batch", "/section/import", "/section/rejected.xlsx")
    app.add_middleware(LimitsMiddleware, limits=site.limits, uploads=uploads)
    app.add_middleware(HeadersMiddleware, https=site.https)
    return app


class VisitMiddleware:
    """Finds out who is asking, before any route is reached."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.storage = app, site.engine.storage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with `state.visit`, or answer that the storage cannot be reached."""
        if scope["type"] == "http" and not scope["path"].startswith(_PLAIN):
            try:
                found = await run_in_threadpool(visit_of, Request(scope), self.storage)
            except StorageFault as fault:
                await PlainTextResponse(str(fault), 503)(scope, receive, send)
                return
            scope.setdefault("state", {})["visit"] = found
        await self.app(scope, receive, send)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = (
        error.detail
        if any(char > "\u3000" for char in str(error.detail))
        else _STATUS.get(error.status_code, "出错了。")
    )
    return _say(request, error.status_code, str(words))


async def _explained(request: Request, error: Exception) -> Response:
    """A fault that was foreseen, in its own words; paths of this machine are for the log."""
    assert isinstance(error, ShenbaoError)
    return _say(request, 503 if isinstance(error, StorageFault | OfficeFault) else 400, f"{error.message}{error.mend}")


async def _broken(request: Request, error: Exception) -> Response:
    """A fault nobody foresaw: nothing of it is shown."""
    return _say(request, 500, "服务出了问题，您填的内容都在。请稍后再试。")


def _say(request: Request, status: int, words: str) -> Response:
    if not hasattr(request.state, "visit"):
        return PlainTextResponse(words, status)
    return page(request, "fault.html", status, words=words, status_code=status)


# --- static files -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _asset(path: Path, changed: float) -> tuple[bytes, bytes]:
    data = path.read_bytes()
    return data, gzip.compress(data, 6, mtime=0)


def static(request: Request, name: str) -> Response:
    """A file of the page's outfit, packed when the browser takes that."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        raise HTTPException(404)
    changed = path.stat().st_mtime
    plain, packed = _asset(path, changed)
    headers = {
        "Cache-Control": "no-cache",
        "ETag": f'"{int(changed * 1000):x}-{len(plain):x}"',
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    media = f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=media, headers=headers | {"Content-Encoding": "gzip"})
    return Response(plain, media_type=media, headers=headers)


def favicon(request: Request) -> Response:
    """The mark of the page."""
    return static(request, "mark.svg")
