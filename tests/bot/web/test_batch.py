"""Many answers at once on the page: a pasted block, a filled form, check boxes, with plain forms alone."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from bot.channels.web.site import Site
from forms.answers import read_answers
from forms.document import render
from tests.bot.dialogue.worlds import example_world
from tests.bot.web.people import Person

BLOCK = "单位名称：甲大学\n单位类型：高校\n管理人员数：三人"
WHOLE: dict[str, Any] = {
    "unit_name": "甲大学", "applicant_kind": "university", "ip_staff": 4, "amount_wan": 20, "plan": "建设平台。\n组织对接。",
    "granted": {"2028": {"invention": 5, "utility_model": 7}, "2029": {"invention": 6, "utility_model": 9}},
    "rules": [{"title": "专利管理办法", "since": "2027-03-01"}], "contact_mobile": "13800000000",
}  # fmt: skip


def filled(**answers: Any) -> bytes:
    """The example form, filled."""
    form = example_world().forms["template"]
    return render(form, read_answers(form, answers or WHOLE)).data


def bring(person: Person, data: bytes | None = None, name: str = "去年.docx", text: str = "") -> None:
    files = {"file": (name, data)} if data is not None else {"file": ("", b"")}
    person.send(person.form("/filing/batch"), files=files, text=text)


def test_pasted_block_is_confirmed_by_check_boxes(person: Person) -> None:
    """What was recognised stands there with a box each; only ticked ones are stored."""
    person.begin()
    bring(person, text=BLOCK)
    assert person.answers() == {}
    form = person.form("/filing/proposals")
    assert form.values["take"] == ["1", "2", "3"]
    person.send(form, ("decide", "ticked"), take=["1", "3"])
    assert person.answers() == {"unit_name": "甲大学", "ip_staff": 3}
    person.press("撤销")
    assert person.answers() == {}


def test_nothing_is_stored_when_refused(person: Person) -> None:
    """都不要 stores none, and so does a form in which every box was cleared."""
    person.begin()
    for button, take in ((("decide", "none"), ["1", "2"]), (("decide", "ticked"), [])):
        bring(person, text=BLOCK)
        person.send(person.form("/filing/proposals"), button, take=take)
        assert person.answers() == {}
        assert "一项也没有存" in person.words()


def test_old_page_cannot_confirm(person: Person) -> None:
    """The form of an offer that was decided on is stale."""
    person.begin()
    bring(person, text=BLOCK)
    form = person.form("/filing/proposals")
    person.send(form, ("decide", "none"))
    person.send(form, ("decide", "ticked"))
    assert person.answers() == {}
    assert "已经过期" in person.words()


def test_filled_form_is_read_back(person: Person) -> None:
    """Last year's document gives the same answers after 确认, tables and long texts among them."""
    person.begin()
    bring(person, filled())
    assert person.answers() == {}
    assert "13800000000" not in person.html
    person.send(person.form("/filing/proposals"), ("decide", "ticked"))
    printed = example_world().forms["template"].printed_keys
    assert person.answers() == {key: value for key, value in WHOLE.items() if key in printed}


def test_files_that_are_brought_wait_where_only_the_service_reads_them(person: Person, site: Site) -> None:
    """The upload stands in the data directory under the conversation's name, for this user alone, and goes with the data."""
    person.begin()
    bring(person, filled())
    kept = list((site.data_dir / "received").rglob("*"))
    files = [path for path in kept if path.is_file()]
    assert len(files) == 1
    assert files[0].parent.name == person.conversation
    assert files[0].stat().st_mode & 0o077 == 0
    site.engine.personal.delete_my_data(person.conversation)
    assert not files[0].exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.docx", b"", "文件是空的"),
        ("坏.docx", b"PK\x03\x04not a zip", "不完整或已损坏"),
        ("改名.docx", b"%PDF-1.4 ...", "PDF"),
        ("程序.docx", b"MZ\x90\x00", "程序"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        ("扫描.pdf", b"%PDF", "PDF读不准"),
        ("执照.jpg", b"\xff\xd8\xff", "没有装照片识别"),
        ("什么.zip", b"PK", "这种文件我读不了"),
    ],
)
def test_file_that_cannot_be_read_gets_a_sentence(person: Person, name: str, data: bytes, said: str) -> None:
    """Each kind of unreadable file is told what it is; the question stays and nothing is stored."""
    person.begin()
    bring(person, data, name)
    assert said in person.words()
    assert person.answers() == {}


def test_private_block_is_not_shown_again(person: Person) -> None:
    """A block with a personal number is masked where the page repeats what was said."""
    person.begin()
    bring(person, text="单位名称：甲大学\n联系人手机：13800138000")
    assert "13800138000" not in person.html
    person.send(person.form("/filing/proposals"), ("decide", "ticked"))
    assert person.answers()["contact_mobile"] == "13800138000"
    assert "13800138000" not in person.html


def test_text_document_is_recognised_by_its_names(person: Person) -> None:
    """A text file that is no form of ours is read for the names of fields."""
    person.begin()
    bring(person, "申报单位：丙大学\r\n知识产权管理人员：6人\r\n".encode("gb18030"), "资料.txt")
    person.send(person.form("/filing/proposals"), ("decide", "ticked"))
    assert person.answers() == {"unit_name": "丙大学", "ip_staff": 6}


def test_sheet_of_facts_is_read_as_a_block(person: Person) -> None:
    """Two columns of a spreadsheet, uploaded as it is, give the same check boxes as pasting them."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("栏目", "内容"), ("单位名称", "甲大学"), ("单位类型", "高校"), ("管理人员数", 3)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    person.begin()
    bring(person, out.getvalue(), "单位资料.xlsx")
    assert "从“单位资料.xlsx”里读出3项" in person.words()
    assert person.answers() == {}
    person.send(person.form("/filing/proposals"), ("decide", "ticked"))
    assert person.answers() == {"unit_name": "甲大学", "applicant_kind": "university", "ip_staff": 3}
