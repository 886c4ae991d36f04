"""The runtime: one commit a turn, a repeated event answered once, failures told, stores that never half-save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import Conversation
from bot.effects import Effects
from bot.runtime import Runtime
from bot.stores import Conflict, Damaged, FileStore, MemoryStore, Saved, Store
from programs.errors import BadFile
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world, names

Open = Callable[[Path], Store]
STORES = [pytest.param(FileStore, id="file"), pytest.param(lambda folder: MemoryStore(), id="memory")]


@dataclass
class Paper:
    """A document that was not really written."""

    file: Path
    filled: int = 3
    blank: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def said(text: str, event: str) -> m.Said:
    return m.Said(id=event, at=NOW, channel="test", author="me", text=text)


def runtime(store: Store, folder: Path, **effects: object) -> Runtime:
    made = {"answerer": FakeGuide, "fill": lambda form, answers, out: Paper(out), "folder": folder, **effects}
    return Runtime(example_world, store, Effects(**made), lambda: NOW)  # type: ignore[arg-type]


# --- stores: the contract ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opened", STORES)
def test_store_keeps_what_was_saved(opened: Open, tmp_path: Path):
    """What was saved is loaded equal; another conversation is not there."""
    store = opened(tmp_path)
    saved = Saved(conversation=Conversation(id="a"), version=1)
    store.save(saved)
    assert store.load("a") == saved
    assert store.load("b") is None


@pytest.mark.parametrize("opened", STORES)
@pytest.mark.parametrize("version", [0, 1, 3])
def test_store_refuses_a_version_that_is_not_next(opened: Open, tmp_path: Path, version: int):
    """A save over somebody else's is refused, and what is there stays."""
    store = opened(tmp_path)
    store.save(Saved(conversation=Conversation(id="a"), version=1))
    with pytest.raises(Conflict):
        store.save(Saved(conversation=Conversation(id="a", turn=9), version=version))
    kept = store.load("a")
    assert kept is not None
    assert kept.conversation.turn == 0
    store.save(Saved(conversation=Conversation(id="a", turn=1), version=2))


@pytest.mark.parametrize("opened", STORES)
def test_first_save_has_version_one(opened: Open, tmp_path: Path):
    """A conversation that nobody saved cannot be saved as a later version."""
    with pytest.raises(Conflict):
        opened(tmp_path).save(Saved(conversation=Conversation(id="a"), version=2))


def test_file_store_survives_a_crash_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """When the disk fails before the file is in place, the old one stays and nothing lies about."""
    store = FileStore(tmp_path)
    store.save(Saved(conversation=Conversation(id="a"), version=1))

    def full(handle: int) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        store.save(Saved(conversation=Conversation(id="a", turn=5), version=2))
    monkeypatch.undo()
    assert store.load("a") == Saved(conversation=Conversation(id="a"), version=1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_damaged_file_is_named_and_left(tmp_path: Path):
    """A file that is no conversation is refused with its path, and not overwritten."""
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(Damaged) as caught:
        FileStore(tmp_path).load("a")
    assert caught.value.where.endswith("a.json")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".a", "a" * 121, "名"])
def test_file_store_takes_no_paths_for_ids(name: str, tmp_path: Path):
    """An id that could lead out of the folder is refused."""
    with pytest.raises(ValueError, match="conversation id"):
        FileStore(tmp_path).load(name)


# --- turns ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opened", STORES)
def test_repeated_event_is_answered_once(opened: Open, tmp_path: Path):
    """The same event again gets the same answer, and changes nothing."""
    run = runtime(opened(tmp_path), tmp_path)
    for place, text in enumerate(("示例市项目", "填表", "甲大学")):
        run.handle("c", said(text, f"e{place}"))
    before = run.look("c")
    first = run.handle("c", said("跳过", "e9"))
    after = run.look("c")
    assert run.handle("c", said("跳过", "e9")) == first
    assert run.look("c") == after != before
    assert after.cases["template"].skipped == ("credit_code",)


