"""What the sender does when Telegram refuses, breaks off or answers late."""

from __future__ import annotations

import io
import logging
import time
from base64 import b64decode

import pytest

from bot.channels.telegram.calling import QUIET
from bot.channels.telegram.drawing import drawer
from bot.engine.engine import Engine
from forms import office
from tests.bot.telegram.harness import Person, open_engine, polling, service, settings_for, working
from tests.fakes.telegram import TOKEN, Running, telegram
from tests.waiting import wait_for


@pytest.fixture
def person(stranger: Person) -> Person:
    """Somebody whom the bot knows already."""
    stranger.say("帮助")
    return stranger


def answers(person: Person) -> list[str]:
    """What the bot said, acknowledgements apart."""
    return [text for text in person.texts() if "马上显示" not in text]


def test_an_answer_is_one_message(person: Person) -> None:
    """The acknowledgement becomes the answer; nothing else is sent."""
    person.say("帮助")
    assert len(person.messages) == 2
    assert all("edit_date" in one for one in person.messages)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize("kind", ["html", "empty", "truncated", "cut", "late"])
def test_broken_answers_are_tried_again(person: Person, method: str, kind: str) -> None:
    """502 with a page, empty or broken bodies, broken connections: the answer comes, and comes once."""
    seconds = 0.3 if kind == "late" else 0.0
    person.server.faults.order(kind, method, chat=person.id, seconds=seconds)  # type: ignore[arg-type]
    person.server.fake.say(person.id, "帮助")
    wait_for(lambda: len(answers(person)) == 2 and not person.on_the_way())
    assert len(set(answers(person))) == 1
    assert len(person.messages) <= 2 + 2


