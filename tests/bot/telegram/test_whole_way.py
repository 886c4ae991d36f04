"""A whole application in Telegram, from /start to the document, beside the same application in the terminal."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zlib import crc32

import pytest

from bot.channels.terminal import run_terminal
from bot.dialogue import messages as m
from bot.engine.engine import Engine
from bot.transcripts.typist import reply_to
from forms.answers import dump_answers, read_answers
from forms.loader import Form
from programs.registry import PROGRAMS_DIR, discover
from tests.bot.telegram.harness import Person, open_engine, service, settings_for, told
from tests.fakes.telegram import Running, telegram

MOST_TURNS = 400
SLUGS = sorted(discover(PROGRAMS_DIR))


def words_of(data: bytes) -> str:
    """The text of a document as it stands in the file."""
    with ZipFile(io.BytesIO(data)) as file:
        return file.read("word/document.xml").decode()


def answers_for_telegram(form: Form) -> dict[str, Any]:
    """The whole application but for what is not filled in on Telegram: sensitive fields, and such columns of tables."""
    full = json.loads(form.pack.path("checks/answers/full.json").read_text(encoding="utf-8"))
    answers = dump_answers(form, read_answers(form, full))
    found = {}
    for key, value in answers.items():
        field = form.fields[key]
        secret = {column.key for column in field.columns if column.sensitive}
        if isinstance(value, list) and secret:
            value = [{cell: one for cell, one in row.items() if cell not in secret} for row in value]
        if not field.sensitive:
            found[key] = value
    return found


class Applicant(Person):
    """Somebody who fills in everything, pressing buttons where there are some; `script` is what the terminal is told."""

    script: tuple[str, ...] = ()

    def tell(self, words: str) -> tuple[m.Reply, ...]:
        assert self.engine is not None
        self.script += (words.replace("\n", "\\n").replace("\t", "\\t"),)
        if any(words == label.partition(". ")[2] for label in self.labels()):
            self.press(f". {words}")
        else:
            self.say(words)
        return told(self.engine, f"telegram-{self.id}")

    def fill(self, form: Form, answers: dict[str, Any], replies: tuple[m.Reply, ...]) -> tuple[m.Reply, ...]:
        for _ in range(MOST_TURNS):
            words = reply_to(form, answers, replies)
            if words is None:
                return replies
            replies = self.tell(words)
            assert not any(isinstance(one, m.Slipped) for one in replies), (words, replies)
        raise AssertionError("asked without end")


@dataclass
class Way:
    """One person's whole way: what they were told at the main stops, and the document that came."""

    person: Applicant
    greeted: tuple[m.Reply, ...]
    answered: tuple[m.Reply, ...]
    judged: tuple[m.Reply, ...]
    name: str
    document: bytes

    @classmethod
    def walk(cls, server: Running, engine: Engine, slug: str) -> Way:
        person = Applicant(server, 2**40 + crc32(slug.encode()), engine)
        form = engine.world().forms[slug]
        answers = answers_for_telegram(form)
        person.say(f"/start p_{slug}")
        greeted = told(engine, f"telegram-{person.id}")
        answered = person.tell("最高给多少钱？")
        judged = person.fill(form, answers, person.tell("查资格"))
        person.fill(form, answers, person.tell("填表"))
        person.tell("检查")
        person.tell("导出")
        document = next(one["document"] for one in reversed(person.messages) if "document" in one)
        sent = server.fake.files[document["file_id"]][1]
        return cls(person, greeted, answered, judged, document["file_name"], sent)


@dataclass
class Ways:
    """All of them, walked at the same time."""

    data: Path
    server: Running
    engine: Engine
    by_slug: dict[str, Way]


@pytest.fixture(scope="module")
def ways() -> Iterator[Ways]:
    data = Path(os.environ["SHENBAO_DATA_DIR"])  # where the index is made once
    with telegram() as server, service(server, data) as engine, ThreadPoolExecutor(len(SLUGS)) as pool:
        walked = pool.map(lambda slug: Way.walk(server, engine, slug), SLUGS)
        yield Ways(data, server, engine, dict(zip(SLUGS, walked, strict=True)))


@pytest.mark.parametrize("slug", SLUGS)
def test_whole_way(slug: str, ways: Ways) -> None:
    """The document that comes by Telegram has, byte for byte, the text of the one from the terminal."""
    way, manifest = ways.by_slug[slug], ways.engine.world().forms[slug].pack.manifest
    assert any(manifest.name in str(one.values) for one in way.greeted if isinstance(one, m.Say))
    assert any(isinstance(one, m.ShowAnswer) for one in way.answered)
    assert any(isinstance(one, m.ShowVerdict) for one in way.judged)
    assert way.name.startswith("申报书")
    terminal = open_engine(settings_for(ways.server, ways.data))
    run_terminal(terminal, program=slug, lines=way.person.script, out=io.StringIO(), conversation=f"terminal-{slug}")
    (written,) = (ways.data / "documents" / f"terminal-{slug}").rglob("*.docx")
    assert words_of(way.document) == words_of(written.read_bytes())


def test_everybody_was_served_without_a_fault(ways: Ways) -> None:
    """With all of them talking at once no call was refused, nothing was given up, and each got answers of their own alone."""
    assert {call.status for call in ways.server.fake.calls} <= {0, 200}  # 0 is the fetching that waits
    assert not ways.engine.storage.dead_letters()
    for slug, way in ways.by_slug.items():
        assert set(ways.engine.look(f"telegram-{way.person.id}").cases) <= {slug, ""}