def test_conversation_goes_on_in_another_process(tmp_path: Path):
    """A second runtime over the same folder goes on where the first one was, after every message."""
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
    one = runtime(MemoryStore(), tmp_path)
    for place, text in enumerate(script):
        whole = one.handle("c", said(text, f"e{place}"))
        parts = runtime(FileStore(tmp_path / "kept"), tmp_path).handle("c", said(text, f"e{place}"))
        assert names(parts) == names(whole)
    assert runtime(FileStore(tmp_path / "kept"), tmp_path).look("c") == one.look("c")


def test_effect_and_result_are_one_commit(tmp_path: Path):
    """A question and its answer are one version; nothing waits for a result between turns."""
    store = MemoryStore()
    run = runtime(store, tmp_path)
    run.handle("c", said("示例市项目", "e1"))
    assert names(run.handle("c", said("最高给多少钱？", "e2"))) == ["show_answer", "say:home.menu"]
    kept = store.load("c")
    assert kept is not None
    assert (kept.version, kept.conversation.pending) == (2, ())


def test_document_is_named_for_people(tmp_path: Path):
    """A draft is called a draft, after programme, unit and time; a name cannot lead out of the folder."""
    run = runtime(MemoryStore(), tmp_path)
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

    run = runtime(MemoryStore(), tmp_path, fill=fill)
    for place, text in enumerate(("示例市项目", "把管理人员改成3人", "把2028年发明改成9", "导出")):
        run.handle("c", said(text, f"e{place}"))
    assert seen == {"ip_staff": 3, "granted": {"2028": {"invention": 9}}}


@pytest.mark.parametrize("error", [BadFile("写不进去。"), OSError(28, "full")])
def test_failing_effect_becomes_a_kind_sentence(error: Exception, tmp_path: Path):
    """A document that cannot be written is told, saved and forgotten; the next turn works."""

    def fill(form: object, answers: object, out: Path) -> Paper:
        raise error

    run = runtime(MemoryStore(), tmp_path, fill=fill)
    run.handle("c", said("示例市项目", "e1"))
    assert names(run.handle("c", said("导出", "e2")))[0] == "say:failed.fill_document"
    assert run.look("c").pending == ()
    assert names(run.handle("c", said("填表", "e3"))) == ["ask:unit_name"]


def test_call_for_staff_leaves_a_note_without_personal_data(tmp_path: Path):
    """人工 leaves a note with number, programme and field; no answer and no message stands in it."""
    run = runtime(MemoryStore(), tmp_path)
    for place, text in enumerate(("示例市项目", "填表", "跳过", "跳过", "跳过", "13812345678", "人工")):
        told = run.handle("c", said(text, f"e{place}"))
    notes = list((tmp_path / "staff").iterdir())
    assert len(notes) == 1
    assert told[0].values["ticket"] == notes[0].stem  # type: ignore[union-attr]
    assert "13812345678" not in notes[0].read_text(encoding="utf-8")


def test_turn_is_taken_again_on_what_others_saved(tmp_path: Path):
    """When somebody else saves in between, the event is stepped again on the new conversation, and neither is lost."""

    class Busy(MemoryStore):
        """Another process answers once between our load and our save."""

        disturbed = False

        def save(self, saved: Saved) -> None:
            if saved.version == 3 and not self.disturbed:
                self.disturbed = True
                other = runtime(self, tmp_path)
                other.handle("c", said("甲大学", "theirs"))
            super().save(saved)

    store = Busy()
    run = runtime(store, tmp_path)
    run.handle("c", said("示例市项目", "e1"))
    run.handle("c", said("填表", "e2"))
    run.handle("c", said("把管理人员改成3", "e3"))
    assert stored(run.look("c").cases["template"]) == {"unit_name": "甲大学", "ip_staff": 3}


def test_endless_conflict_is_told(tmp_path: Path):
    """When others always save first, the event is refused with a clear sentence and nothing of it is kept."""

    class Jammed(MemoryStore):
        def save(self, saved: Saved) -> None:
            raise Conflict("这个对话刚在别处有了新内容。")

    with pytest.raises(Conflict):
        runtime(Jammed(), tmp_path).handle("c", said("示例市项目", "e1"))
