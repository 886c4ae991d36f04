"""A section handed to a colleague by a link: only that section, signed, until it runs out or is taken back."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.channels.web.site import Site
from bot.engine.clock import Clock
from bot.engine.handing import MOST_OPEN
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from tests.bot.dialogue.worlds import world_of
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


@pytest.fixture
def table(owner: Person) -> Person:
    """A colleague in front of the section's table."""
    other = colleague(owner, hand_over(owner))
    other.get("/section/1?edit=rules")
    return other


def titles(owner: Person) -> list[str]:
    return [row["title"] for row in owner.answers().get("rules", [])]


def bring(other: Person, pasted: str) -> Any:
    other.get("/section/1?edit=rules")
    return other.send(other.form("/section/import", field="rules"), pasted=pasted)


def test_rows_go_into_an_empty_table_at_once(owner: Person, table: Person):
    """A block from a spreadsheet is stored and signed; the table can be taken out as a file."""
    bring(table, "专利管理办法\t2027年3月\n转化办法\t2028年1月")
    assert titles(owner) == ["专利管理办法", "转化办法"]
    owner.get("/filing/answers")
    assert "张老师" in owner.words()
    assert table.get("/section/1/table.xlsx?field=rules").content.startswith(b"PK")


@pytest.mark.parametrize(("button", "left"), [("追加", ["甲", "乙", "丙"]), ("替换", ["乙", "丙"]), ("", ["甲"])])
def test_where_rows_go_is_asked(owner: Person, table: Person, button: str, left: list[str]):
    """Onto rows that are there nothing is stored before 追加 or 替换; the owner is not asked and sees nothing of it."""
    bring(table, "甲\t2027年3月")
    before = owner.site.engine.look(owner.conversation).cases["template"]
    bring(table, "乙\t2027年3月\n丙\t2028年3月")
    assert "已有1行，这次读到2行" in table.words()
    assert owner.site.engine.look(owner.conversation).cases["template"] == before
    if button:
        table.press(button)
    assert titles(owner) == left


def test_rows_are_not_replaced_unseen(owner: Person, table: Person):
    """What the owner changed between the question and 替换 is not written over: it is asked again with what stands there now."""
    bring(table, "甲\t2027年3月")
    bring(table, "乙\t2027年3月")
    owner.get("/filing/answers?edit=rules")
    owner.answer("rules", **{"1__title": "丁"})
    table.press("替换")
    assert titles(owner) == ["甲", "丁"]
    assert "已有2行，这次读到1行" in table.words()
    table.press("替换")
    assert titles(owner) == ["乙"]


def test_rejected_rows_are_handed_back(owner: Person, table: Person):
    """Good rows go in, bad ones are told and come back as a file that, mended, only adds them."""
    bring(table, "制度名称\t施行日期\n甲\t2027年3月\n乙\t不知道哪天")
    assert titles(owner) == ["甲"]
    assert "第3行“施行日期”" in table.words()
    answer = table.send(table.form("/section/rejected.xlsx"))
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == ["乙", "不知道哪天"]
    assert "施行日期" in str(sheet["C2"].value)
    sheet["B2"] = "2029年5月"
    out = io.BytesIO()
    book.save(out)
    table.get("/section/1?edit=rules")
    table.send(table.form("/section/import", field="rules"), files={"file": ("改好.xlsx", out.getvalue())})
    assert titles(owner) == ["甲", "乙"]


def test_nothing_good_changes_nothing(owner: Person, table: Person):
    """Where no row can be read, that is told with the file, and nothing is stored."""
    assert bring(table, "收益办法\t不知道哪天").status_code == 422
    assert "第1行“施行日期”" in table.words()
    assert titles(owner) == []
    assert table.send(table.form("/section/rejected.xlsx")).content.startswith(b"PK")


def test_cells_of_a_grid_go_over_those_that_are_there(owner: Person, table: Person):
    """A year grid takes each cell that is given and keeps the others, as it does for the owner."""
    for pasted in ("\t发明\t实用新型\n2028年\t5\t6", "\t发明\t实用新型\n2029年\t7\t8"):
        table.get("/section/1?edit=granted")
        table.send(table.form("/section/import", field="granted"), pasted=pasted)
    assert owner.answers()["granted"] == {
        "2028": {"invention": 5, "utility_model": 6}, "2029": {"invention": 7, "utility_model": 8},
    }  # fmt: skip


def test_a_unit_is_asked_for(tmp_path: Path):
    """A column of money without a unit, whose numbers look like 元, is asked about; what is said of it is kept for the next step."""
    from programs.registry import discover

    slug = "changzhou-park"
    site = make_site(tmp_path, world=lambda: world_of({slug: discover()[slug]}))
    owner = Person.new(site)
    owner.begin(slug)
    other = colleague(owner, hand_over(owner, "budget"))
    for word, amount in (("设备", 3), ("差旅", 5)):
        other.get("/section/1?edit=budget")
        other.send(
            other.form("/section/import", field="budget"), pasted=f"项目预算支出明细\t经费预算\n{word}\t{amount}0000"
        )
        assert "是元还是万元" in other.words()
        other.press("元")
        if word == "差旅":
            assert "已有1行，这次读到1行" in other.words()
            other.press("追加")
    assert [(row["item"], row["amount_wan"]) for row in owner.answers(slug)["budget"]] == [("设备", 3), ("差旅", 5)]


@pytest.mark.parametrize("carried", ["[", "[]", '[[[1]],"",{}]', '[[],"",{}]', '[[["a"]],"",{}]' + "[" * 5000, "null"])
def test_what_a_page_carries_is_not_trusted(owner: Person, table: Person, carried: str):
    """Anything but cells as text is as if nothing had been sent; nothing is stored."""
    form = table.form("/section/import", field="rules")
    assert table.send(form, carried=carried, mode="replace").status_code == 422
    assert titles(owner) == []
    table.get("/section/1?edit=rules")
    form = table.form("/section/import", field="rules")
    form.action = "/section/rejected.xlsx"
    assert table.send(form, rejected=carried).status_code == 400


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
