"""`shenbao telegram`: the bot by itself. `shenbao demo-telegram`: the same bot in the browser, without a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from programs.errors import BadFile, ShenbaoError

if TYPE_CHECKING:
    import asyncio

    from bot.assembly import Assembly
    from bot.engine.engine import Engine


def telegram() -> None:
    """只开Telegram机器人（主动取消息）；要先设令牌，见 docs/telegram.md。"""
    import asyncio

    from bot.assembly import build
    from bot.channels.telegram.calling import open_bot
    from bot.channels.telegram.drawing import drawer
    from bot.channels.telegram.fetching import sources
    from bot.runtime import open_runtime

    assembly = build()
    open_bot(assembly.settings)  # a missing or mistyped token is told before anything is opened
    engine = open_runtime(assembly, drawers={"telegram": drawer()}, sources=sources(assembly.settings))
    try:
        typer.echo("Telegram机器人已启动，按 Ctrl-C 停止。", err=True)
        asyncio.run(_work(engine, assembly))
    finally:
        engine.close()


def demo_telegram(
    port: Annotated[int, typer.Option("--port", metavar="端口", help="演示页的端口。")] = 8765,
) -> None:
    """在浏览器里看Telegram机器人：本机的假Telegram，不用令牌，不连外网，不留数据。"""
    import asyncio

    asyncio.run(_demo(port))


async def _work(engine: Engine, assembly: Assembly, stop: asyncio.Event | None = None) -> None:
    """The engine's workers, polling and delivery, until somebody stops them; the index is opened meanwhile."""
    import asyncio
    import signal
    import threading
    from contextlib import suppress

    from bot.channels.telegram.service import run_polling

    stopping, stop_workers = stop or asyncio.Event(), threading.Event()
    if stop is None:
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    workers = asyncio.create_task(asyncio.to_thread(engine.run, stop_workers))
    threading.Thread(target=_warm, args=(assembly,), daemon=True).start()
    try:
        await run_polling(engine, assembly.settings, stopping)
    finally:
        stop_workers.set()
        await workers


def _warm(assembly: Assembly) -> None:
    """Open what answers questions, so that the first question need not wait for it; a fault is told to whoever asks."""
    from contextlib import suppress

    with suppress(ShenbaoError):
        assembly.warm()


async def _demo(port: int) -> None:
    import asyncio
    import tempfile
    from pathlib import Path

    import uvicorn
    from pydantic import SecretStr

    from bot.assembly import build
    from bot.channels.telegram.drawing import drawer
    from bot.channels.telegram.fetching import sources
    from bot.demo.telegram_page import page_routes
    from bot.demo.telegram_server import TelegramServer
    from bot.runtime import open_runtime
    from bot.settings import Settings

    server = TelegramServer()
    app = server.app()
    app.include_router(page_routes(server.fake))
    web = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", timeout_graceful_shutdown=1)
    )
    with tempfile.TemporaryDirectory(prefix="shenbao-demo-") as folder:
        address = f"http://127.0.0.1:{port}"
        settings = Settings(
            data_dir=Path(folder),
            telegram_token=SecretStr(server.fake.token), telegram_api_url=address, telegram_proxy=SecretStr(""),
        )  # fmt: skip
        assembly = build(settings)
        engine = open_runtime(assembly, scripted=True, drawers={"telegram": drawer()}, sources=sources(settings))
        stop = asyncio.Event()
        serving = asyncio.create_task(_served(web))
        working = asyncio.create_task(_work(engine, assembly, stop))
        while not (web.started or serving.done()):
            await asyncio.sleep(0.02)
        if web.started:
            typer.echo(f"用浏览器打开 {address} ，像在Telegram里一样和机器人说话。按 Ctrl-C 停止。", err=True)
        done, _ = await asyncio.wait({serving, working}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        web.should_exit = True
        await asyncio.gather(serving, working, return_exceptions=True)
        engine.close()
        if serving in done and not web.started:
            raise BadFile(f"端口 {port} 用不了，可能已被占用。", mend="用 --port 换一个端口。")


async def _served(web: Any) -> None:
    """Serve until told to stop; uvicorn leaves by SystemExit when the port is taken."""
    from contextlib import suppress

    with suppress(SystemExit):
        await web.serve()
