"""The demonstration: the page, and the bot behind it, as a newcomer meets them."""

from __future__ import annotations

from pathlib import Path

import httpx
from typer.testing import CliRunner

from bot.__main__ import run
from bot.demo.telegram_page import page_routes
from bot.demo.telegram_server import TelegramServer
from tests.bot.telegram.harness import open_engine, polling, settings_for, working
from tests.fakes.telegram import Running, serving
from tests.waiting import wait_for


def test_the_page_shows_a_conversation(tmp_path: Path) -> None:
    """What is written on the page reaches the bot, and its answer, keyboard, menu and files reach the page."""
    server = TelegramServer()
    app = server.app()
    app.include_router(page_routes(server.fake))
    with serving(app) as url, httpx.Client(base_url=url) as browser:
        running = Running(url, server)
        settings = settings_for(running, tmp_path)
        with working(open_engine(settings)) as engine, polling(engine, settings):
            page = browser.get("/")
            assert "script-src 'unsafe-inline'" in page.headers["content-security-policy"]
            assert "default-src 'none'" in page.headers["content-security-policy"]
            assert browser.post("/sim/say", json={"text": "/start p_beijing"}).is_success

            def newest() -> dict:  # type: ignore[type-arg]
                found = browser.get("/sim/state").json()
                return found["messages"][-1] if found["messages"] else {}

            message = wait_for(lambda: newest() if "reply_markup" in newest() else None)
            state = browser.get("/sim/state").json()
            assert state["keyboard"]["keyboard"][0] == [{"text": one} for one in ("上一题", "跳过", "进度", "人工")]
            assert state["commands"]
            key = message["reply_markup"]["inline_keyboard"][0][0]
            pressed = {"message": message["message_id"], "data": key["callback_data"]}
            assert browser.post("/sim/press", json=pressed).is_success
            wait_for(lambda: newest()["message_id"] > message["message_id"] and "马上显示" not in newest()["text"])
            browser.post("/sim/say", json={"text": "导出"})
            document = wait_for(
                lambda: [one for one in browser.get("/sim/state").json()["messages"] if "document" in one]
            )
            file = browser.get(f"/sim/file/{document[0]['document']['file_id']}")
            assert file.content.startswith(b"PK")
            assert browser.post("/sim/upload", files={"file": ("表.xlsx", b"x" * 9)}).is_success
            wait_for(lambda: "表.xlsx" in newest().get("text", ""))
        assert browser.post("/sim/press", json={"message": 99999, "data": "x"}).status_code == 404
        assert browser.get("/sim/file/none").status_code == 404


def test_without_a_token_the_command_says_where_to_get_one(capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Missing or mistyped, it is an input error with the mend, before anything is opened."""
    for token, words in (("", "还没有设"), ("123", "样子不对"), ("123:abc\n", "样子不对")):
        monkeypatch.setenv("SHENBAO_TELEGRAM_TOKEN", token)
        assert run(["telegram"]) == 1
        told = capsys.readouterr().err
        assert words in told
        assert "@BotFather" in told


def test_commands_explain_themselves() -> None:
    """Both commands stand in the help, in Chinese."""
    from bot.__main__ import application

    told = CliRunner().invoke(application(), ["--help"]).stdout
    assert "demo-telegram" in told
    assert "不用令牌" in told
