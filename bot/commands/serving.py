"""`shenbao serve`: the web page, and Telegram when a token is set, in one process."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="地址", help="监听的地址，默认 127.0.0.1。")] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="端口", min=0, max=65535, help="端口，默认 8700。")
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="同时在浏览器里打开。")] = False,
) -> None:
    """打开网页服务：浏览器里问、判、填、出文档；设了令牌就同时开 Telegram。"""
    from bot.assembly import build
    from bot.channels.web.service import run_service

    assembly = build()
    settings = assembly.settings
    run_service(
        assembly, host or settings.host, settings.port if port is None else port, say=typer.echo, show=open_page
    )
