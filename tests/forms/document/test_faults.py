"""When something goes wrong there is no document, and nothing is left behind."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import forms.document as document
from forms.document import fill, render
from forms.docx_blank import CompiledBlank
from forms.docx_edits import Plan
from forms.docx_write import written
from forms.loader import Form
from programs.errors import BadFile, DocumentFault, PackFault
from tests.forms.document.making import make_form, p, part, rows, save, tbl, text_field, tr

Tamper = Any


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """Two cells to fill and one to leave alone."""
    save(tmp_path / "form.docx", tbl(tr("甲", ""), tr("乙", ""), tr("丙", "")), p("注：不得改动。"))
    places = [{"kind": "cell", "field": key, "at": {"label": label}} for key, label in (("a", "甲"), ("b", "乙"))]
    return make_form(tmp_path, [text_field("a"), text_field("b")], places)


ANSWERS = {"a": "第一个值", "b": "第二个值"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("第一个值", "第一个"),
        ("第一个值", "第一个值 "),
        ("第一个值", ""),
        ("第一个值", "第二个值"),
        ("不得改动", "可以改动"),
        ("丙", ""),
        ("<w:tc><w:tcPr></w:tcPr><w:p><w:pPr>", "<w:tc><w:tcPr/></w:tc><w:tc><w:tcPr></w:tcPr><w:p><w:pPr>"),
        ("</w:tbl>", "</w:tbl><w:p/>"),
    ],
)
def test_whatever_differs_stops_the_document(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """A value cut, moved or lost, a label changed, a cell or paragraph too many: no file."""

    def tampered(compiled: CompiledBlank, plan: Plan) -> bytes:
        xml = written(compiled, plan).decode("utf-8").replace("<w:tcPr/>", "<w:tcPr></w:tcPr>")
        assert old in xml
        return xml.replace(old, new, 1).encode("utf-8")

    monkeypatch.setattr(document, "written", tampered)
    out = tmp_path / "申报书.docx"
    with pytest.raises(DocumentFault, match="没有保存"):
        fill(form, ANSWERS, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form.docx"]


def test_swapped_values_stop_the_document(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are there, each in the other's cell."""

    def swapped(compiled: CompiledBlank, plan: Plan) -> bytes:
        xml = written(compiled, plan).decode("utf-8")
        return xml.replace("第一个值", "\0").replace("第二个值", "第一个值").replace("\0", "第二个值").encode("utf-8")

    monkeypatch.setattr(document, "written", swapped)
    with pytest.raises(DocumentFault):
        render(form, ANSWERS)


def test_a_message_shows_no_more_than_a_few_characters_of_a_value(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be an identity number."""
    monkeypatch.setattr(document, "written", lambda compiled, plan: written(compiled, Plan()))
    with pytest.raises(DocumentFault) as caught:
        render(form, {"a": "320402198001011234"})
    assert "198001011234" not in str(caught.value)


def test_a_file_is_written_whole(form: Form, tmp_path: Path) -> None:
    """An earlier file is replaced, nothing lies beside it."""
    out = tmp_path / "申报书.docx"
    out.write_text("旧")
    result = fill(form, ANSWERS, out)
    assert rows(out.read_bytes())[:2] == [["甲", "第一个值"], ["乙", "第二个值"]]
    assert (result.file, result.filled, result.blank, result.read_back) == (out, 2, (), "ok")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form.docx", "申报书.docx"]


def test_an_unwritable_place_is_told(form: Form, tmp_path: Path) -> None:
    """A folder that is not there."""
    with pytest.raises(BadFile, match="写不进去"):
        fill(form, ANSWERS, tmp_path / "没有" / "申报书.docx")


def test_the_earlier_file_survives_a_failed_write(form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up at the last step: the old file is whole, the temporary one gone."""
    out = tmp_path / "申报书.docx"
    out.write_text("旧")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadFile):
        fill(form, ANSWERS, out)
    assert out.read_text() == "旧"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form.docx", "申报书.docx"]


