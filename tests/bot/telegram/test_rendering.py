"""Whatever is said, the messages are such that Telegram takes them, and nothing of it is lost."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assembly import build
from bot.channels.telegram import rich
from bot.channels.telegram.buttons import COMMANDS, MENU, meaning, offered, short_code, split_code
from bot.channels.telegram.drawing import draw, payloads
from bot.channels.telegram.payload import Board, Key, Mark, Mine, Paper, Picture, Words, read, written
from bot.channels.telegram.rich import Piece
from bot.demo import telegram_limits as limits
from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.dialogue.words import Command
from bot.engine.state import write_event
from bot.settings import Settings
from bot.storage.models import Arrival
from knowledge.models import Answer, Citation
from tests.bot.engine.toys import AT

CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from(
    "\n。；，😀👨‍👩‍👧\u0301 \u3000"
)
TEXTS = st.text(CHARACTERS, max_size=300)
LONG = st.builds(lambda text, times: text * times, TEXTS, st.integers(1, 60))
PARAGRAPHS = st.lists(
    st.lists(st.builds(Piece, LONG, st.sampled_from(["plain", "bold", "quote"])), max_size=4).map(tuple), max_size=8
)


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS)
def test_messages_fit_and_lose_nothing(paragraphs: list[rich.Paragraph]) -> None:
    """Each message passes the service's own checks unchanged; together they hold all words, and all marked words."""
    said = rich.messages(paragraphs)
    for text, marks in said:
        assert limits.checked_text(text, [mark.model_dump() for mark in marks]) == (
            text,
            [mark.model_dump() for mark in marks],
        )
        assert len(marks) <= limits.MOST_ENTITIES
    words = "".join(piece.text for paragraph in paragraphs for piece in paragraph)
    assert without_space("".join(text for text, _ in said)) == without_space(words)
    for style, kind in (("bold", "bold"), ("quote", "expandable_blockquote")):
        wanted = "".join(piece.text for paragraph in paragraphs for piece in paragraph if piece.style == style)
        found = "".join(marked(text, mark) for text, marks in said for mark in marks if mark.type == kind)
        assert without_space(found) == without_space(wanted)


def marked(text: str, mark: Mark) -> str:
    """What a mark covers, counted as Telegram does."""
    return text.encode("utf-16-le")[mark.offset * 2 : (mark.offset + mark.length) * 2].decode("utf-16-le")


def test_cut_between_paragraphs() -> None:
    """Paragraphs that fit whole are never cut; the message ends where one ends."""
    paragraphs = [(Piece(f"{n}" + "条" * 999 + "。"),) for n in range(9)]
    said = [text for text, _ in rich.messages(paragraphs)]
    assert [text.count("条" * 999) for text in said] == [4, 4, 1]
    assert all(text.endswith("。") for text in said)


def test_the_very_limit() -> None:
    """4096 units are one message, 4097 are two, and a pair of surrogates is not cut."""
    assert [len(text) for text, _ in rich.messages([(Piece("字" * 4096),)])] == [4096]
    assert [len(text) for text, _ in rich.messages([(Piece("字" * 4097),)])] == [4096, 1]
    assert [rich.units(text) for text, _ in rich.messages([(Piece("字" + "😀" * 2048),)])] == [4095, 2]


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    """What is too long by itself ends with a sentence where there is one in the second half."""
    first, second = (text for text, _ in rich.messages([(Piece("甲" * 3000 + "。" + "乙" * 3000),)]))
    assert (first[-1], second[0]) == ("。", "乙")


@given(st.text(min_size=1, max_size=200), st.integers(0, 99), st.integers(-(2**52), 2**52))
def test_codes_fit_and_are_bound_to_the_chat(code: str, place: int, chat: int) -> None:
    """A code is at most 64 bytes whatever it stands for, and means nothing in another chat."""
    key = f"{2**31}-{chat}-{2**31}"
    data = short_code(key, 0, str(chat), code)
    assert len(short_code(key, place, str(chat), code).encode()) <= limits.LONGEST_DATA
    replies = (m.Say(key="start.menu", choices=(m.Button(code=code),)),)
    parts = split_code(data)
    assert parts is not None
    assert meaning(*parts, str(chat), replies) == code
    assert meaning(*parts, str(chat + 1), replies).startswith("stale:")
    assert meaning(parts[0], 5, parts[2], str(chat), replies).startswith("stale:")


@given(st.text(max_size=80))
def test_any_button_data_is_read(data: str) -> None:
    """Whatever a client sends as a code is split or refused, never an error."""
    parts = split_code(data)
    assert parts is None or (isinstance(parts[1], int) and parts[0] and parts[2])


@given(
    st.builds(Words, text=TEXTS, marks=st.lists(st.builds(Mark, type=st.just("bold"), offset=st.integers(0), length=st.integers(1))).map(tuple),
              keys=st.lists(st.lists(st.builds(Key, text=TEXTS, data=TEXTS)).map(tuple)).map(tuple))
    | st.builds(Paper, path=TEXTS)
    | st.builds(Picture, path=TEXTS)
    | st.builds(Mine, what=st.sampled_from(["export", "link"]))
    | st.builds(Board, text=TEXTS, rows=st.just((("一",),)), hint=TEXTS)
)  # fmt: skip
def test_payloads_are_read_back(payload: Any) -> None:
    """What stands in the outbox is what was put in."""
    assert read(written(payload)) == payload


# --- replies --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def world() -> World:
    return build(Settings(_env_file=None)).world()  # type: ignore[call-arg]


def arrival(event: m.Event | None = None) -> Arrival:
    event = event or m.Said(id="1", at=AT, channel="telegram", author="7", text="在吗")
    return Arrival("telegram:1", "850000001-7-1", "telegram-7", "telegram", write_event(event), "7")


