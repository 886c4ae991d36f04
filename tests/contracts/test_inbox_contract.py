"""What every storage does with arrivals and turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.storage.errors import StorageRefused
from bot.storage.models import Arrival, Claim, Draft, FileRow, LogRow, Outcome, TicketRow
from bot.storage.protocol import Storage
from tests.contracts.databases import Hands
from tests.waiting import BUSY


def arrival(key: str, conversation: str = "c", source: str = "s") -> Arrival:
    return Arrival(source, key, conversation, "telegram", f'{{"said": "{key}"}}', "42")


def row(place: int, value: str = '"x"', program: str = "p") -> LogRow:
    return LogRow(program, place, "unit_name", value, "answered", "u", "web", "2026-05-06T09:30:00+08:00", place + 1)


def outcome(claim: Claim, *log: LogRow, parts: tuple[str, ...] = (), **more: Any) -> Outcome:
    return Outcome(claim, f'["{claim.arrival.key}"]', f'{{"at": {claim.number}}}', log, parts, **more)


def claim_one(storage: Storage, owner: str = "w") -> Claim:
    (claim,) = storage.claim(owner, lease=60)
    return claim


def test_a_key_is_accepted_once(storage: Storage) -> None:
    """The second delivery of the same update changes nothing and names the first."""
    first, second = storage.receive([arrival("1"), arrival("2")])
    again, other = storage.receive([arrival("1"), arrival("1", source="another bot")])
    assert (first.repeated, second.repeated, again.repeated, other.repeated) == (False, False, True, False)
    assert again.number == first.number < second.number < other.number


def test_the_same_update_twice_in_one_batch_is_one(storage: Storage) -> None:
    """A batch that holds a delivery twice is accepted once."""
    first, again = storage.receive([arrival("1"), arrival("1")])
    assert (again.number, again.repeated) == (first.number, True)


def test_a_lower_key_after_a_quiet_week_is_new(storage: Storage) -> None:
    """Keys are compared for sameness, never for order."""
    storage.receive([arrival("900")])
    (receipt,) = storage.receive([arrival("3")])
    assert not receipt.repeated


def test_a_conversation_is_worked_on_by_one_and_in_order(storage: Storage) -> None:
    """While an arrival is claimed, nobody gets the next one of that conversation; others go on."""
    storage.receive([arrival("1"), arrival("2"), arrival("3", "d")])
    first = claim_one(storage)
    assert [one.arrival.key for one in storage.claim("v", lease=60, limit=9)] == ["3"]
    assert storage.claim("v", lease=60, limit=9) == []
    assert storage.commit([outcome(first)]) == [True]
    second = claim_one(storage)
    assert (second.arrival.key, second.version) == ("2", 1)


def test_a_claim_of_one_conversation_leaves_the_others(storage: Storage) -> None:
    """Who waits for an answer works on that conversation alone."""
    storage.receive([arrival("1"), arrival("2", "d")])
    assert [one.arrival.key for one in storage.claim("w", lease=60, conversation="d")] == ["2"]
    assert storage.claim("w", lease=60, conversation="d") == []
    assert storage.claim("w", lease=60, conversation="nobody") == []


def test_accepting_and_claiming_can_be_one_step(storage: Storage) -> None:
    """The claim is of the oldest arrival of the conversation; none for a repeat, or while somebody works on it."""
    receipt, (claim,) = storage.receive_and_claim(arrival("1"), "w", lease=60)
    assert claim.number == receipt.number
    assert storage.receive_and_claim(arrival("1"), "w", lease=60)[1] == []
    assert storage.receive_and_claim(arrival("2"), "w", lease=60)[1] == []
    assert storage.commit([outcome(claim)]) == [True]
    _, (second,) = storage.receive_and_claim(arrival("3"), "w", lease=60)
    assert second.arrival.key == "2"


def test_a_turn_is_kept_whole(storage: Storage) -> None:
    """Conversation, log, answer, messages and everything beside them stand there after the commit."""
    storage.receive([arrival("1")])
    claim = claim_one(storage)
    done = outcome(
        claim, row(0), row(1, "null"), row(0, '{"甲": [1, "乙"]}', "q"), parts=("m1", "m2"),
        drafts=(Draft("p", "hash1"),), files=(FileRow("/d/a.docx", "p", 9),), tickets=(TicketRow("T-1", "p"),),
    )  # fmt: skip
    assert storage.commit([done]) == [True]
    snapshot = storage.load(["c", "nobody"])
    assert list(snapshot) == ["c"]
    assert (snapshot["c"].version, snapshot["c"].state) == (1, f'{{"at": {claim.number}}}')
    assert snapshot["c"].log == (row(0), row(1, "null"), row(0, '{"甲": [1, "乙"]}', "q"))
    assert storage.versions(["c"]) == {"c": 1}
    assert storage.versions(["nobody", "c"]) == {"c": 1}
    assert storage.versions(["nobody"]) == storage.versions([]) == {}
    turn = storage.answer("s", "1")
    assert turn is not None
    assert (turn.number, turn.answer, turn.event) == (claim.number, '["1"]', '{"said": "1"}')
    assert [part.payload for part in storage.take_parts("telegram", "t", lease=9, limit=9)] == ["m1"]
    about = storage.everything_about("c")
    assert [one["pack"] for one in about["drafts"]] == ["hash1"]
    assert [one["path"] for one in about["files"]] == ["/d/a.docx"]
    assert [one["number"] for one in about["tickets"]] == ["T-1"]


def test_a_turn_that_cannot_be_kept_changes_nothing(storage: Storage) -> None:
    """A log row that is there already refuses the whole turn: no state, no message, no answer."""
    storage.receive([arrival("1"), arrival("2")])
    storage.commit([outcome(claim_one(storage), row(0))])
    second = claim_one(storage)
    with pytest.raises(StorageRefused):
        storage.commit([outcome(second, row(0), parts=("never",))])
    assert storage.load(["c"])["c"].version == 1
    turn = storage.answer("s", "2")
    assert turn is not None
    assert turn.answer == ""
    assert storage.take_parts("telegram", "t", lease=9, limit=9) == []
    assert storage.commit([outcome(second, row(1))]) == [True]


def test_a_turn_is_committed_once(storage: Storage) -> None:
    """A commit whose success was not heard of can be tried again; it is refused and changes nothing."""
    storage.receive([arrival("1")])
    done = outcome(claim_one(storage), row(0), parts=("m",))
    assert storage.commit([done]) == [True]
    assert storage.commit([done]) == [False]
    assert storage.load(["c"])["c"].version == 1
    assert len(storage.everything_about("c")["messages"]) == 1


def test_a_lease_that_ran_out_is_fenced(storage: Storage, hands: Hands) -> None:
    """When another worker took over, what the first one brings is refused, before and after the other's commit."""
    storage.receive([arrival("1")])
    slow = claim_one(storage, "slow")
    hands.at += 59
    assert storage.claim("quick", lease=60) == []
    hands.at += 2
    quick = claim_one(storage, "quick")
    assert quick.fence > slow.fence
    assert storage.commit([outcome(slow, row(0))]) == [False]
    assert storage.commit([outcome(quick, row(0))]) == [True]
    assert storage.commit([outcome(slow, row(1))]) == [False]
    assert storage.load(["c"])["c"].log == (row(0),)


