"""What every handbook does with staff answers, gaps and the model's budget."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from bot.storage.handbook import Handbook
from knowledge.gaps import Gap
from knowledge.staff.models import StaffAnswer

DAY = date(2030, 3, 1)
ANSWER = StaffAnswer(
    id="a-1", program="east", question="资金什么时候到账", asks=("钱哪天打过来", "多久能拿到钱"), text="立项后\n60日内。",
    role="项目服务台", approved=DAY, year=2030, expires=date(2030, 12, 31), clause="三",
)  # fmt: skip


def test_an_answer_is_given_back_as_it_was_put(handbook: Handbook) -> None:
    """Nothing of an answer is lost, and the revision tells that something changed."""
    assert (handbook.revision(), handbook.staff_answers()) == (0, [])
    every = StaffAnswer(id="B", question="服务台几点上班", text="工作日9点到17点。", role="服务台", approved=DAY)
    assert handbook.put_staff_answer(every)
    assert handbook.put_staff_answer(ANSWER)
    assert handbook.staff_answers() == [every, ANSWER]
    assert handbook.revision() == 2


def test_an_answer_with_the_same_id_takes_the_place(handbook: Handbook) -> None:
    """A changed answer is put over the old one."""
    handbook.put_staff_answer(ANSWER)
    changed = ANSWER.model_copy(update={"text": "立项后90日内。"})
    assert not handbook.put_staff_answer(changed)
    assert handbook.staff_answers() == [changed]
    assert handbook.revision() == 2


def test_an_answer_is_withdrawn_once(handbook: Handbook) -> None:
    """It stays with the day it was withdrawn; withdrawing it again, or one that is not there, changes nothing."""
    handbook.put_staff_answer(ANSWER)
    assert handbook.withdraw_staff_answer("a-1", DAY)
    assert not handbook.withdraw_staff_answer("a-1", date(2030, 4, 1))
    assert not handbook.withdraw_staff_answer("none", DAY)
    assert [answer.withdrawn for answer in handbook.staff_answers()] == [DAY]
    assert handbook.revision() == 2


def test_gaps_are_counted_by_day_programme_and_words(handbook: Handbook) -> None:
    """The first wording stays; another day or programme is a row of its own; the old can be forgotten."""
    handbook.note_gap(Gap("east", "资金到账时间", "资金到账时间？", "到账时间"), DAY)
    handbook.note_gap(Gap("east", "资金到账时间", "资金，到账时间"), DAY)
    handbook.note_gap(Gap("", "资金到账时间", "资金到账时间"), DAY)
    handbook.note_gap(Gap("east", "资金到账时间", "资金到账时间"), date(2030, 3, 2))
    found = handbook.gaps(DAY)
    assert [(one.day.day, one.gap.program, one.gap.question, one.count) for one in found] == [
        (1, "", "资金到账时间", 1),
        (1, "east", "资金到账时间？", 2),
        (2, "east", "资金到账时间", 1),
    ]
    assert found[1].gap.topic == "到账时间"
    assert [one.day.day for one in handbook.gaps(date(2030, 3, 2))] == [2]
    assert handbook.drop_gaps(date(2030, 3, 2)) == 2
    assert len(handbook.gaps(DAY)) == 1


def test_the_budget_is_each_persons_own_and_begins_anew_with_the_day(handbook: Handbook) -> None:
    """What one person spent is not missing to another; yesterday is forgotten."""
    assert [handbook.spend("甲", DAY, 2) for _ in range(3)] == [True, True, False]
    assert handbook.spend("乙", DAY, 2)
    assert handbook.spend("甲", date(2030, 3, 2), 2)


def test_spending_at_once_never_goes_over(handbook: Handbook) -> None:
    """Of many calls at the same time only so many are let through as there are left."""
    with ThreadPoolExecutor(6) as pool:
        spent = list(pool.map(lambda _: handbook.spend("甲", DAY, 5), range(12)))
    assert sum(spent) == 5
