"""The fake is as strict as the service, seen through python-telegram-bot over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.fakes.telegram import TOKEN, Running, telegram


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with telegram() as running:
        running.fake.say(7, "/start")
        yield running


def run(server: Running, work: Callable[[Bot], Awaitable[Any]], token: str = TOKEN) -> Any:
    async def go() -> Any:
        async with Bot(token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
            return await work(bot)

    return asyncio.run(go())


def button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data=data)]])


REFUSED: list[tuple[str, Callable[[Bot], Awaitable[Any]], type[TelegramError]]] = [
    ("Message is too long", lambda bot: bot.send_message(7, "字" * 4097), BadRequest),
    ("Message is too long", lambda bot: bot.send_message(7, "😀" * 2049), BadRequest),
    ("Message text is empty", lambda bot: bot.send_message(7, " \n "), BadRequest),
    ("Button_data_invalid", lambda bot: bot.send_message(7, "选", reply_markup=button("字" * 22)), BadRequest),
    ("Chat not found", lambda bot: bot.send_message(8, "有人吗"), BadRequest),
    ("Message to edit not found", lambda bot: bot.edit_message_text("改", 7, 999999), BadRequest),
    ("Message can't be edited", lambda bot: bot.edit_message_text("改", 7, 1), BadRequest),
    ("File must be non-empty", lambda bot: bot.send_document(7, b"", filename="空.docx"), BadRequest),
    ("File is too big", lambda bot: bot.get_file("big"), BadRequest),
    ("Request Entity Too Large", lambda bot: bot.send_document(7, b"x" * (50 * 1024 * 1024 + 1)), NetworkError),
    ("Bot_command_invalid", lambda bot: bot.set_my_commands([BotCommand("Start", "开始")]), BadRequest),
    ("Query is too old", lambda bot: bot.answer_callback_query("1"), BadRequest),
    ("Wrong parameter action", lambda bot: bot.send_chat_action(7, "dancing"), BadRequest),
    ("An https url", lambda bot: bot.set_webhook("http://example.org/hook"), BadRequest),
    (
        "middle of a utf-16 symbol",
        lambda bot: bot.send_message(7, "😀😀", entities=[MessageEntity(MessageEntity.BOLD, 1, 2)]),
        BadRequest,
    ),
]


@pytest.mark.parametrize(("words", "work", "kind"), REFUSED)
def test_refuses_as_telegram_does(server: Running, words: str, work: Any, kind: type[TelegramError]) -> None:
    """Each limit is answered with the service's own error, and nothing is sent."""
    server.fake.files["big"] = ("大.zip", b"x" * (20 * 1024 * 1024 + 1))
    before = len(server.chat(7).from_bot())
    with pytest.raises(kind) as caught:
        run(server, work)
    assert words.lower() in str(caught.value).lower()
    assert len(server.chat(7).from_bot()) == before


def test_the_limits_themselves_are_allowed(server: Running) -> None:
    """4096 UTF-16 units, 64 bytes of button data and 100 buttons go through."""
    hundred = InlineKeyboardMarkup([[InlineKeyboardButton("一", callback_data="x" * 64)] * 8] * 12)

    async def work(bot: Bot) -> None:
        assert (await bot.send_message(7, "😀" * 2048, reply_markup=hundred)).text == "😀" * 2048

    run(server, work)


def test_editing_to_the_same_is_refused(server: Running) -> None:
    """The second of two equal edits is “not modified”; a message with a reply keyboard can never be edited."""

    async def work(bot: Bot) -> None:
        sent = await bot.send_message(7, "收到")
        await bot.edit_message_text("答复", 7, sent.message_id, reply_markup=button("a"))
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_text("答复", 7, sent.message_id, reply_markup=button("a"))
        fixed = await bot.send_message(7, "键盘", reply_markup=ReplyKeyboardMarkup([["上一题"]]))
        with pytest.raises(BadRequest, match="can't be edited"):
            await bot.edit_message_text("答复", 7, fixed.message_id)

    run(server, work)


def test_unconfirmed_updates_come_again(server: Running) -> None:
    """Asking without an offset brings the same updates; a higher offset forgets them, a jump downwards does not."""

    async def work(bot: Bot) -> None:
        server.fake.updates.clear()
        first = server.fake.say(7, "一")
        assert [one.update_id for one in await bot.get_updates(timeout=0)] == [first]
        assert [one.update_id for one in await bot.get_updates(timeout=0)] == [first]
        server.fake.next_update = 100
        low = server.fake.say(7, "二")
        assert [one.update_id for one in await bot.get_updates(offset=first + 1, timeout=0)] == [low]
        assert [one.update_id for one in await bot.get_updates(timeout=0)] == [low]
        assert await bot.get_updates(offset=first + 1, timeout=0) == ()

    run(server, work)


def test_files_go_both_ways(server: Running) -> None:
    """What was uploaded is downloaded byte for byte."""

    async def work(bot: Bot) -> None:
        server.fake.upload(7, "表.xlsx", b"\x00PK" * 1000)
        (update,) = [one for one in await bot.get_updates(timeout=0) if one.message and one.message.document]
        assert update.message is not None
        assert update.message.document is not None
        file = await update.message.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"\x00PK" * 1000
        sent = await bot.send_document(7, b"docx", filename="申报书.docx", caption="草稿")
        assert sent.document is not None
        assert (sent.document.file_name, server.fake.files[sent.document.file_id][1]) == ("申报书.docx", b"docx")

    run(server, work)


FAULTS: list[tuple[str, type[TelegramError]]] = [
    ("flood", RetryAfter), ("bare_flood", NetworkError), ("html", NetworkError),
    ("empty", TelegramError), ("truncated", TelegramError), ("late", TimedOut), ("cut", NetworkError),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "error"), FAULTS)
def test_ordered_faults_are_met_once(server: Running, kind: Any, error: type[TelegramError]) -> None:
    """Each fault looks like the real one to the library, and is over after its time."""
    server.faults.order(kind, "sendMessage", chat=7, seconds=0.6 if kind == "late" else 3)

    async def work(bot: Bot) -> None:
        with pytest.raises(error):
            await bot.send_message(7, "在吗", read_timeout=0.3)
        await bot.send_message(7, "在")

    run(server, work)


def test_a_blocked_bot_and_a_wrong_token(server: Running) -> None:
    """Both are refused for good."""
    server.chat(7).blocked = True
    try:
        with pytest.raises(Forbidden, match="blocked by the user"):
            run(server, lambda bot: bot.send_message(7, "在吗"))
    finally:
        server.chat(7).blocked = False
    with pytest.raises(InvalidToken):
        run(server, lambda bot: bot.get_me(), token="1:x")
