"""A section handed over in real browsers: the owner's, and a colleague's with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import NARROW
from tests.e2e.test_accessible import AXE
from tests.e2e.walking import begin


def handed(owner: Any, colleague: Any, section: str = "") -> Any:
    """The colleague's page once the owner's link is open in it and a name given."""
    owner.goto(f"/filing/handover{section}")
    owner.get_by_role("button", name="生成链接").first.click()
    colleague.goto(owner.locator(".address a").get_attribute("href"))
    colleague.locator("#name").fill("张老师")
    colleague.get_by_role("button", name="开始填").click()
    return colleague


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_colleague_fills_a_section_on_a_phone(open_page: Callable[..., Any], scripts: bool, tmp_path: Path):
    """The owner makes the link; the colleague opens it, gives a name, fills a field; the owner's page shows who it was."""
    owner = open_page(scripts=scripts)
    begin(owner)
    colleague = handed(owner, open_page(scripts=scripts, viewport=NARROW, bypass_csp=scripts))
    colleague.locator("#edit-unit_name").fill("常州示例学院")
    colleague.keyboard.press("Enter")
    colleague.wait_for_selector("#edit-unit_name", state="detached")
    assert colleague.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    if scripts and AXE.is_file():
        colleague.add_script_tag(path=AXE)
        assert [one["id"] for one in colleague.evaluate("axe.run()")["violations"]] == []
    owner.goto("/filing/answers")
    assert "张老师" in owner.locator("#f-unit_name").inner_text()
    owner.goto("/filing/exports")
    assert "还没有导出过" in owner.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_colleague_brings_rows(open_page: Callable[..., Any], scripts: bool, tmp_path: Path):
    """Pasted rows go into an empty table; onto rows it is asked where; the rows that cannot be read come back as a file."""
    import openpyxl

    owner = open_page(scripts=scripts)
    begin(owner)
    colleague = handed(owner, open_page(scripts=scripts, viewport=NARROW, bypass_csp=scripts), "?section=management")
    colleague.wait_for_url("**/section/*")
    page = colleague.url.partition("#")[0] + "?edit=ip_rules"
    for number, word in enumerate("甲乙"):
        colleague.goto(page)
        colleague.get_by_text("从 Excel 或 WPS 带进来").last.click()
        colleague.locator("#edit-paste-ip_rules").fill(f"{word}办法\t无\t2020年6月\n坏的\t无\t昨天")
        colleague.get_by_role("button", name="读进来").click()
        colleague.wait_for_selector(".imported")
        if number:
            assert "已有1行" in colleague.locator(".imported").inner_text()
            if scripts and AXE.is_file():
                colleague.add_script_tag(path=AXE)
                assert [one["id"] for one in colleague.evaluate("axe.run()")["violations"]] == []
            colleague.get_by_role("button", name="追加").click()
        colleague.get_by_text("有1行没有读进").wait_for()
        assert colleague.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        with colleague.expect_download() as caught:
            colleague.get_by_role("button", name="下载没有读进的行").click()
        caught.value.save_as(tmp_path / "坏.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "坏.xlsx").active
        assert sheet is not None
        assert sheet["A2"].value == "坏的"
    owner.goto("/filing/answers")
    assert "甲办法" in owner.locator("#f-ip_rules").inner_text()
    assert "乙办法" in owner.locator("#f-ip_rules").inner_text()
