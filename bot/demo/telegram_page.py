"""The chat page of the demonstration: one person in one chat of the fake Telegram, in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Response, UploadFile
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from bot.demo.telegram_limits import LARGEST_UPLOAD, LONGEST_TEXT
from bot.demo.telegram_state import FakeTelegram

CHAT = 1001
PAGE = Path(__file__).with_suffix(".html")
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Words(BaseModel):
    """What the person writes; as in Telegram, a longer text would come as several messages."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT * 8)]


class Press(BaseModel):
    """The button that the person presses."""

    message: int
    data: str


def page_routes(fake: FakeTelegram) -> APIRouter:
    """The page and what it asks for."""
    router = APIRouter()

    @router.get("/")
    def page() -> HTMLResponse:
        return HTMLResponse(PAGE.read_text(encoding="utf-8"), headers=_SAFE)

    @router.get("/sim/state")
    def state() -> dict[str, Any]:
        chat = fake.chat(CHAT)
        with fake.lock:
            shown = [{key: one for key, one in each.items() if key[0] != "_"} for each in chat.messages.values()]
        return {"messages": shown, "keyboard": chat.keyboard, "action": chat.action, "commands": fake.commands}

    @router.post("/sim/say")
    def say(words: Words) -> dict[str, Any]:
        for start in range(0, len(words.text), LONGEST_TEXT // 2):
            fake.say(CHAT, words.text[start : start + LONGEST_TEXT // 2])
        return {"ok": True}

    @router.post("/sim/press")
    def press(key: Press) -> dict[str, Any]:
        if key.message not in fake.chat(CHAT).messages:
            raise HTTPException(404)
        fake.press(CHAT, key.message, key.data)
        return {"ok": True}

    @router.post("/sim/upload")
    async def upload(file: UploadFile) -> dict[str, Any]:
        data = await file.read(LARGEST_UPLOAD + 1)
        fake.upload(CHAT, file.filename or "文件", data)
        return {"ok": True}

    @router.get("/sim/file/{file_id}")
    def download(file_id: str) -> Response:
        found = fake.files.get(file_id)
        if found is None:
            raise HTTPException(404)
        name = f"attachment; filename*=UTF-8''{quote(found[0])}"
        kind = "image/png" if found[1].startswith(b"\x89PNG\r\n") else "application/octet-stream"
        return Response(found[1], media_type=kind, headers={"Content-Disposition": name, **_SAFE})

    return router
