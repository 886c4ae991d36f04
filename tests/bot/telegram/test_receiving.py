"""What becomes of each kind of update: accepted once, read honestly, and nothing personal taken in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.privacy import holds_identity
from bot.dialogue import messages as m
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.errors import StorageBusy, StorageFault, StorageFull, StorageGone
from tests.bot.telegram.harness import Person, open_engine, polling, settings_for, told, working
from tests.fakes.telegram import Running, telegram
from tests.waiting import wait_for

ID_NUMBER = "11010519491231002X"
CARD = "6222021234567890128"


@pytest.fixture
def person(stranger: Person) -> Person:
    """Somebody at the first question of a form."""
    stranger.say("/start p_shanghai")
    stranger.say("填表")
    return stranger


def turns(engine: Engine, person: Person) -> int:
    return len(engine.history(f"telegram-{person.id}"))


def stored(engine: Engine) -> str:
    """Everything that storage holds, as one text."""
    return repr(vars(engine.storage))


# --- once, and in order ---------------------------------------------------------------------------------------------


def test_the_same_update_twice_is_answered_once(running: tuple[Running, Engine], person: Person) -> None:
    """A delivery that is repeated changes nothing and is not answered again."""
    server, engine = running
    update = {}

    def twice() -> int:
        number = server.fake.say(person.id, "帮助")
        update.update(next(one for one in server.fake.updates if one["update_id"] == number))
        return number

    person.after(twice)
    before = len(person.messages), turns(engine, person)
    with server.fake.lock:
        server.fake.updates.append(dict(update))
    server.fake.changed()
    person.say("进度")
    assert (len(person.messages), turns(engine, person)) == (before[0] + 1, before[1] + 1)


def test_a_lower_number_after_a_quiet_week_is_worked_on(running: tuple[Running, Engine], person: Person) -> None:
    """Updates are confirmed by what was received, never by the highest number seen."""
    server, _ = running
    high = server.fake.next_update
    try:
        server.fake.next_update = 77
        person.say("帮助")
        person.say("进度")
    finally:
        server.fake.next_update = high + 100
    assert "填写进度" in "".join(person.texts()[-2:])


def test_arrival_decides_the_order(running: tuple[Running, Engine], person: Person) -> None:
    """Numbers out of order (5, 3, 4) are worked on as they arrive."""
    server, engine = running
    numbers = iter((server.fake.next_update + 5, server.fake.next_update + 3, server.fake.next_update + 4))
    before = turns(engine, person)
    with server.fake.lock:
        for words in ("甲", "乙", "丙"):
            server.fake.next_update = next(numbers)
            server.fake.say(person.id, f"{words}是什么意思？")
        server.fake.next_update += 10
    wait_for(lambda: turns(engine, person) == before + 3 and not person.on_the_way())
    said = [json.loads(turn.event)["text"][0] for turn, _ in engine.history(f"telegram-{person.id}")[-3:]]
    assert said == ["甲", "乙", "丙"]


@pytest.mark.parametrize("fault", [StorageFull, StorageBusy, StorageGone])
def test_nothing_is_confirmed_before_it_is_stored(
    fault: type[StorageFault], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Disk full, database locked or gone: the person is told once, Telegram keeps the update, and then it is answered."""
    with telegram() as server:
        made = settings_for(server, tmp_path_factory.mktemp("d"))
        engine = open_engine(made)
        receive, failed = engine.storage.receive, []

        def full(arrivals: Any) -> Any:
            if len(failed) < 3:
                failed.append(arrivals)
                raise fault("存不了。")
            return receive(arrivals)

        engine.storage.receive = full  # type: ignore[method-assign]
        server.fake.say(7, "帮助")
        with working(engine), polling(engine, made):
            wait_for(lambda: len(failed) == 3)
            assert server.fake.updates
            wait_for(lambda: not server.fake.updates)
            wait_for(lambda: ["直接提问" in one["text"] for one in server.chat(7).from_bot()] == [False, True])
            assert len(engine.history("telegram-7")) == 1
            first = server.chat(7).from_bot()[0]["text"]
            assert "存不下" in first
            assert "不用重发" in first


