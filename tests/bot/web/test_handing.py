"""A section handed to a colleague by a link: only that section, signed, until it runs out or is taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.channels.web.site import Site
from bot.engine.clock import Clock
from bot.engine.handing import MOST_OPEN
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from tests.bot.web.people import Form, Person, make_site

SECTION = "conditions"


@pytest.fixture
def owner(person: Person) -> Person:
    person.begin()
    person.answer("unit_name", value="甲大学")
    return person


def hand_over(owner: Person, section: str = SECTION, **more: Any) -> str:
    """The path of a new link."""
    owner.get("/filing/handover")
    owner.send(owner.form("/filing/handover"), section=section, **more)
    link = re.search(r'class="address"><a href="http://testserver(/h/[\w-]{22})"', owner.html)
    assert link is not None, owner.words()
    return link[1]


def colleague(owner: Person, link: str, name: str = "张老师") -> Person:
    """Somebody who opened the link and gave a name."""
    person = Person.new(owner.site)
    person.get(link)
    person.send(person.form(link), name=name)
    return person


def enter(person: Person, key: str, /, **values: Any) -> Any:
    names = {name.replace("__", "."): value for name, value in values.items()}
    return person.send(editing(person, key), **names)


def editing(person: Person, key: str) -> Form:
    """The form of a field, opened when it is not."""
    found = [form for form in person.forms() if form.action == "/section/enter" and form.values["field"] == [key]]
    if not found:
        number = person.form("/section/leave").buttons[0][1]
        person.get(f"/section/{number}?edit={key}")
    return person.form("/section/enter", field=key)


def test_a_colleague_fills_the_section_and_the_owner_sees_who(owner: Person):
    """Without an account or a session; each entry is signed in 全部答案, in the conversation, in the list and in the record."""
    other = colleague(owner, hand_over(owner))
    assert "二、申报条件" in other.words()
    enter(other, "ip_staff", value="三人")
    assert "3" in other.words()
    assert owner.answers()["ip_staff"] == 3
    assert not any(cookie.name.endswith("session") for cookie in other.client.cookies.jar)
    for path in ("/filing/answers", "/filing", "/filing/handover", "/filing/history"):
        owner.get(path)
        assert "张老师" in owner.words(), path
    owner.get("/filing")
    assert "同事 张老师 填了" in owner.words()


def test_the_next_open_field_is_ready(owner: Person):
    """After each entry the next empty field of the section stands open, until all are filled."""
    other = colleague(owner, hand_over(owner))
    asked = []
    values: dict[str, dict[str, str]] = {
        "ip_staff": {"value": "3"}, "granted": {"2028__invention": "5", "2028__utility_model": "1",
        "2029__invention": "2", "2029__utility_model": "0"}, "rules": {"0__title": "专利管理办法", "0__since": "2027年3月"},
    }  # fmt: skip
    while form := next((f for f in other.forms() if f.action == "/section/enter"), None):
        key = form.values["field"][0]
        assert key not in asked
        asked.append(key)
        other.send(form, **{n.replace("__", "."): v for n, v in values.get(key, {"value": "yes"}).items()})
    assert "这一部分都填了" in other.words()
    assert set(owner.answers()) >= set(values)


def test_nothing_else_is_seen(owner: Person):
    """No other section's answers or fields, no conversation, verdict, document or package; another number opens nothing."""
    other = colleague(owner, hand_over(owner))
    number = str(other.page.url).rpartition("/")[2].partition("#")[0]
    assert "甲大学" not in other.html
    assert "单位名称" not in other.html
    assert "/filing" not in re.sub(r'href="/filing/guide[^"]*"', "", other.html)
    for path in (
        "/filing",
        "/filing/answers",
        "/filing/eligibility",
        "/filing/exports",
        "/filing/preview.docx",
        "/filing/package.zip",
        "/mine.json",
    ):
        assert "甲大学" not in other.get(path).text
    assert other.get(f"/section/{int(number) + 1}").status_code == 404
    assert other.get(f"/section/{number}?edit=unit_name").status_code == 200
    assert not any(f.values.get("field") == ["unit_name"] for f in other.forms())
    assert other.get(f"/section/{number}/table.xlsx?field=unit_name").status_code == 404
    other.get(f"/section/{number}")
    form = other.form("/section/enter")
    assert other.send(form, field="unit_name", value="乙大学").status_code == 404
    assert owner.answers()["unit_name"] == "甲大学"


