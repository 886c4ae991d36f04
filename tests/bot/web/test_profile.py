"""The organisation's own answers go from one programme to the next, marked where they come from; documents stay as they were."""

from __future__ import annotations

import zipfile
from pathlib import Path

from bot.channels.web.site import Site
from tests.bot.web.people import Person


def documents(site: Site, person: Person) -> dict[str, bytes]:
    folder = site.data_dir / "documents" / person.conversation
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.docx"))}


def test_known_answers_are_proposed_with_their_origin(person: Person) -> None:
    """In the second programme the first one's answer is shown with its name and stored only by 沿用."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.begin("other")
    assert "甲大学" in person.words()
    assert "示例市·专利转化示例项目" in person.words()
    assert person.answers("other") == {}
    person.press("沿用")
    assert person.answers("other") == {"unit_name": "甲大学"}


def test_several_are_offered_at_once_and_go_back_as_one(person: Person) -> None:
    """全部采用 takes them all over, 撤销 takes all of them back, and the first programme keeps its own."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.answer("credit_code", value="91110000MA0000001L")
    person.begin("other")
    person.press("全部采用")
    assert set(person.answers("other")) == {"unit_name", "credit_code"}
    person.press("撤销")
    assert person.answers("other") == {}
    assert set(person.answers("template")) == {"unit_name", "credit_code"}


def test_changed_profile_changes_no_exported_document(person: Person, site: Site) -> None:
    """A document handed out stays as it was, whatever is answered here or in another programme afterwards."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.say("导出")
    before = documents(site, person)
    assert len(before) == 1
    person.begin("other")
    person.answer("unit_name", value="乙大学")
    assert documents(site, person) == before
    assert person.answers("template") == {"unit_name": "甲大学"}
    (name,) = before
    with zipfile.ZipFile(Path(site.data_dir) / "documents" / person.conversation / name) as file:
        assert "甲大学" in file.read("word/document.xml").decode()
