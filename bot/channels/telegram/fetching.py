"""Fetches the files that people sent, by getFile and the link it yields, within a time that fits into a turn.

A reference names chat, message and file (`telegram:1001:17:BQAC…`) and holds no content; fetching it again is as good as the
first time. Refusals, timeouts and broken downloads are tried again, a link that ran out is asked for anew, and what does not
have the size that Telegram told is not taken. A worker calls this from its own thread, so nothing here is asynchronous.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.channels.telegram.calling import hide_in_logs, proxy_of
from bot.channels.telegram.privacy import holds_identity
from bot.incoming import FileAway
from bot.settings import Settings
from bot.texts import text
from programs.errors import BadFile

LARGEST_FILE = 20 * 1024 * 1024
PATIENCE = 40.0
"""Seconds for a file altogether, less than a turn's lease."""
SCHEME = "telegram"
_API = "https://api.telegram.org"
_AGAIN = frozenset({404, 408, 425, 429, 500, 502, 503, 504})
_PAUSES = (0.3, 1.0, 3.0, 6.0)


def reference(chat: int, message: int, file_id: str) -> str:
    """What a `FileReceived` carries for a file of this bot."""
    return f"{SCHEME}:{chat}:{message}:{file_id}"


class _Again(Exception):
    """Raised for what may go better the next time; the argument is how many seconds to wait at least."""

    def __init__(self, wait: float = 0.0) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True)
class TelegramFiles:
    """The files of one bot; see `bot.incoming.Source`."""

    token: str = field(repr=False)
    api_url: str = ""
    proxy: str = field(default="", repr=False)
    patience: float = PATIENCE
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def fetch(self, file: str, size: int) -> bytes:
        """The bytes of a file.

        Raises:
            BadFile: it is larger than a bot may fetch, or empty.
            FileAway: Telegram does not have it any more, or cannot be reached in time.
        """
        if size > LARGEST_FILE:
            raise BadFile(text("telegram.too_big"))
        deadline = self.clock() + self.patience
        with self._client() as client:
            for pause in (*_PAUSES, None):
                try:
                    return self._once(client, file.rpartition(":")[2], deadline)
                except _Again as again:
                    wait = max(pause or 0.0, again.wait)
                    if pause is None or self.clock() + wait >= deadline:
                        break
                    self.sleep(wait)
                except httpx.HTTPError:
                    if pause is None or self.clock() + pause >= deadline:
                        break
                    self.sleep(pause)
        raise FileAway(text("telegram.fetch_failed"))

    def check(self, file: str, texts: Sequence[str]) -> None:
        """Nothing, unless a cell holds an identity number or a card's: then the message is deleted, and BadFile raised."""
        if not any(holds_identity(one) for one in texts):
            return
        _, chat, message, _ = file.split(":", 3)
        try:
            with self._client() as client:
                client.post(self._method("deleteMessage"), json={"chat_id": int(chat), "message_id": int(message)})
        except httpx.HTTPError:
            pass
        raise BadFile(text("telegram.table_private"))

    # --- calls ------------------------------------------------------------------------------------------------------

    def _client(self) -> httpx.Client:
        hide_in_logs(self.token)
        return httpx.Client(proxy=self.proxy or None, timeout=httpx.Timeout(10.0, read=15.0), follow_redirects=False)

    def _method(self, name: str) -> str:
        return f"{self.api_url or _API}/bot{self.token}/{name}"

    def _once(self, client: httpx.Client, file_id: str, deadline: float) -> bytes:
        found = self._link(client, file_id)
        told = int(found.get("file_size") or 0)
        if told > LARGEST_FILE:
            raise BadFile(text("telegram.too_big"))
        data = bytearray()
        with client.stream("GET", f"{self.api_url or _API}/file/bot{self.token}/{found['file_path']}") as answer:
            if answer.status_code in _AGAIN:
                raise _Again
            if answer.status_code != 200:
                raise FileAway(text("telegram.fetch_gone"))
            for chunk in answer.iter_bytes():
                data += chunk
                if len(data) > LARGEST_FILE:
                    raise BadFile(text("telegram.too_big"))
                if self.clock() > deadline:
                    raise FileAway(text("telegram.fetch_failed"))
        if told and len(data) != told:
            raise _Again
        return bytes(data)

    def _link(self, client: httpx.Client, file_id: str) -> dict[str, Any]:
        """What getFile says of a file; its link is good for an hour."""
        answer = client.post(self._method("getFile"), json={"file_id": file_id})
        try:
            body = answer.json()
            result, told = body.get("result"), str(body.get("description", "")).lower()
        except (ValueError, AttributeError):
            raise _Again from None
        if answer.status_code == 429:
            wait = (body.get("parameters") or {}).get("retry_after", 0)
            raise _Again(float(wait))
        if "too big" in told:
            raise BadFile(text("telegram.too_big"))
        if answer.status_code >= 500 or "temporarily unavailable" in told:
            raise _Again
        if not isinstance(result, dict) or not result.get("file_path"):
            raise FileAway(text("telegram.fetch_gone"))
        return result


def sources(settings: Settings) -> dict[str, TelegramFiles]:
    """The source for the files of these settings' bot; none without a token."""
    token = settings.telegram_token.get_secret_value()
    url = settings.telegram_api_url.rstrip("/")
    return {SCHEME: TelegramFiles(token, url, proxy_of(settings) or "")} if token else {}