def test_a_conflict_shows_both_values(owner: Person):
    """What the owner changed meanwhile is not written over; the colleague sees both and decides."""
    other = colleague(owner, hand_over(owner))
    editing(other, "ip_staff")
    owner.get("/filing/answers?edit=ip_staff")
    owner.answer("ip_staff", value="5")
    assert enter(other, "ip_staff", value="3").status_code == 422
    assert "刚在别处改过" in other.words()
    assert "5" in other.words()
    assert owner.answers()["ip_staff"] == 5
    enter(other, "ip_staff", value="3")
    assert owner.answers()["ip_staff"] == 3


def test_a_slip_is_told_and_nothing_written(owner: Person):
    """The words stay in the field, with what is wrong and how to mend it."""
    other = colleague(owner, hand_over(owner))
    assert enter(other, "ip_staff", value="很多人").status_code == 422
    assert 'aria-invalid="true"' in other.html
    assert "很多人" in other.html
    assert "ip_staff" not in owner.answers()
    owner.get("/filing")
    assert "张老师" not in owner.words()


def test_rows_can_be_pasted(owner: Person):
    """A block from a spreadsheet goes into the section's table; what cannot be read is told by row."""
    other = colleague(owner, hand_over(owner))
    number = str(other.page.url).rpartition("/")[2].partition("#")[0]
    other.get(f"/section/{number}?edit=rules")
    other.send(other.form("/section/import", field="rules"), pasted="专利管理办法\t2027年3月\n转化办法\t2028年1月")
    assert [row["title"] for row in owner.answers()["rules"]] == ["专利管理办法", "转化办法"]
    other.get(f"/section/{number}?edit=rules")
    other.send(other.form("/section/import", field="rules"), pasted="收益办法\t不知道哪天")
    assert "第1行" in other.words()
    other.send(other.form("/section/import", field="rules"), pasted="收益办法\t2029年3月")
    assert [row["title"] for row in owner.answers()["rules"]] == ["专利管理办法", "转化办法", "收益办法"]
    other.get(f"/section/{number}?edit=rules")
    other.send(other.form("/section/import", field="rules"), pasted="新办法\t2029年4月", mode="replace")
    assert [row["title"] for row in owner.answers()["rules"]] == ["新办法"]
    assert other.get(f"/section/{number}/table.xlsx?field=rules").content.startswith(b"PK")


def test_a_link_taken_back_opens_nothing_at_once(owner: Person):
    """Also for who is in the middle of it; what was entered stays, and a new link is another."""
    link = hand_over(owner)
    other = colleague(owner, link)
    enter(other, "ip_staff", value="3")
    form = other.form("/section/enter")
    owner.get("/filing/handover")
    owner.press("收回第1号链接") if any(
        b[2] == "收回第1号链接" for f in owner.forms() for b in f.buttons
    ) else owner.send(owner.form("/filing/handover/end"), ("number", "1"))
    assert "已收回" in owner.words()
    assert other.send(form, value="x").status_code == 404
    assert other.get("/section/1").status_code == 404
    assert "已被收回" in other.words()
    assert Person.new(owner.site).get(link).status_code == 404
    assert owner.answers()["ip_staff"] == 3
    assert hand_over(owner) != link


