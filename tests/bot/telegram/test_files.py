"""Files that people send: fetched in the turn that needs them, read under limits, answered once, and nothing personal taken in."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.contents import LONGEST_NAME, shortened
from bot.channels.telegram.fetching import LARGEST_FILE, TelegramFiles, reference
from bot.channels.telegram.privacy import document_holds_identity
from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import Case
from bot.engine.engine import Engine
from bot.incoming import FileAway
from forms.answers import read_answers
from forms.document import render
from programs.errors import BadFile
from tests.bot.telegram.harness import Person, open_engine, polling, settings_for, told, working
from tests.fakes.telegram import TOKEN, Running, telegram
from tests.waiting import wait_for

ID_NUMBER = "11010519491231002X"
HEAD = ("姓名", "身份证号码", "所在部门", "职务/职称", "学历", "现从事专业", "承担任务")
GOOD = (
    ("甲某", "", "转化部", "主任", "本科", "法学", "总负责"),
    ("乙某", "", "科研处", "教授", "博士", "化学", "项目评估"),
)


def xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def person(stranger: Person) -> Person:
    """Somebody who is asked for the members of the team."""
    stranger.say("/start p_shanghai")
    stranger.say("改 项目组成员")
    assert stranger.engine is not None
    ask = told(stranger.engine, f"telegram-{stranger.id}")[-1]
    assert isinstance(ask, m.Ask)
    assert ask.field == "team"
    return stranger


def sends(person: Person, name: str, data: bytes) -> dict[str, Any]:
    return person.after(lambda: person.server.fake.upload(person.id, name, data))


def members(person: Person) -> Any:
    assert person.engine is not None
    return stored(person.engine.look(f"telegram-{person.id}").cases["shanghai"]).get("team")


def last(person: Person, count: int = 3) -> str:
    return "\n".join(person.texts()[-count:])


# --- tables ---------------------------------------------------------------------------------------------------------


def test_a_table_is_asked_with_the_way_to_send_it(person: Person) -> None:
    """The question says that a file can be sent, of which kinds and how large, and which column has to stay away."""
    assert ".xlsx" in last(person)
    assert "20MB" in last(person)
    assert "“身份证号码”不在Telegram里收" in last(person)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rows_of_a_file_go_in(person: Person, kind: str) -> None:
    """The file is fetched, its rows stand in the table, and the person is told how many."""
    lines = (HEAD, *GOOD)
    data = xlsx(lines) if kind == "xlsx" else "\n".join(",".join(line) for line in lines).encode("gb18030")
    sends(person, f"成员.{kind}", data)
    assert [row["name"] for row in members(person)] == ["甲某", "乙某"]
    assert "读进了2行" in last(person)


def test_bad_rows_come_back_as_a_file(person: Person) -> None:
    """The good rows are in; the bad ones are named, come back as a file, and mended are added."""
    bad = ("丙某", "12345", "科研处", "教授", "博士", "化学", "评估")
    sends(person, "成员.xlsx", xlsx((HEAD, *GOOD, bad)))
    assert len(members(person)) == 2
    assert "第4行“身份证号码”" in last(person)
    document = next(one["document"] for one in reversed(person.messages) if "document" in one)
    assert document["file_name"].endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(person.server.fake.files[document["file_id"]][1])).active
    assert sheet is not None
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:7] == list(HEAD)
    assert [str(cell) for cell in rows[1][:7]] == list(bad)
    rows[1][1] = ""
    sends(person, "改好.xlsx", xlsx(rows))
    assert [row["name"] for row in members(person)][-1] == "丙某"


def test_identity_numbers_in_a_table_are_not_taken_in(person: Person) -> None:
    """A table with an identity number is refused whole, its message deleted, the number nowhere in the storage."""
    rows = [list(row) for row in (HEAD, *GOOD)]
    rows[1][1] = ID_NUMBER
    before = {one for one, message in person.server.chat(person.id).messages.items() if not message["from"]["is_bot"]}
    sends(person, "成员.xlsx", xlsx(rows))
    assert members(person) is None
    assert "没有读进来" in last(person)
    chat = person.server.chat(person.id).messages
    assert not [one for one in chat if one not in before and "document" in chat[one]]
    assert person.engine is not None
    assert ID_NUMBER not in repr(vars(person.engine.storage))


def test_where_no_table_is_asked_the_tables_are_offered(running: tuple[Running, Engine]) -> None:
    """At another question a list of facts is shown for confirming; for rows of a table the tables are offered as buttons."""
    server, engine = running
    person = Person(server, 6001, engine)
    person.say("/start p_shanghai")
    person.say("填表")
    sends(person, "资料.xlsx", xlsx((("申报单位", "甲公司"), ("邮政编码", "200000"))))
    assert isinstance(told(engine, "telegram-6001")[-1], m.ShowProposals)
    person.say("取消")
    sends(person, "成员.xlsx", xlsx((HEAD,)))
    person.press("项目组全部成员")
    ask = told(engine, "telegram-6001")[-1]
    assert isinstance(ask, m.Ask)
    assert ask.field == "team"


BROKEN = [
    ("录音.mp3", b"ID3" + b"x" * 99, "读不了"),
    ("表.xlsx", b"%PDF-1.7", "PDF"),
    ("表.xlsx", b"PK\x03\x04" + b"x" * 99, "损坏"),
    ("表.csv", b"a\0b", "不认识"),
    ("表.xlsx", xlsx(((),)), "没有读到"),
]


@pytest.mark.parametrize(("name", "data", "words"), BROKEN)
def test_what_is_no_table_is_told(person: Person, name: str, data: bytes, words: str) -> None:
    """The reason and the mend are told, nothing is stored, and the table is asked again."""
    sends(person, name, data)
    assert words in last(person)
    assert members(person) is None
    assert person.engine is not None
    assert isinstance(told(person.engine, f"telegram-{person.id}")[-1], m.Ask)


def test_a_file_outlives_a_crash(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The process dies after the file was accepted: the next one fetches it and answers, once."""
    with telegram() as server:
        made = settings_for(server, tmp_path_factory.mktemp("d"))
        engine = open_engine(made, durable=True)
        with working(engine), polling(engine, made):
            person = Person(server, 7, engine)
            person.say("/start p_shanghai")
            person.say("改 项目组成员")
        with polling(engine, made):  # nobody works
            server.fake.upload(7, "成员.xlsx", xlsx((HEAD, *GOOD)))
            wait_for(lambda: not server.fake.updates)
        engine.close()
        again = open_engine(made, durable=True)
        with working(again), polling(again, made):
            person.engine = again
            wait_for(lambda: "读进了2行" in last(person) and not person.on_the_way())
            assert len(members(person)) == 2
            assert sum("读进了2行" in one for one in person.texts()) == 1
        again.close()


