"""Sections handed to colleagues: offered by name, entered under a signature, and nothing of the owner's place is moved."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, stored
from bot.dialogue.sections import handed_over
from bot.dialogue.signing import LONGEST_NAME, cleaned_name, signature_of, signed
from tests.bot.dialogue.worlds import Talker, names

ZHANG = signed(7, "张老师")


def hand_in(talker: Talker, field: str, value: Any, **more: Any) -> list[str]:
    about = talker.about() | {"author": ZHANG, "channel": "web"}
    values = {"program": "template", "section": "conditions", "field": field, "value": value}
    return names(talker.take(m.Entered(**values | more, **about)))


def answers(talker: Talker, program: str = "template") -> dict[str, Any]:
    return stored(talker.conversation.cases[program])


# --- what a colleague enters ----------------------------------------------------------------------------------------


def test_an_entry_is_signed_and_moves_nothing(talker: Talker):
    """It stands in the log under the colleague's name; the question, the choices and the stage stay."""
    before = talker.conversation
    assert hand_in(talker, "ip_staff", "三人") == ["recorded:ip_staff"]
    entry = talker.conversation.cases["template"].log[-1]
    assert (entry.field, entry.value, entry.author) == ("ip_staff", 3, ZHANG)
    after = talker.conversation
    assert (after.stage, after.offered, after.program) == (before.stage, before.offered, before.program)
    assert after.cases["template"].at == before.cases["template"].at
    assert names(talker.say("甲大学")) == ["recorded:unit_name", "ask:credit_code"]


def test_only_fields_of_the_section_can_be_entered(talker: Talker):
    """A field of another section, no field, another programme, an author without signature: nothing is written."""
    for wrong in ({"field": "unit_name"}, {"field": "nothing"}, {"program": "nowhere"}, {"section": "unit"}):
        assert hand_in(talker, **{"field": "ip_staff", "value": "3"} | wrong) == ["say:handing.elsewhere"]
    plain = m.Entered(program="template", section="conditions", field="ip_staff", value="3", **talker.about())
    assert names(talker.take(plain)) == ["say:handing.elsewhere"]
    assert answers(talker) == {}


def test_slip_doubt_and_conflict_as_for_the_owner(talker: Talker):
    """What cannot be is sent back; what somebody else changed meanwhile is not written over; emptied is empty."""
    assert hand_in(talker, "ip_staff", "很多人") == ["slipped:ip_staff"]
    hand_in(talker, "ip_staff", "3", seen="")
    assert hand_in(talker, "ip_staff", "5", seen="") == ["say:entering.conflict"]
    assert hand_in(talker, "ip_staff", "5", seen=fingerprint(3)) == ["recorded:ip_staff"]
    assert hand_in(talker, "ip_staff", None, seen=fingerprint(5)) == ["say:entering.cleared"]
    assert answers(talker) == {}


def test_it_is_written_wherever_the_owner_is(talker: Talker):
    """The owner may have gone on to ask the guide, to another programme, or never have begun to fill."""
    talker.say("换项目")
    assert hand_in(talker, "ip_staff", "3") == ["recorded:ip_staff"]
    fresh = Talker.new()
    assert hand_in(fresh, "ip_staff", "3") == ["recorded:ip_staff"]
    assert answers(fresh) == {"ip_staff": 3}
    assert fresh.conversation.program is None


def test_undo_takes_back_the_owners_own_words(talker: Talker):
    """撤销 means the last thing the owner said, not what a colleague entered after it."""
    talker.say("甲大学")
    hand_in(talker, "ip_staff", "3")
    assert names(talker.say("撤销"))[0] == "recorded:unit_name"
    assert answers(talker) == {"ip_staff": 3}
    assert names(talker.say("撤销"))[0] == "say:undo.nothing"


def test_what_was_put_off_is_done_when_a_colleague_does_it(talker: Talker):
    """A field put off is not waiting any more once somebody entered it."""
    while talker.conversation.cases["template"].at != "ip_staff":
        talker.say("跳过")
    talker.say("跳过")
    assert "ip_staff" in talker.conversation.cases["template"].skipped
    hand_in(talker, "ip_staff", "3")
    assert "ip_staff" not in talker.conversation.cases["template"].skipped


# --- offering ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "交给同事 申报条件",
        "把申报条件交给同事",
        "請把二、申报条件这部分交给同事填",
        "让同事填二",
        "交给同事：申报条件。",
    ],
)
def test_a_section_is_offered_by_name(talker: Talker, words: str):
    """Title, part of it or number; the offer counts the fields, and the question is asked again."""
    told = talker.say(words)
    assert names(told) == ["offer_handover", "ask:unit_name"]
    assert isinstance(told[0], m.OfferHandover)
    assert (told[0].section, told[0].title) == ("conditions", "二、申报条件")
    assert told[0].total > 0


def test_without_a_name_every_section_can_be_chosen(talker: Talker):
    """交给同事 alone asks which; the number chooses; an unknown name is said to be unknown."""
    assert names(talker.say("交给同事")) == ["say:handing.which"]
    assert names(talker.say("2"))[0] == "offer_handover"
    assert names(talker.say("交给同事 天气预报")) == ["say:handing.none", "say:handing.which"]


@pytest.mark.parametrize(
    "words",
    ["建立台账，交给同事审核后归档", "我的同事张三", "同事", "把材料整理好以后交给同事小李和小王分别核对再报送"],
)
def test_other_words_with_colleagues_are_no_offer(words: str):
    """Only a message that is the command means it."""
    assert handed_over(words) is None


@given(st.text(max_size=80), st.integers(min_value=1, max_value=10**9))
def test_a_name_is_one_line_and_comes_back(words: str, number: int):
    """Whatever was typed, the signature holds it in one line, and nobody can sign as the owner or by another link."""
    name = cleaned_name(words)
    assert len(name) <= LONGEST_NAME
    assert "\n" not in name
    if name:
        found = signature_of(signed(number, name))
        assert found is not None
        assert (found.number, found.name) == (number, name)
    assert signature_of(words) is None or words.startswith("handover:")
