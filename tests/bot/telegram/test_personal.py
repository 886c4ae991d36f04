"""A person's own data in Telegram: copy, deletion, forgetting, and the same case on another channel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.engine.engine import Engine
from tests.bot.telegram.harness import Person, open_engine, polling, settings_for, working
from tests.fakes.telegram import Running, telegram
from tests.waiting import wait_for


def somebody(running: tuple[Running, Engine], chat: int) -> Person:
    """A person who has told the name of their organisation."""
    server, engine = running
    person = Person(server, chat, engine)
    person.say("/start p_beijing")
    person.say("单位名称改成甲乙丙研究院")
    return person


def test_a_copy_is_a_file(running: tuple[Running, Engine]) -> None:
    """/export_my_data brings everything that is stored, as JSON."""
    server, _ = running
    person = somebody(running, 1)
    person.say("/export_my_data")
    (document,) = [one["document"] for one in person.messages if "document" in one]
    found = json.loads(server.fake.files[document["file_id"]][1])
    assert [one["value"] for one in found["answers"]] == ["甲乙丙研究院"]


def test_a_copy_with_identity_numbers_is_fetched_elsewhere(running: tuple[Running, Engine]) -> None:
    """What is not taken in here does not go out here either."""
    _, engine = running
    person = somebody(running, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.personal, "export_my_data", lambda conversation: {"value": "11010519491231002X"})
        person.say("/export_my_data")
    assert "不经过Telegram发送" in person.texts()[-1]
    assert not [one for one in person.messages if "document" in one]


def test_deleting_is_asked_for_twice_and_final(running: tuple[Running, Engine]) -> None:
    """The command alone deletes nothing; after the yes nothing is stored any more, and doing it again does no harm."""
    server, engine = running
    person = somebody(running, 3)
    person.say("/delete_my_data")
    assert engine.look("telegram-3").cases
    message, data = person.button("是，全部删除")
    person.press("是，全部删除")
    assert "已删除" in person.texts()[-1]
    assert not engine.look("telegram-3").cases
    assert not engine.personal.export_my_data("telegram-3")
    person.after(lambda: server.fake.press(3, message, data))
    assert "已删除" in person.texts()[-1]


def test_changing_ones_mind(running: tuple[Running, Engine]) -> None:
    """不用了 leaves everything as it is."""
    _, engine = running
    person = somebody(running, 4)
    person.say("/delete_my_data")
    person.press("不用了")
    assert engine.look("telegram-4").cases["beijing"].log


def test_one_programme_is_forgotten(running: tuple[Running, Engine]) -> None:
    """The programme named by the button is deleted, others stay."""
    _, engine = running
    person = somebody(running, 5)
    person.say("/start p_shanghai")
    person.say("单位名称改成丁戊己公司")
    person.say("/forget")
    person.press("北京")
    assert set(engine.look("telegram-5").cases) & {"beijing", "shanghai"} == {"shanghai"}


def test_going_on_elsewhere(running: tuple[Running, Engine]) -> None:
    """A code from Telegram, shown on another channel, joins it once both sides said yes."""
    _, engine = running
    person = somebody(running, 6)
    person.say("/link")
    code = person.texts()[-1].partition("接续码：")[2].partition("　")[0]
    person.press("我同意")
    assert "还没有人输入" in person.texts()[-1]
    link = engine.personal.show_code(code, "web", "browser-1")
    engine.personal.agree_there("web", "browser-1", link.number)
    assert engine.personal.conversation_of("web", "browser-1") == "web-browser-1"
    person.press("我同意")
    assert engine.personal.conversation_of("web", "browser-1") == "telegram-6"


@pytest.mark.parametrize("how", ["/join {code}", "/start r_{code}"])
def test_a_case_from_elsewhere_goes_on_here(running: tuple[Running, Engine], how: str) -> None:
    """A code from another channel, by command or link, joins that case; /leave goes back to one's own."""
    _, engine = running
    person = somebody(running, 7 if "join" in how else 8)
    code = engine.personal.offer_code("web-7")
    person.say(how.format(code=code))
    person.press("是，接着那份填")
    waiting = engine.personal.waiting_link("web-7")
    assert waiting is not None
    engine.personal.agree_here("web-7", waiting.number)
    person.say("/start")
    assert engine.history("web-7")
    person.say("/leave")
    assert engine.personal.conversation_of("telegram", str(person.id)) == f"telegram-{person.id}"


