"""The door: receive by polling or by webhook, and deliver what stands in the outbox. The engine's workers run elsewhere.

Both ways share everything but how an update arrives. Starting never fails because Telegram cannot be reached; it is tried again
until it can.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.buttons import MENU
from bot.channels.telegram.calling import ALLOWED, BadTelegramSettings, CallingBot, gladly, open_bot, ready
from bot.channels.telegram.delivering import deliver_all
from bot.channels.telegram.reading import Taken
from bot.channels.telegram.receiving import Receiver
from bot.channels.telegram.waiting import Pauses, insist, seconds_of, unless
from bot.engine.engine import Engine
from bot.engine.intake import Intake
from bot.settings import Settings
from bot.storage.errors import StorageFault

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

log = logging.getLogger(__name__)
POLL_SECONDS = 30


async def run_polling(engine: Engine, settings: Settings, stop: asyncio.Event) -> None:
    """Fetch updates and deliver messages until `stop` is set; what was begun is finished.

    Raises:
        BadTelegramSettings: there is no usable token.
    """
    bot = open_bot(settings)
    try:
        await _reach(bot, stop)
        await gladly(bot.delete_webhook())
        receiver = Receiver(engine, bot, username=_username(bot))
        tasks = [
            asyncio.create_task(_poll(receiver, stop)),
            asyncio.create_task(deliver_all(engine, bot, settings, stop, receiver.stirred)),
        ]
        try:
            await asyncio.gather(*tasks)
        finally:
            stop.set()
            await asyncio.gather(*tasks, return_exceptions=True)
            await receiver.close()
    finally:
        await bot.shutdown()


def create_telegram_routes(engine: Engine, settings: Settings) -> APIRouter:
    """The webhook's address, whose lifespan registers it with Telegram and delivers messages; include it in the application.

    Raises:
        BadTelegramSettings: there is no usable token, or no secret.
    """
    from fastapi import APIRouter  # who polls needs none of it, and is there sooner without

    from bot.channels.telegram.webhook import Webhook

    bot = open_bot(settings)
    secret = settings.telegram_webhook_secret.get_secret_value()
    if not secret:
        mend = "设一段只有您知道的字母和数字，登记 webhook 时用同一段。"
        raise BadTelegramSettings("webhook 模式要有密语。", where="SHENBAO_TELEGRAM_WEBHOOK_SECRET", mend=mend)
    receiver = Receiver(engine, bot)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(_serve(engine, bot, receiver, settings, stop))
        yield
        stop.set()
        with suppress(Exception):
            await task
        await receiver.close()
        await bot.shutdown()

    router = APIRouter(lifespan=lifespan)
    Webhook(receiver, secret).add_to(router)
    return router


async def _serve(engine: Engine, bot: CallingBot, receiver: Receiver, settings: Settings, stop: asyncio.Event) -> None:
    """Register the webhook where its address is known, and deliver messages."""
    try:
        await _reach(bot, stop)
    except BadTelegramSettings as error:
        log.error("%s", error)
        return
    receiver.reader = type(receiver.reader)(receiver.reader.bot, receiver.reader.knows, _username(bot))
    if url := settings.telegram_webhook_url:
        secret = settings.telegram_webhook_secret.get_secret_value()
        await insist(lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED)), stop)
    await deliver_all(engine, bot, settings, stop, receiver.stirred)


# --- receiving ------------------------------------------------------------------------------------------------------


async def _poll(receiver: Receiver, stop: asyncio.Event) -> None:
    fetched: list[dict[str, Any]] = []
    taken: list[Taken] = []

    async def fetch(offset: int | None) -> Sequence[Taken]:
        fetched[:] = await receiver.bot.updates(offset, POLL_SECONDS)
        taken[:] = await receiver.read(fetched)
        return taken

    intake = Intake(fetch, lambda one: one.arrival, receiver.store)
    pauses = Pauses(stop)
    while not stop.is_set():
        try:
            if not await unless(stop, intake.take_once()):
                return
            receiver.follow(taken)
            pauses.reset()
        except InvalidToken:
            raise BadTelegramSettings("Telegram不认这个令牌。", where="SHENBAO_TELEGRAM_TOKEN") from None
        except RetryAfter as error:
            await pauses.wait(seconds_of(error))
        except TelegramError as error:
            log.warning("updates cannot be fetched (%s)", type(error).__name__)
            await pauses.wait()
        except StorageFault as fault:
            log.error("updates cannot be stored (%s); Telegram keeps them", fault.code)
            receiver.apologise(fetched)
            await pauses.wait()


async def _reach(bot: CallingBot, stop: asyncio.Event) -> None:
    """Reach Telegram for the first time, and hand over the menu of commands."""
    await insist(lambda: ready(bot), stop)
    menu = [BotCommand(name, words) for name, words, _ in MENU]
    await gladly(bot.set_my_commands(menu, scope=BotCommandScopeAllPrivateChats()))


def _username(bot: CallingBot) -> str:
    """The bot's name, empty before Telegram was reached."""
    try:
        return bot.username or ""
    except RuntimeError:
        return ""
