"""The core reads and writes nothing, and drags in nothing that could."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.dialogue.models import Conversation
from tests.bot.dialogue.worlds import Talker, example_world, names

BLOCKED = ("telegram", "fastapi", "chromadb", "langchain", "docx", "sqlalchemy", "httpx")


def test_core_imports_with_everything_impure_blocked():
    """A fresh interpreter without any of the blocked libraries can import the whole core and the texts."""
    program = (
        "import sys\n"
        f"for name in {BLOCKED!r}: sys.modules[name] = None\n"
        "import bot.dialogue, bot.dialogue.transitions, bot.dialogue.diagram, bot.rendering.drawing\n"
        "loaded = [name for name in ('lxml', 'numpy', 'bot.runtime', 'forms.document', 'knowledge.answering') if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_step_opens_no_file(monkeypatch: pytest.MonkeyPatch):
    """Once the world is built, a conversation with answers, a verdict and a review opens no file."""
    talker = Talker.new(example_world())
    for pack in talker.world.packs.values():
        assert pack.guide.clauses

    def refuse(*args: object, **kwargs: object) -> object:
        raise AssertionError("the core opened a file")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    said = (
        "示例市项目",
        "查资格",
        "高校",
        "是",
        "3",
        "为什么问",
        "2028年 5 6",
        "填表",
        "甲大学",
        "指南原文",
        "预览",
        "检查",
        "导出",
        "进度",
    )
    for text in said:
        assert names(talker.say(text))


def test_same_event_gives_same_turn():
    """Two steps of the same event from the same conversation are equal."""
    talks = [Talker.new(), Talker.new()]
    for text in ("示例市项目", "填表", "甲大学", "跳过", "高校", "上一题"):
        assert talks[0].say(text) == talks[1].say(text)
    assert talks[0].conversation == talks[1].conversation


def test_the_conversation_that_came_in_is_unchanged():
    """A step leaves the conversation it was given as it was."""
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("填表")
    before = talker.conversation
    text = before.model_dump_json()
    talker.say("甲大学")
    assert before.model_dump_json() == text
    assert Conversation.model_validate_json(text) == before
