"""Values go where they belong, in the blank's own fonts, and nothing else changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from forms.document import render
from programs.values import Special
from tests.forms.document.making import (
    MARK,
    fonts,
    make_form,
    p,
    paragraphs,
    part,
    rows,
    run,
    save,
    tbl,
    tc,
    text_field,
    tr,
)

A, B = text_field("a"), text_field("b")
CELL = {"kind": "cell", "field": "a", "at": {"label": "甲"}}
HINT = "（简要介绍单位基本情况，包括创造、保护、管理、运用等情况）"


def filled(tmp_path: Path, body: str, value: Any, place: dict[str, Any] = CELL, **more: Any) -> bytes:
    """The document after one value went into one place."""
    field = text_field("a", **more)
    return render(make_form(tmp_path, [field], [place]), {"a": value}, blank=save(tmp_path / "form.docx", body)).data


# --- cells ----------------------------------------------------------------------------------------------------------


def test_a_new_run_takes_the_font_of_the_paragraph_mark(tmp_path: Path) -> None:
    """Word keeps an empty cell's font in its paragraph mark; python-docx alone would lose it."""
    assert fonts(filled(tmp_path, tbl(tr("甲", "")), "值"), "值") == ["仿宋_GB2312"]


def test_revision_marks_of_the_paragraph_mark_are_not_copied(tmp_path: Path) -> None:
    """`w:ins` in a paragraph mark would make the whole answer look inserted."""
    mark = MARK.replace("<w:rPr>", '<w:rPr><w:ins w:id="1" w:author="x"/>')
    data = filled(tmp_path, tbl(tr("甲", tc(p(mark=mark)))), "值")
    assert part(data).count("<w:ins ") == 1


def test_an_existing_empty_run_keeps_its_own_format(tmp_path: Path) -> None:
    """The authority formatted a run of spaces to write on: that format wins."""
    body = tbl(tr("甲", tc(p(raw=run("   ", look='<w:rFonts w:eastAsia="楷体"/>')))))
    assert fonts(filled(tmp_path, body, "值"), "值") == ["楷体"]


def test_a_hint_stays_until_there_is_an_answer(tmp_path: Path) -> None:
    """Nothing answered, nothing changed: the tokens of the blank are all there."""
    body = tbl(tr("甲", HINT), tr("乙", ""))
    form = make_form(tmp_path, [A, B], [CELL, {"kind": "cell", "field": "b", "at": {"label": "乙"}}])
    data = render(form, {"b": "二"}, blank=save(tmp_path / "form.docx", body)).data
    assert rows(data) == [["甲", HINT], ["乙", "二"]]


def test_a_hint_gives_way_to_the_answer(tmp_path: Path) -> None:
    """Replaced, not appended, and without the hint's grey."""
    hint = p(raw=run(HINT, look='<w:color w:val="808080"/><w:sz w:val="18"/>'), mark="")
    data = filled(tmp_path, tbl(tr("甲", tc(hint + p() + p()))), "一段话")
    assert rows(data)[0][1].strip() == "一段话"
    assert "808080" not in part(data)


def test_a_hint_can_stay_above_the_answer(tmp_path: Path) -> None:
    """`keep_hint` puts the answer into the next paragraph, new or already there."""
    place = {**CELL, "keep_hint": True}
    assert rows(filled(tmp_path, tbl(tr("甲", HINT)), "一", place))[0][1] == f"{HINT}\n一"
    assert rows(filled(tmp_path, tbl(tr("甲", tc(p(HINT) + p()))), "一", place))[0][1] == f"{HINT}\n一"


def test_a_printed_unit_stays_behind_the_value(tmp_path: Path) -> None:
    """`（亿元）` in the value cell is no hint."""
    assert rows(filled(tmp_path, tbl(tr("甲", "    （亿元）")), "12"))[0][1] == "12  （亿元）"


def test_the_unit_is_printed_where_the_form_asks_for_it(tmp_path: Path) -> None:
    """`with_unit`: 3 becomes 3个; 无 stays 无."""
    place = {**CELL, "with_unit": True}
    assert rows(filled(tmp_path, tbl(tr("甲", "")), 3, place, type="integer", unit="个"))[0][1] == "3个"
    assert rows(filled(tmp_path, tbl(tr("甲", "")), Special.NONE, place, type="integer", unit="个"))[0][1] == "无"


