"""A whole application in Telegram, from /start to the document, beside the same application in the terminal."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.channels.terminal import run_terminal
from bot.dialogue import messages as m
from bot.transcripts.typist import reply_to
from forms.answers import dump_answers, read_answers
from forms.loader import Form
from tests.bot.telegram.harness import Person, open_engine, service, settings_for, told
from tests.fakes.telegram import telegram

MOST_TURNS = 400


def words_of(data: bytes) -> str:
    """The text of a document as it stands in the file."""
    with ZipFile(io.BytesIO(data)) as file:
        return file.read("word/document.xml").decode()


def answers_for_telegram(form: Form) -> dict[str, Any]:
    """The whole application but for what is not filled in on Telegram."""
    full = json.loads(form.pack.path("checks/answers/full.json").read_text(encoding="utf-8"))
    answers = dump_answers(form, read_answers(form, full))
    return {key: value for key, value in answers.items() if not form.fields[key].sensitive}


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


@pytest.mark.parametrize(("slug", "chat"), [("changzhou-university", 2**31 + 5), ("chongqing", 2**40)])
def test_whole_way(slug: str, chat: int) -> None:
    """The document that comes by Telegram has, byte for byte, the text of the one from the terminal."""
    data = Path(os.environ["SHENBAO_DATA_DIR"])  # where the index is made once
    with telegram() as server, service(server, data) as engine:
        person = Applicant(server, chat, engine)
        form = engine.world().forms[slug]
        answers = answers_for_telegram(form)
        person.say(f"/start p_{slug}")
        shown = [one for one in told(engine, f"telegram-{person.id}") if isinstance(one, m.Say)]
        assert any(form.pack.manifest.name in str(one.values) for one in shown)
        assert any(isinstance(one, m.ShowAnswer) for one in person.tell("最高给多少钱？"))
        replies = person.fill(form, answers, person.tell("查资格"))
        assert any(isinstance(one, m.ShowVerdict) for one in replies)
        replies = person.fill(form, answers, person.tell("填表"))
        person.tell("检查")
        person.tell("导出")
        document = next(one["document"] for one in reversed(person.messages) if "document" in one)
        sent = server.fake.files[document["file_id"]][1]
        assert document["file_name"].startswith("申报书")
        assert {call.status for call in server.fake.calls} <= {0, 200}  # 0 is the fetching that waits
        assert not engine.storage.dead_letters()

    terminal = open_engine(settings_for(server, data))
    run_terminal(terminal, program=slug, lines=person.script, out=io.StringIO(), conversation=f"terminal-{slug}")
    (written,) = (data / "documents" / f"terminal-{slug}").rglob("*.docx")
    assert words_of(sent) == words_of(written.read_bytes())
