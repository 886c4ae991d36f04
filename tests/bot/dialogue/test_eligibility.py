"""Eligibility and 能报哪个: only what matters is asked, the verdict is told clause by clause."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import stored
from bot.dialogue.models import Stage
from tests.bot.dialogue.worlds import Talker, names


@pytest.fixture
def talker() -> Talker:
    """Somebody who asks whether they qualify for the example programme."""
    talker = Talker.new()
    talker.say("示例市项目")
    return talker


def test_asks_only_what_rules_read(talker: Talker):
    """Four facts are asked, in the rules' order; then the verdict, then the menu."""
    assert names(talker.say("查资格")) == ["say:eligibility.intro", "ask:applicant_kind"]
    assert names(talker.say("高校"))[-1] == "ask:in_example_city"
    assert names(talker.say("是"))[-1] == "ask:ip_staff"
    assert names(talker.say("3"))[-1] == "ask:granted"
    talker.say("5 5")
    told = talker.say("6 5")
    assert names(told) == ["recorded:granted", "show_verdict", "say:home.menu"]
    assert told[1].overall == "eligible"


def test_stops_when_the_verdict_is_certain(talker: Talker):
    """One failed condition ends the questions; 核对其余条件 goes on with the others."""
    talker.say("查资格")
    talker.say("高校")
    told = talker.say("否")
    assert names(told) == ["recorded:in_example_city", "show_verdict", "say:home.menu"]
    assert told[1].overall == "not_eligible"
    assert names(talker.press("do:judge_all"))[-1] == "ask:ip_staff"


@pytest.mark.parametrize(("last", "verdict"), [("5", "not_met"), ("6", "met")])
def test_threshold_is_told_with_working(talker: Talker, last: str, verdict: str):
    """超过10件: exactly 10 on average fails and names the gap, 10.5 passes; both show what was computed."""
    for text in ("查资格", "高校", "是", "3", "5 5"):
        talker.say(text)
    told = talker.say(f"{last} 5")
    line = next(line for line in told[1].lines if line.rule == "patents.output")
    assert (line.verdict, bool(line.gap)) == (verdict, verdict == "not_met")
    assert "10" in line.working
    assert line.quote in talker.world.packs["template"].guide.by_id["二（二）"].text


def test_facts_put_off_make_the_verdict_open(talker: Talker):
    """不清楚 leaves the condition unknown and lists what is missing; the next round asks again."""
    talker.say("查资格")
    for text in ("高校", "是", "不清楚", "不知道"):
        told = talker.say(text)
    assert told[-2].overall == "need_more_info"
    missing = [path for line in told[-2].lines for path in line.missing]
    assert missing[0] == "ip_staff"
    assert names(talker.say("查资格"))[-1] == "ask:ip_staff"


def test_form_and_verdict_ask_once(talker: Talker):
    """What the verdict asked is not asked again by the form, and the other way round."""
    for text in ("查资格", "高校", "是", "3", "5 6", "7 8"):
        talker.say(text)
    asked = []
    told = talker.say("填表")
    while told[-1].kind == "ask":
        asked.append(told[-1].field)
        told = talker.say("跳过")
    assert not {"applicant_kind", "in_example_city", "ip_staff", "granted"} & set(asked)
    assert names(talker.say("查资格"))[0] == "show_verdict"


def test_parked_answers_do_not_count():
    """An answer that does not apply any more is left out of the verdict."""
    talker = Talker.new()
    talker.say("示例市项目")
    for text in ("查资格", "高校", "是", "3", "5 6", "7 8"):
        told = talker.say(text)
    assert told[1].overall == "eligible"
    talker.say("把在示例市注册改成否")
    assert talker.say("查资格")[0].overall == "not_eligible"


def test_question_in_the_middle_asks_the_same_fact_again(talker: Talker):
    """A side question is answered with its clause, then the same fact is asked, and nothing has changed."""
    talker.say("查资格")
    before = talker.conversation.cases["template"]
    told = talker.say("最高给多少钱？")
    assert names(told) == ["show_answer", "ask:applicant_kind"]
    assert told[0].answer.citations[0].clause == "三"
    assert talker.conversation.cases["template"] == before
    assert talker.conversation.stage is Stage.ELIGIBILITY


def test_needs_a_programme():
    """查资格, 填表, 导出 and the like before a programme is chosen show the list."""
    for text in ("查资格", "填表", "导出", "进度", "预览", "检查", "材料", "待补清单", "核对其余条件"):
        talker = Talker.new()
        assert names(talker.say(text)) == ["say:choosing.first", "say:choosing.which"]


def test_which_programmes_fit():
    """能报哪个 asks kind and place, then shows every programme with what speaks against it, and remembers the answers."""
    talker = Talker.new()
    assert names(talker.say("能报哪个")) == ["ask:applicant_kind"]
    assert names(talker.say("大学")) == ["recorded:applicant_kind", "ask:registered_place"]
    told = talker.say("江苏省示例市")
    match = next(reply for reply in told if reply.kind == "show_match")
    assert {(line.program, line.applies, line.near) for line in match.lines} == {
        ("template", True, True),
        ("other", False, False),
    }
    assert [choice.code for choice in match.choices] == ["program:template"]
    assert names(talker.say("1"))[0] == "say:choosing.chosen"
    told = talker.say("查资格")
    assert (told[-1].field, told[-1].current, told[-1].origin) == ("applicant_kind", "高校", "own")


def test_matching_with_nothing_known_rules_nothing_out():
    """Skipped facts leave every programme possible."""
    talker = Talker.new()
    talker.say("能报哪个")
    talker.say("跳过")
    told = talker.say("跳过")
    match = next(reply for reply in told if reply.kind == "show_match")
    assert all(line.applies and line.near is None for line in match.lines)


def test_closed_programme_says_so_at_choice_verdict_and_document():
    """A deadline that has passed closes a programme: told when it is chosen, under the verdict and with the document."""
    from datetime import date

    from bot.dialogue.models import World
    from bot.rendering.drawing import render
    from tests.bot.dialogue.worlds import example_world

    world = example_world()
    late = World(world.packs, world.forms, world.assessors, date(2030, 10, 1), world.shared)
    on_time = World(world.packs, world.forms, world.assessors, date(2030, 9, 30), world.shared)
    for day, told_so in ((late, True), (on_time, False)):
        talker = Talker.new(day)
        assert ("say:notice.closed" in names(talker.say("邻市项目"))) is told_so
        verdict = talker.say("核对其余条件")
        while verdict[-1].kind == "ask":
            verdict = talker.say("跳过")
        for told in (verdict, talker.say("导出")):
            words = "".join(block.text for reply in told for block in render(reply, day))
            assert ("仅供参考" in words) is told_so
    assert stored(talker.conversation.cases["other"]) == {}