def test_lines_become_paragraphs_of_the_same_format(tmp_path: Path) -> None:
    """A narrative keeps its paragraphs, its empty ones too."""
    data = filled(tmp_path, tbl(tr("甲", "")), "第一段。\n\n第二段。", type="paragraph")
    assert rows(data)[0][1] == "第一段。\n\n第二段。"
    assert fonts(data, "第二段。") == ["仿宋_GB2312"]


def test_a_long_text_uses_up_the_empty_paragraphs_below_it(tmp_path: Path) -> None:
    """The blank's writing space is not added to what is written."""
    data = filled(tmp_path, tbl(tr("甲", tc(p() * 20))), "字" * 5000, type="paragraph")
    assert rows(data)[0][1] == "字" * 5000


def test_an_exact_row_height_becomes_the_least_height(tmp_path: Path) -> None:
    """Word would cut the text off at an exact height; rows that are not written keep theirs."""
    data = filled(tmp_path, tbl(tr("甲", "", height="exact"), tr("乙", "", height="exact")), "字" * 300)
    assert part(data).count('w:hRule="exact"') == 1
    assert part(data).count('w:hRule="atLeast"') == 1


@pytest.mark.parametrize(("value", "text"), [(Special.NONE, "无"), (Special.NOT_APPLICABLE, "不适用")])
def test_explicit_non_answers_are_printed(tmp_path: Path, value: Special, text: str) -> None:
    """无 and 不适用 are answers; unknown stays blank."""
    assert rows(filled(tmp_path, tbl(tr("甲", "")), value))[0][1] == text


def test_what_does_not_apply_is_not_printed(tmp_path: Path) -> None:
    """An answer parked behind a condition that no longer holds stays in the log only."""
    rule = {"kind": "yes", "fact": "b"}
    fields = [text_field("b", type="boolean"), text_field("a", applies_when=rule)]
    form = make_form(tmp_path, fields, [CELL])
    blank = save(tmp_path / "form.docx", tbl(tr("甲", "")))
    assert rows(render(form, {"a": "值", "b": True}, blank=blank).data)[0][1] == "值"
    parked = render(form, {"a": "值", "b": False}, blank=blank)
    assert rows(parked.data)[0][1] == ""
    assert parked.blank == ()


def test_filled_and_blank_fields_are_told(tmp_path: Path) -> None:
    """A field printed twice counts once; a field the form does not print is no blank."""
    places = [
        CELL,
        {"kind": "cell", "field": "a", "at": {"label": "丙"}},
        {"kind": "cell", "field": "b", "at": {"label": "乙"}},
    ]
    form = make_form(tmp_path, [A, B, text_field("c")], places)
    blank = save(tmp_path / "form.docx", tbl(tr("甲", ""), tr("乙", ""), tr("丙", "")))
    done = render(form, {"a": "一"}, blank=blank)
    assert (done.filled, done.blank, done.read_back) == (1, ("b",), "ok")


# --- lines ----------------------------------------------------------------------------------------------------------


def line(label: str, **at: Any) -> dict[str, Any]:
    return {"kind": "line", "field": "a", "at": {"label": label, **at}}


def test_an_underlined_blank_keeps_its_line_and_its_length(tmp_path: Path) -> None:
    """Spaces give way to the value's width; the rest stays underlined."""
    look = '<w:rFonts w:eastAsia="楷体"/><w:u w:val="single"/>'
    data = filled(
        tmp_path, p(raw=run("申报单位：") + run(" " * 20, look=look) + run("（盖章）")), "示例大学", line("申报单位：")
    )
    assert paragraphs(data)[0] == "申报单位：示例大学" + " " * 12 + "（盖章）"
    assert fonts(data, "示例大学" + " " * 12) == ["楷体"]


