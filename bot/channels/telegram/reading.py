"""Reads updates as Telegram sends them, as plain JSON, so that a kind nobody knows yet cannot stop the others.

Who somebody is is a number and nothing else: names change and can be forged. What is refused becomes an event without any of
its content. An edit of an old message is no answer to the present question; the person is told how to change an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.channels.telegram import refusing
from bot.channels.telegram.buttons import STALE, meaning, split_code
from bot.channels.telegram.contents import content_of
from bot.channels.telegram.fetching import reference
from bot.dialogue import messages as m
from bot.dialogue.models import Conversation, World
from bot.engine.state import read_replies, write_event
from bot.storage.models import Arrival, PastTurn

CHANNEL = "telegram"


class Knows(Protocol):
    """What reading looks up; `Engine` with its storage."""

    def answer(self, source: str, key: str) -> PastTurn | None:
        """An arrival with its stored answer."""
        ...

    def conversation_of(self, channel: str, identity: str) -> str | None:
        """The conversation this identity joined."""
        ...

    def look(self, conversation: str) -> tuple[Conversation, World]:
        """The conversation as it is saved, and the world."""
        ...

    def now(self) -> datetime:
        """The time in Shanghai."""
        ...


@dataclass(frozen=True)
class Taken:
    """An update as it was read."""

    update_id: int
    arrival: Arrival | None = None
    """None for an update that means nothing here."""
    key: str = ""
    """The update's name in the inbox, where a request is still to be done."""
    query: str = ""
    """Callback query whose clock has to be stopped on the person's screen."""
    remove: int | None = None
    """Message that should not stand in the chat any longer."""
    request: tuple[int, str, str] | None = None
    """What a person wants about their own data: chat, what, and about what; see `personal`."""

    @property
    def address(self) -> str:
        """The chat that is answered; empty when none is."""
        return self.arrival.address if self.arrival is not None else ""


@dataclass(frozen=True)
class Reader:
    """Reads the updates of one bot."""

    bot: int
    knows: Knows
    username: str = ""

    @property
    def source(self) -> str:
        """The name of this stream of deliveries in the inbox."""
        return f"{CHANNEL}:{self.bot}"

    def read(self, update: Mapping[str, Any]) -> Taken:
        """The update as an arrival.

        Raises:
            KeyError, TypeError, ValueError: it is not an update at all.
        """
        number = int(update["update_id"])
        if isinstance(query := update.get("callback_query"), Mapping):
            return self._pressed(number, query)
        if isinstance(message := update.get("message"), Mapping):
            return self._sent(number, message)
        if isinstance(message := update.get("edited_message"), Mapping) and "text" in message:
            return self._sent(number, message, why="edited")
        if isinstance(member := update.get("my_chat_member"), Mapping):
            return self._member(number, member)
        return Taken(number)

    def _sent(self, number: int, message: Mapping[str, Any], why: str = "") -> Taken:
        chat, place = int(message["chat"]["id"]), int(message["message_id"])
        key = f"{number}-{chat}-{place}"
        if message["chat"].get("type") != "private":
            return self._in_group(number, key, chat, message)
        event: dict[str, Any] = {"why": why} if why else content_of(message)
        if "request" in event:
            return Taken(number, key=key, request=(chat, *event["request"]))
        if event.get("why") == "identity":
            return self._arrived(number, key, chat, event, remove=place)
        if "text" in event:
            said = m.Said.model_validate({**self._about(key, chat), "text": event["text"]})
            if why := refusing.why_sensitive(said, *self.knows.look(self._conversation(chat))):
                return self._arrived(number, key, chat, {"why": why}, remove=place)
        if "file" in event:
            event["file"] = reference(chat, place, event["file"])
        return self._arrived(number, key, chat, event)

    def _pressed(self, number: int, query: Mapping[str, Any]) -> Taken:
        identity, person = str(query["id"]), int(query["from"]["id"])
        message = query.get("message")
        chat = message.get("chat", {}) if isinstance(message, Mapping) else {}
        if chat.get("type", "private") != "private":
            return Taken(number, query=identity)
        key = f"{number}-{person}-{identity[-12:]}"
        if (data := str(query.get("data") or "")).startswith("me."):
            verb, _, about = data[3:].partition(".")
            return Taken(number, query=identity, key=key, request=(person, verb, about))
        code = self._meaning(str(query.get("data") or ""), str(person))
        return self._arrived(number, key, person, {"code": code}, query=identity)

    def _meaning(self, data: str, address: str) -> str:
        """What a pressed button means, from the answer it was shown with."""
        parts = split_code(data)
        turn = self.knows.answer(self.source, parts[0]) if parts is not None else None
        if parts is None or turn is None or not turn.answer:
            return STALE
        return meaning(*parts, address, read_replies(turn.answer))

    def _in_group(self, number: int, key: str, chat: int, message: Mapping[str, Any]) -> Taken:
        """In a group only those who speak to the bot are answered: that this is done in private."""
        text = str(message.get("text") or "")
        replied = message.get("reply_to_message")
        to_bot = isinstance(replied, Mapping) and replied.get("from", {}).get("id") == self.bot
        name, _, addressed = text.split()[0].partition("@") if text.split() else ("", "", "")
        command = name.startswith("/") and addressed.lower() in ("", self.username.lower())
        named = bool(self.username) and f"@{self.username}".lower() in text.lower()
        if not (to_bot or command or named):
            return Taken(number)
        return self._arrived(number, key, chat, {"why": "group"})

    def _member(self, number: int, member: Mapping[str, Any]) -> Taken:
        """The bot was added to a group: say once that work is done in private. Everything else about members is passed over."""
        chat = member["chat"]
        joined = member.get("new_chat_member", {}).get("status") in ("member", "administrator")
        before = member.get("old_chat_member", {}).get("status") in ("left", "kicked", None)
        if chat.get("type") not in ("group", "supergroup") or not (joined and before):
            return Taken(number)
        return self._arrived(number, f"{number}-{chat['id']}-m", int(chat["id"]), {"why": "group"})

    # --- arrivals ---------------------------------------------------------------------------------------------------

    def _arrived(self, number: int, key: str, chat: int, event: Mapping[str, Any], **more: Any) -> Taken:
        about = self._about(key, chat)
        found: m.Event
        if "why" in event:
            found = m.Pressed(**about, code=refusing.refused(event["why"]))
        elif "code" in event:
            found = m.Pressed(**about, code=event["code"])
        elif "name" in event:
            found = m.FileReceived(**about, **event)
        elif "text" in event:
            found = m.Said(**about, text=event["text"])
        else:
            found = m.Opened(**about, program=event["program"])
        arrival = Arrival(self.source, key, self._conversation(chat), CHANNEL, write_event(found), str(chat))
        return Taken(number, arrival, **more)

    def _about(self, key: str, chat: int) -> dict[str, Any]:
        return {"id": f"{self.source}:{key}", "at": self.knows.now(), "channel": CHANNEL, "author": str(chat)}

    def _conversation(self, chat: int) -> str:
        return self.knows.conversation_of(CHANNEL, str(chat)) or f"{CHANNEL}-{chat}"