def test_a_wrong_code(running: tuple[Running, Engine]) -> None:
    """Unknown, used or none at all: told kindly, and nothing is joined."""
    person = somebody(running, 9)
    for words in ("/join", "/join 00000-00000", "/start r_x"):
        person.say(words)
        assert "接续码" in person.texts()[-1]


def bytes_of(folder: Path) -> bytes:
    """Everything on the disk, as one."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("command", "words"), [("/link", "接续码："), ("/export_my_data", ""), ("/forget", "要忘掉哪个")]
)
def test_answers_outlive_a_crash(command: str, words: str, tmp_path: Path) -> None:
    """The process dies between request and answer: the next one answers, once; code and copy never stand on the disk."""
    with telegram() as server:
        made = settings_for(server, tmp_path)
        engine = open_engine(made, durable=True)
        with working(engine), polling(engine, made):
            somebody((server, engine), 7)
        with polling(engine, made):  # nobody works
            server.fake.say(7, command)
            wait_for(lambda: not server.fake.updates)
        engine.close()
        again = open_engine(made, durable=True)
        person = Person(server, 7, again)
        before = len(person.messages)
        with working(again), polling(again, made):
            wait_for(lambda: len(person.messages) > before and not person.on_the_way())
            (answer,) = person.messages[before:]
            assert words in answer.get("text", "")
            if command == "/link":
                code = answer["text"].partition("接续码：")[2].partition("　")[0]
                assert again.personal.show_code(code, "web", "browser-1").conversation == "telegram-7"
                stored = bytes_of(tmp_path)
                assert code.encode() not in stored
                assert code.replace("-", "").encode() not in stored
            if command == "/export_my_data":
                copy = server.fake.files[answer["document"]["file_id"]][1]
                assert json.loads(copy)["answers"]
                assert b'"exported"' not in bytes_of(tmp_path)
        again.close()


def test_a_request_that_comes_twice_is_done_once(running: tuple[Running, Engine]) -> None:
    """A deletion that Telegram delivers again does not take what was told since."""
    server, engine = running
    person = somebody(running, 10)
    person.say("/delete_my_data")
    message, data = person.button("是，全部删除")
    update = {}

    def press() -> int:
        number = server.fake.press(10, message, data)
        update.update(server.fake.updates[-1])
        return number

    person.after(press)
    person.say("/start p_beijing")
    person.say("单位名称改成丁戊己公司")
    count = len(person.messages)
    with server.fake.lock:
        server.fake.updates.append(dict(update))
    server.fake.changed()
    person.say("进度")
    assert engine.look("telegram-10").cases["beijing"].log
    assert len(person.messages) == count + 1


def test_a_wait_holds_the_answer_back(running: tuple[Running, Engine]) -> None:
    """When Telegram asks to wait, the answer to a request waits in the outbox like any other, and comes."""
    server, _ = running
    person = somebody(running, 11)
    server.faults.order("flood", "sendMessage", chat=11, seconds=1)
    person.say("/link")
    assert "接续码：" in person.texts()[-1]


def test_deleting_leaves_nothing_of_requests(running: tuple[Running, Engine]) -> None:
    """Earlier answers to requests go with the deletion; what stays is the word that everything was deleted."""
    _, engine = running
    person = somebody(running, 12)
    person.say("/forget")
    person.say("/delete_my_data")
    person.press("是，全部删除")
    left = repr(engine.personal.export_my_data("telegram-12-me"))
    assert "已删除" in left
    assert "要忘掉哪个" not in left
