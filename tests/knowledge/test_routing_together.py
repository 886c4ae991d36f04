"""Two programmes named side by side are answered side by side, never asked back."""

from __future__ import annotations

import pytest

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
