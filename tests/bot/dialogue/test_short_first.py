"""Filling asks the printed form; 查资格 and 填表 come back to each other; long lists come short first; things once told stay told."""

from __future__ import annotations

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import Conversation, Stage
from bot.dialogue.paper import paper_of, ruled_fields
from bot.rendering.blocks import Block
from bot.rendering.drawing import render
from knowledge.models import Answer, Citation
from programs.registry import discover
from tests.bot.dialogue.test_whole_way import world
from tests.bot.dialogue.worlds import Talker, names

SLUGS = list(discover())


def words(reply: m.Reply, talker: Talker) -> str:
    """All a reply shows, as one text."""
    blocks: tuple[Block, ...] = render(reply, talker.world)
    return "\n".join(line for block in blocks for line in (block.text, *block.items))


def example(*said: str) -> Talker:
    talker = Talker.new()
    for text in ("示例市项目", *said):
        talker.say(text)
    return talker


@pytest.mark.parametrize("slug", SLUGS)
def test_filling_begins_with_the_unit_and_asks_the_printed_form(slug: str):
    """The first question is the applicant's name; a field that only rules read is not asked, what it decides on is."""
    talker = Talker(world(), Conversation(id="t"))
    talker.open(slug)
    assert names(talker.say("开始填")) == ["ask:unit_name"]
    form, paper = world().forms[slug], paper_of(world(), slug)
    ruled = ruled_fields(world().assessors[slug])
    left_out = set(form.fields) - set(paper.fields)
    assert left_out <= ruled - form.printed_keys
    assert form.printed_keys <= set(paper.fields)
    told = talker.say("进度")[0]
    assert sum(one.total for one in told.sections) <= len(paper.fields)


def test_a_required_fact_of_the_rules_alone_leaves_the_document_whole():
    """Whoever filled the printed form gets the whole document; what only 查资格 asks is no gap of it."""
    talker = example(
        "填表",
        "甲大学",
        "91110000MA0000001L",
        "高校",
        "13800000000",
        "3人",
        "5 6",
        "7 8",
        "无",
        "否",
        "20万元",
        "建设平台。",
    )
    assert talker.conversation.stage is Stage.REVIEW
    assert "in_example_city" not in stored(talker.conversation.cases["template"])
    sent = talker.say("导出")[0]
    assert (sent.kind, sent.partial) == ("send_document", False)
    assert talker.say("检查")[0].defects == ()


def test_judging_in_the_middle_of_the_form_comes_back():
    """查资格 at a field asks its facts, tells the verdict, and asks the same field again with its way back."""
    talker = example("填表", "甲大学")
    assert names(talker.say("查资格")) == ["say:eligibility.intro", "ask:applicant_kind"]
    for text in ("高校", "是", "3人", "5 6"):
        talker.say(text)
    told = talker.say("7 8")
    assert names(told) == ["recorded:granted", "show_verdict", "ask:credit_code"]
    assert talker.conversation.stage is Stage.FILLING
    assert names(talker.say("上一题")) == ["ask:unit_name"]


def test_leaving_the_judging_comes_back_to_the_form():
    """返回 in the middle of 查资格 leads back to the field it was begun from."""
    talker = example("填表", "甲大学", "查资格")
    assert names(talker.say("返回")) == ["ask:credit_code"]


def test_filling_in_the_middle_of_judging_comes_back():
    """开始填 at a fact begins with the unit's name; 返回 leads back to that fact; to and fro leaves no pile of marks."""
    talker = example("查资格", "高校")
    assert names(talker.say("开始填")) == ["ask:unit_name"]
    assert names(talker.say("返回")) == ["ask:in_example_city"]
    for _ in range(5):
        talker.say("开始填")
        talker.say("查资格")
    assert len(talker.conversation.back_to) == 1


def test_what_judging_puts_off_the_form_still_asks():
    """跳过 in 查资格 counts as not known there; the form asks the field in its place."""
    talker = example("查资格", "不清楚")
    assert talker.conversation.cases["template"].skipped == ()
    talker.say("返回")
    for text in ("填表", "甲大学", "跳过"):
        told = talker.say(text)
    assert names(told)[-1] == "ask:applicant_kind"


def test_verdict_is_short_first():
    """Counts and what fails come in full, what is met in one line each; 看全部 tells every condition with its words."""
    talker = example("查资格", "高校", "是", "2人")
    talker.say("返回")
    short = talker.say("查资格")[0]
    assert short.overall == "not_eligible"
    assert not short.whole
    met = [line for line in short.lines if line.verdict == "met"]
    failed = [line for line in short.lines if line.verdict == "not_met"]
    text = words(short, talker)
    assert met
    assert failed
    assert all(line.quote in text for line in failed)
    assert all(line.title in text and f"原文：“{line.quote}" not in text for line in met)
    whole = talker.say("看全部")[0]
    assert whole.whole
    assert all(line.quote in words(whole, talker) for line in whole.lines)


