"""The fake Telegram on a port of this machine, for a test or a whole session."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI

from bot.demo.telegram_faults import Faults
from bot.demo.telegram_server import TelegramServer
from bot.demo.telegram_state import TOKEN, Chat, FakeTelegram
from tests.waiting import wait_for


@dataclass
class Running:
    """A running server."""

    url: str
    server: TelegramServer

    @property
    def fake(self) -> FakeTelegram:
        return self.server.fake

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def chat(self, chat_id: int) -> Chat:
        return self.fake.chat(chat_id)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """An application on a free port, its address; it stops with the block."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def telegram(**options: Any) -> Iterator[Running]:
    """A running fake Telegram."""
    server = TelegramServer(FakeTelegram(**options))
    with serving(server.app()) as url:
        yield Running(url, server)


__all__ = ["TOKEN", "Running", "serving", "telegram"]