def test_the_blank_itself_is_never_overwritten(form: Form, tmp_path: Path) -> None:
    """Also by another name for the same file."""
    before = (tmp_path / "form.docx").read_bytes()
    with pytest.raises(BadFile, match="空白表本身"):
        fill(form, ANSWERS, tmp_path / "." / "form.docx")
    assert (tmp_path / "form.docx").read_bytes() == before


def test_a_missing_blank_is_told(form: Form, tmp_path: Path) -> None:
    """With its path and how to mend it."""
    (tmp_path / "form.docx").unlink()
    with pytest.raises(BadFile, match="找不到空白表") as caught:
        render(form, ANSWERS)
    assert caught.value.where.endswith("form.docx")


def test_a_programme_without_form_yaml_is_told(form: Form) -> None:
    """There is nowhere to print."""
    with pytest.raises(PackFault, match=r"form\.yaml"):
        render(Form(form.pack, form.sections, form.fields, None), ANSWERS)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (archive(**{"readme.txt": b"x"}), "不是 .docx"),
        (archive(**{"word/document.xml": b"<w:document"}), "读不了"),
        (archive(**{"word/document.xml": b"\0" * (80 * 1024 * 1024)}), "过大"),
        (
            archive(**{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            "实体声明",
        ),
        (archive(**{"word/document.xml": b"<x/>"}), "没有正文"),
    ],
)
def test_a_hostile_or_empty_blank_is_refused(form: Form, tmp_path: Path, content: bytes, message: str) -> None:
    """No document, bombs, entities."""
    (tmp_path / "form.docx").write_bytes(content)
    with pytest.raises(BadFile, match=message):
        render(form, ANSWERS)


def test_authors_of_a_blank_do_not_travel(form: Form, tmp_path: Path) -> None:
    """A blank from the authority carries names of its own; a blank without properties gets them declared."""
    blank = tmp_path / "form.docx"
    with zipfile.ZipFile(blank) as source:
        kept = {name: source.read(name) for name in source.namelist()}
    kept["docProps/core.xml"] = kept["docProps/core.xml"].replace(
        b"<dc:creator></dc:creator>", b"<dc:creator>Li</dc:creator>"
    )
    kept["docProps/app.xml"] = kept["docProps/app.xml"].replace(b"/>", b"><Company>X</Company></Properties>")
    blank.write_bytes(archive(**kept))
    data = render(form, ANSWERS).data
    assert "Li<" not in part(data, "docProps/core.xml")
    assert "Company" not in part(data, "docProps/app.xml")


@pytest.mark.parametrize("declared", [True, False])
def test_a_blank_without_properties_gets_them(form: Form, tmp_path: Path, declared: bool) -> None:
    """Named once in content types and relations, whether or not the blank named a part it did not bring."""
    blank = tmp_path / "form.docx"
    with zipfile.ZipFile(blank) as source:
        kept = {name: source.read(name) for name in source.namelist() if name != "docProps/core.xml"}
    if not declared:
        kept["[Content_Types].xml"] = re.sub(rb"<Override [^>]*core[^>]*>", b"", kept["[Content_Types].xml"])
        kept["_rels/.rels"] = re.sub(rb"<Relationship [^>]*core[^>]*>", b"", kept["_rels/.rels"])
    blank.write_bytes(archive(**kept))
    data = render(form, ANSWERS).data
    assert "<dc:title>" in part(data, "docProps/core.xml")
    assert part(data, "[Content_Types].xml").count('PartName="/docProps/core.xml"') == 1
    assert part(data, "_rels/.rels").count('Target="docProps/core.xml"') == 1


def test_all_other_parts_are_copied_byte_for_byte(form: Form, tmp_path: Path) -> None:
    """Styles, fonts, footer: what the authority set stays."""
    with (
        zipfile.ZipFile(tmp_path / "form.docx") as before,
        zipfile.ZipFile(io.BytesIO(render(form, ANSWERS).data)) as after,
    ):
        changed = {"word/document.xml", "docProps/core.xml", "docProps/app.xml"}
        assert before.namelist() == after.namelist()
        assert all(before.read(name) == after.read(name) for name in before.namelist() if name not in changed)
