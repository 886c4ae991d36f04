"""A cell named by its row label and its column header."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from forms.docx_blank import compile_blank
from forms.places import FormFile

PERSONS = (("人员信息", "姓名", "电话（手机）"), ("单位法人", "", ""), ("项目负责人", "", ""))


def blank_with(rows: tuple[tuple[str, ...], ...], path: Path) -> Path:
    """A document with one table of these rows."""
    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(path))
    return path


def outcome_of(path: Path, label: str, column: str) -> tuple[str, str]:
    """Status and message of one cell place."""
    place = {"kind": "cell", "field": "x", "column": column, "at": {"label": label}}
    compiled = compile_blank(path, FormFile.model_validate({"places": [place]}))
    return compiled.outcomes[0].status, compiled.outcomes[0].message


@pytest.mark.parametrize(("label", "column", "number"), [("单位法人", "姓名", 4), ("项目负责人", "电话（手机）", 8)])
def test_value_goes_where_row_meets_column(tmp_path: Path, label: str, column: str, number: int) -> None:
    """The paragraph found is the one in the label's row under that header."""
    path = blank_with(PERSONS, tmp_path / "blank.docx")
    place = {"kind": "cell", "field": "x", "column": column, "at": {"label": label}}
    compiled = compile_blank(path, FormFile.model_validate({"places": [place]}))
    slot = compiled.slots[0]
    assert slot is not None
    assert slot.paragraphs == (number,)  # type: ignore[union-attr]


def test_unknown_header_is_missing(tmp_path: Path) -> None:
    """A column that no row above prints is told by name."""
    path = blank_with(PERSONS, tmp_path / "blank.docx")
    status, message = outcome_of(path, "单位法人", "电子邮箱")
    assert status == "missing"
    assert "电子邮箱" in message


def test_header_below_the_label_does_not_count(tmp_path: Path) -> None:
    """Headers stand above their values."""
    rows = (("单位法人", "", ""), ("人员信息", "姓名", "电话（手机）"))
    status, _ = outcome_of(blank_with(rows, tmp_path / "blank.docx"), "单位法人", "姓名")
    assert status == "missing"


def test_nearest_header_above_wins(tmp_path: Path) -> None:
    """Two tables in one: the second header row rules what stands below it."""
    rows = (("表一", "姓名", "职务"), ("甲", "", ""), ("表二", "职务", "姓名"), ("乙", "", ""))
    path = blank_with(rows, tmp_path / "blank.docx")
    place = {"kind": "cell", "field": "x", "column": "姓名", "at": {"label": "乙"}}
    slot = compile_blank(path, FormFile.model_validate({"places": [place]})).slots[0]
    assert slot is not None
    assert slot.paragraphs == (11,)  # type: ignore[union-attr]
