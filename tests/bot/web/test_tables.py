"""Tables as offices hold them: pasted, uploaded, handed back; and files that mean harm."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.routes.tables import rows_printed
from forms.answers import read_answers
from forms.fields.registry import to_json
from forms.loader import load_form
from forms.models import Field, FieldType
from forms.spreadsheets import writing as sheet_out
from forms.spreadsheets.grids import judge_grid
from forms.spreadsheets.judging import TROUBLE, judge
from forms.spreadsheets.reading import cells_of
from programs.errors import BadFile
from programs.registry import discover
from tests.bot.web.people import Form, Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(entries: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def filling(person: Person) -> Person:
    person.begin()
    return person


def bring(person: Person, key: str, data: bytes | None = None, name: str = "表.xlsx", **values: Any) -> Any:
    person.get(f"/filing/answers?edit={key}")
    files = {"file": (name, data, XLSX)} if data is not None else None
    return person.send(person.form("/filing/import", field=key), files=files, **values)


def test_rows_are_pasted_from_a_spreadsheet(filling: Person):
    """With or without a header, with a running number, columns in another order."""
    bring(filling, "rules", pasted="施行日期\t序号\t制度名称\n2027年3月\t1\t专利办法\n2028/4/1\t2\t转化办法\n")
    assert filling.answers()["rules"] == [
        {"title": "专利办法", "since": "2027-03"},
        {"title": "转化办法", "since": "2028-04-01"},
    ]


def test_good_rows_go_in_and_bad_ones_are_told_by_row_and_column(filling: Person):
    """One bad cell keeps no other row back; the bad rows come back as a file that, mended, only adds them."""
    rows = [["制度名称", "施行日期"], ["甲办法", "2027年3月"], ["乙办法", "昨天"], ["丙办法", "2028年1月"]]
    page = bring(filling, "rules", xlsx(rows))
    assert page.status_code == 200
    assert [row["title"] for row in filling.answers()["rules"]] == ["甲办法", "丙办法"]
    assert "读进了2行，有1行没有读进" in filling.words()
    assert "第3行“施行日期”" in filling.words()
    (href,) = set(re.findall(r'href="(/documents/[^"]+)"', filling.html))
    answer = filling.get(href)
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == ["乙办法", "昨天"]
    sheet["B2"] = "2029年5月"
    out = io.BytesIO()
    book.save(out)
    bring(filling, "rules", out.getvalue())
    assert [row["title"] for row in filling.answers()["rules"]] == ["甲办法", "丙办法", "乙办法"]


def test_nothing_good_changes_nothing(filling: Person):
    """A file whose every row is wrong is told and stores nothing."""
    assert bring(filling, "rules", xlsx([["制度名称", "施行日期"], ["甲", "昨天"]])).status_code == 422
    assert "rules" not in filling.answers() if filling.site.engine.look(filling.conversation).cases else True


@pytest.mark.parametrize(("button", "left"), [("追加", ["甲", "乙", "丙"]), ("替换", ["乙", "丙"]), ("取消", ["甲"])])
@pytest.mark.parametrize("pasted", [True, False])
def test_where_rows_go_is_asked_once(filling: Person, button: str, left: list[str], pasted: bool):
    """Pasted or uploaded onto rows: how many of each is told, nothing is stored before the choice, and undo takes it back."""
    bring(filling, "rules", pasted="甲\t2027年3月")
    rows = [["制度名称", "施行日期"], ["乙", "2027年3月"], ["丙", "2028年3月"]]
    if pasted:
        bring(filling, "rules", pasted="\n".join("\t".join(row) for row in rows))
    else:
        bring(filling, "rules", xlsx(rows))
    assert "已有1行，这次读到2行" in filling.words()
    assert [row["title"] for row in filling.answers()["rules"]] == ["甲"]
    filling.press(button)
    assert [row["title"] for row in filling.answers()["rules"]] == left
    if button != "取消":
        filling.say("撤销")
        assert [row["title"] for row in filling.answers()["rules"]] == ["甲"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_of_any_office(filling: Person, encoding: str):
    """Excel and WPS write CSV in GB 18030 or UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([["制度名称", "施行日期"], ["甲，办法", "2027年3月"]])
    bring(filling, "rules", out.getvalue().encode(encoding), "表.csv")
    assert filling.answers()["rules"] == [{"title": "甲，办法", "since": "2027-03"}]


