"""A language model may propose answers out of a pasted text; only what the text itself says comes through, and only as a proposal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, stored
from bot.suggesting import Suggesting
from tests.bot.dialogue.worlds import Talker, example_world
from tests.fakes.model_server import ModelServer, model_server, patient

TEXT = (
    "我们是示例市的甲大学，联系人手机13812345678，学校现有管理人员十二人，去年又进了3人。"
    "计划申请支持资金贰拾万元，用于建设平台、梳理专利。单位名称：甲大学。"
)


def said(*proposals: dict[str, Any]) -> str:
    return "好的，找到这些：\n```json\n" + json.dumps(list(proposals), ensure_ascii=False) + "\n```"


def proposed(*proposals: dict[str, Any], text: str = TEXT, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """What comes through of a model's proposals: field to value."""

    class Says:
        def ask(self, system: str, user_text: str) -> str | None:
            return said(*proposals)

    effect = m.ProposeFields(id="e", text=text, program="template", known=known)
    return {one.field: one.value for one in Suggesting(Says())(effect, example_world())}


def test_what_the_text_says_comes_through() -> None:
    """Words of the text that read as the value are enough, numerals in Chinese among them."""
    assert proposed(
        {"field": "ip_staff", "value": 12, "words": "十二人"},
        {"field": "amount_wan", "value": "20万元", "words": "贰拾万元"},
        {"field": "plan", "value": "建设平台、梳理专利", "words": "用于建设平台、梳理专利"},
        {"field": "applicant_kind", "value": "高校", "words": "甲大学"},
    ) == {"applicant_kind": "university", "ip_staff": 12, "amount_wan": 20, "plan": "建设平台、梳理专利"}


@pytest.mark.parametrize(
    "proposal",
    [
        {"field": "ip_staff", "value": 15, "words": "学校现有管理人员十二人，去年又进了3人"},
        {"field": "ip_staff", "value": 13, "words": "管理人员十三人"},
        {"field": "amount_wan", "value": 200, "words": "贰拾万元"},
        {"field": "plan", "value": "建设世界一流平台", "words": "建设平台"},
        {"field": "credit_code", "value": "91110000MA0000001L", "words": "甲大学"},
        {"field": "contact_mobile", "value": "13812345678", "words": "联系人手机13812345678"},
        {"field": "nobody", "value": "1", "words": "3人"},
        {"field": "ip_staff", "value": {"x": 1}, "words": "3人"},
        {"field": "ip_staff", "value": None, "words": "3人"},
        {"field": "ip_staff", "value": 3, "words": ""},
        {"field": "ip_staff", "value": 3},
        {"field": ["ip_staff"], "value": 3, "words": "3人"},
        {"field": "granted", "value": "5", "words": "3人"},
    ],
)
def test_what_it_does_not_say_does_not(proposal: dict[str, Any]) -> None:
    """Sums, other words, other digits, invented texts, sensitive and unknown fields, and anything malformed are dropped."""
    assert proposed(proposal) == {}


def test_fields_recognised_without_it_are_left_alone() -> None:
    """What the names and separators told is not asked of the model again."""
    assert proposed({"field": "plan", "value": "建设平台", "words": "建设平台"}, known=("plan",)) == {}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    reply = said({"field": "plan", "value": "建设平台、梳理专利", "words": "建设平台、梳理专利"})
    with model_server(lambda _: reply) as running:
        yield running


def talker_with(server: ModelServer) -> Talker:
    """Somebody filling in, in an installation with this model."""
    import dataclasses

    suggesting = Suggesting(patient(server))

    class Asking(Talker):
        def _result(self, effect: m.Effect) -> m.Event:
            if isinstance(effect, m.ProposeFields):
                return m.FieldsProposed(effect=effect.id, lifted=suggesting(effect, self.world), **self.about())
            return super()._result(effect)

    talker = Asking.new(dataclasses.replace(example_world(), asks_model=True))
    talker.say("示例市项目")
    talker.say("填表")
    return talker


def test_proposals_stand_beside_what_was_recognised(server: ModelServer) -> None:
    """They are shown with the words they rest on, marked as the model's, and stored only after 确认."""
    talker = talker_with(server)
    told = talker.say(f"识别：{TEXT}")
    offer = next(reply for reply in told if isinstance(reply, m.ShowProposals))
    by_model = [line for line in offer.lines if line.by_model]
    assert [(line.field, line.words) for line in by_model] == [("plan", "建设平台、梳理专利")]
    assert "unit_name" in [line.field for line in offer.lines]
    assert stored(case_of(talker.conversation)) == {}
    talker.say("确认")
    assert stored(case_of(talker.conversation))["plan"] == "建设平台、梳理专利"


def test_personal_data_never_reaches_the_model(server: ModelServer) -> None:
    """The mobile number is taken out before the text leaves, and no sensitive field is asked for."""
    talker_with(server).say(f"识别：{TEXT}")
    sent = json.dumps(server.requests, ensure_ascii=False)
    assert "甲大学" in sent
    assert "13812345678" not in sent
    assert "contact_mobile" not in sent


def test_a_model_that_fails_costs_nothing() -> None:
    """With the server broken, what names and separators told is offered as ever."""
    with model_server(raw=b"not json") as broken:
        told = talker_with(broken).say(f"识别：{TEXT}")
    offer = next(reply for reply in told if isinstance(reply, m.ShowProposals))
    assert not any(line.by_model for line in offer.lines)
    assert "unit_name" in [line.field for line in offer.lines]
