"""The engine over storage in memory: accept, answer once, in order, and give up honestly."""

from __future__ import annotations

import threading
import time

import pytest

from bot.dialogue.messages import Reply, Say
from bot.engine.engine import Engine
from bot.storage.memory import MemoryStorage
from tests.bot.engine import toys
from tests.waiting import BUSY


def make_engine(storage: MemoryStorage | None = None) -> Engine:
    return Engine(
        storage or MemoryStorage(), toys.world, toys.Effects(), step=toys.step, drawers={"telegram": toys.draw}
    )


def told(replies: tuple[Reply, ...]) -> list[str]:
    return [f"{one.values.get('n', '')}{one.values.get('text', one.key)}" for one in replies if isinstance(one, Say)]


def test_an_event_is_answered_and_saved() -> None:
    """After `handle` the answer was computed from the saved conversation and the log holds the words."""
    engine = make_engine()
    assert told(engine.handle("c", toys.said("a"))) == ["1a"]
    assert told(engine.handle("c", toys.said("b"))) == ["2b"]
    assert toys.words(engine.look("c")) == ["a", "b"]


def test_a_repeated_event_gets_its_first_answer() -> None:
    """A repeated delivery is answered once; the log does not grow."""
    engine = make_engine()
    first = engine.handle("c", toys.said("a"))
    engine.handle("c", toys.said("b"))
    assert engine.handle("c", toys.said("a")) == first
    assert toys.words(engine.look("c")) == ["a", "b"]


def test_what_was_accepted_earlier_is_worked_on_first() -> None:
    """An event that waits for its answer waits behind what stands in the inbox."""
    engine = make_engine()
    engine.receive([engine.arrival("c", toys.said("a"))])
    assert told(engine.handle("c", toys.said("b"))) == ["2b"]
    assert toys.words(engine.look("c")) == ["a", "b"]


def test_a_batch_takes_one_event_of_each_conversation() -> None:
    """Turns of one conversation follow each other; those of many are committed together."""
    engine = make_engine()
    engine.receive([engine.arrival(name, toys.said(f"{name}{n}")) for n in range(3) for name in "xyz"])
    assert [engine.work_once(10), engine.work_once(10), engine.work_once(10), engine.work_once(10)] == [3, 3, 3, 0]
    assert toys.words(engine.look("y")) == ["y0", "y1", "y2"]


def test_effects_are_part_of_the_turn() -> None:
    """The result of an effect is told in the same answer."""
    engine = make_engine()
    assert told(engine.handle("c", toys.said("a", "问一下"))) == ["1问一下", "答"]


def test_a_message_that_fails_three_times_is_given_up_honestly() -> None:
    """The person is told, the staff can see it, and the conversation goes on from where it was."""
    engine = make_engine()
    engine.handle("c", toys.said("a"))
    replies = engine.handle("c", toys.said("b", "死"))
    assert [reply.key for reply in replies if isinstance(reply, Say)] == ["engine.dead_letter"]
    (letter,) = engine.storage.dead_letters()
    assert (letter.conversation, letter.reason) == ("c", "ZeroDivisionError")
    assert told(engine.handle("c", toys.said("c"))) == ["2c"]


def test_a_step_that_rewrites_the_log_is_refused() -> None:
    """What was answered before can be followed by other entries, never replaced."""
    engine = make_engine()
    engine.handle("c", toys.said("a"))

    def forgetful(conversation, event, world):  # type: ignore[no-untyped-def]
        turn = toys.step(conversation, event, world)
        case = turn.conversation.cases["toy"]
        shorter = turn.conversation.model_copy(update={"cases": {"toy": case.model_copy(update={"log": case.log[1:]})}})
        return type(turn)(shorter, turn.replies)

    engine.step = forgetful
    engine.handle("c", toys.said("b"))
    assert toys.words(engine.look("c")) == ["a"]
    assert [letter.reason for letter in engine.storage.dead_letters()] == ["IllegalStep"]


@pytest.mark.parametrize("wrong", ["lease", "fence"])
def test_a_worker_that_lost_its_lease_changes_nothing(wrong: str) -> None:
    """A turn that comes to commit after another worker took over is dropped."""
    now = [1000.0]
    storage = MemoryStorage(lambda: now[0])
    slow, quick = make_engine(storage), make_engine(storage)
    slow.receive([slow.arrival("c", toys.said("a"))])
    (claim,) = storage.claim("slow", lease=60)
    begun = slow.begin([claim])
    now[0] += 61
    if wrong == "fence":
        storage.claim("other", lease=60)
    else:
        assert quick.work_once() == 1
    assert slow.finish(*begun[0]) is None
    assert toys.words(quick.look("c")) == ([] if wrong == "fence" else ["a"])


def test_a_message_that_kills_its_workers_is_given_up() -> None:
    """A worker that dies leaves no result; after three the message is set aside and the chat goes on."""
    now = [1000.0]
    engine = make_engine(MemoryStorage(lambda: now[0]))
    engine.receive([engine.arrival("c", toys.said("a")), engine.arrival("c", toys.said("b"))])
    for _ in range(3):
        assert len(engine.storage.claim("dies", lease=60, limit=9)) == 1
        now[0] += 61
    assert engine.work_once() == 1
    assert [letter.reason for letter in engine.storage.dead_letters()] == ["died"]
    engine.work_once()
    assert toys.words(engine.look("c")) == ["b"]


@pytest.mark.parametrize(("kills", "deaths", "reasons"), [(True, 2, ["died"]), (False, 2, []), (False, 6, ["died"])])
def test_a_suspect_is_tried_in_a_process_of_its_own(kills: bool, deaths: int, reasons: list[str]) -> None:
    """After two deaths a trial decides: a message that kills is given up, one that stood beside is answered.

    One that passes its trial and over which workers die all the same is given up in the end.
    """
    now, tried = [1000.0], []
    engine = make_engine(MemoryStorage(lambda: now[0]))
    engine.trial = lambda conversation, event: tried.append((conversation.id, event.id)) or not kills
    engine.receive([engine.arrival("c", toys.said("a")), engine.arrival("d", toys.said("b"))])
    for _ in range(deaths):
        assert engine.storage.claim("dies", lease=60, conversation="c")
        now[0] += 61
    for _ in range(400):
        engine.work_once(9)
        now[0] += 1.0
        if engine.storage.dead_letters() or toys.words(engine.look("c")):
            break
        time.sleep(0.002)
    engine.work_once(9)
    assert tried == ([("c", "a")] if deaths < engine.deaths else [])
    assert [letter.reason for letter in engine.storage.dead_letters()] == reasons
    assert toys.words(engine.look("c")) == ([] if reasons else ["a"])
    assert toys.words(engine.look("d")) == ["b"]


def test_being_put_on_trial_is_no_try() -> None:
    """However often workers die while a trial runs, the message is not blamed; everybody else is answered meanwhile."""
    now, go = [1000.0], threading.Event()
    storage = MemoryStorage(lambda: now[0])
    make_engine(storage).receive([make_engine().arrival(name, toys.said(name)) for name in "cd"])
    for _ in range(2):
        assert storage.claim("dies", lease=60, conversation="c")
        now[0] += 61
    for _ in range(9):
        engine = make_engine(storage)
        engine.trial = lambda conversation, event: go.wait(BUSY)
        while engine.work_once(9):
            pass
        assert toys.words(engine.look("d")) == ["d"]
        storage.restart()
        now[0] += 1
    go.set()
    while not toys.words(engine.look("c")):
        engine.work_once(9)
        now[0] += 1
        time.sleep(0.002)
    assert storage.dead_letters() == []
