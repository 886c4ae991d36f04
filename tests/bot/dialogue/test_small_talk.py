"""Small talk gets a word back and the same question again, at every stage, and is never an answer."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import stored
from bot.dialogue.courtesy import COURTESIES, after_hello, courtesy_of
from bot.rendering.drawing import render
from tests.bot.dialogue.worlds import Talker, names

SAID = [
    "你好",
    "您好",
    "hi",
    "在吗",
    "谢谢",
    "好的",
    "嗯",
    "稍等",
    "👌",
    "🙏",
    "不好意思",
    "你是机器人吗",
    "太麻烦了",
    "OK",
    "收到，谢谢！",
]
WAYS = {
    "start": (),
    "choosing": ("选项目",),
    "home": ("示例市项目",),
    "text": ("示例市项目", "填表"),
    "choice": ("示例市项目", "填表", "跳过", "跳过"),
    "number": ("示例市项目", "填表", "跳过", "跳过", "跳过", "跳过"),
    "grid": ("示例市项目", "改 授权"),
    "paragraph": ("示例市项目", "改 项目内容"),
    "asking": ("示例市项目", "问问题"),
    "review": ("示例市项目", "填表", *("跳过",) * 10),
    "matching": ("能报哪个",),
}


def there(way: tuple[str, ...]) -> Talker:
    talker = Talker.new()
    talker.open()
    for text in way:
        talker.say(text)
    return talker


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_small_talk_is_answered_everywhere(way: tuple[str, ...], said: str):
    """A courtesy is answered shortly, the stage and the answers stay, and the same question stands at the end."""
    talker = there(way)
    before, stage = dict(talker.conversation.cases), talker.conversation.stage
    told = talker.say(said)
    assert names(told)[0].startswith("say:courtesy."), names(told)
    assert talker.conversation.stage is stage
    assert {slug: stored(case) for slug, case in talker.conversation.cases.items() if case.log} == {
        slug: stored(case) for slug, case in before.items() if case.log
    }
    assert len(told) == 2
    assert all(render(reply, talker.world) for reply in told)


def test_yes_stays_yes_where_something_is_asked():
    """好的 answers a yes/no question, agrees to a proposed answer and to beginning again; it is small talk elsewhere."""
    talker = there(("示例市项目", "查资格", "高校"))
    assert names(talker.say("好的"))[0] == "recorded:in_example_city"
    talker = there(("示例市项目", "填表", "甲大学", "上一题"))
    assert names(talker.say("好的"))[0] == "say:filling.kept"
    talker = there(("示例市项目", "填表", "甲大学", "重新开始"))
    assert names(talker.say("好的"))[0] == "say:restart.done"


def test_a_greeting_in_front_is_taken_away():
    """您好，我要填表 is 填表, at a menu and at a field; a greeting alone stays one."""
    assert after_hello("老师您好，开始填") == "开始填"
    assert after_hello("您好") == "您好"
    talker = there(("示例市项目",))
    assert names(talker.say("您好，开始填")) == ["ask:unit_name"]
    assert names(talker.say("你好，预览"))[0] == "show_answers"


def test_every_word_is_its_courtesy():
    """No word stands under two courtesies."""
    for courtesy, words in COURTESIES.items():
        for word in words.split():
            assert courtesy_of(word) is courtesy, word


def test_forced_answer_is_never_small_talk():
    """答：谢谢 is the answer 谢谢."""
    talker = there(("示例市项目", "填表"))
    talker.say("答：谢谢")
    assert stored(talker.conversation.cases["template"]) == {"unit_name": "谢谢"}


def test_question_marks_alone_bring_help():
    """？？？ shows what can be done here."""
    assert names(there(("示例市项目", "填表")).say("？？？"))[0] == "say:help.field"


def test_leaving_out_where_nothing_is_asked():
    """跳过 at a menu is told to be of no use here, not to be nonsense."""
    assert names(there(("示例市项目",)).say("跳过"))[0] == "say:unknown.no_field"
