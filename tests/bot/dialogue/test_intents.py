"""What a message is taken for, at the menu and at a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import messages as m
from bot.dialogue.intents import Intent, Kind
from bot.dialogue.understanding import understand
from bot.dialogue.words import COMMANDS, Command, command_of, fold, nearly_command
from bot.rendering.blocks import drawn
from bot.texts import texts
from tests.bot.dialogue.worlds import NOW, Talker, example_world, names

EVENT = {"id": "e", "at": NOW, "channel": "test", "author": "me"}


def intent(talker: Talker, text: str) -> Intent:
    return understand(m.Said(text=text, **EVENT), talker.conversation, talker.world)


def at(field: str) -> Talker:
    """Somebody who is asked `field` while filling, or by 查资格 when only the verdict needs it."""
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("查资格" if field == "in_example_city" else "填表")
    for _ in range(12):
        if talker.conversation.cases["template"].at == field:
            return talker
        talker.say("跳过")
    raise AssertionError(field)


@pytest.mark.parametrize("command", list(Command))
def test_every_word_of_a_command_is_that_command(command: Command):
    """Each listed word is understood, also with traditional characters' folding, full-width forms and a full stop."""
    for word in COMMANDS[command].split():
        assert command_of(word) is command, word
        assert command_of(f" {word}。") is command, word


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("上一題", Command.BACK),
        ("請幫助", Command.HELP),
        ("換項目", Command.SWITCH),
        ("查看進度吧", Command.PROGRESS),
        ("撤銷", Command.UNDO),
        ("重新開始", Command.RESTART),
        ("預覽一下", Command.PREVIEW),
        ("/skip", Command.SKIP),
        ("ＨＥＬＰ", Command.HELP),
        ("轉人工", Command.STAFF),
    ],
)
def test_traditional_polite_and_full_width_commands(typed: str, command: Command):
    """Commands are known in traditional characters, with polite words around them, and full-width."""
    assert command_of(typed) is command


@pytest.mark.parametrize("typed", ["人工智能", "预览版平台", "帮助中小企业转化专利", "材料学院", "返回式卫星"])
def test_answers_that_begin_like_commands_are_none(typed: str):
    """A command is the whole message, never its beginning."""
    assert command_of(typed) is None
    assert intent(at("unit_name"), typed).kind is Kind.ANSWER


def test_one_wrong_character_is_forgiven_only_in_long_words():
    """上一提 is 上一题; two-character words must be exact."""
    assert nearly_command("上一提") is Command.BACK
    assert nearly_command("重新开使") is Command.RESTART
    assert nearly_command("跳国") is None


def test_near_miss_at_a_text_field_is_asked_back():
    """At a free-text field a word that misses a command by one character could be the answer, so it is asked."""
    talker = at("unit_name")
    assert intent(talker, "上一提").kind is Kind.MAYBE
    replies = talker.say("上一提")
    assert [choice.code for choice in replies[-1].choices] == ["do:back", "answer"]
    assert talker.say("2")[0].kind == "recorded"


def test_near_miss_at_a_number_is_the_command():
    """Where the words can be no answer, the command is meant."""
    assert intent(at("ip_staff"), "上一提").kind is Command.BACK


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("unit_name", "公章用哪一个？"),
        ("unit_name", "要不要写英文名"),
        ("ip_staff", "兼职的算不算"),
        ("ip_staff", "最少要几个人"),
        ("in_example_city", "分校算吗"),
        ("amount_wan", "最高能给多少钱？"),
        ("plan", "字数有什么要求"),
    ],
)
def test_questions_at_fields(field: str, typed: str):
    """A question in the middle of the form is a question."""
    assert intent(at(field), typed).kind is Kind.QUESTION


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("unit_name", "示例市什么山大学有限公司附属研究院暨示例市技术转移中心（常州）有限责任公司知识产权运营中心"),
        ("ip_staff", "3人"),
        ("ip_staff", "３"),
        ("in_example_city", "是的"),
        ("in_example_city", "没有"),
        ("amount_wan", "二十万元"),
        (
            "plan",
            "本项目回答怎么转化的问题：第一，梳理哪些专利可以转化；第二，研究如何定价；第三，推进多少家企业对接。",
        ),
        ("rules", "无"),
    ],
)
def test_answers_at_fields(field: str, typed: str):
    """What the field's type reads, and long text, is an answer though it holds words like 什么."""
    assert intent(at(field), typed).kind is Kind.ANSWER


def test_forced_readings():
    """答： makes an answer of anything, 问： a question."""
    talker = at("plan")
    assert intent(talker, "答：怎么转化？") == Intent(Kind.ANSWER, text="怎么转化？", forced=True)
    assert intent(talker, "問：字数多少").kind is not Kind.ANSWER
    assert intent(talker, "问：二十万元") == Intent(Kind.QUESTION, text="二十万元", forced=True)


