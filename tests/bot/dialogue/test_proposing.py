"""A pasted block or a file: shown field by field, stored only as confirmed, taken back as one."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, stored
from bot.dialogue.models import Reason, Stage
from bot.dialogue.proposals import choice_of
from bot.rendering.drawing import render
from tests.bot.dialogue.worlds import Talker, example_world, names

BLOCK = "单位名称：甲大学\n单位类型：高校\n管理人员数：三人\n申请支持金额：二十万"


def filling() -> Talker:
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("填表")
    return talker


def answers(talker: Talker) -> dict[str, Any]:
    return stored(case_of(talker.conversation))


def shown(replies: tuple[m.Reply, ...]) -> m.ShowProposals:
    return next(reply for reply in replies if isinstance(reply, m.ShowProposals))


def test_block_is_shown_and_nothing_is_stored():
    """Recognised answers are told field by field; the log stays empty until 确认."""
    talker = filling()
    offer = shown(talker.say(BLOCK))
    assert [line.field for line in offer.lines] == ["unit_name", "applicant_kind", "ip_staff", "amount_wan"]
    assert answers(talker) == {}
    assert talker.conversation.stage is Stage.PROPOSING


def test_confirming_stores_all_as_one_undo_step():
    """确认 writes everything in one turn and goes on behind it; 撤销 takes all of it back."""
    talker = filling()
    talker.say(BLOCK)
    told = names(talker.say("确认"))
    assert answers(talker) == {"unit_name": "甲大学", "applicant_kind": "university", "ip_staff": 3, "amount_wan": 20}
    assert told[0] == "say:proposing.taken"
    assert told[-1] == "ask:credit_code"
    assert {entry.reason for entry in case_of(talker.conversation).log} == {Reason.IMPORTED}
    talker.say("撤销")
    assert answers(talker) == {}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("确认 1 3", {"unit_name", "ip_staff"}),
        ("1、3", {"unit_name", "ip_staff"}),
        ("只要第1项和第3项", {"unit_name", "ip_staff"}),
        ("确认1-3", {"unit_name", "applicant_kind", "ip_staff"}),
        ("除了2", {"unit_name", "ip_staff", "amount_wan"}),
        ("除了第2、4项都要", {"unit_name", "ip_staff"}),
        ("取消", set()),
        ("返回", set()),
    ],
)
def test_some_can_be_confirmed(words: str, kept: set[str]):
    """Numbers, ranges and 除了 choose among the lines; 取消 stores none."""
    talker = filling()
    talker.say(BLOCK)
    talker.say(words)
    assert set(answers(talker)) == kept
    assert talker.conversation.stage is Stage.FILLING


def test_number_that_is_not_there_stores_nothing():
    """确认 9, where there are four, is not understood, and the lines stay on the table."""
    talker = filling()
    talker.say(BLOCK)
    talker.say("确认 9")
    assert answers(talker) == {}
    assert talker.conversation.stage is Stage.PROPOSING


def test_buttons_store_and_old_ones_are_stale():
    """The button of an offer takes it; once decided on, it does nothing any more."""
    talker = filling()
    offer = shown(talker.say(BLOCK))
    talker.press(f"take:{offer.offer}:1,2")
    assert set(answers(talker)) == {"unit_name", "applicant_kind"}
    assert names(talker.press(f"take:{offer.offer}:all"))[0] == "say:stale"
    assert set(answers(talker)) == {"unit_name", "applicant_kind"}


def test_old_value_is_shown_beside_the_new():
    """A field that has another answer shows both; one that has the same is only counted."""
    talker = filling()
    talker.say("甲大学")
    offer = shown(talker.say("单位名称：乙大学\n管理人员数：3"))
    assert offer.lines[0].before == "甲大学"
    told = talker.say("取消") and talker.say("单位名称：甲大学\n管理人员数：3")
    assert names(told)[0] == "say:proposing.same"
    assert [line.field for line in shown(told).lines] == ["ip_staff"]


def test_question_and_edit_in_between_cost_nothing():
    """While answers lie on the table one may ask the guide or edit a field, and comes back to them."""
    talker = filling()
    talker.say(BLOCK)
    assert names(talker.say("最多支持多少钱？"))[-1] == "show_proposals"
    talker.say("改 单位名称")
    assert names(talker.say("丙大学"))[-1] == "show_proposals"
    talker.say("确认")
    assert answers(talker)["unit_name"] == "丙大学"
    assert answers(talker)["ip_staff"] == 3
    assert talker.conversation.stage is Stage.PROPOSING, "the changed one is shown again"
    talker.say("确认")
    assert answers(talker)["unit_name"] == "甲大学"
    assert talker.conversation.stage is Stage.FILLING


def test_second_block_joins_the_first():
    """Another block adds to what lies on the table, its values going before."""
    talker = filling()
    talker.say(BLOCK)
    offer = shown(talker.say("管理人员数：5\n统一社会信用代码：91110000MA0000001L"))
    assert len(offer.lines) == 5
    talker.say("确认")
    assert answers(talker)["ip_staff"] == 5


def test_what_cannot_be_read_is_told_with_its_words():
    """A value that its field cannot read, and a name the form does not have, come back with their sentence."""
    talker = filling()
    offer = shown(talker.say("单位名称：甲大学\n管理人员数：若干\n成立时间：1978年"))
    assert [line.field for line in offer.lines] == ["unit_name"]
    assert [one.words for one in offer.unread] == ["管理人员数：若干", "成立时间：1978年"]


def test_personal_data_is_masked_and_its_words_left_out():
    """A mobile number is shown masked, and the words it came from not at all."""
    talker = filling()
    offer = shown(talker.say("单位名称：甲大学\n联系人手机：13800138000"))
    assert offer.private
    assert "13800138000" not in offer.model_dump_json()
    talker.say("确认")
    assert answers(talker)["contact_mobile"] == "13800138000"


def test_sensitive_fields_are_not_taken_in_on_telegram():
    """On Telegram a sensitive field of a block is left out and told."""
    talker = filling()
    event = m.Said(text="单位名称：甲大学\n联系人手机：13800138000", **{**talker.about(), "channel": "telegram"})
    told = talker.take(event)
    assert names(told)[0] == "say:proposing.sensitive"
    assert [line.field for line in shown(told).lines] == ["unit_name"]


def test_at_a_long_text_it_is_asked_which_was_meant():
    """At a field for long texts a block may be the text itself: one tap tells."""
    for code, field in (("answer", "plan"), ("block", "unit_name")):
        talker = filling()
        talker.say("改 项目内容")
        told = talker.say("单位名称：甲大学，管理人员数：3")
        assert names(told) == ["say:proposing.block_or_text"]
        talker.press(code)
        if code == "block":
            talker.say("确认")
        assert field in answers(talker)
        assert len(answers(talker)) == (1 if field == "plan" else 2)


@pytest.mark.parametrize(
    "said",
    [
        "甲大学",
        "单位名称：甲大学",
        "名称是甲大学",
        "我们单位是常州的大学",
        "地址：常州市",
        "单位名称是什么，单位类型是什么？",
        "2028年 5 6",
    ],
)
def test_short_answers_are_no_blocks(said: str):
    """One answer, with or without a name before it, and a question, are never taken for a block."""
    talker = filling()
    assert not any(isinstance(reply, m.ShowProposals) for reply in talker.say(said))
    assert talker.conversation.stage is not Stage.PROPOSING


def test_pasted_grid_goes_to_the_grid():
    """Where a grid is asked and reads the message, it is the grid's answer."""
    talker = filling()
    talker.say("改 授权量")
    talker.say("\t发明\t实用新型\n2028年\t5\t6\n2029年\t7\t8")
    assert answers(talker)["granted"]["2029"] == {"invention": 7, "utility_model": 8}


