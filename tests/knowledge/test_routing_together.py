"""Two programmes named side by side are answered side by side, never asked back."""

from __future__ import annotations

import pytest

from knowledge.lexicon import Lexicon
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
