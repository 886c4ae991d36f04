"""Delivers messages of the outbox, and tells the delivery in its own words what Telegram answered.

An acknowledgement is sent first and edited into the message; the document is put into it the same way. So a call of unknown
fate is made again without harm. The message that brings the keyboard cannot be edited, so it is its own acknowledgement.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.making import File, made
from bot.channels.telegram.payload import Board, Payload, Picture, Words, read
from bot.channels.telegram.personal import Desk
from bot.engine.delivery import Later, MessageLost, Unreachable, Unsure
from bot.storage.errors import StorageFault
from bot.storage.models import Part
from bot.texts import text

log = logging.getLogger(__name__)
T = TypeVar("T")
UNTOLD_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long."""
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
        words = _acknowledgement(part, payload)
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
                kind = InputMediaPhoto if payload.shown else InputMediaDocument
                media = kind(payload.data, filename=payload.name, caption=payload.caption or None)
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
            sending = self.bot.send_photo if payload.shown else self.bot.send_document
            sent = await _told(sending(chat, payload.data, write_timeout=120, **about))
        return str(sent.message_id)

    async def _ready(self, part: Part) -> Words | File | Board:
        """What is to be sent, files and what is made at delivery at hand."""
        payload = read(part.payload)
        if isinstance(payload, Words | Board):
            return payload
        try:
            return await asyncio.to_thread(made, payload, int(part.address), self.desk)
        except StorageFault:
            raise Later(UNTOLD_WAIT) from None

    async def _board(self, part: Part, board: Board) -> str:
        keys = [list(row) for row in board.rows]
        keyboard = ReplyKeyboardMarkup(
            keys, resize_keyboard=True, is_persistent=True, input_field_placeholder=board.hint or None
        )
        sent = await _told(self.bot.send_message(int(part.address), board.text, reply_markup=keyboard))
        return str(sent.message_id)


def _acknowledgement(part: Part, payload: Payload) -> str:
    if isinstance(payload, Picture):
        return text("telegram.ack_picture")
    return text("telegram.ack_more") if part.part else text("telegram.ack", n=part.turn)


def drawn(words: Words) -> dict[str, Any]:
    """Marks and buttons as the library wants them."""
    keyboard = [
        [
            InlineKeyboardButton(
                key.text,
                callback_data=key.data or None,
                url=key.url or None,
                copy_text=CopyTextButton(key.copied) if key.copied else None,
            )
            for key in row
        ]
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
