"""A person's rights: a copy, deletion with the documents, forgetting one programme, one-time codes."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from bot.dialogue import messages as m
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.errors import LinkRefused
from bot.storage.memory import MemoryStorage
from tests.bot.dialogue.test_runtime import Paper
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world
from tests.waiting import BUSY


class Office:
    """The real dialogue with documents that are really written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.effects = Effects(FakeGuide, self.fill, folder)
        self.engine = Engine(
            MemoryStorage(), example_world, self.effects, Clock.standing(NOW), folder=folder
        )  # fmt: skip
        self.count = 0

    def fill(self, form: object, answers: object, out: Path) -> Paper:
        out.write_text("甲大学", encoding="utf-8")
        return Paper(out)

    def say(self, *texts: str) -> tuple[m.Reply, ...]:
        for text in texts:
            self.count += 1
            event = m.Said(id=f"e{self.count}", at=NOW, channel="web", author="me", text=text)
            told = self.engine.handle("c", event)
        return told


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Somebody who filled in something, exported a draft and called for staff."""
    made = Office(tmp_path)
    made.say("示例市项目", "填表", "甲大学", "导出", "人工")
    return made


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_copy_holds_everything(office: Office) -> None:
    """What was said, what was answered, the log, the documents and the call for staff, as readable JSON."""
    copy = json.loads(json.dumps(office.engine.personal.export_my_data("c"), ensure_ascii=False))
    assert [turn["event"]["text"] for turn in copy["turns"]] == ["示例市项目", "填表", "甲大学", "导出", "人工"]
    assert copy["answers"][0]["value"] == "甲大学"
    assert len(copy["files"]) == len(copy["tickets"]) == 1
    assert office.engine.personal.export_my_data("nobody") == {}


def test_deletion_takes_the_documents_along(office: Office) -> None:
    """Documents and notes for staff are gone with the rows; doing it again does no harm; a new start is empty."""
    assert len(files(office.folder)) == 2
    deleted = office.engine.personal.delete_my_data("c")
    assert (deleted.rows, deleted.files) == (6, 2)
    assert files(office.folder) == []
    assert office.engine.look("c").cases == {}
    assert office.engine.personal.delete_my_data("c").rows == 0
    office.say("示例市项目")
    assert office.engine.look("c").turn == 1
    assert [line.action for line in office.engine.storage.audit()] == ["erase"]


def test_a_document_written_during_the_deletion_does_not_stay(office: Office) -> None:
    """The turn that was writing it is refused, and removes it."""
    writing, go = threading.Event(), threading.Event()
    plain = office.effects.fill

    def slow(form, answers, out):  # type: ignore[no-untyped-def]
        writing.set()
        go.wait(BUSY)
        return plain(form, answers, out)

    object.__setattr__(office.effects, "fill", slow)
    thread = threading.Thread(target=lambda: office.say("导出"))
    thread.start()
    writing.wait(BUSY)
    office.engine.personal.delete_my_data("c")
    (office.folder / "documents" / "c").mkdir(parents=True, exist_ok=True)
    go.set()
    thread.join(BUSY)
    assert files(office.folder) == []
    assert office.engine.personal.export_my_data("c") == {}


def test_only_files_of_the_data_directory_are_removed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A path in a row can name no file elsewhere."""
    outside = tmp_path_factory.mktemp("outside") / "kept.docx"
    outside.write_text("x")
    assert office.engine.personal._remove(outside) == 0
    assert office.engine.personal._remove(office.folder / "documents" / ".." / ".." / outside.name) == 0
    assert outside.exists()


def test_forgetting_a_programme_keeps_the_rest(office: Office) -> None:
    """Its answers and documents go; the person is back at the beginning, other programmes keep theirs."""
    office.say("换项目", "邻市项目", "把管理人员改成3人", "换项目", "示例市项目")
    deleted = office.engine.personal.forget("c", "template")
    assert (deleted.rows, deleted.files) == (1, 1)
    conversation = office.engine.look("c")
    assert set(conversation.cases) == {"other"}
    assert (conversation.program, str(conversation.stage)) == (None, "start")
    assert office.engine.personal.forget("c", "template").rows == 0
    assert office.say("邻市项目")


# --- codes ----------------------------------------------------------------------------------------------------------


def test_a_code_carries_the_case_to_another_channel(office: Office) -> None:
    """Offered here, shown there in any spelling, agreed on both sides: then both speak in one conversation."""
    personal = office.engine.personal
    code = personal.offer_code("c")
    assert len(code) == 26
    spelled = "-".join((code[:13].lower(), code[13:])).replace("1", "l").replace("0", "O")
    link = personal.show_code(spelled, "telegram", "42")
    assert personal.conversation_of("telegram", "42") == "telegram-42"
    waiting = personal.waiting_link("c")
    assert waiting is not None
    assert waiting.number == link.number
    personal.agree_here("c", link.number)
    assert personal.waiting_link("c") is None
    personal.agree_there("telegram", "42", link.number)
    assert personal.conversation_of("telegram", "42") == "c"
    assert personal.leave("telegram", "42")
    assert personal.conversation_of("telegram", "42") == "telegram-42"


@pytest.mark.parametrize("code", ["", "x", "0" * 26, "\ud800", "绝密", "A" * 10_000])
def test_a_wrong_code_is_refused_kindly(office: Office, code: str) -> None:
    """Whatever is shown, the answer is the same and tells nothing."""
    office.engine.personal.offer_code("c")
    with pytest.raises(LinkRefused, match="接续码不对"):
        office.engine.personal.show_code(code, "telegram", "42")


def test_a_code_shown_where_it_came_from_is_refused(office: Office) -> None:
    """Nothing to join: it is the same conversation already."""
    personal = office.engine.personal
    link = personal.show_code(personal.offer_code("c"), "telegram", "42")
    personal.agree_here("c", link.number)
    personal.agree_there("telegram", "42", link.number)
    with pytest.raises(LinkRefused, match="同一份"):
        personal.show_code(personal.offer_code("c"), "telegram", "42")


def test_a_refused_or_stranger_s_code_joins_nothing(office: Office) -> None:
    """A side that says no, or one that has nothing to do with it, cannot bring the join about."""
    personal = office.engine.personal
    link = personal.show_code(personal.offer_code("c"), "telegram", "42")
    with pytest.raises(LinkRefused):
        personal.agree_there("telegram", "43", link.number)
    with pytest.raises(LinkRefused):
        personal.agree_here("d", link.number)
    personal.refuse("c")
    with pytest.raises(LinkRefused):
        personal.agree_here("c", link.number)
    assert personal.conversation_of("telegram", "42") == "telegram-42"


def test_codes_are_drawn_from_128_bits(office: Office) -> None:
    """Every bit of the random number is in the code, and nothing but its hash is kept."""
    personal = office.engine.personal
    personal.random = lambda n: b"\xff" * n
    high = personal.offer_code("c")
    personal.random = lambda n: b"\x00" * n
    assert (high, personal.offer_code("c")) == ("7" + "Z" * 25, "0" * 26)
    assert all(high not in str(held) for held in office.engine.storage._links.values())  # type: ignore[attr-defined]
