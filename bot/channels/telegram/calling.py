"""The calls to the Bot API: opened from the settings, raw where updates are fetched, and never with the token in a log.

python-telegram-bot makes the calls; httpx would write each address, token included, into the log, and the library puts a
rejected token into its error message. Both are stopped here, for records of every logger and for tracebacks.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings
from programs.errors import ShenbaoError

log = logging.getLogger(__name__)
_TOKEN = re.compile(r"([0-9]{1,20}):[A-Za-z0-9_-]{3,}")
_SECRETS: set[str] = set()
HIDDEN = "〔令牌〕"
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.request": logging.CRITICAL,
}
PROXIES = ("http", "https", "socks5", "socks5h")
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that are asked for."""


class BadTelegramSettings(ShenbaoError):
    """Raised when the settings for Telegram are missing or contradict each other, or Telegram rejects the token."""

    code = "bad_telegram_settings"


class CallingBot(Bot):
    """A bot that also fetches updates as the plain JSON they come in."""

    async def updates(self, offset: int | None, timeout: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, waiting up to `timeout` seconds for the first; without one nothing is confirmed."""
        wanted: dict[str, Any] = {"timeout": timeout, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            wanted["offset"] = offset
        found = await self._post("getUpdates", wanted, read_timeout=timeout + 10)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def open_bot(settings: Settings) -> CallingBot:
    """The bot of these settings; nothing is called yet.

    Raises:
        BadTelegramSettings: there is no token, or it cannot be one.
    """
    token = settings.telegram_token.get_secret_value()
    if not token:
        mend = "在 .env 里写 SHENBAO_TELEGRAM_TOKEN=…；令牌向 @BotFather 要，见 docs/telegram.md。"
        raise BadTelegramSettings("还没有设Telegram机器人的令牌。", where="SHENBAO_TELEGRAM_TOKEN", mend=mend)
    if not _TOKEN.fullmatch(token):
        mend = "照 @BotFather 给的原样填，形如 123456789:AA…。"
        raise BadTelegramSettings("令牌的样子不对。", where="SHENBAO_TELEGRAM_TOKEN", mend=mend)
    hide_in_logs(token)
    proxy = proxy_of(settings)
    where: dict[str, Any] = {}
    if url := settings.telegram_api_url.rstrip("/"):
        where = {"base_url": f"{url}/bot", "base_file_url": f"{url}/file/bot"}
    request = HTTPXRequest(connection_pool_size=32, read_timeout=15, write_timeout=15, pool_timeout=15, proxy=proxy)
    polling = HTTPXRequest(connection_pool_size=2, read_timeout=60, pool_timeout=15, proxy=proxy)
    return CallingBot(token, request=request, get_updates_request=polling, **where)


def proxy_of(settings: Settings) -> str | None:
    """The proxy of these settings, None where there is none.

    Raises:
        BadTelegramSettings: it is not the address of one; the address, which may hold a password, is not repeated.
    """
    proxy = settings.telegram_proxy.get_secret_value().strip()
    if not proxy:
        return None
    try:
        parts = urlsplit(proxy)
        good = parts.scheme in PROXIES and bool(parts.hostname) and parts.port is not None
    except ValueError:
        good = False
    if not good:
        mend = "写成 http://主机:端口 或 socks5://主机:端口，如 socks5://127.0.0.1:1080。"
        raise BadTelegramSettings("代理的地址看不懂。", where="SHENBAO_TELEGRAM_PROXY", mend=mend)
    return proxy


def bot_id(bot: Bot) -> int:
    """The bot's own number, which is the first part of its token."""
    return int(bot.token.partition(":")[0])


async def ready(bot: CallingBot) -> None:
    """Make the bot known to itself (getMe).

    Raises:
        BadTelegramSettings: Telegram rejects the token.
        TelegramError: Telegram cannot be reached; trying again may help.
    """
    try:
        await bot.initialize()
        try:
            _ = bot.bot
        except RuntimeError:  # an earlier try opened the connections and failed after that
            await bot.get_me()
    except InvalidToken:
        mend = "向 @BotFather 核对或重新要一个。"
        raise BadTelegramSettings("Telegram不认这个令牌。", where="SHENBAO_TELEGRAM_TOKEN", mend=mend) from None


async def gladly(call: Any) -> bool:
    """Make a call that is a courtesy (typing, stopping a button's clock); whether it was done. A failure harms nobody."""
    try:
        await call
    except TelegramError as error:
        log.debug("courtesy call failed (%s)", type(error).__name__)
        return False
    return True


# --- logs -----------------------------------------------------------------------------------------------------------


def hide_in_logs(secret: str) -> None:
    """From now on no log record holds the secret, whichever library writes it.

    What people write is no business of the log either, so the libraries, which tell every call with its content, are quiet.
    """
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    if not _SECRETS:
        before = logging.getLogRecordFactory()

        def make(*about: Any, **more: Any) -> logging.LogRecord:
            return _without_secrets(before(*about, **more))

        logging.setLogRecordFactory(make)
    _SECRETS.add(secret)


def _without_secrets(record: logging.LogRecord) -> logging.LogRecord:
    if _tells(record.msg):
        record.msg = _hidden(str(record.msg))
    if isinstance(record.args, Mapping):
        record.args = {key: _hidden(str(one)) if _tells(one) else one for key, one in record.args.items()}
    elif record.args:
        record.args = tuple(_hidden(str(one)) if _tells(one) else one for one in record.args)
    if record.exc_info and record.exc_info[0] is not None:
        told = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if _tells(told):
            record.exc_text = _hidden(told)
            record.exc_info = None
    return record


def _tells(value: object) -> bool:
    if isinstance(value, int | float):
        return False
    return any(secret in str(value) for secret in _SECRETS)


def _hidden(text: str) -> str:
    for secret in _SECRETS:
        text = text.replace(secret, HIDDEN)
    return text
