"""Where a line of the sheet is found, in words that a clerk knows."""

from __future__ import annotations

import io

import pytest
from docx import Document

from bot.assembly import build
from bot.settings import Settings
from forms.sheets import COVER, as_docx, as_text, sheet_of

ASSEMBLY = build(Settings())
SLUGS = sorted(ASSEMBLY.packs)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_place_has_a_name(slug: str):
    """No line is without a place, and none shows the mark that tells two clauses of one number apart."""
    sheet = sheet_of(ASSEMBLY.form(slug))
    for line in (*sheet.materials, *sheet.printing, *sheet.delivery):
        assert line.where
        assert "'" not in line.where
    for line in sheet.signing:
        assert line.clause
        assert "*" not in line.clause
    assert "'）" not in as_text(sheet)


def test_the_cover_is_called_so():
    """What is left empty before the first heading stands on the cover."""
    signing = sheet_of(ASSEMBLY.form("beijing")).signing
    assert [line.clause for line in signing[:2]] == [COVER, COVER]
    assert {line.clause for line in signing if "封皮" in line.quote} == {"附件2封皮"}


def test_the_sheet_says_that_it_is_chinese():
    """A reader without the fonts takes Chinese shapes for signs and punctuation."""
    document = Document(io.BytesIO(as_docx(sheet_of(ASSEMBLY.form("beijing")))))
    assert 'w:eastAsia="zh-CN"' in document.styles["Normal"].element.xml
