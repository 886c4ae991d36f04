"""The whole way through every programme: choose, ask, judge, fill everything, review, and get the document that is right."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import Stage, World
from bot.dialogue.paper import paper_of
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.runtime import shared_fields
from bot.storage.memory import MemoryStorage
from bot.transcripts.playing import MOST_TURNS
from bot.transcripts.typist import reply_to
from forms.answers import dump_answers, read_answers
from forms.document import fill
from programs.registry import PROGRAMS_DIR, discover
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world, names, world_of

PACKS = discover()
WHOLE = [
    slug
    for slug, pack in PACKS.items()
    if pack.path("checks/answers/full.json").is_file() and pack.path("form.docx").is_file()
]


@lru_cache(maxsize=1)
def world() -> World:
    """All real programmes."""
    return world_of(dict(PACKS), today=date(2026, 1, 5), shared=shared_fields(PACKS))


class Person:
    """Somebody at a runtime with real forms, rules and documents, and a fake guide."""

    def __init__(self, folder: Path) -> None:
        self.runtime = Engine(MemoryStorage(), world, Effects(FakeGuide, fill, folder), Clock.standing(NOW))
        self.events = 0

    def say(self, text: str) -> tuple[m.Reply, ...]:
        self.events += 1
        event = m.Said(id=f"e{self.events}", at=NOW, channel="test", author="me", text=text)
        return self.runtime.handle("p", event)

    def answer_everything(self, slug: str, answers: dict[str, Any], told: tuple[m.Reply, ...]) -> tuple[m.Reply, ...]:
        """Answer whatever is asked until nothing is; the last replies."""
        form = world().forms[slug]
        for _ in range(MOST_TURNS):
            said = reply_to(form, answers, told)
            if said is None:
                return told
            told = self.say(said)
            assert told[0].kind != "slipped", (said, told[0])
        raise AssertionError("asked without end")

    def stored(self, slug: str) -> dict[str, Any]:
        return stored(self.runtime.look("p").cases[slug])


def words_of(path: Path) -> str:
    """The text of a document, runs joined."""
    with ZipFile(path) as file:
        return file.read("word/document.xml").decode()


@pytest.mark.parametrize("slug", WHOLE)
def test_whole_way(slug: str, tmp_path: Path):
    """What the answers file holds, typed answer by answer, gives the same answers and the same document as the file."""
    form = world().forms[slug]
    given = json.loads(PACKS[slug].path("checks/answers/full.json").read_text(encoding="utf-8"))
    values = read_answers(form, given)
    answers = dump_answers(form, values)
    person = Person(tmp_path)
    assert "say:choosing.chosen" in names(person.say(PACKS[slug].manifest.short_name))
    assert names(person.say("最高给多少钱？"))[0] == "show_answer"
    told = person.answer_everything(slug, answers, person.say("查资格"))
    assert "show_verdict" in names(told)
    told = person.answer_everything(slug, answers, person.say("填表"))
    assert person.runtime.look("p").stage is Stage.REVIEW, names(told)
    asked = {key: value for key, value in answers.items() if key in person.stored(slug)}
    assert person.stored(slug) == asked
    missed = set(answers) - set(asked)
    from forms.progress import applicable

    assert not missed & {field.key for field in applicable(paper_of(world(), slug), values)}
    sent = next(reply for reply in person.say("导出") if isinstance(reply, m.SendDocument))
    direct = fill(form, values, tmp_path / "direct.docx")
    assert words_of(Path(sent.file)) == words_of(direct.file)
    assert sent.filled == direct.filled


def test_example_programme_prints_every_answer(tmp_path: Path):
    """The folder that new programmes are copied from is whole: its full answers are printed and read back, none left out."""
    form = example_world().forms["template"]
    values = read_answers(form, PROGRAMS_DIR / "_template" / "checks" / "answers" / "full.json")
    done = fill(form, values, tmp_path / "example.docx")
    assert (done.filled, done.blank, done.warnings) == (len(form.printed_keys), (), ())


@pytest.mark.parametrize("slug", list(PACKS))
def test_every_question_can_be_asked_and_drawn(slug: str, tmp_path: Path):
    """Skipping through every programme asks each field that applies once, and every reply can be drawn."""
    from bot.rendering.drawing import render

    person = Person(tmp_path)
    person.say(PACKS[slug].manifest.short_name)
    told = person.say("填表")
    asked = []
    while told[-1].kind == "ask":
        asked.append(told[-1].field)
        for reply in (*told, *person.say("这一栏怎么填"), *person.say("为什么问"), *person.say("指南原文")):
            assert render(reply, world())
        told = person.say("跳过")
    assert len(asked) == len(set(asked))
    assert asked
