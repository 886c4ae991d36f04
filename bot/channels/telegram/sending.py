"""Delivers messages of the outbox, and tells the delivery in its own words what Telegram answered.

An acknowledgement is sent first and edited into the message; the document is put into it the same way. So a call of unknown
fate is made again without harm. The message that brings the keyboard cannot be edited, so it is its own acknowledgement.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.payload import Board, Mine, Paper, Words, read
from bot.channels.telegram.personal import Desk
from bot.channels.telegram.privacy import document_holds_identity
from bot.engine.delivery import Later, MessageLost, Unreachable, Unsure
from bot.storage.errors import StorageFault
from bot.storage.models import Part
from bot.texts import text

log = logging.getLogger(__name__)
T = TypeVar("T")
UNTOLD_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long."""
LARGEST_FILE = 50 * 1024 * 1024
_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LOST = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
)


class BotTransport:
    """Makes the calls for one bot; see `bot.engine.delivery.Transport`."""

    def __init__(self, bot: Bot, desk: Desk) -> None:
        self.bot, self.desk = bot, desk

    async def acknowledge(self, part: Part) -> str:
        """Send the line that will be edited; for the keyboard, the message itself."""
        payload = read(part.payload)
        if isinstance(payload, Board):
            return await self._board(part, payload)
        words = text("telegram.ack_more") if part.part else text("telegram.ack", n=part.turn)
        sent = await _told(self.bot.send_message(int(part.address), words, disable_notification=bool(part.part)))
        return str(sent.message_id)

    async def edit(self, part: Part, message_id: str) -> None:
        """Make the message with this id the part."""
        payload = await self._ready(part)
        chat, message = int(part.address), int(message_id)
        with suppress(_NotModified):
            if isinstance(payload, Words):
                await _told(self.bot.edit_message_text(payload.text, chat, message, **drawn(payload)), editing=True)
            elif isinstance(payload, File):
                media = InputMediaDocument(payload.data, filename=payload.name, caption=payload.caption or None)
                await _told(self.bot.edit_message_media(media, chat, message, write_timeout=120), editing=True)

    async def send(self, part: Part) -> str:
        """Send the part as a new message."""
        payload = await self._ready(part)
        chat = int(part.address)
        if isinstance(payload, Board):
            return await self._board(part, payload)
        if isinstance(payload, Words):
            sent = await _told(self.bot.send_message(chat, payload.text, **drawn(payload)))
        else:
            about: dict[str, Any] = {"filename": payload.name, "caption": payload.caption or None}
            sent = await _told(self.bot.send_document(chat, payload.data, write_timeout=120, **about))
        return str(sent.message_id)

    async def _ready(self, part: Part) -> Words | File | Board:
        """What is to be sent, files and what is made at delivery at hand."""
        payload = read(part.payload)
        if isinstance(payload, Words | Board):
            return payload
        try:
            return await asyncio.to_thread(self._made, payload, int(part.address))
        except StorageFault:
            raise Later(UNTOLD_WAIT) from None

    def _made(self, payload: Paper | Mine, chat: int) -> Words | File:
        if isinstance(payload, Paper):
            return _file(payload)
        handed = self.desk.hand_over(chat, payload.what)
        return File(handed.name, handed.data, handed.words.text) if handed.data else handed.words

    async def _board(self, part: Part, board: Board) -> str:
        keys = [list(row) for row in board.rows]
        keyboard = ReplyKeyboardMarkup(
            keys, resize_keyboard=True, is_persistent=True, input_field_placeholder=board.hint or None
        )
        sent = await _told(self.bot.send_message(int(part.address), board.text, reply_markup=keyboard))
        return str(sent.message_id)


@dataclass(frozen=True)
class File:
    """A file as it goes out."""

    name: str
    data: bytes
    caption: str = ""


def _file(paper: Paper) -> File | Words:
    """The document, or words in place of one that cannot or should not be sent."""
    path = Path(paper.path)
    if not path.is_file() or not path.stat().st_size:
        return Words(text=text("telegram.file_gone"))
    if path.stat().st_size > LARGEST_FILE:
        return Words(text=text("telegram.file_large"))
    if document_holds_identity(path):
        return Words(text=text("telegram.file_private"))
    return File(path.name, path.read_bytes(), paper.caption)


def drawn(words: Words) -> dict[str, Any]:
    """Marks and buttons as the library wants them."""
    keyboard = [
        [InlineKeyboardButton(key.text, callback_data=key.data or None, url=key.url or None) for key in row]
        for row in words.keys
    ]
    return {
        "entities": [MessageEntity(mark.type, mark.offset, mark.length) for mark in words.marks],
        "reply_markup": InlineKeyboardMarkup(keyboard) if keyboard else None,
        "link_preview_options": _PREVIEW,
    }


class _NotModified(Exception):
    """Raised for an edit that changes nothing, because it was made before."""


async def _told(call: Awaitable[T], *, editing: bool = False) -> T:
    """The result of a call; what Telegram answered otherwise, in the delivery's words."""
    try:
        return await call
    except RetryAfter as error:
        wait = error.retry_after
        raise Later(wait.total_seconds() if isinstance(wait, timedelta) else float(wait)) from None
    except Forbidden as error:
        raise Unreachable(error.message) from None
    except ChatMigrated:
        raise Unreachable("group became a supergroup") from None
    except BadRequest as error:
        words = error.message.lower()
        if editing and "message is not modified" in words:
            raise _NotModified from None
        if editing and any(one in words for one in _LOST):
            raise MessageLost from None
        log.warning("Telegram refuses a message: %s", error.message)
        raise Unreachable(error.message) from None
    except NetworkError as error:
        if "too many requests" in error.message.lower():
            raise Later(UNTOLD_WAIT) from None
        if "entity too large" in error.message.lower():
            raise Unreachable(error.message) from None
        raise Unsure from None
    except TelegramError:
        raise Unsure from None
