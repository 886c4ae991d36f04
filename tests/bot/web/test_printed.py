"""PDF and pages: there where LibreOffice is, hidden where it is not, and never another's."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from bot.channels.web.site import Site
from forms import office
from tests.bot.web.people import Person

needs_office = pytest.mark.skipif(not office.makes_pictures(), reason="没有LibreOffice和poppler")


@needs_office
def test_the_document_as_pdf_and_page_by_page(person: Person):
    """The draft comes as PDF under a name people would choose, and its pages as pictures on one page."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.get("/filing/form")
    assert 'href="/filing/document.pdf"' in person.html
    answer = person.get("/filing/document.pdf")
    assert answer.content.startswith(b"%PDF")
    assert unquote(answer.headers["content-disposition"]).endswith("甲大学.pdf")
    person.get("/filing/pages")
    drawn = re.findall(r'src="data:image/png;base64,([^"]+)"', person.html)
    assert drawn
    assert all(base64.b64decode(one).startswith(b"\x89PNG") for one in drawn)
    assert f"共 {len(drawn)} 页" in person.words()


@needs_office
def test_an_exported_document_as_pdf_is_only_ones_own(person: Person, site: Site):
    """A snapshot can be had as PDF by whoever exported it; for anybody else it is not there."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.get("/filing/form")
    made = person.send(person.form("/filing/export"))
    name = unquote(made.headers["content-disposition"].rpartition("''")[2]).removesuffix(".docx")
    assert person.get(f"/documents/{name}.pdf").content.startswith(b"%PDF")
    other = Person.new(site)
    other.begin()
    assert other.get(f"/documents/{name}.pdf").status_code == 404


def test_without_libreoffice_nothing_of_it_shows(site: Site):
    """No link to what cannot be done, and its address says what can."""
    person = Person.new(replace(site, office=False))
    person.begin()
    person.get("/filing/form")
    assert "pdf" not in person.html
    assert "/filing/pages" not in person.html
    for path in ("/filing/document.pdf", "/filing/pages"):
        assert person.get(path).status_code == 404
        assert "Word文件" in person.words()


def test_a_conversion_that_fails_is_told_on_the_page(person: Person, monkeypatch: pytest.MonkeyPatch):
    """What LibreOffice cannot do is a sentence with a way on, not a broken page."""
    person.begin()
    person.site.__dict__["assets"] = {"pico": False, "htmx": False, "preview": False, "pdf": True, "pictures": True}

    def busy(docx: bytes) -> bytes:
        raise office.OfficeFault("排版转换的人太多了。", mend="请过一分钟再试。")

    monkeypatch.setattr(office, "as_pdf", busy)
    answer = person.get("/filing/document.pdf")
    assert answer.status_code == 503
    assert "排版转换的人太多了。请过一分钟再试。" in person.words()