def test_grid_cells_are_put_into_the_grid():
    """2028年发明：5 of a block joins what the grid has already."""
    talker = filling()
    talker.say("把2029年发明改成9")
    talker.say("2028年发明：5件\n2028年实用新型：6件")
    talker.say("确认")
    assert answers(talker)["granted"] == {"2028": {"invention": 5, "utility_model": 6}, "2029": {"invention": 9}}


def test_file_of_the_same_form_is_offered():
    """What stands in last year's form is shown and stored only after 确认; the years that differ are named."""
    talker = filling()
    lifted = [{"field": "unit_name", "value": "甲大学"}, {"field": "ip_staff", "value": 3, "doubt": "比去年多。"}]
    offer = shown(talker.send("去年", about="form", program="template", lifted=lifted, apart=["近2年专利授权情况"]))
    assert offer.origin == "form"
    assert offer.apart == ("近2年专利授权情况",)
    assert answers(talker) == {}
    talker.say("确认")
    assert answers(talker) == {"unit_name": "甲大学", "ip_staff": 3}
    reasons = {entry.field: entry.reason for entry in case_of(talker.conversation).log}
    assert reasons == {"unit_name": Reason.IMPORTED, "ip_staff": Reason.CONFIRMED}


def test_file_of_another_form_gives_the_organisations_own_answers():
    """Of another programme's form only the shared fields are offered."""
    talker = filling()
    lifted = [{"field": "unit_name", "value": "甲大学"}, {"field": "ip_staff", "value": 3}]
    offer = shown(talker.send("别的", about="form", program="other", lifted=lifted))
    assert offer.origin == "other_form"
    assert [line.field for line in offer.lines] == ["unit_name"]


