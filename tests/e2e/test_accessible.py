"""axe on every page, wide and narrow, light and dark; nothing scrolls sideways; the keyboard reaches everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.walking import begin

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/", "/p/changzhou-university", "/p/beijing/guide?clause=二.3", "/filing", "/filing/form", "/filing/answers", "/filing/answers?edit=unit_intro",
    "/filing/answers?edit=ip_rules", "/filing/answers?edit=granted_patents", "/filing/answers?edit=ip_standards", "/filing/eligibility",
    "/filing/materials", "/filing/guide?clause=三（一）", "/filing/exports", "/filing/handover?section=team", "/filing/history", "/link", "/resume", "/nothing",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "phone"])
def test_no_page_has_a_violation(open_page: Callable[..., Any], viewport: dict[str, int], scheme: str):
    """0 violations of WCAG 2.2 A and AA and of good practice, on every page; no page is wider than the screen."""
    if not AXE.is_file():
        pytest.skip("没有axe-core（npm ci）；.ci/run 会先取")
    page = open_page(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    begin(page)
    page.locator(".sayline input[name=text]").fill("管专利转化的全职老师最少几个？")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told.show_answer")
    found = []
    for path in PAGES:
        page.goto(path)
        page.add_script_tag(path=AXE)
        result = page.evaluate("axe.run({exclude: ['iframe']})")
        found += [
            (path, one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary", "")[:200])
            for one in result["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append((path, "wider than the screen", "", ""))
    assert not found, "\n".join(map(str, found))


def test_a_slip_is_announced_and_has_the_focus(open_page: Callable[..., Any]):
    """After a wrong answer the field keeps its words, is marked, described by the reason, and has the focus."""
    page = open_page()
    begin(page)
    page.goto("/filing/answers?edit=credit_code#f-credit_code")
    page.locator("#edit-credit_code").fill("123")
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-invalid=true]")
    field = page.locator("#edit-credit_code")
    assert field.input_value() == "123"
    assert "edit-credit_code-told" in (field.get_attribute("aria-describedby") or "")
    assert page.evaluate("document.activeElement.id") == "edit-credit_code"


def test_first_load_is_light(open_page: Callable[..., Any]):
    """Everything the first page needs is below 250 KB, and comes from here."""
    page = open_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto("/", wait_until="networkidle")
    assert 10_000 < sum(sizes) < 250_000


def test_plain_pages_without_the_files_of_npm(
    browser: Any, engine: Any, assembly: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Where nothing was fetched from npm, pages are plain and whole: an application can be begun and a document downloaded."""
    from dataclasses import replace

    from bot.channels.web.site import Site
    from tests.bot.web.people import Person

    site = replace(Site(engine, engine.folder, blank=assembly.blank), scripted=False)
    site.__dict__["assets"] = {"pico": False, "htmx": False, "preview": False, "pdf": False, "pictures": False}
    person = Person.new(site)
    person.begin("changzhou-university")
    assert "vendor" not in person.html
    person.answer("unit_name", value="常州示例学院")
    person.get("/filing/form")
    assert "（待填）" in person.words()
    answer = person.send(person.form("/filing/export"))
    assert answer.content.startswith(b"PK")
