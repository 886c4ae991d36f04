"""Staff answers stand beside the guides, in their own programme and year, and never in place of a clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest

from knowledge.answering import Answerer
from knowledge.compiled import compile_pack
from knowledge.evidence import Searcher
from knowledge.models import Answer
from knowledge.shared import shared_questions
from knowledge.staff.entry import BadStaffAnswer, taken_in
from knowledge.staff.live import LiveAnswers
from knowledge.staff.models import StaffAnswer
from programs.errors import UnknownProgram
from programs.registry import Pack

DAY = date(2030, 5, 6)


@dataclass
class Book:
    """A handbook in a list, with a clock and a calendar that are moved by hand."""

    answers: dict[str, StaffAnswer] = field(default_factory=dict)
    changes: int = 0
    today: date = DAY
    seconds: float = 0.0
    broken: bool = False

    def revision(self) -> int:
        if self.broken:
            raise OSError("gone")
        return self.changes

    def staff_answers(self) -> list[StaffAnswer]:
        return list(self.answers.values())

    def put(self, answer: StaffAnswer) -> None:
        self.answers[answer.id] = answer
        self.changes += 1
        self.seconds += 2

    def add(
        self, packs: Mapping[str, Pack], id: str, program: str | None, question: str, text: str, *asks: str
    ) -> None:
        self.put(
            taken_in(
                packs, id=id, program=program, question=question, text=text, role="服务台", approved=DAY, asks=asks
            )
        )


@pytest.fixture(name="book")
def _book() -> Book:
    return Book()


@pytest.fixture(name="compiled", scope="module")
def _compiled(small_packs: Mapping[str, Pack]) -> Searcher:
    shared = shared_questions()
    return Searcher(small_packs, shared, {slug: compile_pack(pack, shared) for slug, pack in small_packs.items()})


@pytest.fixture(name="desk")
def _desk(small_packs: Mapping[str, Pack], compiled: Searcher, book: Book) -> Answerer:
    live = LiveAnswers(lambda: book, lambda: book.today, clock=lambda: book.seconds)
    return Answerer(small_packs, shared_questions(), compiled, live)


def sources(answer: Answer) -> list[str]:
    return [citation.source for citation in answer.citations]


def test_where_the_guide_is_silent_staff_answer(
    desk: Answerer, small: Answerer, small_packs: Mapping[str, Pack], book: Book
) -> None:
    """A refusal becomes the approved answer with its day and year, cited as staff, also for other words."""
    question = "这个项目几号截止"
    assert desk.ask(question, program="east") == small.ask(question, program="east")
    book.add(small_packs, "a", "east", "申报哪天截止", "6月30日截止。", "最后一天是几号")
    answer = desk.ask(question, program="east")
    assert (answer.status, answer.program, sources(answer)) == ("answered", "east", ["staff"])
    assert "服务台答复（2030年5月6日，适用2030年度）：6月30日截止。" in answer.answer
    assert "未载明“申报截止时间”" in answer.answer
    (cited,) = answer.citations
    assert (cited.quote, cited.staff.id if cited.staff else "") == ("6月30日截止。", "a")
    assert desk.ask("最晚哪天交", program="east").citations == answer.citations


def test_where_the_guide_speaks_the_clause_comes_first(
    desk: Answerer, small: Answerer, small_packs: Mapping[str, Pack], book: Book
) -> None:
    """The clause is quoted as without staff; the staff answer follows."""
    question = "专职的要几个人"
    plain = small.ask(question, program="east")
    book.add(small_packs, "a", "east", "专职人员最少几个", "兼职不计入。")
    answer = desk.ask(question, program="east")
    assert answer.answer.startswith(plain.answer)
    assert answer.citations[0] == plain.citations[0]
    assert sources(answer).count("staff") == 1
    assert answer.answer.endswith("兼职不计入。")


def test_a_passage_hit_by_chance_does_not_go_before_the_answer(
    desk: Answerer, small: Answerer, small_packs: Mapping[str, Pack], book: Book
) -> None:
    """Where the answer is about something the guide is silent on, and its own words ask for it, a weak clause follows it."""
    question = "证书复印件拖到哪天"
    plain = small.ask(question, program="east")
    assert plain.status == "answered"
    book.add(small_packs, "a", "east", "这个项目几号截止", "6月30日截止。", "最晚哪天交", question)
    answer = desk.ask(question, program="east")
    assert sources(answer)[0] == "staff"
    assert answer.answer.startswith("东市专利培育项目的指南未载明")
    assert answer.citations[1:] == plain.citations[:1]


def test_other_questions_stay_as_they_are(
    desk: Answerer, small: Answerer, small_packs: Mapping[str, Pack], book: Book
) -> None:
    """An answer about one thing is not shown for another."""
    book.add(small_packs, "a", "east", "申报哪天截止", "6月30日截止。")
    for question in ("最高给多少钱", "要交哪些材料", "打哪个电话", "今天天气怎么样", "二（二）怎么说"):
        assert desk.ask(question, program="east") == small.ask(question, program="east")


def test_answers_are_never_borrowed(desk: Answerer, small_packs: Mapping[str, Pack], book: Book) -> None:
    """The other programme goes on saying that its guide is silent."""
    book.add(small_packs, "a", "east", "这个项目几号截止", "6月30日截止。")
    assert desk.ask("这个项目几号截止", program="west").status == "not_found"
    assert desk.ask("西市的项目几号截止").status == "not_found"


def test_without_a_programme_it_is_asked_back(desk: Answerer, small_packs: Mapping[str, Pack], book: Book) -> None:
    """What only one programme's staff answered leads to the question which programme is meant."""
    book.add(small_packs, "a", "east", "这个项目几号截止", "6月30日截止。")
    answer = desk.ask("这个项目几号截止")
    assert (answer.status, sources(answer)) == ("clarify", ["staff"])
    assert answer.options[0].program == "east"


