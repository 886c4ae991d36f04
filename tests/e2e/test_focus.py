"""Where the focus is and what is typed when pages are swapped: after a row was moved, while changes come from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.e2e.walking import begin, begin_with_a_name

RULES = "/filing/answers?edit=ip_rules#f-ip_rules"


class Held:
    """Answers to requests that wait until they are let through, so that what overtakes what is decided by the test."""

    def __init__(self, page: Any, method: str, path: str) -> None:
        self.page, self.method, self.path, self.on = page, method, path, False
        self.waiting: list[tuple[Any, Any]] = []
        page.route("**/*", self._take)

    def _take(self, route: Any) -> None:
        request = route.request
        ours = request.method == self.method and self.path in request.url and request.headers.get("hx-request")
        if not (self.on and ours):
            route.fallback()
            return
        self.waiting.append((route, route.fetch(max_redirects=0)))

    def wait(self) -> None:
        """Until an answer is held."""
        while not self.waiting:
            self.page.wait_for_timeout(20)

    def let_through(self) -> None:
        """Let the held answers arrive, and every later one."""
        self.on = False
        for route, answer in self.waiting:
            route.fulfill(response=answer)
        self.waiting.clear()


def with_rows(page: Any) -> Any:
    """The table open, with three rows typed into it."""
    page.goto(RULES)
    form = page.locator("#edit-form-ip_rules")
    for place, word in enumerate("甲乙丙"):
        form.locator(f'[name="{place}.title"]').fill(f"{word}办法")
    return form


def press(page: Any, form: Any, name: str) -> None:
    form.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_rows_are_moved_by_keyboard(open_page: Callable[..., Any]):
    """The pressed button keeps the focus and moves with its row, again and again; 撤销 takes a move back."""
    from playwright.sync_api import expect

    page = open_page()
    begin(page)
    form = with_rows(page)
    press(page, form, "第2行下移")
    expect(form.locator('[name="2.title"]')).to_have_value("乙办法")
    expect(form.get_by_role("button", name="第3行下移")).to_be_focused()
    press(page, form, "第1行下移")
    expect(form.locator('[name="1.title"]')).to_have_value("甲办法")
    expect(form.get_by_role("button", name="第2行下移")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.locator('[name="2.title"]')).to_have_value("甲办法")
    expect(form.get_by_role("button", name="第3行下移")).to_be_focused()
    press(page, form, "第2行上移")
    expect(form.locator('[name="0.title"]')).to_have_value("乙办法")
    expect(form.get_by_role("button", name="第1行下移")).to_be_focused()  # 上移 has no way to go in the first row
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_text("已撤销").wait_for()
    expect(form.locator('[name="0.title"]')).to_have_value("丙办法")


def test_the_stream_does_not_take_the_focus(open_page: Callable[..., Any]):
    """A move whose answer is late is told of by the stream first: the page is not fetched twice, and the next press has the focus."""
    from playwright.sync_api import expect

    page = open_page()
    begin(page)
    form = with_rows(page)
    press(page, form, "第1行下移")
    expect(form.locator('[name="1.title"]')).to_have_value("甲办法")
    told = "() => { window.told = 0; document.addEventListener('changed', () => { window.told += 1; }); }"
    page.evaluate(told)
    moves, fresh = Held(page, "POST", "/enter"), Held(page, "GET", "/filing/answers")
    moves.on = fresh.on = True
    page.keyboard.press("Enter")
    moves.wait()
    page.wait_for_function("() => window.told > 0")
    page.wait_for_timeout(100)
    assert fresh.waiting == []
    moves.let_through()
    expect(form.locator('[name="2.title"]')).to_have_value("甲办法")
    moves.on = True
    press(page, form, "第3行上移")
    moves.wait()
    fresh.let_through()
    moves.let_through()
    expect(form.locator('[name="1.title"]')).to_have_value("甲办法")
    expect(form.get_by_role("button", name="第2行上移")).to_be_focused()


def test_an_older_page_never_takes_the_place_of_a_newer_one(open_page: Callable[..., Any]):
    """The page that was fetched for a change made elsewhere arrives after the answer to a later press: it is not shown."""
    from playwright.sync_api import expect

    page = open_page()
    begin(page)
    form = with_rows(page)
    press(page, form, "第1行下移")
    expect(form.locator('[name="1.title"]')).to_have_value("甲办法")
    fresh = Held(page, "GET", "/filing/answers")
    fresh.on = True
    other = page.context.new_page()
    other.goto("/filing/answers?edit=unit_name#f-unit_name")
    other.locator("#edit-unit_name").fill("常州示例学院")
    other.keyboard.press("Enter")
    fresh.wait()
    page.keyboard.press("Enter")
    expect(form.locator('[name="2.title"]')).to_have_value("甲办法")
    fresh.let_through()
    page.wait_for_timeout(200)
    expect(form.locator('[name="2.title"]')).to_have_value("甲办法")
    expect(form.get_by_role("button", name="第3行下移")).to_be_focused()
    expect(page.locator("#f-unit_name")).to_contain_text("常州示例学院")


def test_undo_keeps_what_is_typed(open_page: Callable[..., Any]):
    """撤销 beside a field that stands open in 全部答案, and words said there, leave what is typed in it; with and without scripts."""
    from playwright.sync_api import expect

    for scripts in (True, False):
        page = open_page(scripts=scripts)
        begin_with_a_name(page)
        page.goto("/filing/answers?edit=unit_intro#f-unit_intro")
        page.locator("#edit-unit_intro").fill("写了一半")
        page.locator(".composer").get_by_role("button", name="撤销").click()
        page.get_by_text("已撤销").first.wait_for()
        expect(page.locator("#f-unit_name em")).to_have_text("未填")
        expect(page.locator("#edit-unit_intro")).to_have_value("写了一半")
        if scripts:
            page.locator(".sayline input[name=text]").fill("进度")
            page.keyboard.press("Enter")
            page.get_by_text("填写进度").first.wait_for()
            expect(page.locator("#edit-unit_intro")).to_have_value("写了一半")
        page.locator("#edit-form-unit_intro").get_by_role("button", name="确定", exact=True).last.click()
        page.wait_for_selector("#f-unit_intro:not(.editing)")
        assert "写了一半" in page.locator("#f-unit_intro").inner_text()


def test_enter_in_an_open_field_saves_it(open_page: Callable[..., Any]):
    """The buttons of the conversation belong to the open field's form and stand before it; Enter still means 确定."""
    for scripts in (True, False):
        page = open_page(scripts=scripts)
        begin_with_a_name(page)
        page.goto("/filing/answers?edit=credit_code#f-credit_code")
        page.locator("#edit-credit_code").fill("91110000MA0000001L")
        page.keyboard.press("Enter")
        page.wait_for_selector("#f-credit_code:not(.editing)")
        assert "91110000MA0000001L" in page.locator("#f-credit_code").inner_text()
        assert "常州示例学院" in page.locator("#f-unit_name").inner_text()
