"""Tables grow with the answers: every row, its borders, its number; the total stays last."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from forms.document import render
from programs.values import Special
from tests.forms.document.making import fonts, make_form, p, part, root_of, rows, save, tbl, tc, text_field, tr

BORDER = '<w:tcBorders><w:top w:val="double"/></w:tcBorders>'
COLUMNS = [
    {"key": "item", "label": "科目", "type": "text"},
    {"key": "wan", "label": "金额", "type": "money", "unit": "万元"},
]
PLACE = {
    "kind": "rows",
    "field": "a",
    "at": {"label": "科目"},
    "columns": {"item": "科目", "wan": "金额"},
    "number": "序号",
    "total": "合计",
    "total_column": "wan",
}


def table(count: int, numbered: bool = True, *, total: bool = True) -> str:
    """A table of `count` empty rows with a running number."""
    body = [tr(str(n + 1) if numbered else "", "", "") for n in range(count)]
    return tbl(tr("序号", "科目", "金额"), *body, *([tr(tc("合  计", span=2), "")] if total else []))


def values(count: int) -> tuple[dict[str, Any], ...]:
    return tuple({"item": f"科目{n + 1}", "wan": Decimal(n + 1)} for n in range(count))


def filled(tmp_path: Path, body: str, value: Any, place: dict[str, Any] = PLACE) -> bytes:
    field = text_field("a", type="table", columns=COLUMNS)
    return render(make_form(tmp_path, [field], [place]), {"a": value}, blank=save(tmp_path / "form.docx", body)).data


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("count", [1, 8, 9, 10, 25])
def test_no_row_is_dropped_and_none_is_added_without_need(tmp_path: Path, count: int, numbered: bool) -> None:
    """Nine printed rows: 1 to 25 answers, numbered on, the total last."""
    said = rows(filled(tmp_path, table(9, numbered), values(count)))
    data = said[1:-1]
    assert len(data) == max(count, 9)
    assert data[:count] == [[str(n + 1), f"科目{n + 1}", str(n + 1)] for n in range(count)]
    assert all(row[1:] == ["", ""] for row in data[count:])
    assert said[-1] == ["合  计", str(count * (count + 1) // 2)]


def test_added_rows_are_copies_with_their_borders_and_fonts(tmp_path: Path) -> None:
    """Same cell properties, same paragraph format."""
    body = table(2).replace("<w:tcPr></w:tcPr>", f"<w:tcPr>{BORDER}</w:tcPr>")
    data = filled(tmp_path, body, values(6))
    assert part(data).count(BORDER) == 3 + 6 * 3 + 1
    assert fonts(data, "科目6") == ["仿宋_GB2312"]


def test_added_rows_repeat_no_identity(tmp_path: Path) -> None:
    """Paragraph ids and bookmarks occur once, or Word calls the file damaged."""
    mark = '<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>'
    body = tbl(tr("科目", "金额"), tr(tc(p(raw=mark)), ""), tr("合计", ""))
    data = filled(tmp_path, body, values(5), {**PLACE, "number": ""})
    assert part(data).count("bookmarkStart") == 1


def test_a_side_label_reaches_down_over_the_added_rows(tmp_path: Path) -> None:
    """The copies continue the merged cell; the block below is not pushed apart."""
    body = tbl(
        tr(tc("制度", merge="restart"), "科目", "金额"),
        *(tr(tc(merge="continue"), "", "") for _ in range(3)),
        tr("投入", "年度", ""),
    )
    data = filled(
        tmp_path, body, values(5), {**PLACE, "at": {"label": "科目", "block": "制度"}, "number": "", "total": ""}
    )
    assert [row[1] for row in rows(data)] == ["科目", *(f"科目{n + 1}" for n in range(5)), "年度"]
    merges = [e for e in root_of(data).iter() if e.tag.endswith("}vMerge")]
    assert len(merges) == 6


def test_groups_under_one_header_grow_on_their_own(tmp_path: Path) -> None:
    """负责人 and 成员 share the header above both."""
    body = tbl(
        tr("", "科目", "金额"),
        tr(tc("负责人", merge="restart"), "", ""),
        tr(tc(merge="continue"), "", ""),
        tr(tc("成员", merge="restart"), "", ""),
        tr(tc(merge="continue"), "", ""),
    )
    fields = [text_field(key, type="table", columns=COLUMNS) for key in "ab"]
    base = {**PLACE, "number": "", "total": ""}
    places = [
        {**base, "field": "a", "at": {"label": "科目", "block": "负责人"}},
        {**base, "field": "b", "at": {"label": "科目", "block": "成员"}},
    ]
    form = make_form(tmp_path, fields, places)
    data = render(form, {"a": values(3), "b": values(4)}, blank=save(tmp_path / "form.docx", body)).data
    assert [row[1] for row in rows(data)] == ["科目", *(f"科目{n}" for n in (1, 2, 3, 1, 2, 3, 4))]
    assert [row[0] for row in rows(data)] == ["", "负责人", "", "", "成员", "", "", ""]


def test_the_total_of_a_column_with_a_gap_stays_blank(tmp_path: Path) -> None:
    """Blank is not zero."""
    value = ({"item": "一", "wan": Decimal(3)}, {"item": "二"})
    assert rows(filled(tmp_path, table(3), value))[-1] == ["合  计", ""]


def test_none_stands_in_the_first_row(tmp_path: Path) -> None:
    """无 for a table is said once."""
    said = rows(filled(tmp_path, table(3), Special.NONE))
    assert said[1] == ["1", "无", ""]
    assert said[2] == ["2", "", ""]


def test_two_hundred_rows_keep_their_order(tmp_path: Path) -> None:
    """A long annex comes out whole."""
    said = rows(filled(tmp_path, table(9, numbered=False), values(200)))
    assert [row[1] for row in said[1:-1]] == [f"科目{n + 1}" for n in range(200)]
