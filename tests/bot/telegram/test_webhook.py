"""The webhook: what is let in, what is answered when, and the fake's deliveries through it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.channels.telegram.calling import BadTelegramSettings
from bot.channels.telegram.service import create_telegram_routes
from bot.channels.telegram.webhook import HEADER, LARGEST_BODY, PATH
from bot.engine.engine import Engine
from bot.storage.errors import StorageGone
from tests.bot.telegram.harness import Person, open_engine, settings_for, working
from tests.fakes.telegram import Running, serving, telegram
from tests.waiting import wait_for

SECRET = "a-secret_of-9"
CLIENT = httpx.Client(timeout=30)


@contextmanager
def hooked(server: Running, folder: Any, workers: int = 1) -> Iterator[tuple[list[str], Engine]]:
    """The service behind webhooks, one application for each worker, over one engine."""
    made = settings_for(server, folder, telegram_mode="webhook", telegram_webhook_secret=SecretStr(SECRET))
    with working(open_engine(made)) as engine:
        apps = [FastAPI() for _ in range(workers)]
        for app in apps:
            app.include_router(create_telegram_routes(engine, made))
        with serving(apps[0]) as url:
            if workers == 1:
                yield [url + PATH], engine
            else:
                with serving(apps[1]) as other:
                    yield [url + PATH, other + PATH], engine


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str, Engine]]:
    with telegram() as server, hooked(server, tmp_path_factory.mktemp("d")) as (urls, engine):
        yield server, urls[0], engine


def post(url: str, body: Any, secret: str | None = SECRET) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {HEADER: secret} if secret is not None else {}
    return CLIENT.post(url, content=content, headers=headers).status_code


def update(number: int, chat: int, words: str) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "陈"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "from": person,
            "text": words,
        },
    }


def test_telegram_delivers_and_is_answered(running: tuple[Running, str, Engine]) -> None:
    """Once the address is registered, a conversation goes through it."""
    server, url, engine = running
    server.fake.webhook = {"url": url, "secret": SECRET}
    try:
        person = Person(server, 11, engine)
        person.say("/start p_beijing")
        person.say("填表")
        assert person.labels()
    finally:
        server.fake.webhook = {}


def test_the_address_registers_itself(tmp_path: Any) -> None:
    """With the public address in the settings, starting registers it with the secret."""
    with telegram() as server:
        more = {
            "telegram_webhook_url": "https://example.org/telegram/webhook",
            "telegram_webhook_secret": SecretStr(SECRET),
        }
        made = settings_for(server, tmp_path, telegram_mode="webhook", **more)
        app = FastAPI()
        app.include_router(create_telegram_routes(open_engine(made), made))
        with serving(app):
            assert wait_for(lambda: server.fake.webhook) == {
                "url": "https://example.org/telegram/webhook",
                "secret": SECRET,
            }


def test_who_is_let_in(running: tuple[Running, str, Engine], caplog: pytest.LogCaptureFixture) -> None:
    """Without the secret 401, with a body too large 413, by GET 405; none of it is stored or written into the log."""
    _, url, engine = running
    body = update(900_001, 12, "偷偷说的")
    assert [post(url, body, secret) for secret in (None, "", "wrong", SECRET + "x", SECRET[:-1])] == [401] * 5
    assert httpx.get(url).status_code == 405
    assert post(url, b" " * (LARGEST_BODY + 1)) == 413
    chunks = (b" " * 65536 for _ in range(LARGEST_BODY // 65536 + 1))
    assert httpx.post(url, content=chunks, headers={HEADER: SECRET}).status_code == 413
    assert not engine.history("telegram-12")
    assert "偷偷说的" not in caplog.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b'"x"', b"null", b"[" * 100_000, b'{"message": {}}', b'{"update_id": "x"}']
)
def test_what_cannot_be_read_is_set_aside(running: tuple[Running, str, Engine], body: bytes) -> None:
    """It is answered with 200, once kept, so that it does not hold up its chat for a day."""
    _, url, engine = running
    before = len(engine.storage.dead_letters(limit=1000))
    assert post(url, body) == 200
    assert len(engine.storage.dead_letters(limit=1000)) == before + 1
    assert post(url, body) == 200
    assert len(engine.storage.dead_letters(limit=1000)) == before + 1


def test_what_means_nothing_is_taken(running: tuple[Running, str, Engine]) -> None:
    """Kinds of updates nobody knows are answered with 200."""
    _, url, _ = running
    assert post(url, {"update_id": 900_101, "brand_new": {"x": 1}}) == 200


def test_what_cannot_be_stored_is_refused(
    running: tuple[Running, str, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 while the storage is gone, so that Telegram delivers it again, and the person is told once; then 200."""
    server, url, engine = running
    server.chat(13)
    body = update(900_201, 13, "帮助")

    def gone(arrivals: Any) -> Any:
        raise StorageGone("数据库连不上。")

    with monkeypatch.context() as broken:
        broken.setattr(engine.storage, "receive", gone)
        assert post(url, body) == 503
        assert post(url, body) == 503
    wait_for(lambda: ["不用重发" in one["text"] for one in server.chat(13).from_bot()] == [True])
    assert post(url, body) == 200
    assert len(engine.history("telegram-13")) == 1


def test_the_same_delivery_at_two_workers(tmp_path: Any) -> None:
    """Delivered to both at the same moment, it is answered once."""
    with telegram() as server, hooked(server, tmp_path, workers=2) as (urls, engine):
        server.fake.say(14, "/start")
        server.fake.updates.clear()
        with ThreadPoolExecutor(8) as pool:
            for number in range(900_301, 900_311):
                assert set(pool.map(lambda url, n=number: post(url, update(n, 14, "帮助")), urls * 4)) == {200}
        wait_for(lambda: len(engine.history("telegram-14")) == 10 and not engine.storage.undelivered(older_than=-1.0))
        assert len(server.chat(14).from_bot()) == 10


def test_webhook_without_a_secret_is_refused(tmp_path: Any) -> None:
    """The settings are told what is missing, and how to mend it."""
    with telegram() as server:
        made = settings_for(server, tmp_path, telegram_mode="webhook")
        engine = open_engine(made)
        with pytest.raises(BadTelegramSettings, match="密语"):
            create_telegram_routes(engine, made)
