"""From question to answer over two small programmes, through the door everybody uses."""

from __future__ import annotations

import pytest

from knowledge.answering import Answerer
from programs.errors import UnknownProgram


@pytest.mark.parametrize(
    ("question", "clause", "quote"),
    [
        ("请问专职的最少配几个？", "二（一）", "不少于5人"),
        ("每年平均拿证要多少件", "二（二）", "超过100件"),
        ("顶多能拿到多少补贴", "三", "不超过80万元"),
        ("有事打哪个号", "五", "0000-1234567"),
        ("近三年有失信行为还能报吗", "二（三）", "无严重失信行为"),
        ("專利要多少件才夠", "二（二）", "超过100件"),
    ],
)
def test_a_colloquial_question_gets_the_clause(small: Answerer, question: str, clause: str, quote: str) -> None:
    """People who share hardly a word with the guide get its very words, with their place."""
    answer = small.ask(question, program="east")
    assert answer.status == "answered"
    assert answer.citations[0].clause == clause
    assert quote in answer.citations[0].quote
    assert quote in answer.answer
    assert "东市专利培育项目" in answer.answer


@pytest.mark.parametrize("question", ["服务团队至少多少人", "项目实施期几年", "专利池要做什么"])
def test_a_guide_without_phrases_answers_too(bare: Answerer, question: str) -> None:
    """Phrases make it better; without them the guide's own words are enough."""
    assert bare.ask(question, program="west").status == "answered"


@pytest.mark.parametrize("question", ["三（二）怎么说", "东市那个的二（二）", "第二条第二款写了什么"])
def test_a_clause_is_found_by_its_number(small: Answerer, question: str) -> None:
    """A number is looked up, never searched; a number that is not there is told."""
    answer = small.ask(question, program="east")
    if "三" in question:
        assert answer.status == "not_found"
    else:
        assert answer.citations[0].clause == "二（二）"


def test_a_list_comes_whole(small: Answerer) -> None:
    """Who asks for the list of materials gets every item."""
    answer = small.ask("要交哪些材料", program="east")
    assert [item.clause for item in answer.citations[:3]] == ["四.1", "四.2", "四.3"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("年均授权正好100件够不够", "不够。条文写“超过100件”"),
        ("年均专利授权101件可以吗", "够。您说的101件"),
        ("专职管理人员有3人，够吗", "还差2人"),
    ],
)
def test_a_number_is_held_against_the_threshold(small: Answerer, question: str, words: str) -> None:
    """Exactly the limit fails 超过; the gap is named."""
    assert words in small.ask(question, program="east").answer


def test_a_number_of_something_else_gets_no_verdict(small: Answerer) -> None:
    """Three departments are not three persons: where the words do not meet, only the clause is quoted."""
    answer = small.ask("我们有3个部门，专职人员要多少", program="east")
    assert "够。" not in answer.answer


@pytest.mark.parametrize("question", ["几号截止", "材料最晚哪天递上去", "网上什么时候关门"])
def test_silence_is_told(small: Answerer, question: str) -> None:
    """What the guide does not state is refused by name, with the way to a person, and cites nothing."""
    answer = small.ask(question, program="east")
    assert answer.status == "not_found"
    assert "未载明" in answer.answer
    assert "人工" in answer.answer
    assert answer.citations == ()


def test_a_part_the_guide_does_not_state_is_told(real: Answerer) -> None:
    """Two questions at once, one of them silent: the clause is quoted and the silence named."""
    answer = real.ask("专职搞转化的最少几个人？最高能给多少钱？", program="changzhou-university")
    assert answer.status == "answered"
    assert "不少于2人" in answer.answer
    assert "未载明“资助金额”" in answer.answer


def test_nothing_is_borrowed_from_a_sister(small: Answerer) -> None:
    """East states the money and West does not; asked at West, money is not found."""
    assert small.ask("最高给多少钱", program="west").status == "not_found"
    assert small.ask("最高给多少钱", program="east").status == "answered"


def test_an_ambiguous_question_is_asked_back(small: Answerer) -> None:
    """Both programmes state a number of people: the person is asked which one is meant."""
    answer = small.ask("人员最少要几个人")
    assert answer.status == "clarify"
    assert {option.program for option in answer.options} == {"east", "west"}


@pytest.mark.parametrize(
    ("question", "program"), [("东市的人员最少几个人", "east"), ("西市那个团队最少几个人", "west")]
)
def test_a_named_place_decides(small: Answerer, question: str, program: str) -> None:
    """A programme named in the question is the one that answers."""
    answer = small.ask(question)
    assert (answer.status, answer.program) == ("answered", program)
    assert {item.program for item in answer.citations} == {program}


def test_two_named_programmes_are_compared(small: Answerer) -> None:
    """Both sides are quoted, the chosen one first."""
    answer = small.ask("东市和西市对人数的要求一样吗，分别要几个人", program="west")
    assert {item.program for item in answer.citations[:2]} == {"east", "west"}
    assert answer.citations[0].program == "west"


def test_a_place_without_a_guide_is_not_found(small: Answerer) -> None:
    """No rule of another place stands in for a missing guide."""
    answer = small.ask("深圳的项目给多少钱")
    assert answer.status == "not_found"
    assert "深圳" in answer.answer


def test_words_only_one_guide_prints_decide(small: Answerer) -> None:
    """揭榜挂帅 stands in one guide only, so nobody need be asked which is meant."""
    answer = small.ask("揭榜挂帅是帮谁引入专利技术")
    assert (answer.status, answer.program) == ("answered", "west")


@pytest.mark.parametrize("question", ["", "   ", "？？", "\u200b"])
def test_an_empty_question_is_met_kindly(small: Answerer, question: str) -> None:
    """Nothing asked is nothing found, and no error."""
    assert small.ask(question).status == "out_of_scope"


def test_an_unknown_programme_is_an_input_error(small: Answerer) -> None:
    """A slug that is no programme's is told with the known ones."""
    with pytest.raises(UnknownProgram, match="east"):
        small.ask("给多少钱", program="nowhere")


def test_the_same_question_gets_the_same_answer(small: Answerer) -> None:
    """Answers do not depend on what was asked before."""
    first = small.ask("专职的要几个人", program="east")
    small.ask("几号截止", program="east")
    assert small.ask("专职的要几个人", program="east") == first


@pytest.mark.parametrize(
    ("question", "program", "quotes"),
    [
        (
            "①要搭哪个交易平台②贷款进园区的行动叫什么名",
            "changzhou-lead",
            ("构建常州市技术产权交易平台", "“入园惠企”行动"),
        ),
        ("请问两件事：一、由何单位验收？二、名单如何发布？", "national", ("进行验收", "发文公布")),
        ("一年出几份分析？链条要捋几条？", "changzhou-platform", ("不少于5份", "不少于8条")),
    ],
)
def test_every_question_of_several_gets_its_own_quote(
    real: Answerer, question: str, program: str, quotes: tuple[str, ...]
) -> None:
    """However several questions are parted (①②, 一、二、, question marks), each is answered."""
    cited = " ".join(citation.quote for citation in real.ask(question, program=program).citations[:4])
    assert all(quote in cited for quote in quotes), cited
