"""Naming a programme in passing selects it; telling of the organisation leads to 能报哪个 with what was told."""

from __future__ import annotations

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import OWN, stored
from bot.dialogue.models import Conversation, Parked, Stage
from bot.dialogue.program_names import kinds_of, programs_named
from bot.dialogue.telling import asks_which, speaks_of_itself, told
from tests.bot.dialogue.test_whole_way import world
from tests.bot.dialogue.worlds import Talker, names

CHANGZHOU = {"changzhou-university", "changzhou-park", "changzhou-platform", "changzhou-lead"}


def named(text: str) -> set[str]:
    return set(programs_named(world().packs, text, kinds_of(world().shared)))


def real() -> Talker:
    """Somebody before all real programmes."""
    return Talker(world(), Conversation(id="t"))


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("常州高校那个", {"changzhou-university"}),
        ("重庆的", {"chongqing"}),
        ("附件3", {"changzhou-platform"}),
        ("附件 三 那个", {"changzhou-platform"}),
        ("北京那个联盟的", {"beijing"}),
        ("我要报上海", {"shanghai"}),
        ("我们想申报重庆的高价值专利", {"chongqing"}),
        ("重庆高校", {"chongqing"}),
        ("常州的", CHANGZHOU),
        ("江苏那个", CHANGZHOU),
        ("常州大学的", {"changzhou-university"}),
        ("园区那个吧", {"changzhou-park"}),
        ("常州企业的", {"changzhou-platform", "changzhou-lead"}),
        ("协会试点", {"national"}),
        ("就报引领计划", {"changzhou-lead"}),
        ("申报书", set()),
        ("我们想咨询一下怎么弄", set()),
        ("项目申报书一式几份", set()),
        ("常州示例大学", set()),
    ],
)
def test_programmes_named_in_passing(typed: str, slugs: set[str]):
    """Names, aliases, places and 附件N are found inside what people say; general words name nothing."""
    assert named(typed) == slugs


@pytest.mark.parametrize("before", [(), ("选项目",), ("北京",)], ids=["start", "choosing", "home"])
def test_naming_selects_at_every_menu(before: tuple[str, ...]):
    """At the start, in the list and in another programme the name selects; several fits are offered."""
    talker = real()
    for text in before:
        talker.say(text)
    assert names(talker.say("常州高校那个"))[0] == "say:choosing.chosen"
    assert (talker.conversation.program, talker.conversation.stage) == ("changzhou-university", Stage.HOME)
    offered = talker.say("常州的")[0]
    assert {one.code for one in offered.choices} == {f"program:{slug}" for slug in CHANGZHOU}
    talker.say("第二个")
    assert talker.conversation.program == offered.choices[1].code.partition(":")[2]


def test_a_question_that_names_a_programme_stays_a_question():
    """常州高校那个能拿多少钱 asks; it does not only select."""
    talker = real()
    assert names(talker.say("常州高校那个能拿多少钱？"))[0] == "show_answer"


def test_switching_by_name_in_the_middle_of_the_form():
    """换到重庆 said at a field opens that programme."""
    talker = real()
    for text in ("常州高校", "填表"):
        talker.say(text)
    assert names(talker.say("换到重庆"))[0] == "say:choosing.chosen"
    assert talker.conversation.program == "chongqing"


def test_going_back_to_the_programme_before():
    """换项目 and 换回来 lose nothing: the same field is asked again, the notice is not told twice."""
    talker = real()
    for text in ("常州高校", "填表", "常州示例大学"):
        talker.say(text)
    talker.say("换项目")
    assert names(talker.say("回来"))[:2] == ["say:choosing.chosen", "resume"]
    for text in ("换项目", "北京", "填表"):
        talker.say(text)
    told = names(talker.say("换回来"))
    assert told == ["say:choosing.chosen", "resume", "say:home.menu"]
    assert names(talker.say("开始填")) == ["ask:unit_address"]
    assert stored(talker.conversation.cases["changzhou-university"]) == {"unit_name": "常州示例大学"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("我们是常州的大学，能报哪个", {"applicant_kind": "高等学校", "registered_place": "常州"}),
        ("协会能申请哪些项目", {"applicant_kind": "行业协会"}),
        ("我们公司在重庆，可以申报什么项目？", {"applicant_kind": "企业", "registered_place": "重庆"}),
        ("有哪些项目适合我们园区", {"applicant_kind": "园区管委会"}),
        ("魔都的企业能报什么", {"applicant_kind": "企业", "registered_place": "上海市"}),
        ("高校和企业能报哪些", {}),
        ("能报哪个？", {}),
    ],
)
def test_what_is_told_with_the_wish(typed: str, found: dict[str, str]):
    """The kind and the place that were said are taken; where two kinds were said, none."""
    assert asks_which(typed)
    kinds = {value: words[0] for value, words in kinds_of(world().shared).items()}
    got = told(typed, world())
    assert {key: kinds.get(value, value) for key, value in got.items()} == found


