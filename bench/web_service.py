"""The service for `bench.web`: as `shenbao serve` runs it, but for the rate limit, which would measure itself."""

from __future__ import annotations

import socket
from contextlib import suppress

import uvicorn

from bot.assembly import build
from bot.channels.web.limits import Limits
from bot.channels.web.service import make_app
from bot.runtime import open_runtime


def main() -> None:
    assembly = build()
    engine = open_runtime(assembly)
    app = make_app(assembly, engine, limits=Limits(posts=10**9))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    engine.close()


if __name__ == "__main__":
    main()