def test_an_answer_that_came_late_is_not_doubled(
    running: tuple[Running, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit that timed out although it was done is made again, and “not modified” counts as done."""
    server, engine = running
    person = Person(server, 2001, engine)
    person.say("帮助")
    before = len(server.fake.calls)
    server.faults.order("cut", "editMessageText", chat=2001)
    person.say("进度")
    edits = [one.status for one in server.fake.calls[before:] if one.method == "editMessageText"]
    assert edits == [200, 400]
    assert len(person.messages) == 2


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_other_chats_do_not_wait_for_a_flooded_one(running: tuple[Running, Engine], method: str) -> None:
    """429 with retry_after on the acknowledgement and on the edit: for ten minutes one chat hears nothing, others everything."""
    server, engine = running
    number = {"sendMessage": 3001, "editMessageText": 3003}[method]
    slow, quick = Person(server, number, engine), Person(server, number + 1, engine)
    server.faults.order("flood", method, chat=slow.id, seconds=600)
    server.fake.say(slow.id, "帮助")
    wait_for(
        lambda: any(one.status == 429 and str(one.params.get("chat_id")) == str(slow.id) for one in server.fake.calls)
    )
    quick.say("帮助")
    assert (len(answers(slow)), len(answers(quick))) == (0, 1)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_a_flooded_chat_waits_as_long_as_it_was_told(stranger: Person, method: str) -> None:
    """Not a moment less; then the answer comes, once."""
    stranger.server.faults.order("flood", method, chat=stranger.id, seconds=1)
    begun = time.monotonic()
    stranger.say("帮助")
    assert time.monotonic() - begun >= 1.0
    assert len(answers(stranger)) == 1


def test_a_flood_without_a_time_and_with_an_absurd_one(running: tuple[Running, Engine]) -> None:
    """Neither is a loss: the message waits, at most an hour, and can be seen waiting."""
    server, engine = running
    for chat, kind, seconds in ((3101, "bare_flood", 0), (3102, "flood", 99999)):
        server.faults.order(kind, "sendMessage", chat=chat, seconds=seconds)  # type: ignore[arg-type]
        server.fake.say(chat, "帮助")
    wait_for(lambda: {one.address for one in engine.storage.undelivered(older_than=-1.0)} >= {"3101", "3102"})
    wait_for(
        lambda: (
            sum(one.status == 429 for one in server.fake.calls if str(one.params.get("chat_id")) in ("3101", "3102"))
            == 2
        )
    )
    assert not answers(Person(server, 3102))


@pytest.mark.parametrize("how", ["blocked", "gone"])
def test_nobody_to_deliver_to(running: tuple[Running, Engine], how: str) -> None:
    """403 blocked and 400 chat not found end the delivery; what was answered is kept, and goes on when the person is back."""
    server, engine = running
    person = Person(server, 3201 if how == "blocked" else 3202, engine)
    person.say("/start p_beijing")
    setattr(server.chat(person.id), how, True)
    server.fake.say(person.id, "填表")
    wait_for(lambda: any(one.address == str(person.id) for one in engine.storage.undelivered(older_than=1e9)))
    setattr(server.chat(person.id), how, False)
    person.engine = None
    person.say("进度")
    assert "填写进度" in "".join(person.texts()[-2:])
    assert engine.look(f"telegram-{person.id}").program == "beijing"


def test_a_message_that_was_deleted_is_sent_again(running: tuple[Running, Engine]) -> None:
    """When somebody deletes the acknowledgement before it becomes the answer, the answer comes as a new message."""
    server, engine = running
    person = Person(server, 3301, engine)
    person.say("帮助")
    fault = server.faults.order("html", "editMessageText", chat=3301)
    server.fake.say(3301, "帮助")
    wait_for(lambda: fault.hits)
    server.chat(3301).messages.pop(person.messages[-1]["message_id"], None)
    wait_for(lambda: len(answers(person)) == 2)


def test_sending_at_once(tmp_path: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With delivery=send an answer is one call and no acknowledgement is seen."""
    with telegram() as server, service(server, tmp_path_factory.mktemp("d"), telegram_delivery="send") as engine:
        person = Person(server, 5, engine)
        person.say("/start p_beijing")
        assert not [one for one in server.fake.calls if one.method.startswith("edit")]
        assert "马上显示" not in "".join(person.texts())
        assert person.labels()


PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


@pytest.mark.parametrize("mode", ["edit", "send"])
def test_a_page_comes_with_the_document(
    mode: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pages can be drawn, the first one follows the document; where that fails, words do, and nothing else is lost."""
    monkeypatch.setattr(office, "makes_pictures", lambda: True)
    folder = tmp_path_factory.mktemp("d")
    with telegram() as server, service(server, folder, telegram_delivery=mode) as engine:
        engine.drawers = {"telegram": drawer()}
        person = Person(server, 7, engine)
        person.say("/start p_beijing")
        monkeypatch.setattr(office, "pictures", lambda docx, **more: [PIXEL])
        person.say("导出")
        document, picture = [one for one in person.messages if "document" in one or "photo" in one]
        assert document["document"]["file_name"].endswith(".docx")
        assert server.fake.files[picture["photo"][0]["file_id"]][1] == PIXEL
        assert "第1页" in picture["caption"]
        assert "reply_markup" in person.messages[-1]

        def broken(docx: bytes, **more: object) -> list[bytes]:
            raise office.OfficeFault("转换超时。")

        monkeypatch.setattr(office, "pictures", broken)
        person.say("导出")
        assert "没有第一页的预览" in person.texts()[-2]
        assert sum("document" in one for one in person.messages) == 2


def test_somebody_is_typing_while_an_answer_takes_long(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Until the answer is there, the chat shows that it is being written."""
    with telegram() as server:
        settings = settings_for(server, tmp_path_factory.mktemp("d"))
        engine = open_engine(settings)
        with polling(engine, settings):
            server.fake.say(7, "帮助")
            wait_for(lambda: server.chat(7).action == "typing")
            with working(engine):
                wait_for(lambda: server.chat(7).from_bot())
        assert server.chat(7).action == ""


def test_the_token_is_in_no_log(tmp_path_factory: pytest.TempPathFactory) -> None:
    """At the most talkative level, with refusals, timeouts and tracebacks, no line holds the token."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with telegram() as server, service(server, tmp_path_factory.mktemp("d")) as engine:
            Person(server, 7, engine).say("帮助")  # the bot is open now, and the libraries are quiet
            for name in QUIET:
                logging.getLogger(name).setLevel(logging.DEBUG)
            server.faults.order("html", "sendMessage", chat=7)
            Person(server, 7, engine).say("帮助")
            try:
                raise ValueError(f"{server.url}/bot{TOKEN}/getMe")
            except ValueError:
                logging.getLogger("anything").exception("went wrong at %s", f"/bot{TOKEN}/x")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        for name, usual in QUIET.items():
            logging.getLogger(name).setLevel(usual)
    lines = stream.getvalue()
    assert "getUpdates" in lines
    assert "went wrong at" in lines
    assert TOKEN not in lines
    assert TOKEN.partition(":")[2] not in lines