# --- buttons --------------------------------------------------------------------------------------------------------


def test_a_button_pressed_twice(running: tuple[Running, Engine]) -> None:
    """The second press of an answered question says that the button is old, and changes nothing."""
    server, engine = running
    person = Person(server, 5001, engine)
    person.say("/start p_beijing")
    person.say("查资格")
    for _ in range(12):
        if any(". " in label for label in person.labels()):
            break
        person.say("跳过")
    message, data = person.button("1. ")
    person.after(lambda: server.fake.press(person.id, message, data))
    log = engine.look("telegram-5001").cases["beijing"].log
    person.after(lambda: server.fake.press(person.id, message, data))
    assert engine.look("telegram-5001").cases["beijing"].log == log
    assert "过期" in "".join(person.texts()[-2:])
    assert all(server.fake.queries.values())


def test_an_old_or_foreign_button(running: tuple[Running, Engine], person: Person) -> None:
    """A button whose turn is forgotten, of another chat, or made up is answered kindly with the present question."""
    server, engine = running
    other = Person(server, 5002, engine)
    other.say("/start")
    _, data = other.button("选项目")
    newest = person.messages[-1]["message_id"]
    for foreign in (data, "1.0.abc", "x", "849999999-1-1.0.0123456789"):
        person.after(lambda code=foreign: server.fake.press(person.id, newest, code))
        assert isinstance(first := told(engine, f"telegram-{person.id}")[0], m.Say)
        assert first.key == "stale"
    assert isinstance(told(engine, f"telegram-{person.id}")[-1], m.Ask)


# --- what is not worked on ------------------------------------------------------------------------------------------

KINDS: list[tuple[dict[str, Any], str]] = [
    ({"sticker": {"file_id": "s", "emoji": "👍"}}, "只看得懂文字"),
    ({"voice": {"file_id": "v", "duration": 3}}, "听不了"),
    ({"photo": [{"file_id": "p", "width": 9, "height": 9}], "caption": "身份证"}, "没有下载"),
    ({"location": {"latitude": 31.8, "longitude": 119.9}}, "位置"),
    ({"contact": {"phone_number": "+8613812345678", "first_name": "陈"}}, "名片"),
    ({"video": {"file_id": "v"}, "caption": "看"}, "看不了"),
    ({"video_note": {"file_id": "v"}}, "听不了"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "只看得懂文字"),
    ({"animation": {"file_id": "a"}, "document": {"file_id": "a", "file_name": "动图.mp4"}}, "看不懂"),
    ({"poll": {"id": "1"}}, "看不懂"),
    ({"new_kind_of_2030": {"x": 1}}, "看不懂"),
    ({"document": {"file_id": "d", "file_name": "大.zip", "file_size": 20 * 2**20 + 1}}, "20MB"),
    ({"document": {"file_id": "d", "file_name": "表.7z", "file_size": 20 * 2**20}}, "表.7z"),
    ({"text": "/nosuchcommand"}, "没有这个命令"),
]


@pytest.mark.parametrize(("content", "words"), KINDS)
def test_other_kinds_are_answered_politely(person: Person, content: dict[str, Any], words: str) -> None:
    """Nothing is downloaded or kept, the person is told why, and the question is asked again."""
    server, engine = person.server, person.engine
    assert engine is not None
    person.after(lambda: server.fake.send(person.id, content))
    assert words in "".join(person.texts()[-2:])
    assert isinstance(told(engine, f"telegram-{person.id}")[-1], m.Ask)
    assert "13812345678" not in stored(engine)
    assert not [call for call in server.fake.calls if call.method == "getFile"]


def test_an_edited_message_is_no_answer(running: tuple[Running, Engine], person: Person) -> None:
    """Editing an answered message changes no answer and answers no question; the person is told how to change one."""
    server, engine = running
    log = engine.look(f"telegram-{person.id}").cases["shanghai"].log
    person.after(lambda: server.fake.send(person.id, {"text": "改过的"}, kind="edited_message"))
    assert "改 栏目名" in "".join(person.texts()[-2:])
    assert engine.look(f"telegram-{person.id}").cases["shanghai"].log == log


