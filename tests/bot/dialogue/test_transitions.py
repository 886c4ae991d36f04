"""The transition table is total for people, closed for handlers, and drawn as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue import messages as m
from bot.dialogue import step
from bot.dialogue import transitions as t
from bot.dialogue.diagram import document
from bot.dialogue.intents import FIELD_STAGES, Kind
from bot.dialogue.models import Conversation, IllegalStep, Stage
from bot.dialogue.words import Command
from tests.bot.dialogue.worlds import NOW, Talker, example_world

ONLY_AT_FIELDS = {Kind.ANSWER, Kind.CONFIRM, Kind.RETRY, Kind.MAYBE, Kind.BLOCK_OR_TEXT}
EVENT = {"id": "e", "at": NOW, "channel": "test", "author": "me"}


@pytest.mark.parametrize("stage", list(Stage))
def test_every_intention_has_a_row_at_every_stage(stage: Stage):
    """Whatever a person sends at whatever stage is in the table; answers exist where a field is asked."""
    for intention in (*Command, *Kind):
        wanted = intention not in ONLY_AT_FIELDS or stage in FIELD_STAGES
        assert ((stage, intention) in t.TABLE) is wanted, (stage, intention)


def test_every_stage_can_be_reached_and_left():
    """Each stage but the first is led to by a row, and each has a row that leads on."""
    reached = {target for row in t.ROWS for target in row.leads}
    assert reached | {Stage.START} == set(Stage)
    for stage in Stage:
        assert any(stage in row.stages and row.leads - {stage} for row in t.ROWS)


def test_document_is_up_to_date():
    """docs/dialogue.md is what the table says; mend: python -m bot.dialogue.transitions > docs/dialogue.md"""
    written = Path(__file__).parents[3] / "docs" / "dialogue.md"
    assert written.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize(
    "event",
    [
        m.DocumentFilled(effect="nobody", file="x.docx", filled=1, **EVENT),
        m.StaffCalled(effect="nobody", ticket="1", on_duty=True, **EVENT),
        m.EffectFailed(effect="nobody", **EVENT),
    ],
)
def test_result_nobody_waits_for_is_illegal(event: m.Event):
    """A result of an effect that was not asked for raises and changes nothing."""
    conversation = Conversation(id="c")
    with pytest.raises(IllegalStep):
        step(conversation, event, example_world())
    assert conversation == Conversation(id="c")


def test_result_that_comes_twice_is_illegal():
    """The second result of the same effect is refused."""
    talker = Talker.new()
    talker.say("示例市项目")
    turn = step(talker.conversation, m.Said(text="导出", **EVENT), talker.world)
    result = m.DocumentFilled(effect=turn.effects[0].id, file="x.docx", filled=0, **EVENT)
    after = step(turn.conversation, result, talker.world).conversation
    with pytest.raises(IllegalStep):
        step(after, result, talker.world)


def test_handler_may_not_lead_elsewhere(monkeypatch: pytest.MonkeyPatch):
    """A handler that goes where its row does not say raises, and the conversation is as before."""
    row = t.Row(frozenset({Stage.START}), Command.HELP, lambda talk: talk.go(Stage.FILLING))
    monkeypatch.setattr(t, "TABLE", {**t.TABLE, (Stage.START, Command.HELP): row})
    conversation = Conversation(id="c")
    with pytest.raises(IllegalStep):
        t.step(conversation, m.Said(text="帮助", **EVENT), example_world())
    assert conversation.stage is Stage.START


def test_two_rows_for_one_cell_are_refused():
    """A stage and an intention are handled in one place."""
    row = t.Row(frozenset({Stage.START}), Command.HELP, lambda talk: None)
    with pytest.raises(ValueError, match="two rows"):
        t._table((row, row))