def test_a_grid_is_pasted_whole_even_turned(filling: Person):
    """Years across the top or down the side."""
    bring(filling, "granted", pasted="\t2028年\t2029年\n发明\t5\t7\n实用新型\t6\t8\n")
    assert filling.answers()["granted"] == {
        "2028": {"invention": 5, "utility_model": 6}, "2029": {"invention": 7, "utility_model": 8},
    }  # fmt: skip


def test_the_template_comes_back_as_it_was_filled(filling: Person):
    """The downloaded table has the form's headers; filled in and uploaded, it is read."""
    filling.get("/filing/table.xlsx?field=rules")
    assert filling.page is not None
    book = openpyxl.load_workbook(io.BytesIO(filling.page.content))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["制度名称", "施行日期"]
    sheet.append(["甲办法", "2027年3月"])
    out = io.BytesIO()
    book.save(out)
    bring(filling, "rules", out.getvalue())
    assert filling.answers()["rules"] == [{"title": "甲办法", "since": "2027-03"}]


@pytest.mark.parametrize("slug", sorted(discover()))
def test_every_template_is_read_as_it_was_written(slug: str):
    """All tables and grids of all programmes: the form's headers with their units, and the rows there are, come back alike."""
    form = load_form(discover()[slug])
    answers = read_answers(form, form.pack.path("checks/answers/full.json"))
    for key, field in form.fields.items():
        if field.type not in (FieldType.TABLE, FieldType.GRID) or key not in answers:
            continue
        sheet = openpyxl.load_workbook(io.BytesIO(sheet_out.template(field, rows_printed(field, answers[key])))).active
        assert sheet is not None
        lines = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        if field.type is FieldType.GRID:
            whole = judge_grid(field, lines)
            assert (whole.value, whole.notes, whole.unsure) == (to_json(field, answers[key]), (), ()), key
        else:
            judged = judge(field, lines)
            assert list(judged.good) == to_json(field, answers[key]), key
            assert (judged.bad, judged.notes, judged.unsure) == ((), (), ()), key


def test_other_fields_have_no_table(filling: Person):
    """A table of something that is none is not there."""
    token = filling.form("/say").values["token"]
    assert filling.get("/filing/table.xlsx?field=unit_name").status_code == 404
    form = Form("/filing/import", {"token": token, "program": ["template"], "field": ["unit_name"]})
    assert filling.send(form).status_code == 404


MONEY = Field(key="wan", label="合同额", type=FieldType.MONEY, unit="万元")
DEALS = Field(
    key="deals", label="合同", type=FieldType.TABLE, total="合计",
    columns=(Field(key="name", label="合同名称", type=FieldType.TEXT), MONEY),
)  # fmt: skip


def test_the_units_of_a_header_are_read():
    """A column in 元 where the form wants 万元 is converted, and that is told."""
    judged = judge(
        DEALS, [["某表"], ["合同名称", "合同额（元）"], ["甲", "1200000"], ["乙", "35万元"], ["合计", "1550000"]]
    )
    assert [row["wan"] for row in judged.good] == [120, 35]
    assert "按元读，换算成万元" in judged.notes[0]


def test_a_wrong_total_is_noticed_and_not_taken():
    """The 合计 row is compared with the sum."""
    judged = judge(DEALS, [["合同名称", "合同额（万元）"], ["甲", "120"], ["乙", "35"], ["合计", "150"]])
    assert len(judged.good) == 2
    assert any("合计" in note for note in judged.notes)


def test_two_thousand_rows_are_taken_and_more_refused():
    """The limit is told."""
    assert len(judge(DEALS, [[f"合同{n}", str(n)] for n in range(2000)]).good) == 2000
    with pytest.raises(ValueError, match="2001行"):
        judge(DEALS, [[f"合同{n}", str(n)] for n in range(2001)])


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_no_cells_break_the_judging(lines: list[list[str]]):
    """Whatever stands in the cells, rows are taken or told."""
    judged = judge(DEALS, lines)
    assert all(set(row) <= {"name", "wan"} for row in judged.good)


