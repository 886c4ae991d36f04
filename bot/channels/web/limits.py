"""What one client may ask of the server: how large a body, how long it may take to come, how often.

Bodies are counted while they arrive, before anything reads them, so that a stream without a length costs no memory. The
buckets are of this process alone; several workers allow each client as many times more.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXEMPT = ("/telegram/",)
"""Paths with bounds of their own, called by one client for many people."""


@dataclass(frozen=True)
class Limits:
    """Bounds of a request."""

    form_bytes: int = 2_000_000
    upload_bytes: int = 10_000_000
    seconds_to_send: float = 30.0
    """How long a body may take to arrive."""
    posts: int = 60
    """Requests that change something, at once, of one client."""
    posts_per_second: float = 3.0
    """And how many more come back every second."""
    clients: int = 20_000
    """Clients remembered."""


@dataclass
class Buckets:
    """A bucket of tokens for each client; whoever has none left has to wait."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, client: str) -> float:
        """Take a token: 0, or how many seconds to wait for the next one."""
        now = self.clock()
        tokens, at = self._kept.pop(client, (float(self.limits.posts), now))
        tokens = min(float(self.limits.posts), tokens + (now - at) * self.limits.posts_per_second)
        allowed = tokens >= 1
        self._kept[client] = (tokens - 1 if allowed else tokens, now)
        while len(self._kept) > self.limits.clients:
            self._kept.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self.limits.posts_per_second


class _TooMuch(Exception):
    """Raised while a body is read that is larger or slower than allowed."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


_SAID = {
    413: "内容太大了，请分开提交。",
    408: "内容传得太慢，连接已断开，请重试。",
    429: "操作太快了，请稍等几秒再试。",
}


class LimitsMiddleware:
    """Refuses what is too large, too slow or too often, before it is read."""

    def __init__(self, app: ASGIApp, limits: Limits, uploads: tuple[str, ...]) -> None:
        self.app, self.limits, self.uploads = app, limits, uploads
        self.buckets = Buckets(limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 408, 413 or 429."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS") or scope["path"].startswith(EXEMPT):
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        wait = self.buckets.take(client[0] if client else "")
        if wait:
            await _answer(429, {"Retry-After": str(int(wait) + 1)})(scope, receive, send)
            return
        most = self.limits.upload_bytes if scope["path"] in self.uploads else self.limits.form_bytes
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > most:
            await _answer(413, {"Connection": "close"})(scope, receive, send)
            return
        await self._counted(most, scope, receive, send)

    async def _counted(self, most: int, scope: Scope, receive: Receive, send: Send) -> None:
        seen, whole, begun, deadline = 0, False, False, time.monotonic() + self.limits.seconds_to_send

        async def counted() -> Message:
            nonlocal seen, whole
            try:
                async with asyncio.timeout(None if whole else max(0.0, deadline - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                raise _TooMuch(408) from None
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if seen > most:
                raise _TooMuch(413)
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooMuch as refused:
            if not begun:
                await _answer(refused.status, {"Connection": "close"})(scope, receive, send)


def _answer(status: int, headers: dict[str, str]) -> PlainTextResponse:
    return PlainTextResponse(_SAID[status], status, headers)
