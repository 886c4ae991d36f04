"""Fields filled in on a page by their key: written wherever the conversation stands, never over somebody else's words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, stored
from bot.dialogue.models import Reason, Stage
from tests.bot.dialogue.worlds import Talker, names


def enter(talker: Talker, field: str, value: Any, **more: Any) -> list[str]:
    told = talker.take(m.Entered(**{"program": "template", "field": field, "value": value} | more, **talker.about()))
    return names(told)


def answers(talker: Talker) -> dict[str, Any]:
    return stored(talker.conversation.cases["template"])


def test_the_field_being_asked_is_answered_and_the_next_one_asked(talker: Talker):
    """Entering the value of the asked field is an answer like any other."""
    assert enter(talker, "unit_name", "甲大学") == ["recorded:unit_name", "ask:credit_code"]


def test_another_field_is_written_and_the_place_stays(talker: Talker):
    """A value entered elsewhere on the page leaves the question where it was."""
    assert enter(talker, "ip_staff", "三人") == ["recorded:ip_staff", "ask:unit_name"]
    assert answers(talker) == {"ip_staff": 3}
    assert talker.conversation.stage is Stage.FILLING


def test_it_can_be_entered_before_filling_began():
    """The whole form is open as soon as a programme is chosen; the stage does not change."""
    talker = Talker.new()
    talker.say("示例市项目")
    assert enter(talker, "plan", "建设平台。")[0] == "recorded:plan"
    assert talker.conversation.stage is Stage.HOME


def test_a_slip_writes_nothing(talker: Talker):
    """What cannot be is sent back and the field keeps what it had."""
    enter(talker, "ip_staff", 3)
    assert enter(talker, "ip_staff", "很多人")[0] == "slipped:ip_staff"
    assert answers(talker) == {"ip_staff": 3}


def test_whole_tables_and_grids_come_as_json(talker: Talker):
    """Rows and cells are read like typed ones; blank cells stay unknown and a cleared cell is gone."""
    enter(talker, "rules", [{"title": "专利办法", "since": "2027年3月"}, {"title": "", "since": ""}])
    enter(talker, "granted", {"2028": {"invention": "５", "utility_model": "6"}, "2029": {"invention": ""}})
    enter(talker, "granted", {"2028": {"invention": "5"}})
    assert answers(talker) == {
        "rules": [{"title": "专利办法", "since": "2027-03"}],
        "granted": {"2028": {"invention": 5}},
    }


def test_a_page_that_shows_an_older_value_overwrites_nothing(talker: Talker):
    """Two pages: the second one is told both values, and writes only when it has seen the first one's."""
    enter(talker, "ip_staff", 3, seen="")
    assert enter(talker, "ip_staff", 4, seen="")[0] == "say:entering.conflict"
    assert answers(talker) == {"ip_staff": 3}
    assert enter(talker, "ip_staff", 4, seen=fingerprint(3))[0] == "recorded:ip_staff"


def test_the_same_value_is_no_conflict(talker: Talker):
    """Both pages meant the same."""
    enter(talker, "ip_staff", 3, seen="")
    assert enter(talker, "ip_staff", "3人", seen="")[0] == "say:entering.same"


def test_taking_an_answer_away_can_be_undone(talker: Talker):
    """None clears the field; undo brings it back."""
    enter(talker, "ip_staff", 3)
    assert enter(talker, "ip_staff", None)[0] == "say:entering.cleared"
    assert answers(talker) == {}
    talker.say("撤销")
    assert answers(talker) == {"ip_staff": 3}


def test_a_doubt_is_told_and_kept_when_confirmed(talker: Talker):
    """无 for a required field is doubted; confirmed, it stands as confirmed."""
    assert enter(talker, "plan", "无")[0] == "doubted:plan"
    assert answers(talker) == {}
    enter(talker, "plan", "无", confirmed=True)
    assert talker.conversation.cases["template"].log[-1].reason is Reason.CONFIRMED


@pytest.mark.parametrize(("program", "field"), [("other", "plan"), ("template", "no_such_field"), ("", "plan")])
def test_a_page_of_another_programme_writes_nothing(talker: Talker, program: str, field: str):
    """A page left open on something else is told so."""
    assert enter(talker, field, "x", program=program)[0] == "say:stale"
    assert answers(talker) == {}


def test_a_question_that_no_longer_applies_is_left(talker: Talker):
    """When an entry elsewhere parks the field being asked, the next one is asked."""
    enter(talker, "has_products", True)
    talker.press("edit:product_name")
    talker.say("返回")
    for _ in range(30):
        if talker.conversation.cases["template"].at == "product_name":
            break
        talker.say("跳过")
    assert talker.conversation.cases["template"].at == "product_name"
    enter(talker, "has_products", False)
    assert talker.conversation.cases["template"].at != "product_name"
