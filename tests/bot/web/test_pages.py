"""The pages, without scripts: start, programme, guide, and the working page with its tabs."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from bot.channels.web.site import Site
from programs.models import StatedText
from programs.registry import PROGRAMS_DIR
from tests.bot.dialogue.worlds import pack_at, world_of
from tests.bot.web.people import Person, make_site

PUBLIC = ("/", "/p/template", "/p/template/guide", "/filing", "/link", "/resume")
TABS = ("/filing", "/filing/form", "/filing/answers", "/filing/eligibility", "/filing/materials", "/filing/guide")


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_need_no_session(person: Person, path: str):
    """Anybody may read, and reading makes no session and stores nothing."""
    assert person.get(path).status_code == 200
    assert not any(cookie.name.endswith("session") for cookie in person.client.cookies.jar)
    assert person.site.engine.storage.audit() == []


def test_start_offers_three_ways_and_every_programme(person: Person):
    """问问题, 能报哪个, 继续填写; each programme with year and status; a banner when something is closed."""
    person.get("/")
    words = person.words()
    assert all(way in words for way in ("问问题", "能报哪个", "继续填写"))
    for pack in person.site.world.packs.values():
        assert pack.manifest.short_name in words
        assert f'href="/p/{pack.slug}"' in person.html


def test_a_programme_says_who_issued_it_or_that_the_guide_does_not(tmp_path: Path):
    """The authority with its clause and what else it rests on; where there is none the guide's silence, as for a date."""
    note = "同一文件附件3的封面印有编制单位。"
    named = StatedText(value="示例市知识产权局", clause="四", quote="示例市知识产权局运用处", note=note)
    for authority, said in ((named, f"示例市知识产权局 四 示例市知识产权局运用处 {note}"), (None, "指南未载明")):
        pack = pack_at(PROGRAMS_DIR / "_template", authority=authority)
        person = Person.new(make_site(tmp_path, world=partial(world_of, {"template": pack})))
        person.get("/p/template")
        assert f"主管部门 {said} 地区" in " ".join(person.words().split())


def test_start_shows_what_was_begun(person: Person):
    """Somebody who comes back sees how far each form is, and one press goes on there."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.get("/")
    assert "已填 1/" in person.words()
    form = next(f for f in person.forms() if any(code == "open:template" for _, code, _ in f.buttons))
    person.send(form, ("code", "open:template"))
    assert "欢迎回来" in person.words()


def test_a_question_on_the_first_page_is_answered_on_the_next(person: Person):
    """The words typed on the start page are asked, and the answer offers the programmes it may be about."""
    person.get("/")
    person.send(person.form("/say"), text="每家单位支持多少？")
    assert "您问的是哪个项目" in person.words()
    assert {"program:template", "ask:template"} & {code for f in person.forms() for _, code, _ in f.buttons}


@pytest.mark.parametrize("path", TABS)
def test_every_tab_works_before_a_programme_is_chosen_and_after(person: Person, path: str):
    """Without a programme the page offers them; with one it shows the tab."""
    assert person.get(path).status_code == 200
    assert "选一个项目" in person.words()
    person.begin()
    assert person.get(path).status_code == 200
    assert "已填 0 /" in person.words()


@pytest.mark.parametrize("path", [*PUBLIC, *TABS])
def test_pages_are_whole(person: Person, path: str):
    """One heading of the first rank, one main part, a title, a language, no id twice, no inline script or style."""
    person.begin()
    person.get(path)
    html, ids = person.html, person.ids()
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert re.search(r"<title>[^<]*申报", html)
    assert '<html lang="zh-CN">' in html
    assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1]
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', html)


def test_swapped_pages_come_without_their_frame(person: Person):
    """What htmx asks for is the same page without head and body; a refused form keeps the address."""
    person.begin()
    page = person.get("/filing/answers", headers={"HX-Request": "true"})
    assert "<html" not in page.text
    assert page.text.lstrip().startswith("<title>")
    assert 'id="app"' in page.text


def test_eligibility_leads_to_the_field_that_is_missing(person: Person):
    """Each condition has its quote, verdict and, where something is missing, a link to fill it in."""
    person.begin()
    person.get("/filing/eligibility")
    link = re.search(r'href="(/filing/answers\?edit=ip_staff#f-ip_staff)"', person.html)
    assert link is not None
    person.get(link[1])
    assert person.form("/enter", field="ip_staff").values["back"] == ["/filing/answers#f-ip_staff"]


def test_the_cited_clause_is_lit(person: Person):
    """An answer links its clause; there it stands out, once."""
    person.begin()
    person.say("支持多少钱？")
    link = re.search(r'href="(/filing/guide\?clause=[^"#]+)#lit"', person.html)
    assert link is not None
    person.get(link[1])
    assert person.html.count('id="lit"') == 1
    assert "每家单位支持不超过20万元" in person.html.partition('id="lit"')[2].partition("</section>")[0]


def test_unknown_places_are_not_there(person: Person):
    """A wrong address, programme or tab is 404 with a way back."""
    for path in (
        "/nothing",
        "/p/nowhere",
        "/filing/nothing",
        "/documents/x.docx",
        "/static/../app.py",
        "/docs",
        "/openapi.json",
    ):
        assert person.get(path).status_code == 404, path
        assert "/filing" in person.html or "static" in path


def test_health_and_readiness(tmp_path, site: Site):
    """The process lives; whether it can be used is told with the reason."""
    from dataclasses import replace

    assert Person.new(site).get("/healthz").text == "ok"
    assert Person.new(site).get("/readyz").status_code == 200
    busy = Person.new(replace(site, ready=lambda: "问答索引还在建立。"))
    assert (busy.get("/readyz").status_code, busy.html) == (503, "问答索引还在建立。")
    assert busy.get("/healthz").status_code == 200


def test_what_decides_stands_open_and_the_rest_is_folded(person: Person):
    """With a condition that fails, that one is open and the undecided ones are folded; without, the undecided are open."""

    def groups() -> dict[str, bool]:
        person.get("/filing/eligibility")
        return {name: bool(open_) for name, open_ in re.findall(r'class="verdict-group (\w+)"( open)?>', person.html)}

    person.begin()
    assert groups()["unknown"] is True
    person.get("/filing/answers?edit=ip_staff")
    person.answer("ip_staff", value="1")
    assert (groups()["not_met"], groups()["unknown"]) == (True, False)
