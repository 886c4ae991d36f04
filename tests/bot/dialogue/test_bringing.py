"""Rows brought from elsewhere: units asked once and remembered, sums checked, grids put over cells, for every channel alike."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import World
from forms.models import Field, FieldType
from forms.spreadsheets.grids import judge_grid
from forms.spreadsheets.judging import judge
from programs.registry import discover
from tests.bot.dialogue.worlds import Talker, names, world_of


@lru_cache(maxsize=1)
def real() -> World:
    """A programme with money in its tables and grids."""
    return world_of({"beijing": discover()["beijing"]})


@pytest.fixture
def talker() -> Talker:
    talker = Talker.new(real())
    talker.press("program:beijing")
    return talker


def brought(talker: Talker, field: str, *lines: str, name: str = "") -> tuple[m.Reply, ...]:
    cells = tuple(tuple(line.split("|")) for line in lines)
    return talker.take(m.Brought(program="beijing", field=field, lines=cells, name=name, **talker.about()))


def value(talker: Talker, field: str) -> Any:
    return stored(talker.conversation.cases["beijing"]).get(field)


def amounts(talker: Talker) -> list[Any]:
    return [row["amount_wan"] for row in value(talker, "budget") or []]


def test_the_unit_is_asked_once_and_remembered(talker: Talker):
    """Large bare numbers in a column of 万元 are asked about; the word holds for the column from then on, and is told."""
    head = [column.label for column in real().forms["beijing"].fields["budget"].columns]
    first = (f"{head[0]}|说明|预算金额", "设备费|甲|300000", "材料费|乙|120000")
    told = brought(talker, "budget", *first)
    assert names(told) == ["say:rows.which_unit"]
    assert told[0].values["example"] == "300000"
    assert [one.label for one in told[0].choices][:2] == ["元", "万元"]
    assert value(talker, "budget") is None
    told = talker.say("元")
    assert names(told)[:2] == ["recorded:budget", "show_rows:budget"]
    assert "按元读" in told[1].notes[0]
    assert amounts(talker) == [30, 12]
    told = brought(talker, "budget", f"{head[0]}|说明|预算金额", "会议费|丙|20000")
    assert names(told) == ["say:rows.where"]
    talker.say("追加")
    assert amounts(talker) == [30, 12, 2]
    talker.say("撤销")
    assert amounts(talker) == [30, 12]


def test_the_form_s_own_unit_may_be_meant(talker: Talker):
    """万元 as the answer leaves the numbers as they are."""
    brought(talker, "budget", "设备费|甲|300000", "材料费|乙|120000")
    talker.say("2")
    assert amounts(talker) == [300000, 120000]


def test_a_stated_unit_is_not_asked_about(talker: Talker):
    """Behind the number, in the header, or above the table."""
    head = [column.label for column in real().forms["beijing"].fields["budget"].columns]
    brought(talker, "budget", f"{head[0]}|说明|预算金额（元）", "设备费|甲|300000")
    assert amounts(talker) == [30]
    field = real().forms["beijing"].fields["budget"]
    above = judge(field, [["经费预算"], ["", "", "单位：元"], [*head[:2], "预算金额"], ["设备费", "甲", "300000"]])
    assert [row["amount_wan"] for row in above.good] == [30]
    each = judge(field, [["设备费", "甲", "300000元"]])
    assert (each.unsure, each.good[0]["amount_wan"]) == ((), 30)


def test_few_yuan_look_like_wan():
    """A contract of 30 元 is asked about, because it is more likely 30万元."""
    field = real().forms["beijing"].fields["transfers_2021"]
    lines = [[*("甲" if c.type is FieldType.TEXT else "30" for c in field.columns)]]
    assert judge(field, lines).unsure[0].example == "30"


def test_a_grid_in_yuan(talker: Talker):
    """A year grid with its unit in the header is converted; without, it is asked about; the cells there are stay."""
    assert names(
        brought(talker, "patent_transfers", "|专利转让件数|合同额（元）|实际到账额（元）", "2021|3|1200000|800000")
    )[0] == ("recorded:patent_transfers")
    assert value(talker, "patent_transfers") == {"2021": {"count": 3, "contract_wan": 120, "received_wan": 80}}
    told = brought(talker, "patent_transfers", "|2020|2021", "专利转让件数|2|3", "合同额|900000|1200000")
    assert names(told) == ["say:rows.which_unit"]
    talker.say("元")
    assert value(talker, "patent_transfers")["2020"] == {"count": 2, "contract_wan": 90}
    assert value(talker, "patent_transfers")["2021"]["received_wan"] == 80


def test_a_pasted_grid_in_chat_is_asked_about_too(talker: Talker):
    """The block pasted at its question goes the same way as one from a page."""
    talker.say("改 近两年专利转让")
    told = talker.say("2020\t3\t1200000\t800000\n2021\t4\t900000\t100000")
    assert names(told) == ["say:rows.which_unit"]
    talker.say("元")
    talker.say("元")
    assert value(talker, "patent_transfers")["2020"] == {"count": 3, "contract_wan": 120, "received_wan": 80}


@pytest.mark.parametrize(
    ("total", "word"), [("42", "一致"), ("50", "各行相加是42"), ("", "没有当作一行记"), ("420000元", "一致")]
)
def test_a_total_row_is_checked_and_not_kept(talker: Talker, total: str, word: str):
    """合计 is compared with the rows added up, whichever unit it is in, and told."""
    told = brought(talker, "budget", "设备费|甲|30", "材料费|乙|12", f"合计||{total}")
    assert amounts(talker) == [30, 12]
    assert word in "".join(told[1].notes)


def test_a_total_cannot_be_checked_while_rows_are_missing(talker: Talker):
    """Where a row was not read, that is said instead."""
    turn = names(brought(talker, "budget", "设备费|甲|30", "材料费|乙|12"))
    assert turn[0] == "recorded:budget"
    judged = judge(
        real().forms["beijing"].fields["budget"], [["设备费", "甲", "30"], ["材", "", "很多"], ["合计", "", "42"]]
    )
    assert "还不能核对" in "".join(judged.notes)


def test_another_page_changes_the_table_before_the_choice(talker: Talker):
    """追加 goes behind the rows there are when it is said."""
    brought(talker, "budget", "设备费|甲|30")
    brought(talker, "budget", "材料费|乙|12")
    talker.take(m.Entered(program="beijing", field="budget", value=[{"amount_wan": "5"}], rows=("",), **talker.about()))
    talker.press("rows:budget:append")
    assert amounts(talker) == [5, 12]


@pytest.mark.parametrize("field", ["nothing", "unit_name"])
def test_what_is_no_table_takes_no_rows(talker: Talker, field: str):
    """A page left open on something else is told so."""
    assert names(brought(talker, field, "a|b"))[0] == "say:stale"


def test_a_grid_that_cannot_be_read_changes_nothing():
    """A line that is none of the grid's is told by name."""
    field = real().forms["beijing"].fields["patent_transfers"]
    assert isinstance(field, Field)
    judged = judge_grid(field, [["年度", "专利转让件数"], ["2035", "3"]])
    assert judged.value is None
    assert "2035" in judged.message
