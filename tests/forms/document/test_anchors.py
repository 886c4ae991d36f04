"""Anchors find the one place that is meant, through everything Word does to tables, and say so when they do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms.anchors import survey, try_anchors
from forms.document import render
from programs.errors import BadFile, PackFault
from tests.forms.document.making import make_form, p, part, rows, run, save, sdt, tbl, tc, text_field, tr

A, B = text_field("a"), text_field("b")


def cell(field: str, where: str = "right", **at: Any) -> dict[str, Any]:
    return {"kind": "cell", "field": field, "where": where, "at": at}


def test_equal_labels_are_told_apart_by_the_merged_cell_to_their_left(tmp_path: Path) -> None:
    """固定电话 of the leader and of the contact are two places."""
    blank = save(
        tmp_path / "form.docx",
        tbl(
            tr(tc("项目\n负责人", merge="restart"), "姓名", ""),
            tr(tc(merge="continue"), "固定电话", ""),
            tr(tc("项目联系人", merge="restart"), "姓名", ""),
            tr(tc(merge="continue"), "固定电话", ""),
        ),
    )
    form = make_form(
        tmp_path,
        [A, B],
        [cell("a", label="固定电话", block="项目负责人"), cell("b", label="固定电话", block="项目联系人")],
    )
    filled = rows(render(form, {"a": "一", "b": "二"}, blank=blank).data)
    assert [row[2] for row in filled] == ["", "一", "", "二"]


def test_equal_labels_are_told_apart_by_the_caption_above(tmp_path: Path) -> None:
    """A caption over a group of columns is a block too."""
    blank = save(
        tmp_path / "form.docx",
        tbl(tr(tc("转让", span=2)), tr("件数", ""), tr(tc("许可", span=2)), tr("件数", "")),
    )
    form = make_form(tmp_path, [A, B], [cell("a", label="件数", block="转让"), cell("b", label="件数", block="许可")])
    assert [row[-1] for row in rows(render(form, {"a": "1", "b": "2"}, blank=blank).data)] == ["转让", "1", "许可", "2"]


def test_equal_labels_are_told_apart_by_the_heading_above(tmp_path: Path) -> None:
    """The last heading above a table is its section, numbered or styled or named by the form."""
    blank = save(
        tmp_path / "form.docx",
        p("一、甲部分"),
        tbl(tr("金额", "")),
        p("乙部分", heading=True),
        tbl(tr("金额", "")),
        p("丙部分（说明）"),
        tbl(tr("金额", "")),
    )
    fields = [text_field(key) for key in "abc"]
    places = [
        cell(key, label="金额", section=name) for key, name in zip("abc", ("一、甲", "乙部分", "丙部分"), strict=True)
    ]
    data = render(make_form(tmp_path, fields, places), {"a": "1", "b": "2", "c": "3"}, blank=blank).data
    assert [rows(data, table)[0][1] for table in range(3)] == ["1", "2", "3"]


@pytest.mark.parametrize("label", ["姓名", "姓  名", "姓　名：", "姓\n名"])
def test_white_space_and_closing_colons_do_not_matter(tmp_path: Path, label: str) -> None:
    """姓名 is found however it is spread."""
    blank = save(tmp_path / "form.docx", tbl(tr("姓　　名", "")))
    form = make_form(tmp_path, [A], [cell("a", label=label)])
    assert rows(render(form, {"a": "林"}, blank=blank).data)[0][1] == "林"


def test_full_width_and_half_width_are_the_same(tmp_path: Path) -> None:
    """（万元） and (万元), ２０２１ and 2021."""
    blank = save(tmp_path / "form.docx", tbl(tr("２０２１年合同额(万元)", "")))
    form = make_form(tmp_path, [A], [cell("a", label="2021年合同额（万元）")])
    assert rows(render(form, {"a": "9"}, blank=blank).data)[0][1] == "9"


def test_cells_rows_and_paragraphs_in_content_controls_are_seen(tmp_path: Path) -> None:
    """python-docx shifts such rows to the left; here values stay under their labels."""
    placeholder = "<w:showingPlcHdr/>"
    blank = save(
        tmp_path / "form.docx",
        tbl(
            tr("姓名", sdt(tc(), properties=placeholder), "手机", ""),
            sdt(tr("单位", "", "邮编", "")),
        ),
        sdt(p("地址：")),
    )
    fields = [text_field(key) for key in "abcde"]
    labels = ("姓名", "手机", "单位", "邮编")
    places = [cell(key, label=label) for key, label in zip("abcd", labels, strict=True)]
    form = make_form(tmp_path, fields, [*places, {"kind": "line", "field": "e", "at": {"label": "地址："}}])
    data = render(form, dict(zip("abcde", "甲乙丙丁戊", strict=True)), blank=blank).data
    assert rows(data) == [["姓名", "甲", "手机", "乙"], ["单位", "丙", "邮编", "丁"]]
    assert "showingPlcHdr" not in part(data)


def test_a_cell_that_continues_a_merged_one_is_never_written(tmp_path: Path) -> None:
    """The label's neighbour is part of a cell above: the anchor is unusable, not filled by chance."""
    blank = save(tmp_path / "form.docx", tbl(tr("甲", tc(merge="restart")), tr("乙", tc(merge="continue"))))
    form = make_form(tmp_path, [A], [cell("a", label="乙")])
    assert [found.status for found in try_anchors(form, blank)] == ["unusable"]


