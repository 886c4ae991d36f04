"""Coming, going, switching programmes, beginning again, asking at any moment: always a way on, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.answers import stored
from bot.dialogue.models import Stage
from tests.bot.dialogue.worlds import Talker, example_world, names


def answers(talker: Talker, program: str = "template") -> dict[str, object]:
    return stored(talker.conversation.cases[program])


def test_first_words():
    """Somebody new is greeted once and shown what can be done."""
    talker = Talker.new()
    assert names(talker.open()) == ["say:start.greet", "say:start.menu"]
    assert names(talker.open()) == ["say:start.menu"]


def test_link_to_a_programme():
    """A link that names a programme opens it."""
    talker = Talker.new()
    assert names(talker.open("template")) == [
        "say:start.greet",
        "say:choosing.chosen",
        "say:notice.unknown",
        "say:home.menu",
    ]
    assert names(Talker.new().open("no-such")) == [
        "say:start.greet",
        "say:start.no_such_program",
        "say:start.menu",
    ]


def test_coming_back_in_the_middle():
    """Somebody who comes back is told where they were and asked the same field."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学", "跳过"):
        talker.say(text)
    told = talker.open("template")
    assert names(told) == ["say:start.welcome_back", "resume", "ask:applicant_kind"]
    assert (told[1].done, told[1].waiting) == (1, ("统一社会信用代码",))


@pytest.mark.parametrize(
    ("typed", "program"),
    [
        ("示例市", "template"),
        ("我要报邻市项目", "other"),
        ("邻市2030年专利转化项目", "other"),
        ("other", "other"),
        ("2", "other"),
    ],
)
def test_choosing_by_number_name_place(typed: str, program: str):
    """A programme is chosen by its number, its name, part of it, or its place."""
    talker = Talker.new()
    talker.say("选项目")
    talker.say(typed)
    assert (talker.conversation.program, talker.conversation.stage) == (program, Stage.HOME)


def test_a_name_that_two_programmes_have():
    """专利转化 fits both: both are offered, in a list of their own."""
    talker = Talker.new()
    talker.say("选项目")
    told = talker.say("专利转化")
    assert [choice.code for choice in told[0].choices] == ["program:template", "program:other"]


def test_switching_keeps_both():
    """Each programme keeps its answers and its place; the organisation's own are offered, marked with their origin."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学", "91110000MA0000001L", "高校"):
        talker.say(text)
    talker.say("换项目")
    talker.say("邻市项目")
    offer = talker.say("填表")[0]
    assert offer.kind == "offer_profile"
    assert offer.origin == "示例市·专利转化示例项目"
    assert [line.field for line in offer.lines] == ["unit_name", "credit_code", "applicant_kind"]
    told = talker.say("逐项确认")
    assert (told[-1].field, told[-1].current, told[-1].origin) == ("unit_name", "甲大学", "示例市·专利转化示例项目")
    assert "other" not in talker.conversation.cases or answers(talker, "other") == {}
    talker.say("保留")
    talker.say("21110000MA0000001L" if False else "跳过")
    assert answers(talker, "other") == {"unit_name": "甲大学"}
    assert talker.conversation.cases["other"].log[-1].reason == "adopted"
    talker.say("换成示例市项目")
    assert talker.conversation.cases["template"].at == "contact_mobile"
    assert answers(talker) == {
        "unit_name": "甲大学",
        "credit_code": "91110000MA0000001L",
        "applicant_kind": "university",
    }


def test_taking_the_profile_over_is_one_step_to_undo():
    """全部采用 takes every offered answer, and one 撤销 takes all of them back; the other programme is untouched."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学", "91110000MA0000001L", "高校", "换项目", "邻市项目", "填表"):
        talker.say(text)
    told = talker.say("1")
    assert names(told) == ["say:profile.taken", "ask:contact_mobile"]
    assert len(answers(talker, "other")) == 3
    talker.say("撤销")
    assert answers(talker, "other") == {}
    assert len(answers(talker)) == 3


def test_a_changed_profile_changes_no_other_programme():
    """An answer changed in one programme stays as it was in the one that took it over."""
    talker = Talker.new()
    for text in (
        "示例市项目",
        "填表",
        "甲大学",
        "跳过",
        "高校",
        "换项目",
        "邻市项目",
        "填表",
        "全部采用",
        "把单位名称改成乙大学",
    ):
        talker.say(text)
    assert answers(talker, "other")["unit_name"] == "乙大学"
    assert answers(talker)["unit_name"] == "甲大学"


