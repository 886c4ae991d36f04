"""What a conversation could not be told is counted for the helpdesk, and leads back to nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.gap_keeping import GapKeeper
from bot.storage.handbook import Handbook
from bot.storage.memory import MemoryStorage
from bot.storage.opening import HANDBOOK_FILE, open_handbook
from knowledge.gaps import KEPT_DAYS
from knowledge.models import Answer
from tests.bot.dialogue.test_runtime import runtime, said
from tests.bot.dialogue.worlds import NOW

TODAY = NOW.date()
REFUSED = Answer("not_found", "template", "指南未载明。")


class Broken:
    """A handbook on a full disk."""

    def note_gap(self, *_: object) -> None:
        raise OSError("full")


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Handbook:
    return open_handbook(tmp_path / "data")


def test_a_refusal_in_a_conversation_is_counted_and_outlives_it(book: Handbook, tmp_path: Path) -> None:
    """Deleting the conversation leaves the count, in which neither the person nor the conversation can be found."""
    keeper = GapKeeper(lambda: book, lambda: TODAY)
    engine = runtime(MemoryStorage(), tmp_path, refused=keeper)
    engine.handle("c-4711", said("示例市项目", "e1"))
    engine.handle("c-4711", said("月亮上能申报吗？我叫张三丰，电话13812345678", "e2"))
    engine.handle("c-4711", said("每家单位支持多少钱？", "e3"))
    keeper.finish()
    (found,) = book.gaps(TODAY)
    assert (found.gap.program, found.count) == ("template", 1)
    assert "月亮" in found.gap.question
    engine.personal.delete_my_data("c-4711")
    kept = (tmp_path / "data" / HANDBOOK_FILE).read_bytes()
    assert not any(word.encode() in kept for word in ("c-4711", "13812345678", "张三丰", "e2"))
    assert len(book.gaps(TODAY)) == 1


def test_what_is_old_is_forgotten(book: Handbook) -> None:
    """With the first refusal of a day, what is older than the time of keeping goes."""
    day = [TODAY - timedelta(days=KEPT_DAYS + 1)]
    keeper = GapKeeper(lambda: book, lambda: day[0])
    keeper("月亮上能申报吗", REFUSED)
    keeper.finish()
    day[0] = TODAY
    keeper("火星上能申报吗", REFUSED)
    keeper.finish()
    assert [one.gap.question for one in book.gaps(TODAY - timedelta(days=9999))] == ["火星上能申报吗"]


def test_a_handbook_that_cannot_be_written_troubles_nobody() -> None:
    """The question was answered; the count is lost and the next is tried again."""
    keeper = GapKeeper(lambda: Broken(), lambda: TODAY)  # type: ignore[arg-type, return-value]
    for _ in range(3):
        keeper("月亮上能申报吗", REFUSED)
    keeper.finish()