def test_an_underlined_tab_ends_where_it_ended(tmp_path: Path) -> None:
    """The value goes before the tab, so the line still reaches its stop."""
    look = '<w:u w:val="single"/>'
    body = p(raw=run("单位：") + run(look=look, raw="<w:tab/>") + run("电话：") + run(look=look, raw="<w:tab/>"))
    assert paragraphs(filled(tmp_path, body, "示例", line("单位：")))[0] == "单位：示例\t电话：\t"
    assert paragraphs(filled(tmp_path, body, "010", line("电话：")))[0] == "单位：\t电话：010\t"


def test_typed_underscores_give_way(tmp_path: Path) -> None:
    """As many as the value is wide."""
    assert (
        paragraphs(filled(tmp_path, p("资金规模：________（亿元）"), "12", line("资金规模：")))[0]
        == "资金规模：12______（亿元）"
    )


def test_a_label_at_the_end_of_a_line_takes_the_value_behind_it(tmp_path: Path) -> None:
    """In the paragraph mark's font."""
    data = filled(tmp_path, p("单位地址："), "示例路1号", line("单位地址："))
    assert paragraphs(data)[0] == "单位地址：示例路1号"
    assert fonts(data, "示例路1号") == ["仿宋_GB2312"]


def test_the_tail_of_a_longer_label_is_not_the_label(tmp_path: Path) -> None:
    """电话 is not found in 联系电话."""
    data = filled(tmp_path, p("联系电话：      电话：     "), "010", line("电话："))
    assert paragraphs(data)[0].startswith("联系电话：      电话：010")


def test_two_values_on_one_line_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Whatever the order of the places."""
    places = [{"kind": "line", "field": "b", "at": {"label": "电话："}}, line("负责人：")]
    form = make_form(tmp_path, [A, B], places)
    blank = save(tmp_path / "form.docx", p("负责人：        电话：        "))
    assert paragraphs(render(form, {"a": "林知远", "b": "010"}, blank=blank).data)[0].split() == [
        "负责人：林知远",
        "电话：010",
    ]


# --- texts, composed, grids -----------------------------------------------------------------------------------------


def test_a_text_goes_under_its_heading(tmp_path: Path) -> None:
    """Into the empty paragraph there, or a new one that is no heading itself."""
    place = {"kind": "text", "field": "a", "at": {"label": "一、单位情况"}}
    for body in (
        p("一、单位情况", heading=True) + p() + p("二、其他"),
        p("一、单位情况", heading=True) + p("二、其他"),
    ):
        data = filled(tmp_path, body, "甲\n乙", place, type="paragraph")
        assert [text for text in paragraphs(data) if text] == ["一、单位情况", "甲", "乙", "二、其他"]
        assert part(data).count("Heading1") == 1


def test_a_text_replaces_its_hint(tmp_path: Path) -> None:
    """And only then."""
    place = {"kind": "text", "field": "a", "at": {"label": "（单位简介"}, "replaces_hint": True}
    data = filled(tmp_path, p("一、情况") + p("（单位简介等）") + p("二、"), "正文", place)
    assert [text for text in paragraphs(data) if text] == ["一、情况", "正文", "二、"]


def test_a_page_break_is_not_space_to_write_on(tmp_path: Path) -> None:
    """The empty-looking paragraph that ends the page stays."""
    place = {"kind": "text", "field": "a", "at": {"label": "一、情况"}}
    data = filled(tmp_path, p("一、情况") + p(raw='<w:r><w:br w:type="page"/></w:r>') + p("二、"), "正文", place)
    assert part(data).count('w:type="page"') == 1
    assert [text.strip() for text in paragraphs(data)][:2] == ["一、情况", "正文"]


def test_printed_characters_give_way_to_a_composed_text(tmp_path: Path) -> None:
    """`**单位` becomes the unit's name, the rest of the title stays."""
    place = {"kind": "composed", "fields": ["a"], "template": "{a}", "at": {"label": "**单位"}, "where": "here"}
    data = filled(tmp_path, p(raw=run("**单位") + run("实施方案")), "示例大学", place)
    assert paragraphs(data)[0] == "示例大学实施方案"