def test_restart_asks_first_and_keeps_the_log():
    """重新开始 asks; no goes on at the same field, yes clears, and 撤销 brings everything back."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学"):
        talker.say(text)
    assert names(talker.say("重新开始")) == ["say:restart.sure"]
    assert names(talker.say("随便说点")) == ["say:unknown.words", "say:restart.sure"]
    assert names(talker.say("不")) == ["say:restart.stayed", "ask:credit_code"]
    talker.say("重新开始")
    assert names(talker.say("是")) == ["say:restart.done", "say:home.menu"]
    assert answers(talker) == {}
    assert len(talker.conversation.cases["template"].log) == 2
    talker.say("撤销")
    assert answers(talker) == {"unit_name": "甲大学"}


def test_restart_before_a_programme():
    """Without a programme there is nothing to clear: the start is shown."""
    talker = Talker.new()
    talker.say("选项目")
    assert names(talker.say("重新开始")) == ["say:start.menu"]


def test_asking_is_a_detour():
    """问问题 takes every message as a question until 返回, which leads back to the same field."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学"):
        talker.say(text)
    assert names(talker.say("我有问题")) == ["say:asking.prompt"]
    assert names(talker.say("资助金额")) == ["show_answer", "say:asking.more"]
    assert names(talker.say("返回")) == ["ask:credit_code"]
    assert talker.conversation.stage is Stage.FILLING


def test_question_without_a_programme_waits_for_one():
    """A question that several programmes could answer offers them; the choice is taken up and answers it at once."""
    talker = Talker.new()
    told = talker.say("最高给多少钱？")
    assert names(told) == ["show_answer"]
    assert [choice.code for choice in told[0].choices] == ["ask:template", "ask:other"]
    told = talker.say("2")
    assert names(told) == ["say:choosing.chosen", "show_answer", "say:home.menu"]
    assert told[1].answer.program == talker.conversation.program == "other"


def test_unanswered_question_offers_a_person():
    """指南未载明 comes with 人工."""
    talker = Talker.new()
    talker.say("示例市项目")
    told = talker.say("月亮上能报吗？")
    assert [one.code for one in told[0].actions] == ["do:staff"]


def test_question_that_may_be_the_answer():
    """Words taken for a question can be taken as the answer with one tap, only while the same field is asked."""
    talker = Talker.new()
    for text in ("示例市项目", "填表"):
        talker.say(text)
    told = talker.say("什么山大学")
    assert [one.code for one in told[0].actions] == ["answer"]
    assert names(talker.press("answer"))[0] == "recorded:unit_name"
    assert names(talker.press("answer"))[0] == "say:stale"
    assert answers(talker) == {"unit_name": "什么山大学"}


def test_guide_out_of_order():
    """When the guide cannot be asked, that is said, and the same field is asked again."""
    talker = Talker.new()
    for text in ("示例市项目", "填表"):
        talker.say(text)
    talker.fail = "ask_guide"
    assert names(talker.say("最高给多少钱？")) == ["say:failed.ask_guide", "ask:unit_name"]


def test_a_person_is_called_honestly():
    """人工 says that nobody is on duty, gives a number and the guide's contact, and goes on at the field."""
    talker = Talker.new()
    for text in ("示例市项目", "填表"):
        talker.say(text)
    assert names(talker.say("转人工")) == ["say:staff.nobody", "say:staff.contact", "ask:unit_name"]


def test_why_is_asked_of_a_field():
    """为什么问 where no field is asked says so, and is no question to the guide."""
    talker = Talker.new()
    talker.say("示例市项目")
    assert names(talker.say("为什么问")) == ["say:help.no_field", "say:home.menu"]


def test_passing_an_answered_field_says_that_it_is_kept():
    """跳过 on the way back through the form changes nothing, and is not met with silence."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学", "上一题"):
        talker.say(text)
    assert names(talker.say("跳过"))[0] == "say:filling.kept"
    assert answers(talker) == {"unit_name": "甲大学"}


def test_contacts_are_told_with_their_numbers():
    """Name, telephone and address that stand together in the guide are told together; numbers for other matters are not."""
    world = example_world()
    pack = world.packs["template"]
    first = pack.manifest.contacts[0]
    changed = [("五·联系人", "联系人：某处"), ("五·邮箱", "邮箱：a@example.com"), ("四.6·电话", "质押登记：000")]
    contacts = tuple(first.model_copy(update={"clause": clause, "quote": quote}) for clause, quote in changed)
    manifest = pack.manifest.model_copy(update={"contacts": contacts})
    talker = Talker.new(replace(world, packs={**world.packs, "template": replace(pack, manifest=manifest)}))
    talker.say("示例市项目")
    told = next(one for one in talker.say("转人工") if getattr(one, "key", "") == "staff.contact")
    assert told.values == {"contact": "联系人：某处；邮箱：a@example.com", "clause": "五·联系人、五·邮箱"}


def test_leaving_and_going_up():
    """返回 leads from the form to the menu, from there to the list; 退出 keeps everything."""
    talker = Talker.new()
    for text in ("示例市项目", "填表", "甲大学"):
        talker.say(text)
    assert names(talker.say("返回")) == ["say:home.kept", "say:home.menu"]
    assert names(talker.say("返回")) == ["say:choosing.which"]
    assert names(talker.say("返回")) == ["say:home.menu"]
    assert names(talker.say("退出")) == ["farewell"]
    assert names(talker.say("填表")) == ["ask:credit_code"]


def test_unknown_words_are_answered_kindly():
    """Words that mean nothing get what would be understood, and the menu."""
    talker = Talker.new()
    for text in ("嗯嗯", "阿", "123", "", "是", "跳过", "完成"):
        assert names(talker.say(text))[-1] == "say:start.menu"