def bomb() -> bytes:
    return zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"0" * 30_000_000})


def many() -> bytes:
    return zipped({f"x{n}": b"" for n in range(2_001)})


def forged() -> bytes:
    """A directory that claims less than there is."""
    data = bytearray(zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"0" * 5_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("xl/a")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("[Content_Types].xml", "")
    return out.getvalue()


def entities() -> bytes:
    """An .xlsx whose sheet is a billion laughs and names a file of the server."""
    good = zipfile.ZipFile(io.BytesIO(xlsx([["制度名称"], ["甲"]])))
    laughs = b'<!ENTITY a "ha">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
    )
    parts = {name: good.read(name) for name in good.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        b'<?xml version="1.0"?><!DOCTYPE x [' + laughs + b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&j;&f;</t></is></c></row></sheetData></worksheet>'
    )
    return zipped(parts)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bomb, "太大"),  # U01
        (many, "太大"),  # U02
        (lambda: zipped({"[Content_Types].xml": b"", "../evil": b""}), "不正常"),
        (lambda: zipped({"[Content_Types].xml": b"", "/evil": b""}), "不正常"),
        (linked, "不正常"),
        (forged, "读不了"),
        (lambda: zipped({"a.txt": b"x"}), "压缩包"),  # U04
        (lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "Word"),
        (lambda: zipped({"[Content_Types].xml": b"", "xl/vbaProject.bin": b""}), "宏"),
        (lambda: b"MZ\x90\0" + b"\0" * 200, "程序"),
        (lambda: b"%PDF-1.7", "PDF"),
        (lambda: b"<html><table></table>", "网页"),
        (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "Word"),
        (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "读不了"),
        (lambda: xlsx([["x"]])[:-60], "损坏"),  # U05
        (lambda: b"", "空的"),
        (lambda: b"a\0b", "不认识"),
        (lambda: b"\xff\xfe\xfd\x80\x80", "编码"),
    ],
)
def test_harmful_and_broken_files_are_refused_with_a_reason(data: Any, said: str):
    """U01–U05: each is refused before or inside the limited process, with what to do instead."""
    with pytest.raises(BadFile, match=said) as refused:
        cells_of(data(), "表.xlsx")
    assert refused.value.mend


def test_entities_are_not_expanded():
    """U03: no billion laughs, no file of the server."""
    try:
        rows = cells_of(entities(), "表.xlsx")
    except BadFile:
        return
    assert "root:" not in str(rows)
    assert len(str(rows)) < 10_000


def test_a_refused_file_stores_nothing_and_the_page_goes_on(filling: Person):
    """The reason stands at the field, the rows stay as they were."""
    bring(filling, "rules", pasted="甲办法\t2027年3月")
    assert bring(filling, "rules", bomb()).status_code == 422
    assert "展开后太大" in filling.words()
    assert len(filling.answers()["rules"]) == 1


def test_rows_are_handed_back_as_they_can_be_sent_again():
    """Whatever order and unit the file had, a bad row comes back below the form's own headers and reads alike."""
    lines = [
        ["备注", "合同额（元）", "合同名称"],
        ["x", "1200000", "甲"],
        ["y", "很多", "乙"],
        ["", "350000", "丙", "多的"],
    ]
    judged = judge(DEALS, lines)
    assert judged.good == ({"name": "甲", "wan": 120},)
    assert [bad.cells for bad in judged.bad] == [("乙", "很多"), ("丙", "350000元", "多的")]
    assert any("备注" in note for note in judged.notes)
    again = judge(DEALS, [[*("合同名称", "合同额"), TROUBLE], ["丙", "350000元", "多了一格"]])
    assert (again.good, again.notes) == (({"name": "丙", "wan": 35},), ())


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "00123", "1.2.3", "\x00\x07x"]
)
def test_no_formula_leaves_in_a_file(text: str):
    """Cells are text, whatever they begin with; a number with leading zeros keeps them."""
    field = Field(key="t", label="表", type=FieldType.TABLE, columns=(Field(key="a", label="甲", type=FieldType.TEXT),))
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_out.template(field, [[text]]))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value == text.replace("\x00", "").replace("\x07", "")