@pytest.mark.parametrize("typed", ["可以申报哪几类平台", "附件3报什么材料", "要交哪些材料", "能报吗", "申报书里写什么"])
def test_other_questions_are_not_about_which_programme(typed: str):
    """What a programme wants is asked of the guide."""
    assert not asks_which(typed)


def test_match_takes_over_and_shows_back():
    """我们是常州的大学，能报哪个 is told back, can be undone, asks nothing more, and fits come first."""
    talker = real()
    talker.say("北京")
    replies = talker.say("我们是常州的大学，能报哪个")
    assert names(replies) == ["say:matching.taken", "show_match"]
    assert "高等学校" in replies[0].values["told"]
    assert "常州" in replies[0].values["told"]
    assert stored(talker.conversation.cases[OWN]) == {"applicant_kind": "university", "registered_place": "常州"}
    fits = {line.program for line in replies[1].lines if line.applies and line.near is not False}
    assert fits == {"changzhou-university", "changzhou-platform", "changzhou-lead"}
    assert names(talker.say("撤销"))[0].startswith("recorded:")


def test_match_asks_only_what_was_not_told():
    """协会能申请哪些项目 tells the kind; only the place is asked."""
    talker = real()
    assert names(talker.say("协会能申请哪些项目")) == ["say:matching.taken", "ask:registered_place"]


def test_an_organisation_s_name_leads_to_match():
    """常州示例大学, typed into the list of programmes, is the organisation and no question."""
    assert speaks_of_itself("常州示例大学")
    talker = real()
    talker.say("选项目")
    assert names(talker.say("常州示例大学")) == ["say:matching.taken", "show_match"]
    assert not speaks_of_itself("知识产权")


@pytest.mark.parametrize("picked", ["2", "第二个", "2号", "选2", "邻市项目", "邻市那个", "最后一个"])
def test_a_clarified_question_is_answered_and_its_programme_taken(picked: str):
    """Picking the programme by number, place or name answers the waiting question at once."""
    talker = Talker.new()
    talker.open()
    talker.say("最高给多少钱？")
    replies = talker.say(picked)
    assert names(replies) == ["say:choosing.chosen", "show_answer", "say:home.menu"]
    assert replies[1].answer.program == talker.conversation.program == "other"
    assert names(talker.say("2"))[0] == "say:eligibility.intro"


def test_a_clarified_question_may_be_about_a_programme_that_was_not_offered():
    """常州高校那个 said to a list without it is taken at its word, not bent to one of the list."""
    talker = real()
    talker.conversation = talker.conversation.model_copy(
        update={
            "parked": Parked(kind="question", text="能拿多少钱"),
            "offered": tuple(m.Button(code=f"ask:{slug}", label=slug) for slug in ("beijing", "changzhou-platform")),
        }
    )
    replies = talker.say("常州高校那个")
    assert "show_answer" in names(replies)
    assert talker.conversation.program == "changzhou-university"


def test_telling_a_programme_what_one_is():
    """我是上海一家国企 said at a programme's menu is no question: the ways to find out are named."""
    talker = real()
    talker.say("上海")
    assert names(talker.say("我是上海一家国企")) == ["say:courtesy.about_us", "say:home.menu"]


def test_match_numbers_run_as_the_list_does():
    """The first programme of the list is the first choice: those that fit and are near come first."""
    talker = real()
    match = talker.say("我们是重庆的大学，能报哪个")[1]
    assert match.lines[0].program == "chongqing"
    assert match.choices[0].code == "program:chongqing"


def test_clarifying_in_the_middle_of_questions_stays_there():
    """At 问问题 the choice answers too, and the next message is a question to the same programme."""
    talker = Talker.new()
    for text in ("问问题", "最高给多少钱"):
        talker.say(text)
    assert names(talker.say("1"))[-2:] == ["show_answer", "say:asking.more"]
    assert (talker.conversation.stage, talker.conversation.program) == (Stage.ASKING, "template")
