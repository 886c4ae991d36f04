"""The address that Telegram delivers updates to: 200 for what is stored, 503 when it cannot be, and nothing is worked on here.

What cannot be read is stored among the dead letters and answered with 200 too: Telegram repeats a refused delivery for a day and
holds up everything that follows in its chat. Deliveries without the secret are counted, not written down.
"""

from __future__ import annotations

import hmac
import json
import logging
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from bot.channels.telegram.receiving import Receiver
from bot.storage.errors import StorageFault

log = logging.getLogger(__name__)
PATH = "/telegram/webhook"
LARGEST_BODY = 1024 * 1024
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Webhook:
    """One webhook, its secret, and how often somebody came without it."""

    receiver: Receiver
    secret: str
    refused: int = 0

    def add_to(self, router: APIRouter) -> None:
        """Put the address on a router; other methods than POST are answered with 405."""
        router.add_api_route(PATH, self.delivered, methods=["POST"], include_in_schema=False)

    async def delivered(self, request: Request) -> Response:
        """Take one delivery."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode()):
            self.refused += 1
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            await self._take(body)
        except StorageFault as fault:
            log.error("an update could not be stored (%s)", fault.code)
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(status_code=200)

    async def _take(self, body: bytes) -> None:
        import asyncio

        try:
            update = json.loads(body)
            if not isinstance(update, dict):
                raise ValueError("not an object")
        except (ValueError, RecursionError):
            await asyncio.to_thread(self.receiver.set_aside, body.decode("utf-8", "replace"), "unreadable")
            return
        try:
            await self.receiver.accept([update])
        except StorageFault:
            self.receiver.apologise([update])
            raise


async def _body(request: Request) -> bytes | None:
    """The body, None as soon as it is too large, or broken off."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        return None
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST_BODY:
                return None
            chunks.append(chunk)
    except ClientDisconnect:  # nobody is left to be answered, and whoever it was will come again
        return None
    return b"".join(chunks)
