"""A spreadsheet that was received: read where a table is asked, its good rows in, its bad rows told and handed back."""

from __future__ import annotations

import pytest

from bot.dialogue import messages as m
from bot.dialogue import step
from tests.bot.dialogue.test_rows import WHOLE, at, value
from tests.bot.dialogue.worlds import NOW, Talker, names

HEAD = ("序号", "施行日期", "制度名称")
GOOD = (HEAD, ("1", "2027年3月", "专利管理办法"), ("2", "2028.6", "转化收益办法"))
BAD = (*GOOD, ("3", "某年某月", "奖励办法"))


def sends(talker: Talker, name: str, lines: tuple[tuple[str, ...], ...] = ()) -> tuple[m.Reply, ...]:
    """Send a file; every effect is performed at once, the file's cells being `lines`."""
    told: list[m.Reply] = []
    waiting: list[m.Event] = [m.FileReceived(name=name, file="test:1", size=9, **talker.about())]
    while waiting:
        turn = talker._step(waiting.pop(0))
        told += turn.replies
        for effect in turn.effects:
            about = {"effect": effect.id, **talker.about()}
            if effect.kind == talker.fail:
                waiting.append(m.EffectFailed(reason="文件加了密码，读不了。", **about))
            elif isinstance(effect, m.ReadTable):
                waiting.append(m.TableRead(lines=lines, **about))
            else:
                assert isinstance(effect, m.WriteRows)
                assert all(len(row) == len(effect.heads) + 1 for row in effect.rows)
                waiting.append(m.RowsWritten(file="没有读进的行.xlsx", **about))
    return tuple(told)


def test_good_rows_go_in() -> None:
    """A file without faults fills the table and the next field is asked; sent at the table again, it is added to."""
    talker = at("rules")
    told = sends(talker, "制度.xlsx", GOOD)
    assert names(told)[:2] == ["recorded:rules", "show_rows:rules"]
    assert names(told)[-1] != "ask:rules"
    rows = value(talker, "rules")
    assert isinstance(rows, list)
    assert [row["title"] for row in rows] == ["专利管理办法", "转化收益办法"]


def test_bad_rows_are_told_and_handed_back() -> None:
    """The good rows are in, the bad one is named by line and column, handed back as a file, and the table stays asked."""
    talker = at("rules")
    told = sends(talker, "制度.csv", BAD)
    assert names(told) == ["recorded:rules", "show_rows:rules", "send_rows", "ask:rules"]
    (shown,) = [one for one in told if isinstance(one, m.ShowRows)]
    assert (shown.good, shown.bad, shown.lines[0].row, shown.lines[0].column) == (2, 1, 4, "施行日期")
    assert len(value(talker, "rules")) == 2  # type: ignore[arg-type]
    again = sends(
        talker, "改好.xlsx", ((*HEAD, "问题（改好后删去这一列）"), ("3", "2029.1", "奖励办法", "施行日期：看不懂"))
    )
    assert names(again)[:2] == ["recorded:rules", "show_rows:rules"]
    assert len(value(talker, "rules")) == 3  # type: ignore[arg-type]


def test_nothing_good_changes_nothing() -> None:
    """Where no row can be read, what the table had stays, and the table is asked again."""
    talker = at("rules")
    sends(talker, "一.xlsx", GOOD)
    talker.say("改 " + talker.world.forms["template"].fields["rules"].label)
    before = value(talker, "rules")
    told = sends(talker, "二.xlsx", (HEAD, ("1", "不详", "不详")))
    assert "recorded:rules" not in names(told)
    assert names(told)[-1] == "ask:rules"
    assert value(talker, "rules") == before


def test_a_year_grid_from_a_file() -> None:
    """A grid is read like a pasted block."""
    talker = at("granted")
    sends(talker, "授权.xls", (("年度", "发明", "实用新型"), ("2028年", "5", "6"), ("2029年", "7", "8")))
    assert value(talker, "granted") == WHOLE


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("照片.jpg", "photo"),
        ("材料.pdf", "pdf"),
        ("去年.doc", "old_word"),
        ("去年.WPS", "old_word"),
        ("包.zip", "unknown_kind"),
        ("无后缀", "unknown_kind"),
        ("表.xlsx.exe", "unknown_kind"),
    ],
)
def test_other_kinds_are_not_fetched(name: str, why: str) -> None:
    """Nothing is requested for a file of another kind; the person is told what can be sent."""
    talker = at("rules")
    event = m.FileReceived(name=name, file="test:1", **talker.about())
    turn = step(talker.conversation, event, talker.world)
    assert not turn.effects
    assert names(turn.replies) == [f"say:file.{why}", "ask:rules"]


