"""Filling on the page without scripts: the question asked, any field anywhere, slips, doubts, conflicts, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from programs.registry import discover
from tests.bot.dialogue.worlds import world_of
from tests.bot.web.people import Person, make_site


@pytest.fixture
def filling(person: Person) -> Person:
    person.begin()
    return person


def asked(person: Person) -> str | None:
    """Key of the field that the page asks, None when it asks none."""
    keys = (f.values["field"][0] for f in person.forms() if f.action == "/enter" and f.values["back"] == ["/filing"])
    return next(keys, None)


def test_the_whole_form_is_walked_question_by_question(filling: Person):
    """Each answer leads to the next question, until none is left; what no question asked is filled in among all answers."""
    values = {
        "unit_name": {"value": "甲大学"},
        "credit_code": {"value": "91110000MA0000001L"},
        "applicant_kind": {"value": "university"},
        "contact_mobile": {"value": "13800000000"},
        "in_example_city": {"value": "yes"},
        "ip_staff": {"value": "３人"},
        "granted": {
            "2028__invention": "5",
            "2028__utility_model": "6",
            "2029__invention": "7",
            "2029__utility_model": "8",
        },
        "rules": {"0__title": "专利管理办法", "0__since": "2027年3月"},
        "has_products": {"value": "no"},
        "amount_wan": {"value": "20万元"},
        "plan": {"value": "建设平台，\n推动转化。"},
    }
    while (key := asked(filling)) is not None:
        filling.answer(key, **values[key])
    for key in values.keys() - filling.answers().keys():
        filling.get(f"/filing/answers?edit={key}")
        filling.answer(key, **values[key])
    assert "必填已齐" in filling.words()
    assert filling.answers() == {
        "unit_name": "甲大学", "credit_code": "91110000MA0000001L", "applicant_kind": "university", "contact_mobile": "13800000000",
        "in_example_city": True, "ip_staff": 3, "granted": {"2028": {"invention": 5, "utility_model": 6}, "2029": {"invention": 7, "utility_model": 8}},
        "rules": [{"title": "专利管理办法", "since": "2027-03"}], "has_products": False, "amount_wan": 20, "plan": "建设平台，\n推动转化。",
    }  # fmt: skip


def test_a_slip_is_422_and_keeps_what_was_typed(filling: Person):
    """The field comes back with what is wrong, how to mend it, and the words as they were typed; nothing is stored."""
    filling.get("/filing/answers?edit=ip_staff")
    page = filling.answer("ip_staff", value="很多<人>")
    assert page.status_code == 422
    assert filling.form("/enter", field="ip_staff").values["value"] == ["很多<人>"]
    assert 'role="alert"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "ip_staff" not in filling.answers()


def test_a_refused_answer_is_not_news_to_its_own_page(filling: Person):
    """The page that shows a slip knows the turn it came from, so the stream of changes does not sweep the reason away."""
    filling.answer("unit_name", value="甲大学")
    filling.get("/filing/answers?edit=ip_staff")
    page = filling.answer("ip_staff", value="很多")
    last = filling.site.engine.storage.history(filling.conversation)[-1].number
    assert f'data-turn="{last}"' in page.text


def test_swapped_slips_keep_the_address(filling: Person):
    """To htmx the refused form is answered in place."""
    form = filling.form("/enter", field="unit_name")
    data = {k: v[-1] for k, v in form.values.items() if v} | {
        "field": "ip_staff",
        "value": "很多",
        "back": "/filing/answers",
    }
    answer = filling.client.post("/enter", data=data, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (422, "false")


def test_an_empty_answer_is_told_and_an_emptied_one_taken_away(filling: Person):
    """Nothing is not an answer; emptying a field that has one removes it, and undo brings it back."""
    assert filling.answer("unit_name", value="  ").status_code == 422
    assert "还是空的" in filling.words()
    filling.answer("unit_name", value="甲大学")
    filling.get("/filing/answers?edit=unit_name")
    filling.answer("unit_name", value="")
    assert "unit_name" not in filling.answers()
    filling.press("撤销")
    assert filling.answers()["unit_name"] == "甲大学"


def test_a_doubt_is_asked_and_kept_when_confirmed(filling: Person):
    """无 for a required field: asked once, stored on 确认无误."""
    filling.get("/filing/answers?edit=plan")
    assert filling.answer("plan", "special", "none").status_code == 422
    assert "plan" not in filling.answers()
    filling.get("/filing/answers?edit=plan")
    filling.answer("plan", value="无")
    assert "确认无误" in filling.words()
    filling.answer("plan", "confirmed", "1")
    assert filling.answers()["plan"] == {"none": True}


def test_two_pages_of_one_case_show_both_values(filling: Person):
    """The second page to save is told what the first one saved, and may still decide for its own."""
    first, second = filling, Person(filling.site, filling.client)
    first.get("/filing/answers?edit=ip_staff")
    second.get("/filing/answers?edit=ip_staff")
    first.answer("ip_staff", value="3")
    assert second.answer("ip_staff", value="4").status_code == 422
    assert "别处填的 3" in second.words()
    assert first.answers()["ip_staff"] == 3
    second.answer("ip_staff")
    assert first.answers()["ip_staff"] == 4


def test_the_same_form_sent_twice_is_one_answer(filling: Person):
    """A double click adds one turn; the same form with other words is another."""
    form = filling.form("/enter", field="unit_name")
    for _ in range(2):
        filling.send(form, value="甲大学")
    turns = filling.site.engine.storage.history(filling.conversation)
    assert len(turns) == 3
    filling.send(form, value="乙大学")
    assert len(filling.site.engine.storage.history(filling.conversation)) == 4


def test_sensitive_answers_are_never_put_back_into_a_page(filling: Person):
    """A mobile number is shown masked; left empty it stays, and what was said of it is not shown again."""
    for key, value in (
        ("unit_name", "甲大学"),
        ("credit_code", "91110000MA0000001L"),
        ("applicant_kind", "university"),
    ):
        filling.answer(key, value=value)
    filling.say("13800001234")
    assert filling.answers()["contact_mobile"] == "13800001234"
    for path in ("/filing?all=1", "/filing/answers?edit=contact_mobile", "/filing/form"):
        assert "13800001234" not in filling.get(path).text
    filling.get("/filing/answers?edit=contact_mobile")
    filling.answer("contact_mobile", value="")
    assert filling.answers()["contact_mobile"] == "13800001234"


def titles(person: Person) -> list[str]:
    return [row["title"] for row in person.answers()["rules"]]


def test_rows_are_moved_and_taken_out_by_button(filling: Person):
    """上移, 下移 and 删去 are written at once with what was typed, each is undone by 撤销, and the table stays open."""
    filling.get("/filing/answers?edit=rules")
    filling.answer("rules", "op", "up:1", **{"0__title": "甲", "1__title": "乙", "2__title": "丙"})
    assert titles(filling) == ["乙", "甲", "丙"]
    assert 'id="edit-form-rules"' in filling.html
    filling.answer("rules", "op", "down:1")
    assert "第2行和第3行换了位置" in filling.words()
    filling.answer("rules", "op", "up:2")
    filling.answer("rules", "op", "down:1")
    assert titles(filling) == ["乙", "丙", "甲"]
    filling.answer("rules", "op", "delete:0")
    assert titles(filling) == ["丙", "甲"]
    assert "删去第1行：制度名称 乙。还剩2行" in filling.words()
    filling.say("撤销")
    assert titles(filling) == ["乙", "丙", "甲"]
    filling.say("撤销")
    assert titles(filling) == ["乙", "甲", "丙"]


def test_what_was_entered_before_can_be_entered_again(filling: Person):
    """From the list of answers, back and forth between two values: each time is an event of its own."""
    for value in ("3", "4", "3", "4"):
        filling.get("/filing/answers?edit=ip_staff")
        filling.answer("ip_staff", value=value)
        assert filling.answers()["ip_staff"] == int(value)


def test_empty_rows_are_added_and_taken_out_on_the_page_alone(filling: Person):
    """再加两行 and taking out an empty row store nothing."""
    filling.get("/filing/answers?edit=rules")
    filling.answer("rules", "op", "add", **{"0__title": "甲"})
    filling.answer("rules", "op", "delete:2")
    assert "rules" not in filling.answers()
    filling.answer("rules")
    assert titles(filling) == ["甲"]


def test_two_tabs_change_different_rows(filling: Person):
    """A page that shows older rows changes the row it means, wherever it stands by now; the other tab's change stays."""
    filling.get("/filing/answers?edit=rules")
    filling.answer("rules", **{"0__title": "甲", "1__title": "乙", "2__title": "丙"})
    filling.get("/filing/answers?edit=rules")
    old = filling.form("/enter", field="rules")
    filling.say("把最后一行移到第1行")
    filling.say("删除第2行")
    assert titles(filling) == ["丙", "乙"]
    filling.send(old, **{"1.title": "乙二", "3.title": "丁"})
    assert titles(filling) == ["丙", "乙二", "丁"]


