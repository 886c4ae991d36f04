"""Random walks: whatever is said and pressed, nothing raises, nothing logged is lost, and back wipes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, stored
from bot.dialogue.intents import FIELD_STAGES
from bot.dialogue.models import Conversation
from bot.dialogue.words import COMMANDS
from bot.rendering.drawing import render
from tests.bot.dialogue.worlds import Talker, example_world

WORDS = sorted({words.split()[0] for words in COMMANDS.values()})
VALUES = [
    "甲大学", "乙公司", "91110000MA0000001L", "91110000MA0000001X", "高校", "企业", "13800000000", "是", "否", "3", "3人", "5 6", "7 8",
    "2028年 1 2", "2028\t1\t2\n2029\t3\t4", "专利管理办法，2027年3月", "专利管理办法", "2028.6", "删第1行", "改第1行", "20万元", "9999万元",
    "建设平台。", "无", "1", "2", "3", "4", "5", "改 单位名称", "改 发明", "改 没有这一栏", "把2028年发明改成9", "把单位类型改成企业",
    "把有专利产品改成是", "最高给多少钱？", "答：怎么做", "示例市项目", "邻市项目", "专利转化", "", "嗯", "上一提", "？？？", "\u202e乱\u200b码", "长" * 600,
]  # fmt: skip
CODES = ["skip:unit_name", "value:applicant_kind:university", "edit:granted.2028.invention", "edit:nothing", "profile:all", "profile:each",
         "do:export", "do:nothing", "program:other", "program:none", "ask:other", "answer", "undo:3", "confirm:credit_code", ""]  # fmt: skip

MOVES = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(WORDS)),
    st.tuples(st.just("say"), st.sampled_from(VALUES)),
    st.tuples(st.just("press"), st.sampled_from(CODES)),
    st.tuples(st.just("offered"), st.integers(0, 4)),
    st.tuples(st.just("action"), st.integers(0, 6)),
    st.tuples(st.just("open"), st.sampled_from(["template", "other", "none", None])),
    st.tuples(st.just("file"), st.just("表.xlsx")),
    st.tuples(
        st.just("block"),
        st.sampled_from(["单位名称：甲大学\n管理人员数：3", "名称\t乙\n授权量\t无", "确认", "除了1", "2"]),
    ),
    st.tuples(st.just("send"), st.sampled_from(["form", "other", "text", "licence"])),
    st.tuples(st.just("fail"), st.sampled_from(["", "ask_guide", "fill_document", "read_file", "call_staff"])),
)


def _move(talker: Talker, kind: str, what: object, last: tuple[m.Reply, ...]) -> tuple[m.Reply, ...]:
    if kind in ("say", "block"):
        return talker.say(str(what))
    if kind == "send":
        lifted = [{"field": "unit_name", "value": "丁大学"}, {"field": "ip_staff", "value": 7}]
        about = {"other": "form"}.get(str(what), str(what))
        program = "other" if what == "other" else "template"
        return talker.send("f", about=about, program=program, lifted=lifted, text="项目内容：甲。单位类型：高校")
    if kind == "press":
        return talker.press(str(what))
    if kind == "open":
        return talker.open(what)  # type: ignore[arg-type]
    if kind == "file":
        return talker.take(m.SentFile(name=str(what), **talker.about()))
    if kind == "fail":
        talker.fail = str(what)
        return last
    buttons = [one for reply in last for one in (reply.choices if kind == "offered" else reply.actions)]
    return talker.press(buttons[int(str(what)) % len(buttons)].code) if buttons else last


@settings(max_examples=250)
@given(st.lists(MOVES, min_size=5, max_size=60))
def test_no_walk_raises_or_loses_an_answer(moves: list[tuple[str, object]]):
    """Over any walk each log only grows, every reply can be drawn and stored, and every turn leaves a way on."""
    talker = Talker.new(example_world())
    talker.say("示例市项目")
    last = talker.say("填表")
    logs = {slug: case.log for slug, case in talker.conversation.cases.items()}
    for kind, what in moves:
        last = _move(talker, kind, what, last)
        for slug, log in logs.items():
            assert talker.conversation.cases[slug].log[: len(log)] == log
        logs = {slug: case.log for slug, case in talker.conversation.cases.items()}
        assert last
        assert talker.conversation.pending == ()
        assert len(talker.conversation.back_to) <= len(FIELD_STAGES) + 6
        for reply in last:
            assert type(reply).model_validate_json(reply.model_dump_json()) == reply
            assert render(reply, talker.world)
        if talker.conversation.stage in FIELD_STAGES:
            at = case_of(talker.conversation).at
            assert (
                at is not None or any(reply.kind in ("offer_profile", "farewell") for reply in last) or _offered(talker)
            )


def _offered(talker: Talker) -> bool:
    """Whether the profile offer is on the table, so that no field is asked yet."""
    return talker.conversation.cases[str(talker.conversation.program)].offered_profile


@settings(max_examples=250)
@given(st.lists(MOVES, min_size=5, max_size=40), st.integers(1, 12))
def test_going_back_changes_no_answer(moves: list[tuple[str, object]], steps: int):
    """However often 上一题 is said, and wherever, every answer of every programme stays."""
    talker = Talker.new(example_world())
    talker.say("示例市项目")
    last = talker.say("填表")
    for kind, what in moves:
        last = _move(talker, kind, what, last)
    before = {slug: stored(case) for slug, case in talker.conversation.cases.items()}
    for _ in range(steps):
        talker.say("上一题")
    assert {slug: stored(case) for slug, case in talker.conversation.cases.items() if slug in before} == before


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["是", "否"]), min_size=1, max_size=8))
def test_switching_a_choice_brings_the_answer_back(switches: list[str]):
    """However often the condition is switched, the answer that hangs on it is there whenever it applies."""
    talker = Talker.new(example_world())
    for text in ("示例市项目", "把有专利产品改成是", "把专利产品名称改成示例传感器"):
        talker.say(text)
    for switch in switches:
        talker.say(f"把有专利产品改成{switch}")
        shown = {line.field: line.echo for line in talker.say("预览")[0].lines}
        assert shown.get("product_name") == ("示例传感器" if switch == "是" else None)


@settings(max_examples=120)
@given(st.lists(MOVES, min_size=1, max_size=30))
def test_undo_leads_back_to_the_beginning(moves: list[tuple[str, object]]):
    """Enough 撤销 take back every answer of the programme, and the log still only grew."""
    talker = Talker.new(example_world())
    last = talker.say("示例市项目")
    for kind, what in moves:
        last = _move(talker, kind, what, last)
    talker.open("template")
    length = len(case_of(talker.conversation).log)
    for _ in range(length + 1):
        talker.say("撤销")
    assert stored(case_of(talker.conversation)) == {}
    assert len(case_of(talker.conversation).log) >= length


def test_a_conversation_survives_as_json():
    """What is stored is read back equal, after every turn of a long talk."""
    talker = Talker.new()
    for text in ("示例市项目", "查资格", "高校", "是", "3", "5 6", "7", "改 单位名称", "甲大学", "8", "填表", "导出"):
        talker.say(text)
    text = talker.conversation.model_dump_json()
    assert Conversation.model_validate_json(text) == talker.conversation
