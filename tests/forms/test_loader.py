"""Opening a programme's fields and form, and what is said of a broken folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.loader import Form, load_form
from programs.errors import PackFault
from programs.registry import discover
from tests.forms.form_samples import make_pack

SHARED = """\
    fields:
      - {key: unit_name, label: 单位名称, type: text, required: true, question: 全称？, aliases: [全称]}
      - {key: unit_phone, label: 联系电话, type: phone, question: 电话？}
    """
FIELDS = """\
    sections:
      - {key: unit, title: 一、单位}
      - {key: output, title: 二、产出}
    fields:
      - {use: unit_name, section: unit, label: 申报单位, help: 与公章一致。}
      - {key: staff, label: 专职人员数（人）, type: integer, unit: 人, section: unit}
      - key: kind
        label: 类型
        type: choice
        section: unit
        options: [{value: a, label: 甲类}, {value: b, label: 乙类}]
      - key: granted
        label: 授权量
        type: grid
        section: output
        rows: [{key: "2020", label: 2020年}, {key: "2021", label: 2021年}]
        columns: [{key: invention, label: 发明（件）, type: integer, unit: 件}]
      - key: cases
        label: 案例
        type: table
        section: output
        columns: [{key: name, label: 名称, type: text}]
    """
FORM = """\
    places:
      - {kind: line, field: unit_name, at: {label: 申报单位}}
      - {kind: composed, fields: [staff, kind], template: "{staff}", at: {label: 备注}}
      - {kind: cell, field: granted.2021.invention, at: {label: 发明}}
    """


def form(tmp_path: Path) -> Form:
    return load_form(make_pack(tmp_path, FIELDS, form_yaml=FORM, shared_yaml=SHARED))


def test_shared_fields_are_merged_in_order(tmp_path: Path) -> None:
    """A `use` line takes the shared field, says some things differently, and keeps the rest."""
    loaded = form(tmp_path)
    assert list(loaded.fields) == ["unit_name", "staff", "kind", "granted", "cases"]
    name = loaded.fields["unit_name"]
    assert (name.label, name.help, name.required, name.section) == ("申报单位", "与公章一致。", True, "unit")
    assert set(name.aliases) == {"全称", "单位名称"}


def test_facts_have_labels_without_units(tmp_path: Path) -> None:
    """Fields, cells, columns and options all have a Chinese name, without the unit."""
    loaded = form(tmp_path)
    assert loaded.label("staff") == "专职人员数"
    assert loaded.label("granted.2021.invention") == "授权量·2021年·发明"
    assert loaded.label("cases.name") == "案例·名称"
    assert loaded.label("kind=b") == "乙类"
    assert loaded.label("nothing") == "nothing"
    assert loaded.fact_paths() == {
        "unit_name", "staff", "kind", "granted", "granted.invention", "granted.2020.invention", "granted.2021.invention",
        "cases", "cases.name",
    }  # fmt: skip
    assert loaded.section_title("output") == "二、产出"
    assert loaded.section_title("nowhere") == ""


@pytest.mark.parametrize(
    ("path", "label"), [("staff", "专职人员数（人）"), ("granted.2021.invention", "发明（件）"), ("cases.name", "名称")]
)
def test_the_field_at_a_path(tmp_path: Path, path: str, label: str) -> None:
    """A path leads to the field that reads what stands there."""
    found = form(tmp_path).field_at(path)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "path", ["nothing", "granted.2018.invention", "granted.2021.x", "granted.invention", "staff.x", "a.b.c.d"]
)
def test_no_field_at_a_wrong_path(tmp_path: Path, path: str) -> None:
    """A wrong path leads nowhere."""
    assert form(tmp_path).field_at(path) is None


def test_who_uses_a_field(tmp_path: Path) -> None:
    """Rules use a field by its key or any cell of it, the form by any place that prints it."""
    loaded = form(tmp_path)
    assert loaded.used_by("granted", {"granted.2020.invention"}) == ("rules", "form")
    assert loaded.used_by("kind", {"granted"}) == ("form",)
    assert loaded.used_by("cases", {"cases"}) == ("rules",)
    assert loaded.used_by("cases", {"cases_of_others"}) == ()


def test_a_folder_without_form_file(tmp_path: Path) -> None:
    """A guide that brings no form has fields all the same."""
    loaded = load_form(make_pack(tmp_path, FIELDS, shared_yaml=SHARED))
    assert loaded.file is None
    assert loaded.used_by("staff") == ()


def fault(tmp_path: Path, fields: str, *, form_yaml: str = "", shared: str = SHARED) -> PackFault:
    with pytest.raises(PackFault) as caught:
        load_form(make_pack(tmp_path, fields, form_yaml=form_yaml, shared_yaml=shared))
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("{use: unit_name,", "{use: unit_nam,", 5, "unit_nam"),
        ("section: unit, label", "section: units, label", 5, "units"),
        ("key: staff", "key: unit_name", 6, "两次"),
        ("unit: 人, section: unit", "unit: 人", 6, "哪一节"),
        ("type: integer, unit: 人", "type: integr, unit: 人", 6, "type"),
        ("unit: 人, section", "unitt: 人, section", 6, "unitt"),
        ("{value: b, label: 乙类}", "{value: a, label: 乙类}", 11, "两次"),
        ("{key: \"2021\", label: 2021年}", "{key: \"2020\", label: 2021年}", 16, "两次"),
        ("{key: name, label: 名称, type: text}", "{key: name, label: 名称, type: table, columns: [{key: x, label: x, type: text}]}", 22, "又是表格"),
        ("type: integer, unit: 人,", "type: integer, unit: 人, min: 5, max: 2,", 6, "大于"),
        ("{key: output, title: 二、产出}", "{key: unit, title: 二、产出}", 3, "两次"),
        ("{key: staff, label", "{key: Staff, label", 6, "key"),
    ],
)  # fmt: skip
def test_faults_have_path_line_and_mend(tmp_path: Path, old: str, new: str, line: int, word: str) -> None:
    """Each planted fault is told with the file, the line, what is wrong, and how to mend it."""
    assert old in FIELDS
    found = fault(tmp_path, FIELDS.replace(old, new, 1))
    every = [found, *found.others]
    assert any(f"fields.yaml:{line}" in one.where and word in one.message + one.where for one in every), [
        str(one) for one in every
    ]
    assert all(one.mend for one in every)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """One reading tells every fault of the file."""
    broken = FIELDS.replace("section: unit, label", "section: units, label").replace("key: staff", "key: unit_name")
    found = fault(tmp_path, broken)
    assert len([found, *found.others]) == 2


def test_other_broken_files(tmp_path: Path) -> None:
    """A missing or misspelt file names itself."""
    assert "form.yaml:2" in fault(tmp_path, FIELDS, form_yaml="places:\n  - {kind: nothing}\n").where
    assert "_shared" in fault(tmp_path, FIELDS, shared="fields: [").where
    pack = make_pack(tmp_path, FIELDS, shared_yaml=SHARED)
    pack.path("fields.yaml").unlink()
    with pytest.raises(PackFault, match="缺少这个文件"):
        load_form(pack)


@pytest.mark.parametrize("slug", [slug for slug, pack in discover().items() if pack.path("fields.yaml").exists()])
def test_every_programme_opens(slug: str) -> None:
    """The fields of every programme folder can be opened, and every label is Chinese for somebody."""
    loaded = load_form(discover()[slug])
    assert loaded.fields
    assert all(loaded.label(path) for path in loaded.fact_paths())