def test_a_link_runs_out(tmp_path: Path):
    """After its days the link and the pass open nothing."""
    from dataclasses import replace

    from bot.storage.memory import MemoryStorage
    from tests.bot.dialogue.worlds import NOW

    hands = [NOW.timestamp()]
    site = make_site(tmp_path, MemoryStorage(lambda: hands[0]))
    clock = replace(site.engine.clock, wall=lambda: hands[0], monotonic=lambda: hands[0], _offset=[0.0])
    site.engine.handing.clock = clock
    owner = Person.new(site)
    owner.begin()
    link = hand_over(owner, days="3")
    other = colleague(owner, link)
    hands[0] += 3 * 24 * 3600 + 1
    assert other.get("/section/1").status_code == 404
    assert other.get(link).status_code == 404


def test_opening_a_link_changes_nothing(owner: Person):
    """Messengers open links by themselves: no cookie but the visitor's, nothing in the storage."""
    link = hand_over(owner)
    before = len(owner.site.engine.storage.audit())
    other = Person.new(owner.site)
    assert other.get(link).status_code == 200
    assert [cookie.name for cookie in other.client.cookies.jar] == ["shenbao-visitor"]
    assert len(owner.site.engine.storage.audit()) == before
    assert other.page is not None
    assert other.page.headers["referrer-policy"] == "same-origin"


def test_a_name_is_asked_for_and_cleaned(owner: Person):
    """Nobody fills in without a name; a name cannot hold markup, lines or another's signature."""
    link = hand_over(owner)
    assert "请写上您的姓名" in colleague(owner, link, "  \u200b ").words()
    other = colleague(owner, link, "handover:9:<b>张\n三</b>")
    enter(other, "ip_staff", value="3")
    owner.get("/filing/history")
    assert "handover:9:&lt;b&gt;张 三&lt;/b&gt;" in owner.html


def test_the_token_stands_nowhere_in_the_database(tmp_path: Path):
    """Only its hash is kept: not in the rows, not in the answers, not in a copy of everything."""
    database = tmp_path / "shenbao.sqlite3"
    site = make_site(tmp_path, SQLStorage(SQLiteDatabase(database), Clock().steady))
    owner = Person.new(site)
    owner.begin()
    owner.say("交给同事 申报条件")
    owner.press("生成链接，七天有效")
    link = re.search(r"/h/([\w-]{22})", owner.html)
    assert link is not None
    other = colleague(owner, f"/h/{link[1]}")
    enter(other, "ip_staff", value="3")
    assert link[1] not in str(site.engine.personal.export_my_data(owner.conversation))
    assert owner.get("/mine.json").status_code == 200
    site.engine.close()
    assert all(link[1].encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "A" * 2000, "../../etc", "%00" * 8, "链接" * 11])
def test_guessed_links_open_nothing(site: Site, token: str):
    """A wrong link is a page that says so, and the same for every wrong link."""
    person = Person.new(site)
    assert person.get(f"/h/{token}").status_code == 404


def test_only_ones_own_links_are_listed_and_ended(owner: Person):
    """Another owner cannot end a link by its number, nor hand over a section that does not apply."""
    hand_over(owner)
    thief = Person.new(owner.site)
    thief.begin()
    thief.get("/filing/handover")
    assert "第1号" not in thief.words()
    form = thief.form("/filing/handover")
    form.action = "/filing/handover/end"
    assert thief.send(form, ("number", "1")).status_code == 404
    thief.get("/filing/handover")
    assert thief.send(thief.form("/filing/handover"), section="nowhere").status_code == 422
    assert thief.send(thief.form("/filing/handover"), section=SECTION, days="9999").status_code == 422


def test_there_are_not_endlessly_many(owner: Person):
    """So many links may be open at once; then one has to be taken back first."""
    for _ in range(MOST_OPEN):
        owner.site.engine.handing.hand_over(owner.conversation, "template", SECTION)
    owner.get("/filing/handover")
    assert owner.send(owner.form("/filing/handover"), section=SECTION).status_code == 422
    assert "有效的链接太多了" in owner.words()


def test_deleting_everything_ends_the_links(owner: Person):
    """After the owner deleted everything a colleague's page opens nothing."""
    other = colleague(owner, hand_over(owner))
    owner.site.engine.personal.delete_my_data(owner.conversation)
    assert other.get("/section/1").status_code == 404
