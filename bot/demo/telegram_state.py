"""Chats, messages and updates of the fake Telegram, and what a person does in it. No HTTP here.

An update stays until it is confirmed by asking for a higher number, or until the webhook took it. Numbers are those of the
test: a jump downwards is what the real service does after a quiet week.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.telegram_limits import bad, units

LINK_SECONDS = 3600.0
"""How long a link to a file is good."""
TOKEN = "4711:demo-token-of-nobody"  # noqa: S105 -- names nobody; the fake takes this one alone


@dataclass
class Chat:
    """One chat, as both sides see it."""

    id: int
    type: str = "private"
    name: str = "小陈"
    blocked: bool = False
    gone: bool = False
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    action: str = ""
    """What the bot is doing (`typing`)."""
    keyboard: dict[str, Any] | None = None
    """The reply keyboard that stands below the input box."""

    def as_json(self) -> dict[str, Any]:
        """The chat as it stands in an update."""
        named = {"first_name": self.name} if self.type == "private" else {"title": self.name}
        return {"id": self.id, "type": self.type, **named}

    def from_bot(self) -> list[dict[str, Any]]:
        """The bot's messages, oldest first."""
        return [one for one in list(self.messages.values()) if one["from"]["is_bot"]]


@dataclass
class Call:
    """One call of the bot, as it came in."""

    method: str
    params: dict[str, Any]
    at: float
    status: int = 0


@dataclass
class FakeTelegram:
    """One bot and everybody who writes to it."""

    token: str = TOKEN
    next_update: int = 850_000_001
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    """Not confirmed yet, oldest first."""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    """Callback queries that wait for their answer, then the answer's text."""
    calls: list[Call] = field(default_factory=list)
    commands: list[dict[str, str]] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    changed: Callable[[], None] = lambda: None
    """Called after each update, from whichever thread it came."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    _next_message: int = 0
    _next_file: int = 0
    _next_link: int = 0
    _links: dict[str, tuple[str, float]] = field(default_factory=dict)

    @property
    def bot(self) -> dict[str, Any]:
        """The bot as a user."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "申报",
            "username": "shenbao_bot",
        }

    # --- what a person does -----------------------------------------------------------------------------------------

    def chat(self, chat_id: int, **about: Any) -> Chat:
        """The chat with this id; it begins when somebody writes in it."""
        with self.lock:
            return self.chats.setdefault(chat_id, Chat(chat_id, **about))

    def say(self, chat_id: int, text: str, **extra: Any) -> int:
        """Write to the bot; the update's number."""
        entities = (
            [{"type": "bot_command", "offset": 0, "length": units(text.split()[0])}] if text.startswith("/") else []
        )
        return self.send(chat_id, {"text": text, **({"entities": entities} if entities else {}), **extra})

    def send(self, chat_id: int, content: Mapping[str, Any], kind: str = "message") -> int:
        """Send anything (`sticker`, `photo`, `edited_message` …); the update's number."""
        with self.lock:
            chat = self.chat(chat_id)
            message = self.keep(chat, {"from": self._person(chat), **content})
            return self.push({kind: message})

    def upload(self, chat_id: int, name: str, data: bytes) -> int:
        """Send a file to the bot; the update's number."""
        file_id = self.keep_file(name, data)
        about = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(data)}
        return self.send(chat_id, {"document": about})

    def press(self, chat_id: int, message_id: int, data: str) -> int:
        """Press a button of a message; the update's number."""
        with self.lock:
            chat = self.chat(chat_id)
            query = str(len(self.queries) + 10**15)
            self.queries[query] = ""
            about = {"id": query, "from": self._person(chat), "chat_instance": "1", "data": data}
            return self.push({"callback_query": {**about, "message": chat.messages[message_id]}})

    def push(self, update: Mapping[str, Any]) -> int:
        """Deliver an update of any kind; its number."""
        with self.lock:
            number = self.next_update
            self.next_update += 1
            self.updates.append({"update_id": number, **update})
        self.changed()
        return number

    # --- keeping ----------------------------------------------------------------------------------------------------

    def keep(self, chat: Chat, content: Mapping[str, Any]) -> dict[str, Any]:
        """Put a message into a chat."""
        with self.lock:
            self._next_message += 1
            message = {"message_id": self._next_message, "date": int(self.clock()), "chat": chat.as_json(), **content}
            chat.messages[self._next_message] = message
            return message

    def keep_file(self, name: str, data: bytes) -> str:
        """Keep a file; its id."""
        with self.lock:
            self._next_file += 1
            file_id = f"file{self._next_file}"
            self.files[file_id] = (name, data)
            return file_id

    def link(self, file_id: str) -> str:
        """A new path under which a file can be downloaded for an hour."""
        with self.lock:
            self._next_link += 1
            path = f"documents/file_{self._next_link}.bin"
            self._links[path] = (file_id, self.clock() + LINK_SECONDS)
            return path

    def linked(self, path: str) -> bytes | None:
        """What a path leads to; None for one that was never given or ran out."""
        with self.lock:
            file_id, until = self._links.get(path, ("", 0.0))
            return self.files[file_id][1] if file_id in self.files and self.clock() < until else None

    def chat_for_bot(self, chat_id: Any) -> Chat:
        """The chat that the bot writes to; nobody can be written to who has not written before."""
        from bot.demo.telegram_limits import ApiError

        try:
            chat = self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise bad("chat not found") from None
        if chat.gone:
            raise bad("chat not found")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    # --- updates ----------------------------------------------------------------------------------------------------

    def confirm(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative one keeps that many of the last."""
        with self.lock:
            if offset < 0:
                self.updates = self.updates[offset:]
            elif offset:
                known = [one["update_id"] for one in self.updates]
                if offset - 1 in known:
                    self.updates = self.updates[known.index(offset - 1) + 1 :]
                else:
                    self.updates = [one for one in self.updates if one["update_id"] >= offset]

    def taken(self, number: int) -> None:
        """The webhook took an update."""
        with self.lock:
            self.updates = [one for one in self.updates if one["update_id"] != number]

    @staticmethod
    def _person(chat: Chat) -> dict[str, Any]:
        return {"id": abs(chat.id), "is_bot": False, "first_name": chat.name, "language_code": "zh-hans"}


__all__ = ["TOKEN", "Call", "Chat", "FakeTelegram"]
