"""A message that really kills the process that works on it, against the real command and the fake Telegram."""

from __future__ import annotations

from pathlib import Path

from bot.assembly import build
from bot.runtime import open_runtime
from bot.settings import Settings
from tests.fakes.telegram import telegram
from tests.prove.processes import Worker, settings_of
from tests.waiting import wait_for

POISON = """
import os, signal
import bot.dialogue
healthy = bot.dialogue.step

def step(conversation, event, world):
    if "毒" in getattr(event, "text", ""):
        os.kill(os.getpid(), signal.SIGKILL)
    return healthy(conversation, event, world)

bot.dialogue.step = step
"""
"""Stands for a fault in a library that takes the interpreter down; every process of the test begins with it."""


def test_a_message_that_kills_is_given_up_after_three_tries(tmp_path: Path) -> None:
    """Two workers and a trial die of it; the person is told, the staff sees it, and everybody else is answered."""
    (tmp_path / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    with telegram() as server:
        environment = {**settings_of(server, tmp_path), "PYTHONPATH": str(tmp_path)}
        worker = Worker(server, tmp_path, environment)
        for chat, words in ((1, "/start p_beijing"), (1, "毒药"), (1, "单位名称改成甲"), (2, "/start p_beijing")):
            server.fake.say(chat, words)
        deaths = 0
        worker.start()

        def told(chat: int, words: str) -> bool:
            return any(words in one.get("text", "") for one in server.chat(chat).from_bot())

        while not (told(1, "没有成功") and told(1, "甲") and told(2, "北京")):
            wait_for(lambda: worker.ended or (told(1, "没有成功") and told(1, "甲") and told(2, "北京")))
            if worker.ended:
                deaths += 1
                assert deaths < 6, "the message goes on killing"
                worker.start()
        worker.kill()
    engine = open_runtime(build(Settings(_env_file=None, data_dir=tmp_path)))  # type: ignore[call-arg]
    letters = engine.storage.dead_letters()
    engine.close()
    assert deaths == 2
    assert [(one.conversation, one.reason) for one in letters] == [("telegram-1", "died")]
