"""Two programmes named side by side are answered side by side, never asked back."""

from __future__ import annotations

import pytest

from knowledge.asked import asked_kinds
from knowledge.lexicon import Lexicon
from knowledge.models import AnswerKind
from knowledge.routing import Router
from knowledge.shared import shared_questions
from programs.registry import discover

ROUTER = Router(discover(), shared_questions())


@pytest.mark.parametrize(
    ("question", "programs"),
    [
        ("北京和重庆给多少钱", {"beijing", "chongqing"}),
        ("上海跟重庆要印几份", {"shanghai", "chongqing"}),
        ("附件3、附件4团队要几个人", {"changzhou-platform", "changzhou-lead"}),
    ],
)
def test_names_that_stand_joined_are_compared(question: str, programs: set[str]) -> None:
    """Joined by 和, 跟 or 、 they are meant together; what is left of the question names neither, nor the joiner."""
    route = ROUTER.route(question, None)
    assert route.mode == "compare"
    assert set(route.programs) == programs
    assert not route.rest.strip().startswith(("和", "跟", "、"))


def test_one_place_named_in_passing_is_not_a_comparison() -> None:
    """Without a second programme nothing is compared."""
    assert ROUTER.route("重庆给多少钱", None).mode == "named"


@pytest.mark.parametrize("question", ["要印几份", "打三份够吗", "两份还是一份"])
def test_counting_words_are_never_taken_for_slips(question: str) -> None:
    """几份 is known to nobody as a pair of letters, and still no slip of 几分."""
    common = {"几分": 99, "三分": 99, "两分": 99, "一分": 99}
    assert Lexicon(shared_questions()).mended(question, lambda pair: common.get(pair, 0)) == question


@pytest.mark.parametrize("question", ["杭州那个高价值培育给多少", "我们深圳的运营促进中心怎么报"])
def test_a_nickname_of_ours_does_not_speak_for_another_place(question: str) -> None:
    """Another city's programme of the same name is another programme: nothing of ours answers for it."""
    route = ROUTER.route(question, None)
    assert (route.mode, route.programs) == ("elsewhere", ())
    assert route.place in question


@pytest.mark.parametrize("question", ["我们总部在深圳，高价值培育报得了吗", "重庆高价值培育，杭州的机构能联合吗"])
def test_a_place_in_passing_leaves_the_programme_meant(question: str) -> None:
    """Where one lies, or a place named beside the programme's own, is part of the question."""
    assert ROUTER.route(question, None).programs == ("chongqing",)


def test_names_only_hinted_at_are_taken_out_of_what_is_asked() -> None:
    """一个支撑一个引领 stands for two names: what is left to ask is the rest."""
    route = ROUTER.route("常州那俩平台的，一个支撑一个引领，人手上差多少", None)
    assert (route.mode, set(route.programs)) == ("compare", {"changzhou-platform", "changzhou-lead"})
    assert "人手" in route.rest
    assert not {"支撑", "引领"} & {route.rest[at : at + 2] for at in range(len(route.rest))}


def test_these_three_years_compare_nothing() -> None:
    """这三年 counts years, 这三家 programmes."""
    question = "常州高校院所那个计划，这三年成交要多少"
    assert ROUTER.route(question, None).programs == ("changzhou-university",)


@pytest.mark.parametrize(
    ("question", "kind"),
    [("由何单位验收", AnswerKind.WHO), ("何日截止", AnswerKind.DATE), ("送至何处", AnswerKind.PLACE), ("可否联合申报", AnswerKind.YESNO)],
)  # fmt: skip
def test_formal_words_ask_too(question: str, kind: AnswerKind) -> None:
    """Official letters ask with 何 and 否."""
    assert kind in asked_kinds(question)