def words(replies: tuple[m.Reply, ...], event: m.Event | None = None) -> list[Words]:
    return [one for one in map(read, draw(replies, world(), arrival(event))) if isinstance(one, Words)]


def test_a_clause_is_an_unfolding_quote() -> None:
    """The guide's words stand in a quote that unfolds, with their place."""
    citation = Citation(
        program="beijing", clause="二", path=("二",), quote="应当具备", text="应当具备", source="guide", start=0, end=4
    )
    answer = Answer(status="answered", program="beijing", answer="需要。", citations=(citation,))
    (message,) = words((m.ShowAnswer(answer=answer),))
    (mark,) = message.marks
    assert mark.type == "expandable_blockquote"
    assert marked(message.text, mark).startswith("“应当具备”\n——")


def test_an_answer_of_ten_thousand_characters_comes_in_parts() -> None:
    """Each part once, in order, the buttons below the last."""
    answer = Answer(status="answered", program="beijing", answer="".join(f"{n}条。" for n in range(2000)))
    found = words((m.ShowAnswer(answer=answer, actions=(m.Button(code="do:help", key="action.help"),)),))
    assert "".join(one.text for one in found) == "".join(f"{n}条。" for n in range(2000))
    assert len(found) == 3
    assert [bool(one.keys) for one in found] == [False, False, True]


def test_short_choices_stand_on_buttons_and_long_ones_in_the_text() -> None:
    """A number that may be typed is always to be seen."""
    short = m.Say(key="start.menu", choices=(m.Button(code="a", label="高校"), m.Button(code="b", label="企业")))
    (message,) = words((short,))
    assert [key.text for row in message.keys for key in row] == ["1. 高校", "2. 企业"]
    assert "1. 高校" not in message.text
    long = m.Say(key="start.menu", choices=(m.Button(code="a", label="高" * 40), m.Button(code="b", label="企业")))
    (message,) = words((long,))
    assert [key.text for row in message.keys for key in row] == ["1", "2"]
    assert "1. " + "高" * 40 in message.text


def test_a_hundred_choices_are_no_more_than_telegram_takes() -> None:
    """Whatever the number of choices, the keyboard is one that Telegram takes."""
    say = m.Say(key="start.menu", choices=tuple(m.Button(code=f"{n}", label=f"选项{n}") for n in range(150)))
    (message,) = words((say,))
    keyboard = [[{"text": key.text, "callback_data": key.data} for key in row] for row in message.keys]
    assert limits.checked_markup({"inline_keyboard": keyboard})
    assert len(offered((say,))) == 96


def test_a_sensitive_field_is_not_asked() -> None:
    """Instead of the question there is the way out, and what it holds already is not shown."""
    ask = m.Ask(program="shanghai", field="legal_id_number", section="", done=0, total=1, current="3101＊＊", sensitive=True,
                actions=(m.Button(code="skip:legal_id_number", key="action.skip"),))  # fmt: skip
    (message,) = words((ask,))
    assert "不在Telegram里填写" in message.text
    assert "3101" not in message.text
    assert [key.text for row in message.keys for key in row] == ["跳过"]


def test_the_document_comes_before_the_words() -> None:
    """So that the buttons are the last thing on the screen."""
    sent = m.SendDocument(program="beijing", file="/d/申报书.docx", filled=1, blank=0, partial=False)
    first, *others = payloads((sent,), world(), arrival())
    assert first == Paper(path="/d/申报书.docx")
    assert others
    assert "/d/" not in "".join(one.text for one in others if isinstance(one, Words))


def test_a_picture_follows_the_document_where_pages_can_be_drawn() -> None:
    """Document, picture of its first page, words; rows that are handed back have no picture."""
    sent = m.SendDocument(program="beijing", file="/d/申报书.docx", filled=1, blank=0, partial=False)
    found = payloads((sent,), world(), arrival(), pictures=True)
    assert found[:2] == [Paper(path="/d/申报书.docx"), Picture(path="/d/申报书.docx")]
    assert all(isinstance(one, Words) for one in found[2:])
    rows = m.SendRows(file="/d/行.xlsx", count=1)
    assert not any(isinstance(one, Picture) for one in payloads((rows,), world(), arrival(), pictures=True))


def test_the_greeting_comes_first() -> None:
    """Somebody new reads who speaks before what the keyboard is for, and the choices stand last."""
    greet = m.Say(key="start.greet", values={"n": 8})
    menu = m.Say(key="start.menu", choices=(m.Button(code="do:ask", key="action.ask"),))
    board, words = payloads((greet, menu), world(), arrival(), opened=True)
    assert isinstance(board, Board)
    assert board.text.startswith("您好")
    assert "四个按钮" in board.text
    assert isinstance(words, Words)
    assert "您好" not in words.text
    assert words.keys


@pytest.mark.parametrize(("count", "lines"), [(1, [1]), (6, [6]), (8, [4, 4]), (13, [5, 5, 3])])
def test_numbers_stand_in_even_rows(count: int, lines: list[int]) -> None:
    """Eight choices are two rows of four, not six and two."""
    say = m.Say(key="start.menu", choices=tuple(m.Button(code=f"{n}", label="选" * 19) for n in range(count)))
    (message,) = words((say,))
    assert [len(row) for row in message.keys] == lines


def test_the_menu_is_one_telegram_takes() -> None:
    """Names, lengths and number of the commands; each one does what the dialogue knows."""
    assert limits.checked_commands([{"command": name, "description": about} for name, about, _ in MENU])
    assert {code.removeprefix("do:") for code in COMMANDS.values()} <= set(Command)
