"""Going on in Telegram: a QR code with the one-time code, and the bot's name asked for when nobody told it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.assembly import build
from bot.channels.web.service import make_app
from bot.channels.web.site import Site
from bot.runtime import open_runtime
from tests.bot.telegram.harness import settings_for
from tests.bot.web.people import Person
from tests.fakes.telegram import telegram
from tests.waiting import wait_for


def offer(site: Site) -> tuple[Person, str]:
    person = Person.new(site)
    person.begin()
    person.get("/link")
    person.press("要一个代码")
    code = re.search(r'class="code"[^>]*>([^<]+)<', person.html)
    assert code is not None
    return person, code[1]


def test_the_code_is_drawn_for_the_bot(site: Site):
    """With a bot the page draws its address with the code in it, black on white, as a picture of the page itself."""
    person, code = offer(replace(site, telegram_bot="ShenbaoBot"))
    address = f"https://t.me/ShenbaoBot?start=r_{code.replace('-', '')}"
    assert f'href="{address}"' in person.html
    assert len(address.rpartition("=")[2]) <= 64
    drawn = re.search(r'<img class="qr" src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', person.html)
    assert drawn is not None
    svg = base64.b64decode(drawn[1]).decode()
    assert "<script" not in svg
    assert "style=" not in svg
    assert "#fff" in svg
    assert "Telegram" in drawn[2]


def test_the_drawn_code_moves_the_case(site: Site):
    """What the picture says is a code that Telegram's side can show, and with both agreeing the case is there."""
    person, code = offer(replace(site, telegram_bot="ShenbaoBot"))
    personal = person.site.engine.personal
    link = personal.show_code(code.replace("-", ""), "telegram", "4711")
    personal.agree_there("telegram", "4711", link.number)
    person.get("/link")
    person.press("是，允许")
    assert personal.conversation_of("telegram", "4711") == person.conversation


def test_without_a_bot_nothing_is_drawn(site: Site):
    """No bot, no picture and no word of Telegram."""
    person, _ = offer(site)
    assert "t.me" not in person.html
    assert "<img" not in person.html


@pytest.mark.parametrize(("stated", "name"), [("", "shenbao_bot"), ("@NamedBot", "NamedBot")])
def test_the_service_knows_the_bots_name(tmp_path: Path, stated: str, name: str):
    """The setting names the bot; without it Telegram is asked when the service starts."""
    with telegram() as server:
        more = {"telegram_mode": "webhook", "telegram_webhook_secret": "s", "telegram_bot": stated}
        assembly = build(settings_for(server, tmp_path, **more))
        engine = open_runtime(assembly)
        try:
            app = make_app(assembly, engine)
            with TestClient(app):
                wait_for(lambda: bool(app.state.site.telegram_bot))
            assert app.state.site.telegram_bot == name
        finally:
            engine.close()
