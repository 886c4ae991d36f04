"""A person's own data in Telegram: copy, deletion, forgetting, and the same case on another channel."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.engine.engine import Engine
from tests.bot.telegram.harness import Person, service
from tests.fakes.telegram import Running, telegram


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Engine]]:
    with telegram() as server, service(server, tmp_path_factory.mktemp("data")) as engine:
        yield server, engine


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
