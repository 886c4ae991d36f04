"""Turns with the real dialogue: one commit, a repeated event answered once, failures told, documents named for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.dialogue import messages as m
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.memory import MemoryStorage
from bot.storage.protocol import Storage
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from programs.errors import BadFile
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world, names


@dataclass
class Paper:
    """A document of one word."""

    file: Path
    filled: int = 3
    blank: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.file.exists():
            self.file.write_bytes(b"docx")


def said(text: str, event: str) -> m.Said:
    return m.Said(id=event, at=NOW, channel="test", author="me", text=text)


def on_disk(folder: Path) -> SQLStorage:
    return SQLStorage(SQLiteDatabase(folder / "shenbao.sqlite3"), Clock().steady)


def runtime(storage: Storage, folder: Path, **effects: object) -> Engine:
    made = {"answerer": FakeGuide, "fill": lambda form, answers, out: Paper(out), "folder": folder, **effects}
    return Engine(storage, example_world, Effects(**made), Clock.standing(NOW))  # type: ignore[arg-type]


# --- turns ------------------------------------------------------------------------------------------------------------


def test_repeated_event_is_answered_once(tmp_path: Path):
    """The same event again gets the same answer, and changes nothing."""
    run = runtime(MemoryStorage(), tmp_path)
    for place, text in enumerate(("示例市项目", "填表", "甲大学")):
        run.handle("c", said(text, f"e{place}"))
    before = run.look("c")
    first = run.handle("c", said("跳过", "e9"))
    after = run.look("c")
    assert run.handle("c", said("跳过", "e9")) == first
    assert run.look("c") == after != before
    assert after.cases["template"].skipped == ("credit_code",)


def test_conversation_goes_on_in_another_process(tmp_path: Path):
    """A second process over the same file goes on where the first one was, after every message."""
    script = (
        "示例市项目",
        "填表",
        "甲大学",
        "91110000MA0000001X",
        "确认无误",
        "高校",
        "跳过",
        "是",
        "3",
        "5 6",
        "7",
        "8",
        "导出",
    )
    one = runtime(MemoryStorage(), tmp_path)
    for place, text in enumerate(script):
        whole = one.handle("c", said(text, f"e{place}"))
        another = runtime(on_disk(tmp_path), tmp_path)
        assert names(another.handle("c", said(text, f"e{place}"))) == names(whole)
        another.close()
    last = runtime(on_disk(tmp_path), tmp_path)
    assert last.look("c") == one.look("c")
    last.close()


def test_effect_and_result_are_one_commit(tmp_path: Path):
    """A question and its answer are one version; nothing waits for a result between turns."""
    storage = MemoryStorage()
    run = runtime(storage, tmp_path)
    run.handle("c", said("示例市项目", "e1"))
    assert names(run.handle("c", said("最高给多少钱？", "e2"))) == ["show_answer", "say:home.menu"]
    assert storage.load(["c"])["c"].version == 2
    assert run.look("c").pending == ()


def test_document_is_named_for_people(tmp_path: Path):
    """A draft is called a draft, after programme, unit and time; a name cannot lead out of the folder."""
    run = runtime(MemoryStorage(), tmp_path)
    for place, text in enumerate(("示例市项目", "把单位名称改成甲/乙 大学")):
        run.handle("c", said(text, f"e{place}"))
    sent = run.handle("c", said("导出", "e9"))[0]
    assert isinstance(sent, m.SendDocument)
    path = Path(sent.file)
    assert path.parent == tmp_path / "documents" / "c"
    assert path.name == "申报书草稿_示例市·专利转化示例项目_甲乙大学_20300601-090000.docx"


def test_document_gets_the_answers(tmp_path: Path):
    """What is written is what was answered, as values of the form's own types."""
    seen = {}

    def fill(form: object, answers: object, out: Path) -> Paper:
        seen.update(answers)  # type: ignore[call-overload]
        return Paper(out)

    run = runtime(MemoryStorage(), tmp_path, fill=fill)
    for place, text in enumerate(("示例市项目", "把管理人员改成3人", "把2028年发明改成9", "导出")):
        run.handle("c", said(text, f"e{place}"))
    assert seen == {"ip_staff": 3, "granted": {"2028": {"invention": 9}}}


@pytest.mark.parametrize("error", [BadFile("写不进去。"), OSError(28, "full")])
def test_failing_effect_becomes_a_kind_sentence(error: Exception, tmp_path: Path):
    """A document that cannot be written is told, saved and forgotten; the next turn works."""

    def fill(form: object, answers: object, out: Path) -> Paper:
        raise error

    run = runtime(MemoryStorage(), tmp_path, fill=fill)
    run.handle("c", said("示例市项目", "e1"))
    assert names(run.handle("c", said("导出", "e2")))[0] == "say:failed.fill_document"
    assert run.look("c").pending == ()
    assert names(run.handle("c", said("填表", "e3"))) == ["ask:unit_name"]


def test_call_for_staff_leaves_a_note_without_personal_data(tmp_path: Path):
    """人工 leaves a note with number, programme and field; no answer and no message stands in it."""
    run = runtime(MemoryStorage(), tmp_path)
    for place, text in enumerate(("示例市项目", "填表", "跳过", "跳过", "跳过", "13812345678", "人工")):
        told = run.handle("c", said(text, f"e{place}"))
    notes = list((tmp_path / "staff").iterdir())
    assert len(notes) == 1
    assert told[0].values["ticket"] == notes[0].stem  # type: ignore[union-attr]
    assert "13812345678" not in notes[0].read_text(encoding="utf-8")
