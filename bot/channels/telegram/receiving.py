"""Takes updates into the inbox. An update is confirmed only after it stands there, or among the dead letters.

What follows is a courtesy and may be lost: stopping the clock of a pressed button, deleting a message that holds an identity
number, and showing that somebody is typing while an answer takes long.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from telegram.constants import ChatAction

from bot.channels.telegram.calling import CallingBot, bot_id, gladly
from bot.channels.telegram.personal import Desk
from bot.channels.telegram.reading import Reader, Taken
from bot.dialogue.models import Conversation, World
from bot.engine.engine import Engine
from bot.storage.errors import StorageFault
from bot.storage.models import Arrival, PastTurn, Receipt
from bot.texts import text

log = logging.getLogger(__name__)
TYPING_AFTER = 0.8
TYPING_EVERY = 4.5
LONGEST_TYPING = 90.0
MOST_TYPING = 200
MOST_TOLD = 10_000
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, ValidationError)


def writers(updates: Sequence[Mapping[str, Any]]) -> set[int]:
    """The private chats that updates come from."""
    found = set()
    for update in updates:
        with suppress(*_UNREADABLE):
            if isinstance(query := update.get("callback_query"), Mapping):
                found.add(int(query["from"]["id"]))
            elif (message := update.get("message")) and message["chat"]["type"] == "private":
                found.add(int(message["chat"]["id"]))
    return found


class Known:
    """What reading looks up, in an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def answer(self, source: str, key: str) -> PastTurn | None:
        """An arrival with its stored answer."""
        return self.engine.storage.answer(source, key)

    def conversation_of(self, channel: str, identity: str) -> str | None:
        """The conversation this identity joined."""
        return self.engine.storage.conversation_of(channel, identity)

    def look(self, conversation: str) -> tuple[Conversation, World]:
        """The conversation as it is saved, and the world its drafts were begun in."""
        return self.engine.look(conversation), self.engine.world_for(conversation)

    def now(self) -> datetime:
        """The time in Shanghai."""
        return self.engine.clock.now()


class Receiver:
    """Accepts the updates of one bot."""

    def __init__(self, engine: Engine, bot: CallingBot, *, username: str = "") -> None:
        self.engine, self.bot = engine, bot
        self.reader = Reader(bot_id(bot), Known(engine), username)
        self.desk = Desk(engine)
        self.stirred = asyncio.Event()
        """Set when something was accepted, so that the answer is looked for at once."""
        self._courtesies: set[asyncio.Task[Any]] = set()
        self._typing = 0
        self._told: set[int] = set()
        """Chats that were told that nothing can be stored, since something last was."""

    async def accept(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Put the updates into the inbox, in order.

        Raises:
            StorageFault: not all of them stand there; they may be handed in again.
        """
        taken = await self.read(updates)
        await self.store([one.arrival for one in taken if one.arrival is not None])
        self.follow(taken)

    async def read(self, updates: Sequence[Mapping[str, Any]]) -> list[Taken]:
        """The updates as read; those that cannot be are among the dead letters when this returns."""
        return await asyncio.to_thread(lambda: [self._read(one) for one in updates])

    async def store(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Put arrivals into the inbox."""
        receipts = await asyncio.to_thread(self.engine.receive, arrivals) if arrivals else []
        self._told.clear()
        return receipts

    def apologise(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Tell those who wrote that nothing can be stored now, each once until it can; this needs no storage."""
        for chat in writers(updates) - self._told:
            if len(self._told) < MOST_TOLD:
                self._told.add(chat)
                self._start(gladly(self.bot.send_message(chat, text("telegram.cannot_store"))))

    def follow(self, taken: Sequence[Taken]) -> None:
        """Do what is polite after updates were accepted; nothing waits for it."""
        if taken:
            self.stirred.set()
        for one in taken:
            if one.query:
                self._start(gladly(self.bot.answer_callback_query(one.query)))
            if one.remove is not None:
                self._start(gladly(self.bot.delete_message(int(one.address), one.remove)))
            if one.arrival is not None and self._typing < MOST_TYPING:
                self._start(self._show_typing(one.arrival))

    def _read(self, update: Mapping[str, Any]) -> Taken:
        try:
            taken = self.reader.read(update)
            return self._performed(taken)
        except StorageFault:
            raise
        except _UNREADABLE as error:
            self.set_aside(json.dumps(update, ensure_ascii=True), type(error).__name__)
            number = update.get("update_id")
            return Taken(number if isinstance(number, int) else 0)

    def _performed(self, taken: Taken) -> Taken:
        """The update with its request done and the answer as its arrival; one that was accepted before is not done again."""
        if taken.request is None:
            return taken
        source, chat = self.reader.source, taken.request[0]
        if self.engine.storage.answer(source, taken.key) is not None:
            return replace(taken, request=None)
        return replace(taken, arrival=self.desk.arrival(source, taken.key, chat, self.desk.perform(*taken.request)))

    def set_aside(self, body: str, reason: str) -> None:
        """Keep a delivery that cannot be read among the dead letters, so that it does not come for ever."""
        log.warning("an update cannot be read (%s)", reason)
        key = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:32]
        self.engine.storage.set_aside(self.reader.source, key, body[:20000], reason)

    # --- courtesies -------------------------------------------------------------------------------------------------

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _show_typing(self, arrival: Arrival) -> None:
        """Show that somebody is typing until the answer is there."""
        self._typing += 1
        try:
            waited = TYPING_AFTER
            await asyncio.sleep(TYPING_AFTER)
            while waited < LONGEST_TYPING:
                turn = await asyncio.to_thread(self.engine.storage.answer, arrival.source, arrival.key)
                if turn is None or turn.answer:
                    return
                await gladly(self.bot.send_chat_action(int(arrival.address), ChatAction.TYPING))
                await asyncio.sleep(TYPING_EVERY)
                waited += TYPING_EVERY
        except StorageFault:
            return
        finally:
            self._typing -= 1

    async def close(self) -> None:
        """Give up the courtesies that are not done yet."""
        for task in list(self._courtesies):
            task.cancel()
        await asyncio.gather(*self._courtesies, return_exceptions=True)