def test_two_tabs_change_the_same_row(filling: Person):
    """Both values are shown and nothing is written."""
    filling.get("/filing/answers?edit=rules")
    filling.answer("rules", **{"0__title": "甲", "1__title": "乙"})
    filling.get("/filing/answers?edit=rules")
    old = filling.form("/enter", field="rules")
    filling.say("改第2行 制度名称 乙一")
    assert filling.send(old, **{"1.title": "乙二"}).status_code == 422
    assert "刚在别处改过" in filling.words()
    assert titles(filling) == ["甲", "乙一"]
    filling.send(old, ("op", "delete:1"))
    assert titles(filling) == ["甲", "乙一"]


def test_skipping_going_back_and_help(filling: Person):
    """跳过 leaves a mark in the list of answers, 上一题 comes back to it."""
    filling.press("跳过")
    assert asked(filling) == "credit_code"
    filling.get("/filing/answers")
    assert "待补" in filling.words()
    filling.get("/filing")
    filling.press("上一题")
    assert asked(filling) == "unit_name"


def test_a_field_is_changed_by_its_name_in_words(filling: Person):
    """The line at the bottom takes everything the conversation takes."""
    filling.say("把管理人员数改成5")
    assert filling.answers()["ip_staff"] == 5
    assert asked(filling) == "unit_name"


