"""What a busy reader sees once and in its place: answers, menus, names of fields, tables, what is private."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.web.laid_out import MOST_ROWS, laid_out
from bot.dialogue import messages as m
from bot.rendering.blocks import folded, program_line, quote
from bot.rendering.fields import any_field
from bot.rendering.reports import told_in
from forms.models import Field, FieldType
from tests.bot.dialogue.worlds import example_world
from tests.bot.web.people import Person


def test_a_quote_that_the_answer_has_is_only_linked(person: Person):
    """The words of the guide stand once on the page; beside them is the way to the clause."""
    person.begin()
    person.say("支持多少钱？")
    assert person.html.count("每家单位支持不超过20万元") == 1
    assert "看原文" in person.words()
    assert "/filing/guide?clause=%E4%B8%89#lit" in person.html


def test_an_answer_tells_a_quote_though_it_is_broken_into_lines_and_cells():
    """White space and the bars between cells do not count; of a further clause its beginning is enough."""
    assert told_in("「服务｜案例1｜案例2」", "服务\t\n案例1\n\t案例2")
    long = "推动高校院所深入贯彻并持续实施《高等学校知识产权管理规范》，建立体系"
    assert told_in(f"另可参看：「{long[:30]}…」", long)
    assert not told_in("「服务」", "案例")
    assert not told_in(f"「{long[:10]}…」", long)


def test_cells_of_a_form_stand_in_one_line():
    """A flattened table has tabs and empty lines between its cells; words of the guide keep their lines."""
    assert folded("单位地址\n\n\n\t高校 □\n\n统一代码") == "单位地址｜高校 □｜统一代码"
    assert folded("一、申报主体\n\n联盟、协会。") == "一、申报主体\n联盟、协会。"


def test_a_quote_does_not_repeat_the_heading_it_stands_under():
    """The heading is told in the place below the words."""
    assert quote("一、申报主体\n联盟、协会。", "一、申报主体").text == "联盟、协会。"
    assert quote("一、申报主体", "一、申报主体").text == "一、申报主体"


def test_a_menu_after_something_else_gives_only_what_is_not_at_hand(person: Person):
    """Below an answer stands no second menu with what the line of buttons offers anyway, and no button twice."""
    person.begin()
    person.press("先停在这")
    person.say("支持多少钱？")
    assert "要做什么" not in person.words()
    buttons = [code for form in person.forms() for name, code, _ in form.buttons if name == "code"]
    assert len(buttons) == len(set(buttons))
    assert {"do:materials", "do:fill", "do:judge"} <= set(buttons)


def test_before_a_programme_is_chosen_nothing_is_offered_that_needs_one(person: Person):
    """No lone tab and no batch of answers where there is nothing to fill in."""
    person.get("/filing")
    assert 'class="tabs"' not in person.html
    assert "成批填" not in person.html
    person.begin()
    assert 'class="tabs"' in person.html
    assert "成批填" in person.html


def test_a_field_is_called_as_the_programme_that_was_filled_calls_it():
    """The same key may have another label in another programme; what is told takes the right one."""
    world = example_world()
    form = world.forms["other"]
    renamed = form.fields["unit_name"].model_copy(update={"label": "企业全称"})
    other = replace(form, fields={**form.fields, "unit_name": renamed})
    world = replace(world, forms={**world.forms, "other": other})
    found = [any_field(world, "unit_name", program) for program in ("template", "other", "")]
    assert [one.label for one in found if one] == ["单位名称", "企业全称", world.shared["unit_name"].label]
    assert any_field(world, "nothing") is None


def test_an_answer_says_of_which_programme_it_is(person: Person):
    """What is recorded names its programme, so that its field is found again."""
    person.begin()
    person.say("甲大学")
    engine = person.site.engine
    told = engine.storage.history(person.conversation, limit=1)[0].answer
    assert '"program": "template"' in told or '"program":"template"' in told
    assert m.Recorded(field="unit_name", echo="甲").program == "", "what was stored before still reads"


def test_what_is_private_is_masked_wherever_it_is_said(person: Person):
    """A mobile given by name is shown as stars though another field was asked; an order at that field is shown as it was said."""
    person.begin()
    person.say("把联系人手机改成13900000000")
    assert "13900000000" not in person.html
    assert "＊＊＊＊" in person.html
    person.say("改 联系人手机")
    person.say("把单位名称改成甲大学")
    assert "把单位名称改成甲大学" in person.html


def test_rows_stand_under_one_another_among_all_answers(person: Person):
    """A filled table is drawn as a table with a heading for every column; a grid with its rows' labels."""
    person.begin()
    person.get("/filing/answers?edit=rules")
    person.answer("rules", **{"0__title": "甲办法", "0__since": "2029年1月2日"})
    person.get("/filing/answers?edit=granted")
    person.answer("granted", **{"2028__invention": "3", "2028__utility_model": "4"})
    person.get("/filing/answers")
    assert person.html.count('<table class="rows">') == 2
    words = person.words()
    assert "甲办法 2029年1月2日" in words
    assert "发明（件）" in words
    assert "2028年 3 4" in words
    person.get("/filing/answers?edit=granted")
    person.answer("granted", **{"2028__invention": "3", "2029__invention": "5"})
    person.get("/filing/answers")
    assert "合计 8" in person.words()


