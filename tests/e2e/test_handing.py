"""A section handed over in real browsers: the owner's, and a colleague's with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import NARROW
from tests.e2e.test_accessible import AXE
from tests.e2e.walking import begin


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_colleague_fills_a_section_on_a_phone(open_page: Callable[..., Any], scripts: bool, tmp_path: Path):
    """The owner makes the link; the colleague opens it, gives a name, fills a field; the owner's page shows who it was."""
    owner = open_page(scripts=scripts)
    begin(owner)
    owner.goto("/filing/handover")
    owner.get_by_role("button", name="生成链接").first.click()
    link = owner.locator(".address a").get_attribute("href")
    colleague = open_page(scripts=scripts, viewport=NARROW, bypass_csp=scripts)
    colleague.goto(link)
    colleague.locator("#name").fill("张老师")
    colleague.get_by_role("button", name="开始填").click()
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