def test_an_ambiguous_label_is_not_filled_by_guessing(tmp_path: Path) -> None:
    """Two places and no word which: reported with how to mend it; an occurrence settles it."""
    blank = save(tmp_path / "form.docx", tbl(tr("电话", ""), tr("电话", "")))
    form = make_form(tmp_path, [A], [cell("a", label="电话")])
    (found,) = try_anchors(form, blank)
    assert (found.status, found.location, found.fields) == ("ambiguous", ("places", 0), ("a",))
    assert "occurrence" in found.mend
    with pytest.raises(PackFault, match="有2处"):
        render(form, {"a": "1"}, blank=blank)
    second = make_form(tmp_path, [A], [cell("a", label="电话", occurrence=2)])
    assert [row[1] for row in rows(render(second, {"a": "1"}, blank=blank).data)] == ["", "1"]


def test_a_missing_label_names_the_nearest_printed_ones(tmp_path: Path) -> None:
    """What the blank prints instead is shown."""
    blank = save(tmp_path / "form.docx", tbl(tr("统一社会信用代码证号", ""), tr("邮编", "")))
    form = make_form(tmp_path, [A], [cell("a", label="统一社会信用代码号")])
    (found,) = try_anchors(form, blank)
    assert found.status == "missing"
    assert found.nearest[0] == "统一社会信用代码证号"
    assert "统一社会信用代码证号" in found.mend


def test_an_occurrence_beyond_the_last_is_missing(tmp_path: Path) -> None:
    """The third of two is not the second."""
    blank = save(tmp_path / "form.docx", tbl(tr("电话", ""), tr("电话", "")))
    assert [
        o.status for o in try_anchors(make_form(tmp_path, [A], [cell("a", label="电话", occurrence=3)]), blank)
    ] == ["missing"]


def test_a_printed_value_cell_is_refused(tmp_path: Path) -> None:
    """What is printed there is no hint and no unit, so it is not overwritten."""
    blank = save(tmp_path / "form.docx", tbl(tr("意见", "经研究决定同意推荐该项目申报并予以支持")))
    assert try_anchors(make_form(tmp_path, [A], [cell("a", label="意见")]), blank)[0].status == "unusable"


def test_a_place_that_must_stay_blank_cannot_be_a_place_to_fill(tmp_path: Path) -> None:
    """A signature line that somebody also lists as a field is a fault of the form."""
    blank = save(tmp_path / "form.docx", p("法定代表人签字："))
    place = {"kind": "line", "field": "a", "at": {"label": "法定代表人签字："}}
    form = make_form(tmp_path, [A], [place], blanks=[{"label": "法定代表人签字："}])
    assert [(o.location, o.status) for o in try_anchors(form, blank)] == [(("blanks", 0), "unusable")]


def test_a_blank_is_resolved_again_when_it_changes(tmp_path: Path) -> None:
    """The kept resolution belongs to the file's time and size."""
    path = tmp_path / "form.docx"
    form = make_form(tmp_path, [A], [cell("a", label="甲")])
    assert not try_anchors(form, save(path, tbl(tr("甲", ""))))
    assert try_anchors(form, save(path, tbl(tr("乙丙丁戊", ""), tr("", ""))))


def test_survey_reports_found_places_too(tmp_path: Path) -> None:
    """One outcome for each place and each blank, in order."""
    blank = save(tmp_path / "form.docx", tbl(tr("甲", "")), p("盖章："))
    form = make_form(tmp_path, [A], [cell("a", label="甲"), cell("a", label="乙")], blanks=[{"label": "盖章"}])
    assert form.file is not None
    assert [outcome.status for outcome in survey(blank, form.file)] == ["found", "missing", "found"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "docx"), (b"PK\x03\x04 broken", "docx"), (b"\xd0\xcf\x11\xe0 an old .doc", "docx")],
)
def test_a_blank_that_is_no_docx_is_told_plainly(tmp_path: Path, content: bytes, said: str) -> None:
    """Damaged, empty or old binary files."""
    blank = tmp_path / "form.docx"
    blank.write_bytes(content)
    with pytest.raises(BadFile, match=said):
        render(make_form(tmp_path, [A], [cell("a", label="甲")]), {"a": "1"}, blank=blank)


def test_text_split_over_many_runs_is_one_label(tmp_path: Path) -> None:
    """Word splits words into runs as it likes."""
    label = p(raw=run("统一") + run("社会") + run("信用代码"))
    blank = save(tmp_path / "form.docx", tbl(tr(tc(label), "")))
    assert not try_anchors(make_form(tmp_path, [A], [cell("a", label="统一社会信用代码")]), blank)
