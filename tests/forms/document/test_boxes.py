"""Check boxes of every make are ticked in place; the others stay printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms.document import render
from tests.forms.document.making import (
    W14,
    fonts,
    make_form,
    p,
    paragraphs,
    part,
    rows,
    run,
    save,
    sdt,
    tbl,
    tc,
    text_field,
    tr,
)

YES_NO = {"yes": "是", "no": "否"}


def ticked(tmp_path: Path, body: str, value: Any, boxes: dict[str, str], where: str = "right", **more: Any) -> bytes:
    """The document after the boxes beside 甲 were ticked."""
    field = text_field("a", **more)
    place = {"kind": "tick", "field": "a", "at": {"label": "甲"}, "where": where, "options": boxes}
    return render(make_form(tmp_path, [field], [place]), {"a": value}, blank=save(tmp_path / "form.docx", body)).data


@pytest.mark.parametrize(
    ("printed", "yes", "no"),
    [
        ("□是  □否", "☑是  □否", "□是  ☑否"),
        ("是□     否□", "是☑     否□", "是□     否☑"),
        ("☐是 ☐否", "☑是 ☐否", "☐是 ☑否"),
        ("□ 是　□ 否（请说明）", "☑ 是　□ 否（请说明）", "□ 是　☑ 否（请说明）"),
    ],
)
def test_boxes_before_or_behind_their_words(tmp_path: Path, printed: str, yes: str, no: str) -> None:
    """The side is seen from the row of boxes, not assumed."""
    for value, expected in ((True, yes), (False, no)):
        data = ticked(tmp_path, tbl(tr("甲", printed)), value, YES_NO, type="boolean")
        assert rows(data)[0][1] == expected


def test_the_tick_keeps_the_box_s_run(tmp_path: Path) -> None:
    """Same run, same font."""
    body = tbl(tr("甲", tc(p(raw=run("□是 □否", look='<w:rFonts w:eastAsia="黑体"/>')))))
    assert fonts(ticked(tmp_path, body, True, YES_NO, type="boolean"), "☑是 □否") == ["黑体"]


def test_several_boxes_of_a_multiple_choice(tmp_path: Path) -> None:
    """One a line, two of three."""
    body = tbl(tr("甲", tc(p("□《规范一》") + p("□《规范二》") + p("□《规范三》"))))
    options = {"a": "《规范一》", "b": "《规范二》", "c": "《规范三》"}
    listed = [{"value": key, "label": label} for key, label in options.items()]
    data = ticked(tmp_path, body, ("a", "c"), options, type="multichoice", options=listed)
    assert rows(data)[0][1] == "☑《规范一》\n□《规范二》\n☑《规范三》"


def test_longer_options_do_not_lose_their_box_to_shorter_ones(tmp_path: Path) -> None:
    """其他 and 其他社会组织; several values may share a box."""
    options = {"a": "其他", "b": "其他社会组织", "c": "其他"}
    listed = [{"value": key, "label": label} for key, label in options.items()]
    for value, expected in (("b", "☑其他社会组织 □其他"), ("a", "□其他社会组织 ☑其他"), ("c", "□其他社会组织 ☑其他")):
        data = ticked(tmp_path, tbl(tr("甲", "□其他社会组织 □其他")), value, options, type="choice", options=listed)
        assert rows(data)[0][1] == expected


def test_boxes_on_the_lines_behind_a_label(tmp_path: Path) -> None:
    """类型：□甲类 in this line, □乙类 in the next."""
    body = p("甲：□一类   □二类") + p("   □三类   □其他")
    options = {"1": "一类", "3": "三类", "4": "其他"}
    listed = [{"value": key, "label": label} for key, label in options.items()]
    data = ticked(tmp_path, body, "3", options, "line", type="choice", options=listed)
    assert paragraphs(data)[:2] == ["甲：□一类   □二类", "   ☑三类   □其他"]


@pytest.mark.parametrize(
    ("font", "code", "expected"),
    [("Wingdings", "F0A8", "F0FE"), ("Wingdings", "F06F", "F0FE"), ("Wingdings 2", "F0A3", "F052")],
)
def test_symbol_font_boxes(tmp_path: Path, font: str, code: str, expected: str) -> None:
    """Boxes that python-docx does not see at all."""
    symbol = f'<w:sym w:font="{font}" w:char="{code}"/>'
    body = tbl(tr("甲", tc(p(raw=run(raw=symbol) + run("是 ") + run(raw=symbol) + run("否")))))
    xml = part(ticked(tmp_path, body, False, YES_NO, type="boolean"))
    assert xml.index(f'w:char="{code}"') < xml.index(f'w:char="{expected}"')
    assert xml.count(f'w:char="{expected}"') == 1


def test_check_box_controls(tmp_path: Path) -> None:
    """Their state and what they show are both set."""
    control = (
        f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="0"/><w14:checkedState w14:val="2612"/></w14:checkbox>'
    )
    body = tbl(
        tr(
            "甲",
            tc(p(raw=sdt(run("☐"), properties=control) + run("是 ") + sdt(run("☐"), properties=control) + run("否"))),
        )
    )
    data = ticked(tmp_path, body, True, YES_NO, type="boolean")
    assert rows(data)[0][1] == "☒是 ☐否"
    assert part(data).count('w14:checked w14:val="1"') == 1


def test_legacy_form_fields(tmp_path: Path) -> None:
    """FORMCHECKBOX of old templates."""
    box = '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar>'
    body = tbl(tr("甲", tc(p(raw=run(raw=box) + run("是 ") + run(raw=box) + run("否")))))
    xml = part(ticked(tmp_path, body, True, YES_NO, type="boolean"))
    assert xml.count('<w:checked w:val="1"/>') == 1
    assert xml.index("<w:checked ") < xml.index("是 ")


def test_an_answer_without_a_box_is_told(tmp_path: Path) -> None:
    """Nothing is ticked by approximation."""
    listed = [{"value": "a", "label": "一"}, {"value": "z", "label": "别的"}]
    field = text_field("a", type="choice", options=listed)
    place = {"kind": "tick", "field": "a", "at": {"label": "甲"}, "options": {"a": "一"}}
    form = make_form(tmp_path, [field], [place])
    done = render(form, {"a": "z"}, blank=save(tmp_path / "form.docx", tbl(tr("甲", "□一"))))
    assert rows(done.data)[0][1] == "□一"
    assert done.filled == 0
    assert "方框" in done.warnings[0]
