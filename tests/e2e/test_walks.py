"""A whole application of Changzhou's universities in Chromium, four ways; the document is the terminal's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import Assembly
from bot.dialogue.answers import stored
from forms.answers import read_answers
from forms.document import render
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.walking import ANSWERS, SLUG, asked, begin, begin_with_a_name, fill_all, text_of

WAYS = {
    "mouse, scripts, wide": {"scripts": True, "viewport": WIDE, "keyboard": False},
    "keyboard alone, scripts, wide": {"scripts": True, "viewport": WIDE, "keyboard": True},
    "mouse, scripts, phone": {"scripts": True, "viewport": NARROW, "keyboard": False},
    "mouse, no scripts, wide": {"scripts": False, "viewport": WIDE, "keyboard": False},
    "mouse, no scripts, phone": {"scripts": False, "viewport": NARROW, "keyboard": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_application(open_page: Callable[..., Any], assembly: Assembly, engine: Any, way: str, tmp_path: Path):
    """Every question is answered in order, what only rules read is added among all answers, and the exported document has the
    same text as the one that `shenbao fill` writes from the same answers."""
    how = WAYS[way]
    form = assembly.form(SLUG)
    page = open_page(scripts=how["scripts"], viewport=how["viewport"])
    loads: list[str] = []
    begin(page)
    page.on("framenavigated", lambda frame: loads.append(frame.url) if frame == page.main_frame else None)
    page.on("domcontentloaded", lambda: loads.append("loaded"))
    keys = fill_all(page, form, keyboard=how["keyboard"])
    assert len(keys) > 25
    if how["scripts"]:
        assert "loaded" not in loads, "with scripts nothing is loaded anew"
    assert page.locator(".progress .full").inner_text() == "必填已齐"
    for key in ANSWERS.keys() - set(keys):
        page.goto(f"/filing/answers?edit={key}")
        box = page.locator(f"#edit-form-{key}")
        value = {True: "yes", False: "no"}.get(ANSWERS[key], ANSWERS[key])
        box.locator(f'input[value="{value}"]').check()
        box.get_by_role("button", name="确定", exact=True).last.click()
        page.wait_for_selector(f"#f-{key}:not(.editing)")
    page.goto("/filing/form")
    with page.expect_download() as caught:
        page.get_by_role("button", name="下载申报书（.docx）").click()
    download = caught.value
    assert download.suggested_filename.startswith("申报书_常州·高校院所")
    path = tmp_path / "申报书.docx"
    download.save_as(path)
    answers = read_answers(form, ANSWERS)
    assert text_of(path.read_bytes()) == text_of(render(form, answers).data)


def test_a_block_falls_into_a_grid_and_a_file_into_a_table(open_page: Callable[..., Any], tmp_path: Path):
    """Cells copied from a spreadsheet land where the cursor stands; rows come from an uploaded file."""
    import openpyxl

    page = open_page()
    begin(page)
    page.goto("/filing/answers?edit=granted_patents#f-granted_patents")
    first = page.locator('#edit-form-granted_patents [name="2019.invention"]')
    first.focus()
    block = "31\t62\t4\n35\t70\t5\n38\t81\t6"
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
        " document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
        block,
    )
    assert page.locator('#edit-form-granted_patents [name="2021.design"]').input_value() == "6"
    page.locator("#edit-form-granted_patents").get_by_role("button", name="确定", exact=True).last.click()
    page.wait_for_selector("#f-granted_patents:not(.editing)")
    assert page.locator("#f-granted_patents tfoot tr").inner_text().split() == ["合计", "104", "213", "15"]
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["文件名称", "文号", "发文日期"], ["甲办法", "甲〔2020〕1号", "2020年6月"], ["乙办法", "无", "昨天"]):
        book.active.append(row)
    book.save(tmp_path / "制度.xlsx")
    page.goto("/filing/answers?edit=ip_rules#f-ip_rules")
    page.get_by_text("从 Excel 或 WPS 带进来").last.click()
    page.locator("#edit-file-ip_rules").set_input_files(tmp_path / "制度.xlsx")
    page.locator("#edit-import-ip_rules").get_by_role("button", name="读进来").click()
    page.wait_for_selector(".imported")
    said = page.locator(".imported").inner_text()
    assert "读进了1行，有1行没有读进" in said
    assert "第3行" in said
    assert "发文日期" in said


def test_by_name_in_words_and_undo(open_page: Callable[..., Any]):
    """改 by name works from the line at the bottom; 撤销 takes it back; the question stays."""
    page = open_page()
    begin(page)
    before = asked(page)
    page.locator(".sayline input[name=text]").fill("把专职人员总数改成4")
    page.keyboard.press("Enter")
    page.get_by_text("已记录：4").wait_for()
    assert asked(page) == before
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_text("已撤销").wait_for()
    assert asked(page) == before


def test_the_document_beside_the_talk_follows(open_page: Callable[..., Any]):
    """The preview is the document itself, drawn anew after each answer, what changed tinted."""
    page = open_page()
    begin(page)
    frame = page.frame_locator("[data-preview]")
    frame.get_by_text("申报单位").first.wait_for()
    page.locator("#ask-unit_name").fill("常州示例学院")
    page.keyboard.press("Enter")
    frame.get_by_text("常州示例学院").first.wait_for()
    assert frame.locator(".changed").count() >= 1


def test_going_on_in_a_second_browser(open_page: Callable[..., Any], engine: Any):
    """A code, both sides agree, the second browser has the case; each sees what the other enters, and a conflict shows both."""
    first, second = open_page(), open_page()
    begin_with_a_name(first)
    first.goto("/link")
    first.get_by_role("button", name="要一个代码").click()
    code = first.locator(".code").inner_text()
    second.goto("/resume")
    second.locator("#code").fill(code.lower())
    second.get_by_role("button", name="下一步").click()
    second.get_by_role("button", name="确认接续").click()
    second.get_by_text("您已确认").wait_for()
    first.goto("/link")
    first.get_by_role("button", name="是，允许").click()
    first.get_by_text("已允许").wait_for()
    second.get_by_role("button", name="确认接续").click()
    second.wait_for_url("**/filing")
    second.goto("/filing/answers")
    assert "常州示例学院" in second.locator("#f-unit_name").inner_text()
    first.goto("/filing/answers")
    second.goto("/filing/answers?edit=unit_name#f-unit_name")
    first.goto("/filing/answers?edit=unit_name#f-unit_name")
    second.locator("#edit-unit_name").fill("乙学院")  # while it is being typed, nothing takes its place
    first.locator("#edit-unit_name").fill("甲学院")
    first.keyboard.press("Enter")
    first.wait_for_selector("#f-unit_name:not(.editing)")
    second.locator("#edit-unit_name").press("Enter")
    second.wait_for_selector(".conflict")
    assert "甲学院" in second.locator(".conflict").inner_text()
    second.get_by_role("button", name="仍用我的").click()
    second.wait_for_selector("#f-unit_name:not(.editing)")
    first.get_by_text("乙学院").first.wait_for()


def test_the_session_is_kept(open_page: Callable[..., Any], engine: Any):
    """Somebody who closes the browser finds everything again; the log holds who entered it where."""
    page = open_page()
    begin_with_a_name(page)
    state = page.context.storage_state()
    again = open_page(storage_state=state)
    again.goto("/")
    again.get_by_role("button", name="已填 1").click()
    again.get_by_text("欢迎回来").wait_for()
    from bot.channels.web.sessions import identity_of

    session = next(c["value"] for c in state["cookies"] if c["name"] == "shenbao-session")
    kept = engine.look(engine.storage.conversation_of("web", identity_of(session)))
    assert stored(kept.cases[SLUG]) == {"unit_name": "常州示例学院"}
    assert {entry.channel for entry in kept.cases[SLUG].log} == {"web"}
