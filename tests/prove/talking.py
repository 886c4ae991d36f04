"""What people write to the real service, and what they must see of it: names, questions to the guide, documents.

Every answer tells what it answers, so what stands in a chat can be held against what was said there, one by one and in order.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.engine.engine import Engine
from tests.fakes.telegram import Running

PROGRAM = "beijing"
QUESTION = "项目资助多少钱？"
_NAMED = re.compile(r"✓ 已(?:记录|更新)[^第]*第(\d+)号单位")
_WAITING = "马上显示"
_GIVEN_UP = "没有成功，没有记下任何内容"


@dataclass
class Talk:
    """Some people, each in a chat of their own, in the middle of a form."""

    server: Running
    dice: random.Random
    chats: int
    exports: float = 0.03
    questions: float = 0.12
    said: dict[int, list[str]] = field(default_factory=dict)
    """What each chat must show, in order."""
    names: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Everybody comes in by the link of the programme."""
        for chat in range(1, self.chats + 1):
            self.said[chat], self.names[chat] = [], 0
            self.server.fake.say(chat, f"/start p_{PROGRAM}")

    def say(self, chat: int | None = None, kind: str = "") -> None:
        """Somebody changes a name, asks the guide, or wants the document."""
        chat = chat or self.dice.choice(list(self.said))
        drawn = self.dice.random()
        if kind == "question" or (not kind and drawn < self.questions):
            self.said[chat].append("answer")
            self.server.fake.say(chat, QUESTION)
        elif not kind and drawn < self.questions + self.exports and self.names[chat]:
            self.said[chat] += ["document", "exported"]
            self.server.fake.say(chat, "导出")
        else:
            self.names[chat] += 1
            self.said[chat].append(f"name {self.names[chat]}")
            self.server.fake.say(chat, f"单位名称改成第{self.names[chat]}号单位")

    def seen(self, chat: int) -> list[str]:
        """What a chat shows, top to bottom, in the words of `said`."""
        return [known for one in self.server.chat(chat).from_bot() if (known := _known(one))]

    def missing(self) -> int:
        """How many answers are still to come."""
        return sum((Counter(said) - Counter(self.seen(chat))).total() for chat, said in self.said.items())

    def waiting(self) -> int:
        """How many acknowledgements have not become an answer."""
        return sum(_WAITING in one.get("text", "") for chat in self.said for one in self.server.chat(chat).from_bot())


def _known(message: dict[str, Any]) -> str:
    text = message.get("text", "")
    if "document" in message:
        return "document"
    if match := _NAMED.match(text):
        return f"name {match.group(1)}"
    if text.startswith("指南原文") and "不超过100万元" in text:
        return "answer"
    if text.startswith("✓ 草稿已生成"):
        return "exported"
    return "given up" if _GIVEN_UP in text else ""


@dataclass
class Compared:
    """How what was said, what is seen and what is stored differ; all zero when every promise was kept."""

    lost: int = 0
    twice: int = 0
    out_of_order: int = 0
    wrong_state: int = 0
    dead_letters: int = 0

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not any(vars(self).values())


def compare(talk: Talk, engine: Engine) -> Compared:
    """Hold everything against everything."""
    found = Compared(dead_letters=len(engine.storage.dead_letters()))
    for chat, said in talk.said.items():
        seen = talk.seen(chat)
        found.lost += (Counter(said) - Counter(seen)).total()
        found.twice += (Counter(seen) - Counter(said)).total()
        found.out_of_order += Counter(said) == Counter(seen) and said != seen
        case = engine.look(f"telegram-{chat}").cases.get(PROGRAM)
        log = [entry.value for entry in case.log if entry.field == "unit_name"] if case is not None else []
        found.wrong_state += log != [f"第{number}号单位" for number in range(1, talk.names[chat] + 1)]
    return found
