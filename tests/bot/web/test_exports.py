"""Every export is a frozen snapshot, listed with what changed since the one before."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from tests.bot.web.people import Person


def export(person: Person) -> tuple[str, bytes]:
    """Name and bytes of a new document."""
    person.get("/filing/form")
    made = person.send(person.form("/filing/export"))
    return unquote(made.headers["content-disposition"].rpartition("''")[2]), made.content


def test_an_export_stays_as_it_was(person: Person):
    """Answers that change later change nothing in a document that was handed over; a second one has a name of its own."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    name, data = export(person)
    person.get("/filing/answers?edit=unit_name")
    person.answer("unit_name", value="甲大学")
    person.get("/filing/answers?edit=contact_mobile")
    person.answer("contact_mobile", value="13800000000")
    again, other = export(person)
    assert name != again
    assert person.get(f"/documents/{name}").content == data != other


def test_what_changed_is_told_in_the_chat_and_in_a_table(person: Person):
    """After an export, label, old and new value; a grid cell by cell; a sensitive value masked."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    export(person)
    assert person.get("/filing/exports").status_code == 200
    assert "上次导出以后没有改动" in person.words()
    for key, values in {
        "unit_name": {"value": "乙大学"}, "contact_mobile": {"value": "13800000000"}, "granted": {"2028__invention": "5"},
    }.items():  # fmt: skip
        person.get(f"/filing/answers?edit={key}")
        person.answer(key, **values)
    person.get("/filing/exports")
    assert "改了 3 处，还没有导出" in person.words()
    export(person)
    person.get("/filing")
    assert "改了3处" in person.words()
    assert "（甲大学 → 乙大学）" in person.words()
    person.get("/filing/exports")
    rows = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)', person.html)
    assert ("单位名称", "甲大学", "乙大学") in rows
    assert any("2028年" in label and (old, new) == ("（空）", "5（件）") for label, old, new in rows), rows
    assert "13800000000" not in person.html
    assert person.html.count('class="chip unknown">草稿') == 2


def test_the_same_again_is_said_to_be_the_same(person: Person):
    """Two exports with nothing between them are told to be alike."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    first, second = export(person), export(person)
    assert first == second
    person.get("/filing/exports")
    assert "和前一份内容一样" in person.words()


def test_a_snapshot_that_is_not_what_it_was_is_not_offered(person: Person):
    """A file that was changed on the disk, or is gone, is told of and has no link."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    name, _ = export(person)
    kept = person.site.engine.storage.documents(person.conversation)[0]
    Path(kept.path).write_bytes(b"changed")
    person.get("/filing/exports")
    assert "被改动过" in person.words()
    assert f'download hx-boost="false">下载 {name}' not in person.html


def test_there_is_no_list_without_a_programme(person: Person):
    """Before a programme is chosen there is nothing to list."""
    assert person.get("/filing/exports").status_code == 404


def test_the_preview_is_marked_and_the_draft_is_clean(person: Person):
    """待填 stands in the drawn preview alone: not in the download, not in the package."""
    import io
    import zipfile

    def said(data: bytes) -> str:
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()

    person.begin()
    assert "【待填】" in said(person.get("/filing/preview.docx").content)
    assert "【待填】" not in said(export(person)[1])
    package = zipfile.ZipFile(io.BytesIO(person.get("/filing/package.zip").content))
    document = next(name for name in package.namelist() if "申报书" in name and name.endswith(".docx"))
    assert "【待填】" not in said(package.read(document))
