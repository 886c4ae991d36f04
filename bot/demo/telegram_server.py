"""The fake Bot API on HTTP: calls, long polling, webhook deliveries in order of each chat, files, and ordered faults."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response

from bot.demo.telegram_faults import Faults
from bot.demo.telegram_limits import ApiError
from bot.demo.telegram_methods import call
from bot.demo.telegram_state import Call, FakeTelegram
from bot.demo.telegram_wire import as_json, read_call, refused, spoiled

MOST_UPDATES = 100


@dataclass
class TelegramServer:
    """The fake with its HTTP door. One event loop runs it; a person may act in it from any thread."""

    fake: FakeTelegram = field(default_factory=FakeTelegram)
    faults: Faults = field(default_factory=Faults)
    retry_after: float = 0.2
    """First wait before a webhook delivery is tried again; doubles."""
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: int = 0

    def app(self) -> FastAPI:
        """The server as an ASGI application."""
        app = FastAPI(lifespan=self._lifespan, openapi_url=None)
        app.add_api_route("/bot{token}/{method}", self._called, methods=["GET", "POST"])
        app.add_api_route("/file/bot{token}/{path:path}", self._download, methods=["GET"])
        return app

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._moved.set)

        self.fake.changed = wake
        delivering = asyncio.create_task(self._deliver())
        yield
        delivering.cancel()

    # --- calls ------------------------------------------------------------------------------------------------------

    async def _called(self, token: str, method: str, request: Request) -> Response:
        params, files = await read_call(request)
        record = Call(method, params, time.monotonic())
        self.fake.calls.append(record)
        fault = self.faults.next(method, params)
        if fault is not None and fault.kind in ("flood", "bare_flood", "html"):
            response = refused(fault)
        else:
            if fault is not None and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            response = await self._answer(token, method, params, files)
            response = await spoiled(response, fault)
        record.status = response.status_code
        return response

    async def _answer(self, token: str, method: str, params: dict[str, Any], files: Any) -> Response:
        try:
            if token != self.fake.token:
                raise ApiError(401, "Unauthorized")
            if method.lower() == "getupdates":
                result: Any = await self._updates(params)
            else:
                result = call(self.fake, method, params, files)
        except ApiError as error:
            body = {"ok": False, "error_code": error.code, "description": error.description}
            return as_json({**body, **({"parameters": error.parameters} if error.parameters else {})}, error.code)
        return as_json({"ok": True, "result": result})

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.fake.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        self._poll += 1
        mine = self._poll
        self._moved.set()
        self.fake.confirm(int(params.get("offset", 0)))
        limit = min(int(params.get("limit", MOST_UPDATES)), MOST_UPDATES)
        deadline = time.monotonic() + min(float(params.get("timeout", 0)), 50.0)
        while True:
            if mine != self._poll:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            with self.fake.lock:
                found = self.fake.updates[:limit]
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            await self._wait(left)

    async def _wait(self, seconds: float) -> None:
        self._moved.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), min(seconds, 0.2))

    async def _download(self, token: str, path: str) -> Response:
        """The bytes behind a link of getFile; `download` is the method that faults name."""
        record = Call("download", {"path": path}, time.monotonic())
        self.fake.calls.append(record)
        fault = self.faults.next("download", {})
        found = self.fake.linked(path) if token == self.fake.token else None
        if fault is not None and fault.kind in ("flood", "bare_flood", "html"):
            response = refused(fault)
        elif found is None or (fault is not None and fault.kind == "expired"):
            response = as_json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        else:
            if fault is not None and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            response = Response(found, media_type="application/octet-stream")
            response = await spoiled(response, fault)
        record.status = response.status_code
        return response

    # --- webhook ----------------------------------------------------------------------------------------------------

    async def _deliver(self) -> None:
        """Deliver updates to the webhook: of each chat one after the other, so that one failing holds up its chat alone."""
        import httpx

        busy: dict[int, asyncio.Task[None]] = {}
        async with httpx.AsyncClient(timeout=10.0) as client:
            while True:
                with self.fake.lock:
                    waiting = list(self.fake.updates) if self.fake.webhook else []
                for update in waiting:
                    chat = chat_of(update)
                    if chat not in busy or busy[chat].done():
                        busy[chat] = asyncio.create_task(self._push(client, update))
                await self._wait(0.2)
                await asyncio.sleep(0)

    async def _push(self, client: Any, update: dict[str, Any]) -> None:
        import httpx

        wait = self.retry_after
        while hook := dict(self.fake.webhook):
            headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
            with suppress(httpx.HTTPError):
                answered = await client.post(hook["url"], json=update, headers=headers)
                if answered.is_success:
                    self.fake.taken(update["update_id"])
                    self._moved.set()
                    return
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60.0)


def chat_of(update: dict[str, Any]) -> int:
    """The chat whose queue an update waits in; 0 for updates without one."""
    for key, body in update.items():
        if key != "update_id" and isinstance(body, dict):
            message = body.get("message", body)
            if isinstance(message, dict) and isinstance(message.get("chat"), dict):
                return int(message["chat"]["id"])
    return 0
