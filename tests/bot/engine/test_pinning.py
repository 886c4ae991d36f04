"""A draft stays on the version it was begun with until the person decides, and no answer is ever dropped."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import World
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.engine.packs import Summary, changes, summary_of
from bot.engine.pinning import Pins
from bot.runtime import shared_fields
from bot.storage.memory import MemoryStorage
from programs.registry import PROGRAMS_DIR
from tests.bot.dialogue.test_runtime import Paper
from tests.bot.dialogue.worlds import NOW, FakeGuide, names, pack_at, world_of

Edit = Callable[[Path], None]


def version_in(folder: Path, edit: Edit | None = None) -> World:
    """The example programme in a folder of its own, edited."""
    root = folder / "template"
    shutil.copytree(PROGRAMS_DIR / "_template", root)
    shutil.copytree(PROGRAMS_DIR / "_shared", folder / "_shared")
    text = (root / "program.yaml").read_text(encoding="utf-8")
    if edit is not None:
        edit(root)
    assert text
    pack = pack_at(root)
    return world_of({"template": pack}, shared=shared_fields({"template": pack}))


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


@dataclass
class Office:
    """An engine whose world can be exchanged, as by a restart with newer folders."""

    folder: Path
    world: World

    def __post_init__(self) -> None:
        self.storage = MemoryStorage()
        self.count = 0
        self.restart(self.world)

    def restart(self, world: World) -> None:
        self.world = world
        effects = Effects(FakeGuide, lambda form, answers, out: Paper(out), self.folder)
        pins = Pins(self.storage, self.folder / "packs")
        self.engine = Engine(self.storage, lambda: self.world, effects, Clock.standing(NOW), pins=pins)

    def say(self, text: str) -> tuple[m.Reply, ...]:
        self.count += 1
        event = m.Said(id=f"e{self.count}", at=NOW, channel="test", author="me", text=text)
        return self.engine.handle("c", event)

    def answers(self) -> dict[str, object]:
        return stored(self.engine.look("c").cases["template"])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Somebody who has begun to fill in the first version."""
    made = Office(tmp_path, version_in(tmp_path / "v1"))
    for text in ("示例市项目", "填表", "甲大学", "把管理人员改成3人"):
        made.say(text)
    return made


def newer(tmp_path: Path) -> World:
    """A newer version in which the words of the guide's title changed."""
    return version_in(tmp_path / "v2", lambda root: (root / "guide.md").write_text(
        (root / "guide.md").read_text(encoding="utf-8") + "\n", encoding="utf-8"))  # fmt: skip


def test_the_same_version_is_not_mentioned(office: Office) -> None:
    """A restart with the same folders tells nothing."""
    office.restart(office.world)
    assert names(office.say("进度"))[0] == "show_progress"


def test_a_newer_version_is_told_once_and_the_old_one_kept(office: Office, tmp_path: Path) -> None:
    """What changed is said with the next message; the draft goes on with the version it was begun with."""
    office.restart(newer(tmp_path))
    told = office.say("进度")
    assert names(told)[0] == "say:engine.pack_changed"
    assert isinstance(told[0], m.Say)
    assert "指南正文有改动" in str(told[0].values["changes"])
    assert [button.code for button in told[0].actions] == ["pack:new", "pack:old"]
    assert names(office.say("进度"))[0] == "show_progress"
    old = office.engine.world_for("c").packs["template"].root
    assert old.is_relative_to(tmp_path / "packs")
    assert names(office.say("先用旧版"))[0] == "say:engine.pack_kept"
    assert office.engine.world_for("c").packs["template"].root == old


def test_the_person_can_change_over(office: Office, tmp_path: Path) -> None:
    """Saying so, or pressing it, takes the new version from the menu; every answer is there, and undo still works."""
    before = office.answers()
    office.restart(newer(tmp_path))
    office.say("进度")
    told = office.say("换成新版")
    assert names(told)[:2] == ["say:engine.pack_taken", "show_progress"]
    assert office.answers() == before == {"unit_name": "甲大学", "ip_staff": 3}
    assert office.engine.world_for("c") is office.world
    assert "say:engine.pack_changed" not in names(office.say("进度"))
    assert "recorded:ip_staff" in names(office.say("撤销"))


def test_a_draft_begun_later_stands_on_the_new_version(office: Office, tmp_path: Path) -> None:
    """Only drafts that were begun before are asked."""
    office.restart(newer(tmp_path))
    event = m.Said(id="x1", at=NOW, channel="test", author="you", text="示例市项目")
    assert "say:engine.pack_changed" not in names(office.engine.handle("d", event))


def test_when_the_old_files_are_gone_the_new_version_is_taken(office: Office, tmp_path: Path) -> None:
    """The person is told so, and nothing answered is lost."""
    before = office.answers()
    shutil.rmtree(tmp_path / "packs")
    office.restart(newer(tmp_path))
    assert names(office.say("进度"))[0] == "say:engine.pack_gone"
    assert office.answers() == before
    assert names(office.say("进度"))[0] == "show_progress"


def test_versions_are_told_apart_by_what_applicants_meet(tmp_path: Path) -> None:
    """How people ask does not make a version; a field's words, a condition or the guide do."""
    one = version_in(tmp_path / "v1")
    same = version_in(tmp_path / "v2", lambda root: (root / "phrases.yaml").write_text("", encoding="utf-8"))
    assert summary_of(one, "template").version == summary_of(same, "template").version
    other = version_in(tmp_path / "v3", lambda root: (root / "form.docx").write_bytes(b"x"))
    assert changes(summary_of(one, "template"), summary_of(other, "template")) == ("申报书表格有改动",)


def test_changes_are_named() -> None:
    """Added, removed and changed fields and conditions are counted and named; a long list is cut."""
    old = Summary({"a": ("甲", "1"), "b": ("乙", "1")}, {"r.x": ("人数", "1")}, {"guide": "1"})
    many = {f"n{n}": (f"新{n}", "1") for n in range(8)}
    new = Summary({"a": ("甲", "2"), **many}, {}, {"guide": "2"})
    assert changes(old, new) == (
        "新增问的内容8项（新0、新1、新2、新3、新4、新5等）",
        "删去问的内容1项（乙）",
        "改动问的内容1项（甲）",
        "删去条件1项（人数）",
        "指南正文有改动",
    )
    assert changes(old, old) == ()
    assert Summary.read(old.written()) == old