def test_review_progress_and_preview_are_short_first():
    """What is only not filled in yet is one line; the sections not begun and the empty fields are counted; 看全部 tells all."""
    talker = example("填表", "甲大学")
    for said, kind in (("检查", "show_review"), ("进度", "show_progress"), ("预览", "show_answers")):
        short = talker.say(said)[0]
        whole = talker.say("看全部")[0]
        assert short.kind == whole.kind == kind
        assert whole.whole
        assert not short.whole
        assert len(words(short, talker)) < len(words(whole, talker))
        assert talker.conversation.stage is Stage.FILLING


def test_show_all_without_anything_shortened():
    """看全部 with nothing to show says so."""
    assert names(example().say("看全部")) == ["say:unknown.nothing_shortened", "say:home.menu"]


def test_long_text_is_shown_whole_on_demand():
    """The preview cuts a long text, 看全部 shows every character of it, and a number stays masked."""
    plan = "建设专利转化服务平台，" * 30
    talker = example("改 项目内容", plan, "改 手机", "13812345678")
    assert plan not in words(talker.say("预览")[0], talker)
    whole = words(talker.say("看全部")[0], talker)
    assert plan in whole
    assert "13812345678" not in whole


def test_closed_and_form_note_are_told_once():
    """That the programme is not open, and what the form is, stand in the first notice and the first document alone."""
    talker = Talker.new()
    assert "say:notice.unknown" in names(talker.say("示例市项目"))
    talker.say("换项目")
    assert "say:notice.unknown" not in names(talker.say("示例市项目"))
    note = talker.world.packs["template"].manifest.form_note
    first, second = talker.say("导出")[0], talker.say("导出")[0]
    assert note in words(first, talker)
    assert note not in words(second, talker)
    verdicts = [next(r for r in example_verdict(talker) if r.kind == "show_verdict") for _ in range(2)]
    assert [one.remind for one in verdicts] == [True, False]


def example_verdict(talker: Talker) -> tuple[m.Reply, ...]:
    """The replies that tell a verdict, whatever is asked before."""
    told = talker.say("查资格")
    while told[-1].kind == "ask":
        told = talker.say("跳过")
    return told


def test_numbers_choose_or_count():
    """1 and 2 choose at a yes/no question; at a number field they are the value, after a slip and a question too."""
    for number, value in (("1", True), ("2", False)):
        talker = example("改 在示例市注册", number)
        assert stored(talker.conversation.cases["template"])["in_example_city"] is value
    for before in ((), ("很多",), ("最少要几个人？",), ("谢谢",)):
        talker = example("改 管理人员", *before)
        assert names(talker.say("2"))[0] == "recorded:ip_staff"
        assert stored(talker.conversation.cases["template"])["ip_staff"] == 2


def test_excel_block_with_years_is_taken_at_once():
    """A block copied from a spreadsheet fills the grid, with 年 after the years or without."""
    for block in ("\t发明\t实用新型\n2028年\t1\t2\n2029年\t3\t4", "年度\t发明\t实用新型\n2028\t1\t2\n2029\t3\t4"):
        talker = example("改 授权")
        assert names(talker.say(block))[0] == "recorded:granted"
        assert stored(talker.conversation.cases["template"])["granted"]["2029"] == {"invention": 3, "utility_model": 4}


def test_undoing_an_edit_stays_at_the_field():
    """撤销 after an edit by name asks the field that was being asked; after an answer it asks that answer's field again."""
    talker = example("填表", "甲大学", "跳过", "高校")
    talker.say("把单位名称改成乙大学")
    assert names(talker.say("撤销")) == ["recorded:unit_name", "ask:contact_mobile"]
    talker.say("13800000000")
    assert names(talker.say("撤销")) == ["recorded:contact_mobile", "ask:contact_mobile"]


def test_units_are_told_as_people_write_them():
    """4人, not 4（人）."""
    talker = example("改 管理人员")
    assert "✓ 已记录：4人" in words(talker.say("4")[0], talker)


def test_a_quote_is_shown_once():
    """Words of the guide that stand in the answer are not shown again below, however they are broken into lines."""
    quote = "项目申报书\n一式三份"
    citation = Citation("template", "四", ("四、申报",), quote, quote, "guide", 0, len(quote))
    other = Citation("template", "三", ("三、支持",), "每家单位支持不超过20万元", "", "guide", 0, 12)
    answer = Answer("answered", "template", "指南原文：「项目申报书一式三份」", (citation, other))
    blocks = render(m.ShowAnswer(answer=answer), Talker.new().world)
    assert [block.text for block in blocks if block.kind == "quote"] == ["每家单位支持不超过20万元"]