# --- documents ------------------------------------------------------------------------------------------------------


def filled(engine: Engine, slug: str) -> bytes:
    """The form of a programme with all answers in it."""
    form = engine.world().forms[slug]
    full = json.loads(form.pack.path("checks/answers/full.json").read_text(encoding="utf-8"))
    return render(form, read_answers(form, full)).data


def test_a_filled_form_is_read_back(running: tuple[Running, Engine]) -> None:
    """Last year's .docx, sent here: its answers are offered, stored once confirmed, and sensitive ones stay away."""
    server, engine = running
    person = Person(server, 6002, engine)
    person.say("/start p_changzhou-lead")
    sends(person, "去年的.docx", filled(engine, "changzhou-lead"))
    assert "敏感信息" in last(person, 6)
    assert not stored(engine.look("telegram-6002").cases["changzhou-lead"])
    person.say("确认")
    now = stored(engine.look("telegram-6002").cases["changzhou-lead"])
    fields = engine.world().forms["changzhou-lead"].fields
    assert len(now) > 5
    assert not [key for key in now if fields[key].sensitive]


def test_a_form_with_identity_numbers_is_not_read(running: tuple[Running, Engine]) -> None:
    """It is refused whole, and its message deleted."""
    server, engine = running
    person = Person(server, 6003, engine)
    person.say("/start p_shanghai")
    sends(person, "去年的.docx", filled(engine, "shanghai"))
    assert "身份证号" in last(person)
    assert not stored(engine.look("telegram-6003").cases.get("shanghai") or Case(program="shanghai"))
    assert not [one for one in server.chat(6003).messages.values() if "document" in one]


# --- fetching -------------------------------------------------------------------------------------------------------