def test_a_page_of_another_programme_writes_nothing(filling: Person):
    """A form from before the programme was changed is told so."""
    form = filling.form("/enter", field="unit_name")
    filling.get("/p/other")
    filling.press("进入这个项目")
    filling.send(form, value="甲大学")
    assert "已经过期" in filling.words()
    assert "unit_name" not in filling.answers()


def test_a_grid_is_entered_in_part_and_a_cell_emptied(filling: Person):
    """Blank cells stay unknown; a cell that was emptied is unknown again."""
    filling.get("/filing/answers?edit=granted")
    filling.answer("granted", **{"2028__invention": "5", "2029__invention": "7"})
    filling.get("/filing/answers?edit=granted")
    filling.answer("granted", **{"2029__invention": ""})
    assert filling.answers()["granted"] == {"2028": {"invention": 5}}


def test_undo_keeps_what_is_typed_in_another_field(filling: Person):
    """撤销 while a field stands open in 全部答案 takes the last answer back; the field stays open with what was typed, unsaved."""
    filling.answer("unit_name", value="甲大学")
    filling.get("/filing/answers?edit=plan")
    filling.press("撤销", value="写了一半的\n计划")
    assert filling.answers() == {}
    assert "已撤销" in filling.words()
    open_ = filling.form("/enter", field="plan", back="/filing/answers#f-plan")
    assert open_.values["value"] == ["写了一半的\n计划"]
    filling.send(open_)
    assert filling.answers() == {"plan": "写了一半的\n计划"}


