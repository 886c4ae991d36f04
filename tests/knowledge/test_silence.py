"""A guide is silent on what nobody foresaw, though one of its clauses came near; and the numbers that tell so are sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import Answerer
from knowledge.index import Floats
from knowledge.learning.silence import fit, weigh
from knowledge.silence import ALONE, BESIDE, GLANCE, Learned, Scale, beside, learned, silent_on

UNFORESEEN = [
    ("得有几台服务器", "changzhou-platform"),
    ("专利评估报告得出几份", "chongqing"),
    ("外语好的人要配几个", "changzhou-lead"),
    ("会议室最少坐几个人", "shanghai"),
    ("一年要组织几趟外出考察", "beijing"),
    ("车间要装几个摄像头", "changzhou-park"),
    ("律师得请几位", "national"),
    ("食堂能坐多少人算达标", "changzhou-university"),
]


def test_what_nobody_foresaw_is_not_answered_with_what_came_near(real: Answerer) -> None:
    """Hardly any gets a clause; where one came near it stands beside the refusal, as words to check."""
    answers = [real.ask(question, program=program) for question, program in UNFORESEEN]
    refused = [answer for answer in answers if answer.status != "answered"]
    assert len(refused) >= len(answers) - 1
    assert all(not answer.citations for answer in refused)
    assert any("指南未载明" in answer.answer and "最接近的条文是" in answer.answer for answer in answers)


@pytest.mark.parametrize(
    ("question", "program", "words"),
    [
        ("专职搞转化的最少几个", "changzhou-university", "不少于2人"),
        ("服务团队得有几个人", "changzhou-lead", "不少于10人"),
        ("首笔给百分之几", "chongqing", "40"),
    ],
)
def test_what_the_guide_states_is_answered(real: Answerer, question: str, program: str, words: str) -> None:
    """The same shape of question, about a number that is printed, gets the number."""
    answer = real.ask(question, program=program)
    assert answer.status == "answered"
    assert words in answer.citations[0].quote


@pytest.mark.parametrize("question", ["一年开几次会", "专职的要几个人", "得养几条狗看门"])
def test_a_pack_that_tells_few_ways_to_ask_is_not_suspected(small: Answerer, question: str) -> None:
    """Where little is told on how people ask, an unheard wording says nothing: no refusal comes from the neighbours."""
    assert "最接近的条文是" not in small.ask(question, program="east").answer


def test_a_question_in_english_is_not_suspected(real: Answerer) -> None:
    """Its words are known by translation only, which is no sign of silence."""
    question = "How many full-time staff are required at least for patent commercialisation?"
    assert real.ask(question, program="changzhou-university").status == "answered"


def test_the_stored_numbers_fit_what_is_measured() -> None:
    """Witnesses and weights are of the same length; the neighbours are asked before anybody is refused."""
    found = learned()
    assert len(found.alone.weights) == ALONE + 1
    assert len(found.beside.weights) == BESIDE + 1
    assert found.doubt > found.alone.least


def _numbers(*, doubt: float) -> Learned:
    alone = Scale(np.zeros(ALONE), np.ones(ALONE), np.eye(ALONE + 1, dtype=np.float32)[0], least=-1.0)
    together = Scale(np.zeros(BESIDE), np.ones(BESIDE), np.eye(BESIDE + 1, dtype=np.float32)[0], least=-3.0)
    return Learned(alone, together, doubt)


@given(first=st.floats(-8, 8, width=32), neighbours=st.integers(0, 7))
def test_neighbours_are_asked_only_in_doubt(first: float, neighbours: int) -> None:
    """Without doubt nobody is asked; with fewer than three of them the programme is judged alone."""
    asked: list[int] = []

    def tell() -> Sequence[Floats]:
        asked.append(1)
        return [np.ones(GLANCE, np.float32)] * neighbours

    shown = np.zeros(ALONE, np.float32)
    shown[0] = first
    silent = silent_on(shown, tell, _numbers(doubt=2.0))
    assert bool(asked) == (first < 2.0)
    assert silent == (first < (-1.0 if neighbours < 3 else -3.0))


@given(st.lists(st.lists(st.floats(0, 9, width=32), min_size=GLANCE, max_size=GLANCE), min_size=3, max_size=7))
def test_what_neighbours_show_does_not_depend_on_their_order(seen: list[list[float]]) -> None:
    """The same neighbours in another order are the same witnesses."""
    told = [np.array(glance, np.float32) for glance in seen]
    shown = np.linspace(0, 1, ALONE, dtype=np.float32)
    one, other = beside(shown, told), beside(shown, told[::-1])
    assert one.shape == (BESIDE,)
    np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


def test_learning_tells_apart_what_can_be_told_apart() -> None:
    """A planted difference in one witness is found, whatever the others do."""
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(600, 8)).astype(np.float32)
    answered = np.arange(600) % 5 > 0
    rows[:, 2] += np.where(answered, 2.5, 0.0)
    weighed = weigh(fit(rows[:400], answered[:400]), rows[400:])
    bound = np.quantile(weighed[answered[400:]], 0.05)
    assert (weighed[~answered[400:]] < bound).mean() > 0.6
