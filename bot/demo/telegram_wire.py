"""What goes over the wire between a bot and the fake Telegram: calls decoded, answers encoded, and answers spoiled to order."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from bot.demo.telegram_faults import Fault


async def read_call(request: Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """Parameters decoded from the query, a form or JSON, and the files that came along."""
    params: dict[str, Any] = {key: _decoded(value) for key, value in request.query_params.items()}
    files: dict[str, tuple[str, bytes]] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        params.update(await request.json())
    elif request.method == "POST":
        async with request.form() as form:
            for key, value in form.items():
                if isinstance(value, UploadFile):
                    files[key] = (value.filename or key, await value.read())
                    params.setdefault(key, f"attach://{key}")
                else:
                    params[key] = _decoded(value)
    return params, files


def _decoded(value: str) -> Any:
    """A list, object, number or flag where the text is one; texts stay as they are."""
    if value[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(value)
    return value


def as_json(body: dict[str, Any], status: int = 200) -> Response:
    """An answer of the service."""
    return Response(json.dumps(body), status, media_type="application/json")


def refused(fault: Fault) -> Response:
    """The answer of a service that did nothing."""
    if fault.kind == "html":
        return Response("<html><h1>502 Bad Gateway</h1></html>", 502, media_type="text/html")
    body: dict[str, Any] = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry later"}
    if fault.kind == "flood":
        seconds = int(fault.seconds)
        body |= {
            "description": f"Too Many Requests: retry after {seconds}",
            "parameters": {"retry_after": seconds},
        }
    return as_json(body, 429)


async def spoiled(response: Response, fault: Fault | None) -> Response:
    """The answer, spoiled on its way."""
    if fault is None or fault.kind == "slow":
        return response
    if fault.kind == "late":
        await asyncio.sleep(fault.seconds)
        return response
    if fault.kind == "cut":
        return Response(response.body, 200, headers={"content-length": str(len(response.body) + 64)})
    return Response(b"" if fault.kind == "empty" else response.body[: len(response.body) // 2], 200)
