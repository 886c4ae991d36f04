"""What is kept of a refused question leads to nobody, and like questions are told as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import Answerer
from knowledge.gaps import LONGEST, Gap, GapCount, anonymous, gap_of, grouped
from knowledge.models import Answer

DAY = date(2030, 3, 1)


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("我们常州示例大学能报吗", "常州示例"),
        ("请问示例科技有限公司可以申报吗", "示例科技"),
        ("常州某某知识产权代理有限公司能参加不", "某某"),
        ("联系人是张三丰，电话１３８ 1234 5678，行吗", "张三丰"),
        ("联系人是张三丰，电话１３８ 1234 5678，行吗", "5678"),
        ("我叫李四，想问截止日期", "李四"),
        ("统一社会信用代码91320400MA1ABCDE2X填哪", "91320400"),
        ("身份证一一零一零五一九四九一二三一零零二X能填吗", "一九四九"),
        ("写信给zhang.san@example.com行吗", "zhang"),
    ],
)
def test_names_and_numbers_are_taken_out(question: str, gone: str) -> None:
    """Organisations, people, codes, phones and addresses are blanked."""
    assert gone not in anonymous(question)


@pytest.mark.parametrize(
    "question",
    [
        "子公司能报吗", "专利代理公司可以当合作方吗", "哪些大学可以报", "知识产权运营公司算服务机构吗", "合作的律师事务所要资质吗",
        "高校和科研院所研究院都能报吗", "补助给多少万元", "2022年的还能报吗", "近三年授权超过100件算不算",
    ],
)  # fmt: skip
def test_what_was_asked_stays(question: str) -> None:
    """Kinds of organisations, years, amounts and counts are what the question is about."""
    assert anonymous(question) == question


@given(st.text(max_size=400))
def test_any_text_can_be_made_anonymous(text: str) -> None:
    """Whatever was typed, the result is short, can be stored, and stays the same when taken again."""
    made = anonymous(text)
    assert len(made) <= LONGEST
    made.encode("utf-8")


@given(st.from_regex(r"[\u4e00-\u9fff]{0,5}1[3-9][0-9]{9}[\u4e00-\u9fff]{0,5}", fullmatch=True))
def test_no_phone_gets_through(text: str) -> None:
    """A mobile number in any sentence is gone."""
    assert not any(part.isdigit() and len(part) >= 11 for part in anonymous(text).split("〔已隐去〕"))


def test_only_refusals_are_kept(small: Answerer) -> None:
    """Answered, asked back and out of scope leave nothing; a silent guide leaves programme, topic and words."""
    kept = {}
    for question, program in (
        ("几号截止", "east"),
        ("最高给多少钱", "east"),
        ("要几个人", None),
        ("今天天气怎么样", "east"),
    ):
        answer = small.ask(question, program=program)
        kept[answer.status] = gap_of(question, answer)
    assert kept == {
        "not_found": Gap("east", "几号截止", "几号截止", "申报截止时间"),
        "answered": None,
        "clarify": None,
        "out_of_scope": None,
    }
    assert gap_of("13812345678", Answer("not_found", None, "")) is None


def count(question: str, times: int, *, program: str = "east", topic: str = "", day: date = DAY) -> GapCount:
    return GapCount(day, Gap(program, question, question, topic), times)


def test_like_questions_are_told_as_one() -> None:
    """The same topic, or nearly the same words, of one programme; the most frequent first, with its first and last day."""
    later = DAY + timedelta(days=9)
    groups = grouped(
        [
            count("资金什么时候到账", 2),
            count("资金什么时候能到账", 3, day=later),
            count("几号截止", 1, topic="截止时间"),
            count("最晚哪天交", 1, topic="截止时间"),
            count("资金什么时候到账", 1, program="west"),
            count("能不能用数字人民币", 4),
        ]
    )
    assert [(group.question, group.count, group.program, group.topic) for group in groups] == [
        ("资金什么时候能到账", 5, "east", ""),
        ("能不能用数字人民币", 4, "east", ""),
        ("几号截止", 2, "east", "截止时间"),
        ("资金什么时候到账", 1, "west", ""),
    ]
    assert (groups[0].first, groups[0].last, groups[0].others) == (DAY, later, ("资金什么时候到账",))
