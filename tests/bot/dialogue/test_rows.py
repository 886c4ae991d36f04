"""Tables and year grids: row by row, column by column, pasted; a bad cell costs nothing that was good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import messages as m
from bot.dialogue import step
from bot.dialogue.answers import stored
from bot.dialogue.row_ids import Told, ids_of, merged
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


def test_a_pasted_block_is_asked_about_where_rows_are():
    """Several rows pasted onto rows wait for 追加 or 替换; the bad one among them is told by row and column."""
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    told = talker.say("转化办法\t2028.6.1\n第三个\t2028年13月")
    assert names(told) == ["say:rows.where_bad"]
    assert (told[0].values["have"], told[0].values["new"], told[0].values["bad"]) == (1, 1, 1)
    assert value(talker, "rules") == ROWS[:1]
    turn = step(talker.conversation, m.Said(text="追加", **talker.about()), talker.world)
    assert names(turn.replies) == ["recorded:rules", "show_rows:rules"]
    assert (turn.replies[1].lines[0].row, turn.replies[1].lines[0].column) == (2, "施行日期")
    assert turn.effects[0].rows[0][:2] == ("第三个", "2028年13月")
    assert [dict(row) for row in stored(turn.conversation.cases["template"])["rules"]] == ROWS


@pytest.mark.parametrize(
    ("word", "left"), [("替换", ROWS[1:]), ("2", ROWS[1:]), ("取消", ROWS[:1]), ("算了", ROWS[:1])]
)
def test_the_choice_is_made_in_words(word: str, left: list[dict[str, str]]):
    """替换 leaves only the new rows, 取消 only the old ones; undo brings back what was."""
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    talker.say("制度名称\t施行日期\n转化办法\t2028.6.1")
    talker.say(word)
    assert value(talker, "rules") == left
    assert names(talker.press("rows:rules:append"))[0] == "say:stale"


def test_undo_takes_back_one_row():
    """撤销 after a row takes back that row."""
    talker = at("rules")
    talker.say("专利管理办法，2027年3月")
    talker.say("转化办法，2028.6.1")
    talker.say("撤销")
    assert value(talker, "rules") == ROWS[:1]


THREE = ("甲办法，2027年1月", "乙办法，2027年2月", "丙办法，2027年3月")


def three() -> Talker:
    talker = at("rules")
    for line in THREE:
        talker.say(line)
    return talker


def titles(talker: Talker) -> str:
    return "".join(row["title"][0] for row in value(talker, "rules") or [])  # type: ignore[union-attr]


ORDERS = [
    ("删除第2行", "甲丙"),
    ("请把第二行删掉", "甲丙"),
    ("删除管理制度的最后一行", "甲乙"),
    ("把第3行移到第1行", "丙甲乙"),
    ("第3条移到第1条后面", "甲丙乙"),
    ("第1行移到第3行前面", "乙甲丙"),
    ("把第1行移到最后面", "乙丙甲"),
    ("第2行上移", "乙甲丙"),
    ("第2行往下移一行", "甲丙乙"),
    ("第1行和第3行对调", "丙乙甲"),
    ("改第2行 制度名称 丁办法", "甲丁丙"),
    ("把第2行的制度名称改成丁办法", "甲丁丙"),
    ("第2行制度名称改为丁办法", "甲丁丙"),
    ("改第2行 丁办法，2028年1月", "甲丁丙"),
]


@pytest.mark.parametrize(("words", "left"), ORDERS)
def test_rows_are_told_about_in_words(words: str, left: str):
    """Where the table is asked and from anywhere else the row is found, the table asked again, and 撤销 takes it back."""
    talker = three()
    assert names(talker.say(words))[-1] == "ask:rules"
    assert titles(talker) == left
    talker.say("撤销")
    assert titles(talker) == "甲乙丙"
    talker.say("完成")
    asked = talker.conversation.cases["template"].at
    assert names(talker.say(words))[-1] == f"ask:{asked}"
    assert titles(talker) == left


@pytest.mark.parametrize("words", ["删除第4行", "把第0行移到第1行", "改第2行 颜色 红", "改第9行", "第1行和第9行对调"])
def test_an_order_that_makes_no_sense_changes_nothing(words: str):
    """A row or column that is not there is told with those there are."""
    talker = three()
    log = talker.conversation.cases["template"].log
    assert names(talker.say(words)) == ["slipped:rules", "ask:rules"]
    assert talker.conversation.cases["template"].log == log


def test_an_order_where_no_table_has_rows():
    """删除第2行 before any row was told is no answer to the field being asked."""
    talker = at("granted")
    assert names(talker.say("删除第2行")) == ["say:rows.no_rows", "ask:granted"]


def test_a_block_is_no_answer_to_a_line_of_text():
    """Cells pasted where one line is asked are sent back; 完成 there is asked about."""
    talker = at("unit_name")
    assert names(talker.say("甲办法\t2027年3月\n乙办法\t昨天"))[0] == "slipped:unit_name"
    assert names(talker.say("完成")) == ["say:filling.maybe"]
    assert value(talker, "unit_name") is None


def test_a_row_taken_out_while_it_is_being_changed():
    """改第2行, and meanwhile the row is deleted on a page: what is told does not fall onto another row."""
    talker = three()
    talker.say("改第2行")
    rows = value(talker, "rules")
    ids = ids_of(talker.conversation.cases["template"], "rules")
    entered = m.Entered(
        program="template", field="rules", value=[rows[0], rows[2]], rows=(ids[0], ids[2]), base=ids, stay=True,
        **talker.about(),
    )  # fmt: skip
    talker.take(entered)
    assert titles(talker) == "甲丙"
    assert names(talker.say("丁办法，2028年1月"))[0] == "say:rows.gone"
    assert titles(talker) == "甲丙"


def test_a_row_moved_while_it_is_being_changed():
    """改第1行, and meanwhile it is moved to the end: the change follows it."""
    talker = three()
    talker.say("改第1行")
    rows = value(talker, "rules")
    ids = ids_of(talker.conversation.cases["template"], "rules")
    entered = m.Entered(
        program="template", field="rules", value=[*rows[1:], rows[0]], rows=(*ids[1:], ids[0]), base=ids, stay=True,
        **talker.about(),
    )  # fmt: skip
    talker.take(entered)
    talker.say("丁办法，2028年1月")
    assert titles(talker) == "乙丙丁"


@given(st.data())
def test_two_pages_never_hit_the_wrong_row(data: st.DataObject):
    """Whatever two people do to the rows they see, each row is either as one of them left it, or both are told."""
    base = Told(tuple("abcd"), tuple({"t": one} for one in "abcd"))
    theirs, mine = data.draw(changed(base, "x")), data.draw(changed(base, "y"))
    both = merged(base, theirs, mine)
    old, their, my = base.known, theirs.known, mine.known
    clash = {one for one in old if len({str(side.get(one)) for side in (old, their, my)}) == 3}
    clash |= {one for one in old if old[one] not in (their.get(one), my.get(one)) and their.get(one) != my.get(one)}
    assert (both is None) == bool(clash)
    if both is not None:
        for one, row in both.known.items():
            sides = [side.get(one) for side in (their, my)]
            assert row in sides
            assert row != old.get(one) or sides == [row, row]
        assert both.rows[len(both.known) :] == tuple(
            row for one, row in zip(mine.ids, mine.rows, strict=True) if not one
        )


@st.composite
def changed(draw: st.DrawFn, base: Told, mark: str) -> Told:
    kept = draw(st.permutations(list(zip(base.ids, base.rows, strict=True))))
    kept = kept[: draw(st.integers(0, 4))]
    rows = [(one, {"t": row["t"] + mark} if draw(st.booleans()) else row) for one, row in kept]
    new = [("", {"t": f"new{mark}"})] * draw(st.integers(0, 2))
    return Told(tuple(one for one, _ in rows + new), tuple(row for _, row in rows + new))