class Waits(list[float]):
    """A sleep that only notes how long it should have been."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetched(server: Running, data: bytes, waits: Waits, size: int = 0, **more: Any) -> bytes:
    file_id = server.fake.keep_file("表.xlsx", data)
    return TelegramFiles(TOKEN, server.url, sleep=waits, **more).fetch(reference(7, 1, file_id), size)


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize("kind", ["html", "empty", "truncated", "cut", "flood", "bare_flood"])
def test_broken_downloads_are_tried_again(running: tuple[Running, Engine], method: str, kind: Any) -> None:
    """Errors, broken bodies and floods on either call: the bytes come whole, after a wait as long as was asked for."""
    server, waits = running[0], Waits()
    server.faults.order(kind, method, seconds=2, times=2)
    assert fetched(server, b"bytes" * 2000, waits) == b"bytes" * 2000
    assert len(waits) == 2
    assert all(wait >= (2 if (kind, method) == ("flood", "getFile") else 0.3) for wait in waits)


def test_a_link_that_ran_out_is_asked_for_anew(running: tuple[Running, Engine]) -> None:
    """404 behind the link leads back to getFile."""
    server, waits = running[0], Waits()
    before = len(server.fake.calls)
    server.faults.order("expired", "download")
    assert fetched(server, b"x" * 9, waits) == b"x" * 9
    methods = [one.method for one in server.fake.calls[before:] if one.method in ("getFile", "download")]
    assert methods == ["getFile", "download", "getFile", "download"]


def test_what_never_comes_is_told(running: tuple[Running, Engine]) -> None:
    """A service that stays broken is given up within the time there is; nobody waits for ever."""
    server, waits = running[0], Waits()
    server.faults.order("html", "getFile", times=99)
    try:
        with pytest.raises(FileAway, match="没有成功"):
            fetched(server, b"x", waits)
    finally:
        server.faults.ordered.clear()
    assert sum(waits) < 40
    server.faults.order("flood", "getFile", seconds=3600)
    with pytest.raises(FileAway, match="没有成功"):
        fetched(server, b"x", waits)


def test_a_slow_service_is_not_waited_for(running: tuple[Running, Engine]) -> None:
    """A server that does not listen, and one that answers too late, count as unreachable."""
    waits = Waits()
    with pytest.raises(FileAway):
        TelegramFiles(TOKEN, "http://127.0.0.1:9", sleep=waits).fetch(reference(7, 1, "x"), 0)
    ticks = iter(range(0, 10_000, 50))
    with pytest.raises(FileAway):
        fetched(running[0], b"x" * 9, waits, clock=lambda: float(next(ticks)))


@pytest.mark.parametrize("size", [0, LARGEST_FILE + 1])
def test_too_large_a_file_is_not_fetched(running: tuple[Running, Engine], size: int) -> None:
    """Whether the message told the size or only getFile does, nothing is downloaded."""
    server = running[0]
    before = len(server.fake.calls)
    with pytest.raises(BadFile, match="20MB"):
        fetched(server, b"x" * (LARGEST_FILE + 1), Waits(), size)
    assert "download" not in [one.method for one in server.fake.calls[before:]]


def test_a_file_that_is_gone(running: tuple[Running, Engine]) -> None:
    """An id that Telegram does not know, or a token it does not, ends with a word on what to do."""
    server = running[0]
    with pytest.raises(FileAway, match="再发一次"):
        TelegramFiles(TOKEN, server.url, sleep=Waits()).fetch(reference(7, 1, "nothing"), 0)
    with pytest.raises(FileAway, match="再发一次"):
        TelegramFiles("1:wrong", server.url, sleep=Waits()).fetch(reference(7, 1, "nothing"), 0)


# --- small things ---------------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=300), st.sampled_from(["", ".xlsx", ".csv", ".docx"]))
def test_a_long_name_keeps_its_kind(name: str, suffix: str) -> None:
    """However long a name is, it fits into a sentence and still says what the file is."""
    short = shortened(name + suffix)
    assert len(short) <= LONGEST_NAME
    assert short.endswith(suffix)


def test_a_sheet_with_identity_numbers_is_not_sent(tmp_path: Any) -> None:
    """Spreadsheets are looked into before they go out, like documents."""
    for number, holds in ((ID_NUMBER, True), ("91320411MA1XQ1234T", False)):
        path = tmp_path / f"{holds}.xlsx"
        path.write_bytes(xlsx((HEAD, ("甲某", number))))
        assert document_holds_identity(path) is holds
