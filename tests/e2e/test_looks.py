"""Where things stand on the screen: headings above their columns, blanks as long as in Word, names that are not broken up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.walking import begin


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "phone"])
def test_the_headings_of_a_grid_stand_above_its_columns(open_page: Callable[..., Any], viewport: dict[str, int]):
    """Each heading begins where its column does; the button stands below the rows."""
    page = open_page(viewport=viewport)
    begin(page)
    page.goto("/filing/answers?edit=granted_patents#f-granted_patents")
    form = page.locator("#edit-form-granted_patents")
    heads = [one.bounding_box()["x"] for one in form.locator("thead th").all()[1:]]
    cells = [one.bounding_box() for one in form.locator("tbody tr").first.locator("td").all()]
    assert [round(cell["x"]) for cell in cells] == [round(x) for x in heads]
    last = form.locator("tbody tr").last.bounding_box()
    button = form.get_by_role("button", name="确定", exact=True).last.bounding_box()
    assert button["y"] >= last["y"] + last["height"]


def test_a_wide_table_of_controls_is_reached_whole(open_page: Callable[..., Any]):
    """No control of a table with many columns lies outside the window."""
    page = open_page(viewport={"width": 1280, "height": 900})
    begin(page, "changzhou-platform")
    page.goto("/filing/answers?edit=team_members#f-team_members")
    ends = [one.bounding_box() for one in page.locator("#edit-form-team_members [title=删去]").all()]
    assert ends
    assert all(one["x"] + one["width"] <= 1280 for one in ends)


def test_blanks_of_the_preview_reach_their_tab_stops(open_page: Callable[..., Any]):
    """The lines to write on end at one edge, filled in or not, as they do in Word."""
    page = open_page()
    begin(page)
    page.locator("#ask-unit_name").fill("常州示例学院")
    page.keyboard.press("Enter")
    frame = page.frame_locator("[data-preview]")
    frame.get_by_text("常州示例学院").first.wait_for()
    lines = frame.locator("article").first.locator("p", has_text="单位")
    edges = []
    for words in ("申报单位：", "单位地址："):
        tab = lines.filter(has_text=words).first.locator("span > span").last
        tab.evaluate(
            "async tab => { for (let n = 0; n < 60 && !tab.style.letterSpacing; n++) await new Promise(requestAnimationFrame); }"
        )
        box = tab.bounding_box()
        edges.append(box["x"] + box["width"])
    assert abs(edges[0] - edges[1]) < 3


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "phone"])
def test_the_history_has_room_for_who(open_page: Callable[..., Any], viewport: dict[str, int]):
    """本人 stands in one line."""
    page = open_page(viewport=viewport)
    begin(page)
    page.locator("#ask-unit_name").fill("常州示例学院")
    page.keyboard.press("Enter")
    page.get_by_text("已记录").first.wait_for()
    page.goto("/filing/history")
    box = page.locator(".history td:last-child").first.bounding_box()
    assert box["height"] < 75


def test_without_scripts_the_contents_stand_in_place_of_the_drawing(open_page: Callable[..., Any]):
    """Nothing waits for a picture that never comes: the answers stand in a table."""
    page = open_page(scripts=False)
    begin(page)
    page.goto("/filing/form")
    assert page.locator(".plainform").is_visible()
    assert not page.locator("[data-preview]").is_visible()


def test_what_is_printed_goes_on_beyond_the_first_page(open_page: Callable[..., Any]):
    """All answers are printed, also on a page as wide as a window."""
    page = open_page()
    begin(page)
    page.goto("/filing/answers")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollHeight") > 2 * WIDE["height"]