def test_in_a_batch_only_the_lost_claim_is_refused(storage: Storage, hands: Hands) -> None:
    """Turns committed together do not stand or fall together."""
    storage.receive([arrival("1"), arrival("2", "d")])
    lost, kept = storage.claim("w", lease=60, limit=2)
    hands.at += 61
    storage.claim("v", lease=600, conversation="c")
    assert storage.commit([outcome(lost), outcome(kept)]) == [False, True]


def test_released_claims_were_never_made(storage: Storage) -> None:
    """A claim that is given back can be had again at once, and counts as no try."""
    storage.receive([arrival("1")])
    first = claim_one(storage)
    storage.release([first])
    again = claim_one(storage)
    assert (again.number, again.tries) == (first.number, 0)
    assert storage.commit([outcome(first)]) == [False]
    storage.release([first])
    assert storage.commit([outcome(again)]) == [True]


def test_what_is_put_off_was_not_tried(storage: Storage, hands: Hands) -> None:
    """A claim that is given back for later without being counted leaves the arrival as if nobody had taken it."""
    storage.receive([arrival("1")])
    assert storage.retry_later(claim_one(storage), 5, counted=False)
    assert storage.claim("w", lease=60) == []
    hands.at += 6
    assert claim_one(storage).tries == 0


def test_a_failed_arrival_waits_and_keeps_its_place(storage: Storage, hands: Hands) -> None:
    """Until it is tried again, nothing that came later in the conversation goes ahead of it."""
    storage.receive([arrival("1"), arrival("2")])
    assert storage.retry_later(claim_one(storage), 5)
    assert storage.claim("w", lease=60, limit=9) == []
    hands.at += 5
    again = claim_one(storage)
    assert (again.arrival.key, again.tries) == ("1", 1)


