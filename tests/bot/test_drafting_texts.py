"""起草: out of the applicant's own facts, every number traceable, marked as a draft, stored only after 确认."""

from __future__ import annotations

import dataclasses
import json

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, stored
from bot.drafting_texts import Drafting, traceable
from tests.bot.dialogue.worlds import Talker, example_world, names
from tests.fakes.model_server import ModelServer, model_server, patient


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("甲大学有管理人员4人。去年授权35件。", "甲大学有管理人员4人。"),
        ("甲大学有管理人员４人。", "甲大学有管理人员４人。"),
        ("有管理人员四人。", ""),
        ("增长20.5%。一是建设平台。", "一是建设平台。"),
        ("", ""),
    ],
)
def test_sentences_with_other_numbers_are_taken_out(text: str, kept: str) -> None:
    """A number that stands in no fact takes its sentence with it; 一是 is no number."""
    assert traceable(text, "单位名称：甲大学\n知识产权管理人员：4（人）") == kept


def asking(server: ModelServer) -> Talker:
    drafting = Drafting(patient(server))

    class Asking(Talker):
        def _result(self, effect: m.Effect) -> m.Event:
            if isinstance(effect, m.DraftText):
                return m.TextDrafted(effect=effect.id, text=drafting(effect, self.world), **self.about())
            return super()._result(effect)

    talker = Asking.new(dataclasses.replace(example_world(), asks_model=True))
    talker.say("示例市项目")
    for key, value in (("单位名称", "甲大学"), ("管理人员数", "4人"), ("联系人手机", "13812345678")):
        talker.say(f"把{key}改成{value}")
    talker.say("改 项目内容")
    return talker


def test_draft_is_shown_marked_and_stored_after_confirming() -> None:
    """The draft stands there whole, marked 草稿; nothing is stored before 确认, and one undo takes it back."""
    with model_server(lambda _: "甲大学现有管理人员4人。去年成交35件。") as server:
        talker = asking(server)
        told = talker.say("起草")
        sent = json.dumps(server.requests, ensure_ascii=False)
    said = next(reply for reply in told if isinstance(reply, m.Say) and reply.key == "drafting.text")
    assert said.values["text"] == "甲大学现有管理人员4人。"
    assert "plan" not in stored(case_of(talker.conversation))
    assert "13812345678" not in sent
    talker.say("确认")
    assert stored(case_of(talker.conversation))["plan"] == "甲大学现有管理人员4人。"
    talker.say("撤销")
    assert "plan" not in stored(case_of(talker.conversation))


def test_no_draft_is_told() -> None:
    """A model that fails, or says nothing traceable, leaves the question as it was."""
    with model_server(lambda _: "去年成交35件。") as server:
        assert names(asking(server).say("起草"))[0] == "say:drafting.nothing"


def test_without_a_model_or_a_long_text_it_says_why() -> None:
    """Where nothing can be drafted, one sentence says what to do instead."""
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("改 项目内容")
    assert names(talker.say("起草"))[0] == "say:drafting.no_model"
    with_model = Talker.new(dataclasses.replace(example_world(), asks_model=True))
    with_model.say("示例市项目")
    assert names(with_model.say("起草"))[0] == "say:drafting.where"
    with_model.say("改 项目内容")
    assert names(with_model.say("起草"))[0] == "say:drafting.no_facts"