@pytest.mark.parametrize(
    "words",
    [
        ID_NUMBER,
        f"法人身份证：{ID_NUMBER}，谢谢",
        "1101 0519 4912 3100 2x",
        "１１０１０５１９４９１２３１００２Ｘ",
        CARD,
    ],
)
def test_identity_numbers_are_not_taken_in(person: Person, words: str) -> None:
    """Refused wherever they are said, deleted from the chat, in no table of the storage."""
    server, engine = person.server, person.engine
    assert engine is not None
    person.after(lambda: server.fake.say(person.id, words))
    assert "没有读取也没有保存" in "".join(person.texts()[-2:])
    wait_for(lambda: words not in [one.get("text") for one in server.chat(person.id).messages.values()])
    assert words not in stored(engine)
    assert isinstance(told(engine, f"telegram-{person.id}")[-1], m.Ask)


def test_a_photo_with_an_identity_number_below(running: tuple[Running, Engine], person: Person) -> None:
    """The words below a picture are looked at like any other; the picture is not downloaded."""
    server, engine = running
    content = {"photo": [{"file_id": "p", "width": 9, "height": 9}], "caption": f"我的 {ID_NUMBER}"}
    person.after(lambda: server.fake.send(person.id, content))
    wait_for(lambda: any(call.method == "deleteMessage" for call in server.fake.calls))
    assert ID_NUMBER not in stored(engine)


def test_a_sensitive_field_is_refused_and_can_be_put_off(running: tuple[Running, Engine], person: Person) -> None:
    """Where a sensitive field is asked for, the answer is not taken in, by name neither; 跳过 goes on."""
    _, engine = running
    conversation = f"telegram-{person.id}"
    for _ in range(60):
        ask = told(engine, conversation)[-1]
        if isinstance(ask, m.Ask) and ask.sensitive:
            break
        person.say("跳过")
    assert isinstance(ask, m.Ask)
    assert "不在Telegram里填写" in person.texts()[-1]
    for words in ("13812345678", "联系人手机改成13812345678"):
        person.say(words)
        assert "没有保存" in "".join(person.texts()[-2:])
    assert "13812345678" not in stored(engine)
    person.press("跳过")
    after = told(engine, conversation)[-1]
    assert not isinstance(after, m.Ask) or after.field != ask.field


@pytest.mark.parametrize(
    "words",
    [
        "单位名称：甲中心\n项目负责人手机：13812345678\n联系人：李某",
        "单位名称：甲中心\n单位法人电话：1381234567\n通讯地址：某路1号",
    ],
)
def test_a_pasted_block_with_sensitive_answers_is_not_taken_in(person: Person, words: str) -> None:
    """A block that answers a sensitive field, rightly or not, is refused whole and in no table of the storage."""
    engine = person.engine
    assert engine is not None
    person.say(words)
    assert "去掉这几行再发" in "".join(person.texts()[-2:])
    assert "1381234567" not in stored(engine)
    person.say(
        words.replace("手机", "姓名").replace("单位法人电话：1381234567", "邮编：200000").replace("13812345678", "陈某")
    )
    assert "甲中心" in stored(engine)


FALSE_ALARMS = [
    "91320411MA1XQ1234T",
    "专利ZL202110123456.7",
    "2021 2022 2023 2024",
    "0519-86330000",
    "12320400466007234Q",
    "3120 4520 1000 2008",
]


@pytest.mark.parametrize("words", FALSE_ALARMS)
def test_other_numbers_are_no_identity_numbers(words: str) -> None:
    """Codes of organisations, patents, phones and rows of amounts are read as ever."""
    assert not holds_identity(words)


@settings(max_examples=40)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([ID_NUMBER, "110105491231002", CARD]))
def test_identity_numbers_are_found_among_words(before: str, after: str, number: str) -> None:
    """Whatever words stand around a number, apart from letters and digits that would be part of it."""
    assert holds_identity(f"{before}，{number}，{after}")


# --- groups and what nobody knows -----------------------------------------------------------------------------------