def test_a_long_table_tells_how_many_rows_are_left_out_and_hides_what_is_private():
    """The first rows are shown, the rest counted; a private cell shows only a part."""
    columns = (
        Field(key="name", label="姓名", type=FieldType.TEXT),
        Field(key="mobile", label="手机", type=FieldType.PHONE, sensitive=True),
    )
    field = Field(key="team", label="成员", type=FieldType.TABLE, columns=columns)
    table = laid_out(field, [{"name": "甲", "mobile": "13900000000"}, *({"name": "乙"} for _ in range(MOST_ROWS))])
    assert table is not None
    assert table.more == 1
    assert table.rows[0] == ("1", ("甲", "139****0000"))
    assert table.rows[1] == ("2", ("乙", ""))
    assert laid_out(field, {"none": True}) is None
    assert laid_out(columns[0], "甲") is None


def test_what_is_only_empty_is_told_apart_from_what_is_wrong(person: Person):
    """An untouched form is not said to have so many mistakes."""
    person.begin()
    person.get("/filing/answers")
    assert "形式审查：必填还差" in person.words()
    assert "处要改" not in person.words()
    assert "0处" not in person.words()


def test_a_condition_names_its_clause_in_words(person: Person):
    """Beside a condition stands where it is in the guide, not a bare number."""
    person.begin()
    person.get("/filing/eligibility")
    heading = person.site.world.packs["template"].guide.by_id["一"].path[-1]
    assert f">{heading}</a>" in person.html


def test_without_scripts_the_form_is_there_in_words(person: Person):
    """Where the preview cannot be drawn, the same tab has every field with its answer."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.get("/filing/form")
    plain = person.html.partition("<noscript>")[2].partition("</noscript>")[0] or person.html
    assert "甲大学" in plain
    assert "（待填）" in plain


def test_a_programme_has_one_pair_of_brackets():
    """A short name that ends with a bracket takes year and state into it."""
    world = example_world()
    pack = world.packs["template"]
    manifest = pack.manifest.model_copy(update={"short_name": "示例计划（附件2）", "year": 2022})
    world = replace(world, packs={**world.packs, "template": replace(pack, manifest=manifest)})
    assert program_line("template", world).startswith("示例计划（附件2，2022年，")


def test_not_knowing_how_to_write_asks_how(person: Person):
    """不知道怎么写 explains the field that is asked, and searches no guide."""
    person.begin()
    person.say("不知道怎么写")
    assert "怎么填" in person.words()
    assert "每家单位支持" not in person.words()


def test_a_whole_form_offers_to_be_taken_along(person: Person):
    """Where every question has its answer, the first button below is 导出."""
    import json

    from bot.dialogue.answers import stored
    from programs.registry import PROGRAMS_DIR

    person.begin()
    person.press("先停在这")
    assert "继续填表" in person.words() or "开始填表" in person.words()
    full = json.loads((PROGRAMS_DIR / "_template" / "checks" / "answers" / "full.json").read_text(encoding="utf-8"))
    for key, value in full.items():
        person.get(f"/filing/answers?edit={key}")
        if isinstance(value, list):
            cells = {f"{at}__{name}": str(cell) for at, row in enumerate(value) for name, cell in row.items()}
        elif isinstance(value, dict):
            cells = {f"{row}__{name}": str(cell) for row, some in value.items() for name, cell in some.items()}
        else:
            cells = {
                "value": {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
            }
        person.answer(key, **cells)
    assert set(full) <= set(stored(person.site.engine.look(person.conversation).cases["template"]))
    person.get("/filing")
    codes = [code for form in person.forms() for name, code, _ in form.buttons if name == "code"]
    assert "do:export" in codes
    assert "do:fill" not in codes
