"""Runs the web application with everything beside it: the engine's worker, the index built ahead, Telegram when it is set."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from fastapi import FastAPI

from bot.assembly import Assembly
from bot.channels.web.app import create_app
from bot.channels.web.limits import Limits
from bot.channels.web.site import Site
from bot.engine.engine import Drawer, Engine
from bot.incoming import Source
from bot.runtime import open_runtime
from bot.settings import Settings
from bot.storage.errors import StorageFault
from programs.errors import BadFile, ShenbaoError

log = logging.getLogger(__name__)


class Readiness:
    """What is known of whether the service can be used; the index is built in the background and reported here."""

    def __init__(self, assembly: Assembly, engine: Engine) -> None:
        self.assembly, self.engine = assembly, engine
        self.index = "问答索引还在建立，请稍候。"

    def prepare(self) -> None:
        """Open packs, rules and index, so that the first person need not wait."""
        try:
            self.assembly.world()
            self.assembly.warm()
            self.index = ""
        except ShenbaoError as error:
            self.index = str(error)
            log.error("not ready: %s", error)

    def __call__(self) -> str:
        """Why the service cannot be used now; empty when it can."""
        try:
            self.engine.storage.conversation_of("web", "readyz")
        except StorageFault as fault:
            return fault.message
        return self.index


def run_service(assembly: Assembly, host: str, port: int, say: Callable[[str], None], *, show: bool = False) -> None:
    """Serve until the process is told to stop; the address is said once it can be opened.

    Raises:
        BadFile: the address cannot be listened on.
        StorageFault: the database cannot be opened.
    """
    import uvicorn

    listening = _listen(host, port)
    telegram = bool(assembly.settings.telegram_token.get_secret_value())
    engine = open_runtime(assembly, drawers=_drawers() if telegram else None, sources=_sources(assembly.settings))
    try:
        app = make_app(assembly, engine)
        shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104
        where = f"http://{shown}:{listening.getsockname()[1]}"
        say(f"申报已打开：{where}  （按 Ctrl-C 停止）")
        if show and _has_screen():
            threading.Timer(1.5, webbrowser.open, args=(where,)).start()
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=True, proxy_headers=True,
            timeout_keep_alive=30, timeout_graceful_shutdown=3, h11_max_incomplete_event_size=32_768, limit_concurrency=2_000,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        engine.close()


def make_app(assembly: Assembly, engine: Engine, limits: Limits | None = None) -> FastAPI:
    """The application over an assembly and its engine, with the work beside it begun when it starts."""
    settings, ready = assembly.settings, Readiness(assembly, engine)
    telegram = bool(settings.telegram_token.get_secret_value())
    site = Site(
        engine, settings.data_dir, blank=assembly.blank, ready=ready, https=settings.https,
        telegram_bot=settings.telegram_bot.lstrip("@") if telegram else "",
    )  # fmt: skip
    app = create_app(replace(site, limits=limits) if limits else site)
    if telegram and settings.telegram_mode == "webhook":
        from bot.channels.telegram.service import create_telegram_routes

        app.include_router(create_telegram_routes(engine, settings))
    within = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        stop, stopping = threading.Event(), asyncio.Event()
        threads = [
            threading.Thread(target=ready.prepare, name="prepare", daemon=True),
            threading.Thread(target=engine.run, args=(stop,), name="engine"),
        ]
        for thread in threads:
            thread.start()
        polling = asyncio.create_task(_poll(engine, assembly, stopping)) if telegram else None
        naming = asyncio.create_task(_name_bot(app, settings)) if telegram and not settings.telegram_bot else None
        async with within(app):
            yield
        stopping.set()
        stop.set()
        if naming is not None:
            naming.cancel()
        if polling is not None:
            with suppress(Exception):
                await polling
        await asyncio.to_thread(threads[1].join)

    app.router.lifespan_context = lifespan
    return app


async def _poll(engine: Engine, assembly: Assembly, stop: asyncio.Event) -> None:
    """Telegram by polling; its failing never takes the page down."""
    if assembly.settings.telegram_mode != "polling":
        return
    from bot.channels.telegram.service import run_polling

    try:
        await run_polling(engine, assembly.settings, stop)
    except ShenbaoError as error:
        log.error("telegram is off: %s", error)


async def _name_bot(app: FastAPI, settings: Settings, pause: float = 5.0) -> None:
    """Ask Telegram what the bot is called, so that the page can draw a code for it; asked again, ever less often, until told."""
    from telegram.error import TelegramError

    from bot.channels.telegram.calling import open_bot

    while True:
        try:
            async with open_bot(settings) as bot:
                app.state.site = replace(app.state.site, telegram_bot=bot.username)
            return
        except TelegramError as error:
            log.info("the bot's name is not known yet (%s)", type(error).__name__)
        except ShenbaoError:
            return  # the settings are wrong, which is told where Telegram is opened
        await asyncio.sleep(pause)
        pause = min(2 * pause, 600.0)


def _drawers() -> dict[str, Drawer]:
    from bot.channels.telegram.drawing import drawer

    return {"telegram": drawer()}


def _sources(settings: Settings) -> Mapping[str, Source]:
    if not settings.telegram_token.get_secret_value():
        return {}
    from bot.channels.telegram.fetching import sources

    with suppress(ShenbaoError):  # told where Telegram is started; the page works without it
        return sources(settings)
    return {}


def _has_screen() -> bool:
    """Whether a browser can show itself; in a bare terminal one would take the terminal over."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise BadFile(
            f"{host}:{port} 打不开（{error.strerror}）。", where="--port", mend="换一个端口，如 --port 8701。"
        ) from None
    listening.set_inheritable(True)
    return listening