def test_a_composed_text_shows_what_is_unknown(tmp_path: Path) -> None:
    """One part answered, the other left to be written."""
    place = {
        "kind": "composed",
        "fields": ["a", "b"],
        "template": "{a}，规模{b}亿元",
        "at": {"label": "资金"},
        "where": "right",
    }
    form = make_form(tmp_path, [A, B], [place])
    blank = save(tmp_path / "form.docx", tbl(tr("资金", "")))
    assert rows(render(form, {"a": "有"}, blank=blank).data)[0][1] == "有，规模＿＿亿元"
    assert rows(render(form, {}, blank=blank).data)[0][1] == ""


GRID = {
    "type": "grid",
    "total": "合计",
    "rows": [{"key": "y0", "label": "2020"}, {"key": "y1", "label": "2021"}],
    "columns": [
        {"key": "n", "label": "件数", "type": "integer"},
        {"key": "m", "label": "金额", "type": "money", "unit": "万元"},
    ],
}
DOWN = tbl(
    tr(tc("近两年转让", span=3)),
    tr("年度", "件数", "金额"),
    tr("2020", "", ""),
    tr("2021", "", ""),
    tr("合  计", "", ""),
)
PLACE = {
    "kind": "grid",
    "field": "a",
    "at": {"label": "近两年转让"},
    "rows": {"y0": "2020", "y1": "2021"},
    "columns": {"n": "件数", "m": "金额"},
    "total": "合计",
}


def test_a_total_is_the_exact_sum(tmp_path: Path) -> None:
    """Decimal, not binary floating point."""
    value = {"y0": {"n": 3, "m": Decimal("0.1")}, "y1": {"n": 4, "m": Decimal("0.2")}}
    assert rows(filled(tmp_path, DOWN, value, PLACE, **GRID))[2:] == [
        ["2020", "3", "0.1"],
        ["2021", "4", "0.2"],
        ["合  计", "7", "0.3"],
    ]


def test_a_total_stays_blank_when_a_part_is_missing(tmp_path: Path) -> None:
    """Blank is not zero, and the person is told; 无 is zero."""
    form = make_form(tmp_path, [text_field("a", **GRID)], [PLACE])
    blank = save(tmp_path / "form.docx", DOWN)
    done = render(form, {"a": {"y0": {"n": 3, "m": Special.NONE}, "y1": {"m": Decimal(5)}}}, blank=blank)
    assert rows(done.data)[4] == ["合  计", "", "5"]
    assert len(done.warnings) == 1
    assert "件数" in done.warnings[0]


def test_a_grid_may_run_across(tmp_path: Path) -> None:
    """Years at the top, figures down the side, the total in the last column."""
    body = tbl(tr("指标", "2020", "2021", "合计"), tr("件数", "", "", ""), tr("金额", "", "", ""))
    value = {"y0": {"n": 1, "m": Decimal(10)}, "y1": {"n": 2, "m": Decimal(20)}}
    place = {**PLACE, "at": {"label": "指标"}, "transposed": True}
    assert rows(filled(tmp_path, body, value, place, **GRID)) == [
        ["指标", "2020", "2021", "合计"],
        ["件数", "1", "2", "3"],
        ["金额", "10", "20", "30"],
    ]


def test_several_columns_may_share_a_printed_cell(tmp_path: Path) -> None:
    """A count and its growth in one cell, the unknown part left to be written."""
    body = tbl(
        tr("任务", "指标", "目标"), tr(tc("转让", merge="restart"), "2020", ""), tr(tc(merge="continue"), "2021", "")
    )
    place = {**PLACE, "at": {"label": "转让"}, "columns": {}, "total": "", "templates": {"目标": "{n}次，增幅{m}%"}}
    value = {"y0": {"n": 8, "m": Decimal(25)}, "y1": {"n": 6}}
    assert [row[2] for row in rows(filled(tmp_path, body, value, place, **GRID))] == [
        "目标",
        "8次，增幅25%",
        "6次，增幅＿＿%",
    ]


def test_a_grid_answered_with_none_says_so_in_every_cell(tmp_path: Path) -> None:
    """无 for the whole grid; a total of nothing is not invented."""
    assert rows(filled(tmp_path, DOWN, Special.NONE, PLACE, **GRID))[2:] == [
        ["2020", "无", "无"],
        ["2021", "无", "无"],
        ["合  计", "", ""],
    ]
