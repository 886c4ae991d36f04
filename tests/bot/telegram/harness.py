"""The real service in this process: engine, workers, polling and delivery, against the fake Telegram over HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.assembly import build
from bot.channels.telegram.drawing import draw
from bot.channels.telegram.fetching import sources
from bot.channels.telegram.service import run_polling
from bot.dialogue.messages import Reply
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.runtime import open_runtime
from bot.settings import Settings
from tests.fakes.telegram import TOKEN, Running
from tests.waiting import BUSY, wait_for


def settings_for(server: Running, data_dir: Path, **more: Any) -> Settings:
    return Settings(
        _env_file=None, data_dir=data_dir, telegram_token=SecretStr(TOKEN), telegram_api_url=server.url, **more
    )  # type: ignore[call-arg]


def open_engine(settings: Settings, *, durable: bool = False, clock: Clock | None = None) -> Engine:
    drawers, files = {"telegram": draw}, sources(settings)
    return open_runtime(build(settings), scripted=not durable, drawers=drawers, sources=files, clock=clock)


@contextmanager
def working(engine: Engine) -> Iterator[Engine]:
    """An engine at work in a thread."""
    stop = threading.Event()
    worker = threading.Thread(target=engine.run, args=(stop,), kwargs={"idle": 0.01}, daemon=True)
    worker.start()
    try:
        yield engine
    finally:
        stop.set()
        worker.join(BUSY)


@contextmanager
def polling(engine: Engine, settings: Settings) -> Iterator[None]:
    """Polling and delivery in a thread with its own event loop."""
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run_polling(engine, settings, stop)), daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(BUSY)
        assert not thread.is_alive()
        loop.close()


@contextmanager
def service(server: Running, data_dir: Path, **more: Any) -> Iterator[Engine]:
    """Everything, with the programmes of the repository."""
    settings = settings_for(server, data_dir, **more)
    with working(open_engine(settings)) as engine, polling(engine, settings):
        yield engine


class Person:
    """Somebody in a private chat."""

    def __init__(self, server: Running, chat: int, engine: Engine | None = None) -> None:
        self.server, self.id, self.engine = server, chat, engine

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.server.chat(self.id).from_bot()

    def texts(self) -> list[str]:
        return [one.get("text", "") for one in self.messages]

    def say(self, words: str) -> dict[str, Any]:
        """Write, and wait for the last message of the answer."""
        return self.after(lambda: self.server.fake.say(self.id, words))

    def press(self, label: str) -> dict[str, Any]:
        """Press the button whose words hold `label`, on the newest message that has one."""
        message, data = self.button(label)
        return self.after(lambda: self.server.fake.press(self.id, message, data))

    def button(self, label: str) -> tuple[int, str]:
        for message in reversed(self.messages):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for key in row:
                    if label in key["text"]:
                        return message["message_id"], key["callback_data"]
        raise AssertionError(f"no button {label}")

    def labels(self) -> list[str]:
        keyboard = self.messages[-1].get("reply_markup", {}).get("inline_keyboard", ())
        return [key["text"] for row in keyboard for key in row]

    def after(self, act: Any, seconds: float = BUSY) -> dict[str, Any]:
        """Act, and wait until it was taken in, answered, and the answer delivered."""
        before, known = len(self.messages), self.on_the_way()
        number = act()
        wait_for(lambda: len(self.messages) > before and self.quiet(number) and self.on_the_way() <= known, seconds)
        return self.messages[-1]

    def on_the_way(self) -> set[int]:
        """Messages to this person that are not delivered, those given up among them."""
        parts = self.engine.storage.undelivered(older_than=-1.0) if self.engine is not None else []
        return {one.number for one in parts if one.address == str(self.id)}

    def quiet(self, number: int) -> bool:
        """Whether the update was taken in and no acknowledgement waits to become an answer."""
        if any("马上显示" in text for text in self.texts()):
            return False
        return not any(one["update_id"] <= number for one in list(self.server.fake.updates))


def told(engine: Engine, conversation: str) -> tuple[Reply, ...]:
    """The replies of the last answered turn."""
    return engine.history(conversation)[-1][1]
