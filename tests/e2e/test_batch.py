"""Many answers at once in a real browser: a pasted block, last year's document, the unit's facts in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import Assembly
from bot.channels.web.sessions import identity_of
from bot.dialogue.answers import stored
from forms.answers import read_answers
from forms.document import render
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.walking import ANSWERS, SLUG, asked, begin

BLOCK = "单位名称：常州示例学院\n统一社会信用代码：91110000MA0000001L\n专职人员总数：4人\n没有这一栏：什么"
WAYS = pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (True, NARROW), (False, WIDE)], ids=["scripts", "phone", "plain"]
)


def answers(page: Any, engine: Any) -> dict[str, Any]:
    """What stands in this browser's log."""
    session = next(c["value"] for c in page.context.cookies() if c["name"].endswith("session"))
    kept = engine.look(engine.storage.conversation_of("web", identity_of(session)))
    return stored(kept.cases[SLUG])


def bring(page: Any, *, text: str = "", file: Path | None = None) -> None:
    """Open 成批填, put a text or a file in, and have it read."""
    page.locator(".batch summary").click()
    if text:
        page.locator(".batch textarea").fill(text)
    if file is not None:
        page.locator(".batch input[type=file]").set_input_files(file)
    page.locator(".batch").get_by_role("button", name="认一认").click()
    page.wait_for_selector(".proposals")


def tick(page: Any, words: str, *, on: bool) -> None:
    page.locator(".proposals label", has_text=words).locator("input").set_checked(on)


@WAYS
def test_a_block_is_confirmed_in_part_and_undone(
    open_page: Callable[..., Any], engine: Any, scripts: bool, viewport: dict[str, int]
):
    """What was recognised stands there with boxes, nothing stored; ticked ones are stored, one 撤销 takes all of them back."""
    page = open_page(scripts=scripts, viewport=viewport)
    begin(page)
    bring(page, text=BLOCK)
    lines = page.locator(".proposals label").all_inner_texts()
    assert [line.split("：")[0].strip() for line in lines] == [
        "1. 单位名称",
        "2. 统一社会信用代码",
        "3. 知识产权管理专职人员总数",
    ]
    assert "没有这一栏" in page.locator(".proposals").inner_text()
    assert answers(page, engine) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    tick(page, "统一社会信用代码", on=False)
    page.get_by_role("button", name="存下勾选的").click()
    page.get_by_text("已存下2项").first.wait_for()
    assert len(answers(page, engine)) == 2
    assert answers(page, engine)["unit_name"] == "常州示例学院"
    assert asked(page) not in (None, "unit_name")
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_text("已撤销").first.wait_for()
    assert answers(page, engine) == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_last_years_document_is_read_back(
    open_page: Callable[..., Any], engine: Any, assembly: Assembly, scripts: bool, tmp_path: Path
):
    """A filled .docx of the same form gives the answers it was filled with, after they were looked at; refused, none."""
    form = assembly.form(SLUG)
    last = tmp_path / "去年的申报书.docx"
    last.write_bytes(render(form, read_answers(form, ANSWERS)).data)
    page = open_page(scripts=scripts)
    begin(page)
    bring(page, file=last)
    assert "从“去年的申报书.docx”里读出" in page.locator(".proposals").inner_text()
    page.get_by_role("button", name="都不要").click()
    page.get_by_text("一项也没有存").first.wait_for()
    assert answers(page, engine) == {}
    bring(page, file=last)
    page.get_by_role("button", name="存下勾选的").click()
    page.get_by_text("已存下").first.wait_for()
    now = answers(page, engine)
    doubtful = set(form.printed_keys) & set(ANSWERS) - set(now)
    assert len(now) > 20
    assert {key: now[key] for key in ("unit_name", "granted_patents", "ip_rules", "unit_intro")} == {
        key: ANSWERS[key] for key in ("unit_name", "granted_patents", "ip_rules", "unit_intro")
    }
    assert len(doubtful) <= 5, doubtful


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_spreadsheet_of_facts(open_page: Callable[..., Any], engine: Any, scripts: bool, tmp_path: Path):
    """Names in one column and what they say in the next, uploaded as they are kept."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["项目", "内容"], ["单位名称", "常州示例学院"], ["邮政编码", "213000"], ["专职人员总数", 4]):
        book.active.append(row)
    book.save(tmp_path / "单位资料.xlsx")
    page = open_page(scripts=scripts)
    begin(page)
    bring(page, file=tmp_path / "单位资料.xlsx")
    page.get_by_role("button", name="存下勾选的").click()
    page.get_by_text("已存下3项").first.wait_for()
    assert answers(page, engine)["unit_name"] == "常州示例学院"


def test_a_block_pasted_into_a_line(open_page: Callable[..., Any], engine: Any):
    """With scripts, a block pasted where one answer is typed is read as a block, and one 撤销 takes it back."""
    page = open_page()
    begin(page)
    page.locator("#ask-unit_name").focus()
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
        " document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
        BLOCK,
    )
    page.wait_for_selector(".proposals")
    page.get_by_role("button", name="存下勾选的").click()
    page.get_by_text("已存下3项").first.wait_for()
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_text("已撤销").first.wait_for()
    assert answers(page, engine) == {}