def test_an_answer_for_all_programmes_needs_none(desk: Answerer, small_packs: Mapping[str, Pack], book: Book) -> None:
    """It answers with and without a programme, to the end of the calendar year."""
    book.add(small_packs, "a", None, "服务台周末上班吗", "工作日9点到17点，周末不上班。")
    for program in ("east", "west", None):
        answer = desk.ask("服务台周末上班吗", program=program)
        assert (answer.status, answer.program, sources(answer)) == ("answered", program, ["staff"])
    book.today = date(2031, 1, 1)
    assert "staff" not in sources(desk.ask("服务台周末上班吗", program="east"))


def test_a_change_and_a_withdrawal_are_seen_within_a_second(
    desk: Answerer, small_packs: Mapping[str, Pack], book: Book
) -> None:
    """No restart is needed; within the second the old answer may still be shown."""
    question = "这个项目几号截止"
    book.add(small_packs, "a", "east", question, "6月30日截止。")
    assert "6月30日" in desk.ask(question, program="east").answer
    book.add(small_packs, "a", "east", question, "7月15日截止。")
    assert "7月15日" in desk.ask(question, program="east").answer
    book.put(book.answers["a"].model_copy(update={"withdrawn": DAY}))
    assert desk.ask(question, program="east").status == "not_found"


def test_an_answer_ends_with_its_day_and_with_the_guides_year(
    desk: Answerer, small_packs: Mapping[str, Pack], book: Book
) -> None:
    """After its last day, and under a guide of another year, it is not shown."""
    question = "这个项目几号截止"
    book.add(small_packs, "a", "east", question, "6月30日截止。")
    dated = book.answers["a"].model_copy(update={"expires": date(2030, 6, 30)})
    book.put(dated)
    book.today = date(2030, 6, 30)
    assert "有效期至2030年6月30日" in desk.ask(question, program="east").answer
    book.today = date(2030, 7, 1)
    assert desk.ask(question, program="east").status == "not_found"
    book.put(dated.model_copy(update={"year": 2029, "expires": None}))
    assert desk.ask(question, program="east").status == "not_found"


def test_a_broken_handbook_costs_only_the_news(desk: Answerer, small_packs: Mapping[str, Pack], book: Book) -> None:
    """What was known goes on being shown."""
    question = "这个项目几号截止"
    book.add(small_packs, "a", "east", question, "6月30日截止。")
    assert desk.ask(question, program="east").status == "answered"
    book.broken, book.seconds = True, book.seconds + 5
    assert desk.ask(question, program="east").status == "answered"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": "请打13812345678"}, "答复"),
        ({"text": "联系１３８-１２３４-５６７８"}, "答复"),
        ({"question": "我的身份证11010519491231002X能报吗"}, "问题"),
        ({"asks": ["写信到 zhang.san@example.com"]}, "别的问法"),
        ({"text": "\u200b \n"}, "答复"),
        ({"text": "字" * 1501}, "答复"),
        ({"question": "问" * 201}, "问题"),
        ({"asks": [f"第{n}种问法" for n in range(41)]}, "别的问法"),
        ({"clause": "九十九"}, "依据条款"),
        ({"clause": "三", "program": None}, "依据条款"),
        ({"id": "../etc"}, "编号"),
        ({"role": ""}, "答复人"),
        ({"expires": date(2030, 1, 1)}, "有效期"),
    ],
)
def test_what_may_not_get_in_is_refused(small_packs: Mapping[str, Pack], change: dict[str, object], where: str) -> None:
    """Personal data, empty and endless texts, unknown clauses and bad ids are refused with the place."""
    good: dict[str, object] = {
        "id": "a", "program": "east", "question": "几号截止", "text": "6月30日。", "role": "服务台", "approved": DAY,
    }  # fmt: skip
    taken_in(small_packs, **good)  # type: ignore[arg-type]
    with pytest.raises(BadStaffAnswer) as refused:
        taken_in(small_packs, **{**good, **change})  # type: ignore[arg-type]
    assert refused.value.where == where
    assert refused.value.mend


def test_the_phone_the_guide_prints_may_be_told(small_packs: Mapping[str, Pack]) -> None:
    """A public number of the programme's own guide is no personal data; another programme's guide does not make it so."""
    told = {"id": "a", "question": "找谁", "text": "打0000-1234567。", "role": "服务台", "approved": DAY}
    assert taken_in(small_packs, program="east", **told).text == "打0000-1234567。"  # type: ignore[arg-type]
    with pytest.raises(BadStaffAnswer):
        taken_in(small_packs, program="west", **told)  # type: ignore[arg-type]


def test_hidden_characters_are_taken_out(small_packs: Mapping[str, Pack]) -> None:
    """Nothing invisible, no control character and no lone surrogate gets into the store."""
    text = "6月\u200b30日\u202e。\x1b[31m\r\n另\ud800见通知\U000e0041"
    taken = taken_in(
        small_packs, id="a", program="east", question="几号\x00截止\n", text=text, role="服务台", approved=DAY
    )
    assert (taken.question, taken.text) == ("几号截止", "6月30日。[31m\n另见通知")


def test_an_unknown_programme_is_told(small_packs: Mapping[str, Pack]) -> None:
    """The slug must be a pack's."""
    with pytest.raises(UnknownProgram):
        taken_in(small_packs, id="a", program="north", question="问", text="答", role="服务台", approved=DAY)