def test_a_number_is_a_choice_only_where_choices_are_shown():
    """2 picks the second choice of a menu, and is an answer to a number field."""
    talker = Talker.new()
    talker.open()
    assert intent(talker, "2").kind is Command.MATCH
    assert intent(at("ip_staff"), "2") == Intent(Kind.ANSWER, text="2")
    assert intent(at("applicant_kind"), "2").value == "enterprise"
    assert intent(at("applicant_kind"), "企业").kind is Kind.ANSWER


@pytest.mark.parametrize(
    ("typed", "target", "value"),
    [
        ("改 联系人手机", "contact_mobile", ""),
        ("改手机", "contact_mobile", ""),
        ("修改单位名称", "unit_name", ""),
        ("把2028年发明改成35", "granted.2028.invention", "35"),
        ("2029年实用新型改为7件", "granted.2029.utility_model", "7件"),
        ("改 2028 发明", "granted.2028.invention", ""),
        ("請改 管理人員數", "ip_staff", ""),
        ("把金额改成20万元", "amount_wan", "20万元"),
        ("改管理人员 4", "ip_staff", "4"),
    ],
)
def test_edit_by_name(typed: str, target: str, value: str):
    """A field or a cell is called in the person's own words, with or without the new value."""
    for talker in (at("unit_name"), at("ip_staff")):
        assert intent(talker, typed) == Intent(Kind.EDIT, target=target, text=value)


def test_edit_of_what_two_fields_are_called():
    """A name that fits several fields brings all of them."""
    found = intent(at("unit_name"), "改 发明")
    assert found.kind is Kind.EDIT_WHICH
    assert found.targets == ("granted.2028.invention", "granted.2029.invention")


def test_text_that_begins_with_gai_is_an_answer():
    """改革… in a text field is no edit unless it names a field."""
    assert intent(at("plan"), "改革专利转化机制，建设平台").kind is Kind.ANSWER
    assert intent(at("unit_name"), "改革发展研究院").kind is Kind.ANSWER


def test_how_to_fill_another_field_by_name():
    """单位名称怎么填 asked at another field explains 单位名称."""
    assert intent(at("ip_staff"), "单位名称怎么填？") == Intent(Command.HOW, target="unit_name")
    assert intent(at("ip_staff"), "这一栏怎么填") == Intent(Command.HOW, text="这一栏怎么填")


def test_invisible_characters_are_taken_away_and_told():
    """A direction override in a name is removed, and the person is told."""
    talker = at("unit_name")
    replies = talker.say("示例\u202e大学")
    assert [replies[0].kind, getattr(replies[0], "key", "")] == ["say", "cleaned"]
    assert talker.conversation.cases["template"].log[-1].value == "示例大学"


def test_too_long_a_message_is_sent_back_whole():
    """20,001 characters are not read in part."""
    talker = at("plan")
    before = talker.conversation.cases["template"].log
    replies = talker.say("长" * 20_001)
    assert replies[0].key == "unknown.too_long"
    assert talker.conversation.cases["template"].log == before


def test_every_button_the_assistant_names_is_understood_when_typed():
    """The words on a button, typed instead of pressed, mean the same command."""
    own = {key.removeprefix("action."): words for key, words in texts().items() if key.startswith("action.")}
    for key, words in own.items():
        if key in set(Command):
            assert command_of(words) is Command(key), words


@given(st.text(max_size=200))
def test_any_text_is_understood_as_something(text: str):
    """No text makes understanding fail, at a menu or at fields of every kind."""
    if not _encodable(text):
        return
    for talker in _SPOTS:
        assert intent(talker, text).kind


def _encodable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


_SPOTS = [Talker.new(), at("unit_name"), at("ip_staff"), at("granted"), at("rules"), at("plan")]


def test_folding_keeps_words_apart():
    """Folding takes away case, width, punctuation and the traditional shape, nothing else."""
    assert fold("Ａ－ 聯繫人（手機）") == "a联系人手机"
    assert drawn(m.Button(code="x", label="是"), example_world()).label == "是"


def test_why_and_the_guide_s_words_are_a_tap_away():
    """Having asked how, why it is asked and the guide's words are buttons, and each leads to the others."""
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("填表")
    at = talker.conversation.cases["template"].at
    told = talker.press(f"how:{at}")
    codes = [one.code for one in told[0].actions]
    assert codes[0] == f"why:{at}"
    assert names(talker.press(codes[0])) == [f"explain:{at}", f"ask:{at}"]
    assert all(not code.startswith("how") for code in codes)