def test_where_no_table_is_asked() -> None:
    """The tables there are can be chosen by button; without a programme one is told to choose it first."""
    talker = at("unit_name")
    told = sends(talker, "表.xlsx")
    assert names(told) == ["say:file.which_table"]
    assert [one.code for one in told[0].choices][:1] == ["edit:granted"]
    assert names(talker.press(told[0].choices[0].code))[-1] == "ask:granted"
    nobody = Talker.new()
    assert names(sends(nobody, "表.xlsx"))[0] == "say:file.no_program"


def test_a_file_that_cannot_be_read() -> None:
    """The reason is told, nothing answered is touched, and the table is asked again."""
    talker = at("rules")
    talker.fail = "read_table"
    told = sends(talker, "锁.xlsx", GOOD)
    assert names(told) == ["say:failed.read_table", "ask:rules"]
    assert value(talker, "rules") is None


def test_rows_that_nobody_waits_for() -> None:
    """Cells that come for a table that is not asked any more are not written."""
    talker = at("rules")
    asked = step(talker.conversation, m.FileReceived(name="表.xlsx", file="test:1", **talker.about()), talker.world)
    moved = step(asked.conversation, m.Said(text="跳过", **talker.about()), talker.world)
    event = m.TableRead(effect=asked.effects[0].id, lines=GOOD, id="late", at=NOW, channel="test", author="me")
    late = step(moved.conversation, event, talker.world)
    assert names(late.replies)[0] == "say:stale"
    assert late.conversation.cases["template"].log == moved.conversation.cases["template"].log


FACTS = (("项目", "内容"), ("单位名称", "甲大学"), ("单位类型", "高校"), ("知识产权管理人员", "3"))


@pytest.mark.parametrize(
    "lines",
    [
        FACTS,
        tuple((str(number), *row) for number, row in enumerate(FACTS)),
        (("甲大学基本情况",), *FACTS[1:], ("", "")),
        (("单位名称", "甲大学", "单位类型", "高校"), ("知识产权管理人员", "3")),
    ],
    ids=["two columns", "numbered", "titled", "four columns"],
)
def test_a_list_of_facts_is_read_as_a_block(lines: tuple[tuple[str, ...], ...]) -> None:
    """Names beside what they say are recognised field by field, and stored only when they are confirmed."""
    talker = at("unit_name")
    told = sends(talker, "单位资料.xlsx", lines)
    (shown,) = [one for one in told if isinstance(one, m.ShowProposals)]
    assert [one.field for one in shown.lines] == ["unit_name", "applicant_kind", "ip_staff"]
    assert (shown.origin, shown.name, shown.unread) == ("sheet", "单位资料.xlsx", ())
    assert value(talker, "unit_name") is None
    talker.say("确认")
    assert (value(talker, "unit_name"), value(talker, "ip_staff")) == ("甲大学", 3)


def test_a_list_of_facts_at_a_table() -> None:
    """Sent while a table is being asked it is still a list of facts; rows of the table are still rows."""
    talker = at("rules")
    assert "show_proposals" in names(sends(talker, "单位资料.xlsx", FACTS))
    assert value(talker, "rules") is None
    talker.say("取消")
    sends(talker, "制度.xlsx", (HEAD, ("1", "2027年3月", "单位名称"), ("2", "2028年3月", "单位类型")))
    assert [row["title"] for row in value(talker, "rules")] == ["单位名称", "单位类型"]  # type: ignore[attr-defined, union-attr]


def test_a_list_of_facts_before_a_programme() -> None:
    """The organisation's own facts can be sent before a programme is chosen."""
    nobody = Talker.new()
    (shown,) = [one for one in sends(nobody, "资料.csv", FACTS) if isinstance(one, m.ShowProposals)]
    assert {"unit_name", "applicant_kind"} <= {one.field for one in shown.lines}