def test_form_sent_before_choosing_chooses_its_programme():
    """Whoever sends a filled form at the start is taken to its programme."""
    talker = Talker.new()
    talker.open()
    talker.send("去年", about="form", program="template", lifted=[{"field": "unit_name", "value": "甲大学"}])
    assert talker.conversation.program == "template"
    talker.say("确认")
    assert answers(talker) == {"unit_name": "甲大学"}


def test_file_that_cannot_be_read_changes_nothing():
    """A failed reading is told with its reason, and the same field is asked again."""
    talker = filling()
    talker.fail = "read_file"
    told = talker.send("坏", about="text")
    assert names(told) == ["say:failed.read_file", "ask:unit_name"]


def test_every_reply_can_be_drawn():
    """The offer is drawn with its numbers, old values, words, doubts and ways to decide."""
    talker = filling()
    talker.say("乙大学")
    replies = talker.say("单位名称：甲大学\n管理人员数：约三人\n成立时间：1978年")
    words = " ".join(block.text + " ".join(block.items) for reply in replies for block in render(reply, talker.world))
    assert "1. 单位名称：乙大学 → 甲大学" in words
    assert "请留意" in words
    assert "成立时间：1978年" in words


@given(st.text(alphabet="确认除了要取消第项条个0123456789 、,，-到和", max_size=14))
def test_choosing_never_names_a_line_that_is_not_there(said: str):
    """Whatever is said about the lines, the choice is None or among them."""
    chosen = choice_of(said, (1, 2, 3, 4))
    assert chosen is None or set(chosen) <= {1, 2, 3, 4}


def test_long_text_is_compared_with_the_forms_own_hint() -> None:
    """After a long text the points of the hint it does not speak of are told, with its length as Word counts; it is stored."""
    world = example_world()
    form = world.forms["template"]
    field = form.fields["plan"].model_copy(update={"help": "表上的提示是“包括建设内容、进度安排、预期成效等”。"})
    forms = {
        **world.forms,
        "template": dataclasses.replace(form, fields=MappingProxyType({**form.fields, "plan": field})),
    }
    talker = Talker.new(dataclasses.replace(world, forms=forms))
    talker.say("示例市项目")
    talker.say("改 项目内容")
    told = talker.say("建设平台的内容，分三期。")
    said = next(reply for reply in told if isinstance(reply, m.Say) and reply.key == "filling.outline")
    assert said.values == {"n": 12, "points": "进度安排、预期成效"}
    assert answers(talker)["plan"] == "建设平台的内容，分三期。"
