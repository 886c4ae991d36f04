"""Conversations through the whole service, over real HTTP."""

from __future__ import annotations

import pytest

from bot.engine.engine import Engine
from tests.bot.telegram.harness import Person
from tests.fakes.telegram import Running


def test_start_greets_and_brings_the_keyboard(running: tuple[Running, Engine]) -> None:
    """/start brings the keyboard below the input box, the menu with buttons, and the menu of commands in Chinese."""
    server, engine = running
    person = Person(server, 101, engine)
    person.say("/start")
    chat = server.chat(101)
    assert chat.keyboard is not None
    assert [key["text"] for row in chat.keyboard["keyboard"] for key in row] == ["上一题", "跳过", "进度", "人工"]
    assert person.labels()[:3] == ["1. 问问题", "2. 能报哪个", "3. 选项目"]
    assert {one["command"]: one["description"] for one in server.fake.commands}["progress"] == "看进度"
    assert all("马上显示" not in text for text in person.texts())


@pytest.mark.parametrize(
    ("payload", "words"), [("p_beijing", "北京"), ("p_nothing", "这里没有"), ("p_", "您想先做"), ("x" * 64, "您想先做")]
)
def test_a_link_opens_a_programme(running: tuple[Running, Engine], payload: str, words: str) -> None:
    """A link to a programme opens it; one to a programme there is none of says so, anything else just begins."""
    server, engine = running
    person = Person(server, 200 + len(payload), engine)
    person.say(f"/start {payload}")
    assert words in "".join(person.texts())
    assert person.labels()