def test_groups_are_refused(running: tuple[Running, Engine]) -> None:
    """Being added and being spoken to is answered with the way to a private chat; other talk is none of the bot's business."""
    server, engine = running
    group = Person(server, -1001234567890, engine)
    chat = server.fake.chat(group.id, type="supergroup", name="项目群")
    member = {"chat": chat.as_json(), "from": {"id": 9, "is_bot": False, "first_name": "陈"}, "date": 1,
              "old_chat_member": {"status": "left"}, "new_chat_member": {"status": "member"}}  # fmt: skip
    group.after(lambda: server.fake.push({"my_chat_member": member}))
    group.say("/start@shenbao_bot")
    assert all("群里不方便" in text for text in group.texts())
    count = len(group.messages)
    server.fake.say(group.id, "大家好")
    server.fake.say(group.id, "/start@other_bot")
    Person(server, 5003, engine).say("帮助")
    assert len(group.messages) == count
    assert not engine.look(f"telegram-{group.id}").cases


@pytest.mark.parametrize("update", [
    {"brand_new_kind": {"chat": {"id": 1}}}, {"message": "not an object"}, {"poll": {"id": "1"}},
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "x"}},
    {"message": {"message_id": 1}}, {"message": {"message_id": "x", "chat": {"id": []}, "date": 1}}, {"callback_query": {"id": 1}},
    {"inline_query": {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "x"}, "query": "", "offset": ""}},
])  # fmt: skip
def test_unknown_updates_are_passed_over(running: tuple[Running, Engine], update: dict[str, Any]) -> None:
    """A kind nobody knows, or one that is broken, is confirmed and holds up nobody."""
    server, engine = running
    number = server.fake.push(update)
    Person(server, 5004, engine).say("帮助")
    wait_for(lambda: number not in [one["update_id"] for one in server.fake.updates])


def test_words_no_keyboard_types(running: tuple[Running, Engine], person: Person) -> None:
    """Lone surrogates, control characters, zero-width characters and 4,096 characters are read and answered."""
    _, engine = running
    for words in ("\ud800帮助", "帮\x00\x1b[2J助\u200b", "字" * 4096, " \u3000 "):
        before = turns(engine, person)
        person.say(words)
        assert turns(engine, person) == before + 1
    assert not engine.storage.dead_letters() or all(
        "telegram" not in one.conversation for one in engine.storage.dead_letters()
    )


@pytest.mark.parametrize(
    ("words", "told_"),
    [("字" * 10_000, "10000个字"), ("甲\u200b乙\x00中心", "去掉"), ("\u202e某中心", "去掉"), ("\ud800某中心", "去掉")],
)
def test_what_was_done_to_words_is_told(person: Person, words: str, told_: str) -> None:
    """A message that is too long to be one answer, and characters that were taken away, are told in a sentence."""
    person.say(words)
    assert told_ in "".join(person.texts()[-2:])


@pytest.mark.parametrize("jump", [86_400.0, -86_400.0, 10 * 365 * 86_400.0])
def test_a_clock_that_jumps(jump: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The wall clock is set forward, back or by ten years while people talk: everything said is answered, once."""
    with telegram() as server:
        made, wall = settings_for(server, tmp_path_factory.mktemp("d")), [1_800_000_000.0]
        engine = open_engine(made, clock=Clock(wall=lambda: wall[0]))
        with working(engine), polling(engine, made):
            person = Person(server, 7, engine)
            person.say("/start p_beijing")
            wall[0] += jump
            person.say("填表")
            person.say("/link")
            count = len(person.messages)
            person.say("帮助")
            assert len(person.messages) == count + 1


def test_names_mean_nothing(running: tuple[Running, Engine], person: Person) -> None:
    """Another name, or a message forwarded from somebody else, is still the same person: the number counts."""
    server, engine = running
    server.chat(person.id).name = "别人"
    person.after(
        lambda: server.fake.say(person.id, "帮助", forward_origin={"type": "user", "sender_user": {"id": 666}})
    )
    event = json.loads(engine.history(f"telegram-{person.id}")[-1][0].event)
    assert event["author"] == str(person.id)
    assert "666" not in event["author"]
