"""The real page in a real Chromium: the service on a port of its own, browsers with and without scripts, wide and narrow."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import Assembly, build
from bot.channels.web.app import create_app
from bot.channels.web.limits import Limits
from bot.channels.web.site import VENDOR, Site
from bot.engine.engine import Engine
from bot.runtime import open_runtime
from bot.settings import Settings
from tests.waiting import BUSY

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
WIDE, NARROW = {"width": 1366, "height": 850}, {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def assembly() -> Assembly:
    return build(Settings())


@pytest.fixture(scope="session")
def engine(assembly: Assembly, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("e2e")
    assembly = build(Settings(data_dir=folder))
    engine = open_runtime(assembly)
    assembly.answerer.ask("申报条件", program="changzhou-university")
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def address(engine: Engine, assembly: Assembly) -> Iterator[str]:
    """Where the page is served."""
    import uvicorn

    assert engine.folder is not None
    site = Site(engine, engine.folder, blank=assembly.blank, limits=Limits(posts=100_000))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(site), port=port, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium; gone with its module, for its event loop must not outlive it in the worker."""
    if not Path(CHROMIUM).exists():
        pytest.skip("没有Chromium（apt-get install chromium）；.ci/run 会装上它再跑")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=1000 * BUSY)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Makes pages in browsers of their own; a script error or a refused resource fails the test."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def make(*, scripts: bool = True, viewport: dict[str, int] | None = None, **more: Any) -> Any:
        if scripts and not (VENDOR / "htmx.min.js").is_file():
            pytest.skip("没有从npm取来的文件（npm ci）；.ci/run 会先取")
        context = browser.new_context(
            base_url=address, viewport=viewport or WIDE, locale="zh-CN", java_script_enabled=scripts, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * BUSY)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda request: wrong.append(request.url) if _elsewhere(request.url, address) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def _elsewhere(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:", "about:"))