def test_undo_keeps_rows_that_are_typed(filling: Person):
    """Rows typed into an open table come along too; rows already stored keep their identities."""
    filling.get("/filing/answers?edit=rules")
    filling.answer("rules", **{"0__title": "甲"})
    filling.get("/filing/answers?edit=ip_staff")
    filling.answer("ip_staff", value="3")
    filling.get("/filing/answers?edit=rules")
    filling.press("撤销", **{"0.title": "甲改", "1.title": "乙"})
    assert "ip_staff" not in filling.answers()
    filling.answer("rules")
    assert titles(filling) == ["甲改", "乙"]


@pytest.mark.parametrize("typed", [{}, {"value": "5"}], ids=["only shown", "typed"])
def test_undo_of_the_open_field_itself(filling: Person, typed: dict[str, str]):
    """A field that only stands open shows what it has after 撤销; one with something typed keeps that."""
    for value in ("3", "4"):
        filling.get("/filing/answers?edit=ip_staff")
        filling.answer("ip_staff", value=value)
    filling.get("/filing/answers?edit=ip_staff")
    filling.press("撤销", **typed)
    assert filling.answers()["ip_staff"] == 3
    open_ = filling.form("/enter", field="ip_staff", back="/filing/answers#f-ip_staff")
    assert open_.values["value"] == [typed.get("value", "3")]
    filling.send(open_)
    assert filling.answers()["ip_staff"] == int(typed.get("value", "3"))


def test_other_buttons_leave_the_open_field_open(filling: Person):
    """Whatever is pressed in the conversation, what is typed stays; a private number is not put back unless it was typed."""
    filling.get("/filing/answers?edit=contact_mobile")
    filling.answer("contact_mobile", value="13800000000")
    filling.get("/filing/answers?edit=contact_mobile")
    filling.press("人工")
    assert filling.form("/enter", field="contact_mobile", back="/filing/answers#f-contact_mobile").values["value"] == [
        ""
    ]
    assert "13800000000" not in filling.html
    filling.get("/filing/answers?edit=plan")
    filling.press("先停在这", value="一半")
    filling.press("查资格")
    assert filling.form("/enter", field="plan").values["value"][0].strip() == "一半"


def test_what_the_form_prints_is_offered_first(tmp_path: Path):
    """The kinds that the form has boxes for stand first, the others behind a line; one of those can be chosen, is shown when it
    was, and is carried over from another programme."""
    slugs = ("changzhou-university", "national")
    person = Person.new(make_site(tmp_path, world=lambda: world_of({slug: discover()[slug] for slug in slugs})))
    person.begin("national")
    person.get("/filing/answers?edit=applicant_kind")
    person.answer("applicant_kind", value="association")
    person.begin("changzhou-university")
    person.get("/filing/answers?edit=applicant_kind")
    before, fold, behind = person.html[person.html.index('id="edit-form-applicant_kind"') :].partition(
        '<details class="rest">'
    )
    assert fold
    assert [one in before for one in ('value="university"', 'value="research_institute"', 'value="association"')] == [
        True,
        True,
        False,
    ]
    assert "看其余 8 种" in behind
    person.answer("applicant_kind", value="association")
    assert person.answers("changzhou-university")["applicant_kind"] == "association"
    person.get("/filing/answers?edit=applicant_kind")
    assert '<details class="rest">' not in person.html[person.html.index('id="edit-form-applicant_kind"') :]
    assert person.form("/enter", field="applicant_kind", back="/filing/answers#f-applicant_kind").values["value"] == [
        "association"
    ]