def test_an_arrival_that_was_tried_before_comes_alone(storage: Storage, hands: Hands) -> None:
    """A message that may have killed its worker takes no other along."""
    storage.receive([arrival("1"), arrival("2", "d"), arrival("3", "e")])
    storage.claim("dies", lease=60, conversation="d")
    hands.at += 61
    assert [one.arrival.key for one in storage.claim("w", lease=60, limit=9)] == ["2"]
    assert [one.arrival.key for one in storage.claim("w", lease=60, limit=9)] == ["1", "3"]


def test_a_dead_letter_leaves_the_conversation_as_it_was(storage: Storage) -> None:
    """The message is answered and set aside; what follows builds on the state before it."""
    storage.receive([arrival("1"), arrival("2")])
    claim = claim_one(storage)
    assert storage.commit([Outcome(claim, '["sorry"]', None, parts=("sorry",), dead="ValueError")]) == [True]
    (letter,) = storage.dead_letters()
    assert (letter.number, letter.conversation, letter.reason) == (claim.number, "c", "ValueError")
    second = claim_one(storage)
    assert (second.arrival.key, second.version) == ("2", 0)


def test_what_cannot_be_read_is_set_aside_once(storage: Storage) -> None:
    """An unreadable delivery is accepted, so that it does not come for ever, and nothing works on it."""
    receipt = storage.set_aside("s", "9", "\x00{\ud800", "not JSON")
    assert storage.set_aside("s", "9", "", "not JSON").repeated
    assert storage.receive([arrival("9")])[0].number == receipt.number
    assert storage.claim("w", lease=60) == []
    assert [letter.reason for letter in storage.dead_letters()] == ["not JSON"]


def test_history_tells_the_last_turns_in_order(storage: Storage) -> None:
    """Arrivals with their answers, oldest first; one that is not answered yet has none."""
    storage.receive([arrival("1"), arrival("2"), arrival("3"), arrival("x", "other")])
    first = claim_one(storage)
    storage.commit([outcome(first)])
    told = storage.history("c")
    assert [(turn.event[10:11], turn.answer) for turn in told] == [("1", '["1"]'), ("2", ""), ("3", "")]
    assert [turn.number for turn in storage.history("c", after=first.number, limit=1)] == [told[2].number]


def test_old_keys_are_forgotten_and_waiting_ones_are_not(storage: Storage, hands: Hands) -> None:
    """What was done with long ago goes; what waits stays, however old; the log of answers stays."""
    storage.receive([arrival("1"), arrival("2")])
    storage.commit([outcome(claim_one(storage), row(0))])
    hands.at += 1000
    assert storage.prune(older_than=999) == 1
    assert storage.answer("s", "1") is None
    assert claim_one(storage).arrival.key == "2"
    assert storage.load(["c"])["c"].log == (row(0),)


def test_many_at_once_accept_and_finish_each_arrival_once(storage: Storage) -> None:
    """Four workers over four conversations: every arrival is done once, in the order of its conversation."""
    keys = [(f"{n}", f"c{n % 4}") for n in range(40)]
    done: list[tuple[str, str]] = []
    guard = threading.Lock()

    def deliver() -> None:
        for key, name in keys:
            storage.receive([arrival(key, name)])

    def work() -> None:
        while len(done) < 40:
            for claim in storage.claim("w", lease=60, limit=3):
                place = claim.version
                if storage.commit([outcome(claim, row(place, f'"{claim.arrival.key}"'))]) == [True]:
                    with guard:
                        done.append((claim.arrival.conversation, claim.arrival.key))

    _together([deliver, deliver, work, work, work, work])
    assert sorted(done) == sorted((name, key) for key, name in keys)
    for name in {name for _, name in keys}:
        log = [one.value.strip('"') for one in storage.load([name])[name].log]
        assert log == [key for _, key in sorted(((n, k) for k, n in keys if n == name), key=lambda one: int(one[1]))]


def _together(jobs: list[Callable[[], None]]) -> None:
    failed: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(BUSY)
    assert not failed
    assert not any(thread.is_alive() for thread in threads)
