"""Tables and year grids: row by row, column by column, pasted; a bad cell costs nothing that was good."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import stored
from tests.bot.dialogue.worlds import Talker, names


def at(field: str) -> Talker:
    """Somebody who is asked `field` while filling."""
    talker = Talker.new()
    talker.say("示例市项目")
    talker.say("填表")
    while talker.conversation.cases["template"].at != field:
        talker.say("跳过")
    return talker


def value(talker: Talker, field: str) -> object:
    return stored(talker.conversation.cases["template"]).get(field)


WHOLE = {"2028": {"invention": 5, "utility_model": 6}, "2029": {"invention": 7, "utility_model": 8}}


@pytest.mark.parametrize(
    "lines",
    [
        ("5 6", "7 8"),
        ("5，6", "7、8"),
        ("5\t6", "7\t8"),
        ("发明5 实用新型6", "发明7件，实用新型8件"),
        ("2028年 5 6", "2029年 7 8"),
        ("2029年 7 8", "5 6"),
        ("5", "6", "7 8"),
        ("年度\t发明\t实用新型\n2028年\t5\t6\n2029年\t7\t8",),
        ("2028 5 6\n2029 7 8",),
        ("2028年 5 6；2029年 7 8",),
        ("2028年\t5\t6\n2029年\t7\t8\n合计\t12\t14",),
    ],
)
def test_a_grid_however_it_is_told(lines: tuple[str, ...]):
    """Rows, cells one by one, named rows in any order and a pasted block give the same grid, and the next field is asked."""
    talker = at("granted")
    for line in lines:
        told = talker.say(line)
    assert value(talker, "granted") == WHOLE
    assert names(told)[-1] == "ask:rules"


def test_a_bad_cell_leaves_the_good_ones():
    """5 and 很多: the 5 is kept, only the other column is asked again."""
    talker = at("granted")
    told = talker.say("5 很多")
    assert names(told) == ["slipped:granted", "ask:granted"]
    assert told[1].columns == ("实用新型（件）",)
    assert value(talker, "granted") is None
    talker.say("6")
    assert value(talker, "granted") == {"2028": {"invention": 5, "utility_model": 6}}


def test_wrong_number_of_cells_names_what_is_wanted():
    """Three numbers for two columns are sent back with the columns' names."""
    talker = at("granted")
    told = talker.say("5 6 7")
    assert told[0].key == "rows.count"
    assert told[0].values == {"wanted": "发明（件）、实用新型（件）", "n": 3}


def test_question_between_cells_loses_nothing():
    """A question after the first cell of a row is answered, and the second cell is asked."""
    talker = at("granted")
    talker.say("5")
    told = talker.say("要含子公司吗？")
    assert names(told) == ["show_answer", "ask:granted"]
    assert told[1].columns == ("实用新型（件）",)


def test_edit_elsewhere_between_cells_loses_nothing():
    """An edit by name after the first cell of a row leads back to the second cell."""
    talker = at("granted")
    talker.say("5")
    talker.say("改 单位名称")
    told = talker.say("甲大学")
    assert told[-1].columns == ("实用新型（件）",)
    talker.say("6")
    assert value(talker, "granted") == {"2028": WHOLE["2028"]}


def test_one_cell_by_name():
    """A cell called by name is asked alone, changed alone, and the other cells stay."""
    talker = at("granted")
    talker.say("5 6")
    talker.say("7 8")
    told = talker.say("改 2028年发明")
    assert told[0].columns == ("发明（件）",)
    assert names(talker.say("35"))[0] == "recorded:granted"
    assert value(talker, "granted") == {**WHOLE, "2028": {"invention": 35, "utility_model": 6}}
    assert names(talker.say("把2029年实用新型改成很多"))[:1] == ["slipped:granted"]
    assert value(talker, "granted")["2029"] == WHOLE["2029"]


def test_a_cell_of_an_empty_grid():
    """A cell named before anything else of its grid is told leaves the other cells unknown."""
    talker = at("unit_name")
    talker.say("把2028年发明改成9")
    assert value(talker, "granted") == {"2028": {"invention": 9}}


def test_unfinished_grid_waits():
    """完成 on a grid with open cells puts it on the list of what is waiting."""
    talker = at("granted")
    talker.say("5 6")
    assert names(talker.say("完成")) == ["say:rows.partial", "ask:rules"]
    assert "granted" in talker.conversation.cases["template"].skipped


ROWS = [{"title": "专利管理办法", "since": "2027-03"}, {"title": "转化办法", "since": "2028-06-01"}]


@pytest.mark.parametrize(
    "lines",
    [
        ("专利管理办法，2027年3月", "转化办法 2028.6.1", "完成"),
        ("专利管理办法", "2027-03", "转化办法", "2028年6月1日", "完成"),
        ("制度名称\t施行日期\n专利管理办法\t2027年3月\n转化办法\t2028.6.1", "完成"),
        ("专利管理办法\t2027.3", "转化办法\t2028/6/1", "没有了"),
        ("转化办法，2028.6.1", "改第1行", "专利管理办法，2027年3月", "转化办法，2028.6.1", "完成"),
        ("专利管理办法，2027年3月", "写错的一行，2026年", "删第2行", "转化办法 2028.6.1", "完成"),
    ],
)
def test_a_table_however_it_is_told(lines: tuple[str, ...]):
    """Rows, cells one by one, pasted rows, and rows changed or deleted by number give the same table."""
    talker = at("rules")
    for line in lines:
        told = talker.say(line)
    assert [dict(row) for row in value(talker, "rules")] == ROWS
    assert names(told)[-1] == "ask:has_products"


def test_nothing_for_a_table():
    """无 is an answer of its own; once there are rows it means that there are no more."""
    talker = at("rules")
    assert names(talker.say("无")) == ["recorded:rules", "ask:has_products"]
    assert value(talker, "rules") == {"none": True}
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    assert names(talker.say("没有")) == ["ask:has_products"]
    assert value(talker, "rules") == ROWS[:1]


def test_done_with_an_empty_table_asks_again():
    """完成 says nothing about an empty table; 无 or 跳过 does."""
    talker = at("rules")
    assert names(talker.say("完成")) == ["say:rows.none_yet", "ask:rules"]


def test_row_that_is_not_there():
    """删第5行 of a table with one row says how many there are."""
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    told = talker.say("删第5行")
    assert (told[0].key, told[0].values) == ("rows.no_such_row", {"n": 5, "count": 1})
    assert value(talker, "rules") == ROWS[:1]


def test_a_pasted_block_with_a_fault_stores_nothing():
    """A block with one impossible date names row and column, and the rows told before stay."""
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    told = talker.say("转化办法\t2028.6.1\n第三个\t2028年13月")
    assert names(told) == ["slipped:rules", "ask:rules"]
    assert "第2行" in told[0].where
    assert value(talker, "rules") == ROWS[:1]


def test_undo_takes_back_one_row():
    """撤销 after a row takes back that row."""
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    talker.say("转化办法，2028.6.1")
    talker.say("撤销")
    assert value(talker, "rules") == ROWS[:1]
