"""What every storage does with messages on their way."""

from __future__ import annotations

from bot.storage.models import Arrival, Outcome, Part
from bot.storage.protocol import Storage
from tests.contracts.databases import Hands


def post(storage: Storage, key: str, *payloads: str, address: str = "42", channel: str = "telegram") -> None:
    storage.receive([Arrival("s", key, f"c{address}", channel, "{}", address)])
    (claim,) = storage.claim("w", lease=60)
    storage.commit([Outcome(claim, "[]", "{}", parts=payloads)])


def take(storage: Storage, limit: int = 9) -> list[Part]:
    return storage.take_parts("telegram", "t", lease=60, limit=limit)


def test_parts_of_one_address_go_one_after_the_other(storage: Storage) -> None:
    """The next part is given only when the one before is delivered or given up; other addresses go on."""
    post(storage, "1", "a", "b")
    post(storage, "2", "c")
    post(storage, "3", "x", address="7")
    first, other = take(storage)
    assert (first.payload, other.payload) == ("a", "x")
    assert take(storage) == []
    assert storage.mark_sent(first, "100")
    (second,) = take(storage)
    assert (second.payload, second.turn, second.part) == ("b", first.turn, 1)
    assert storage.give_up(second, "blocked")
    assert [part.payload for part in take(storage)] == ["c"]


def test_other_channels_are_not_touched(storage: Storage) -> None:
    """A sender gets its own channel's messages only."""
    post(storage, "1", "a", channel="email")
    assert take(storage) == []


def test_a_sent_part_does_not_come_again(storage: Storage, hands: Hands) -> None:
    """Not after the lease, and not after any time."""
    post(storage, "1", "a")
    (part,) = take(storage)
    assert storage.mark_sent(part, "100")
    assert not storage.mark_sent(part, "100")
    hands.at += 100_000
    assert take(storage) == []


def test_an_acknowledgement_is_remembered(storage: Storage, hands: Hands) -> None:
    """A sender that takes over edits the acknowledgement that is there, and sends no second one."""
    post(storage, "1", "a")
    (part,) = take(storage)
    assert (part.tries, part.message_id) == (0, "")
    assert storage.note_message(part, "77")
    hands.at += 61
    (again,) = take(storage)
    assert (again.tries, again.message_id) == (1, "77")


def test_a_sender_that_lost_its_lease_changes_nothing(storage: Storage, hands: Hands) -> None:
    """Whatever a sender brings after another took over is refused."""
    post(storage, "1", "a")
    (slow,) = take(storage)
    hands.at += 61
    (quick,) = take(storage)
    assert not storage.note_message(slow, "1")
    assert not storage.mark_sent(slow)
    assert not storage.defer(slow, 1)
    assert not storage.give_up(slow, "x")
    assert storage.mark_sent(quick, "2")


def test_a_deferred_part_waits_and_holds_those_behind(storage: Storage, hands: Hands) -> None:
    """What a service asks to send later is sent later, and nothing overtakes it; other chats are not held up."""
    post(storage, "1", "a", "b")
    post(storage, "2", "x", address="7")
    first, other = take(storage)
    assert storage.defer(first, 30, "429", surely_not_sent=True)
    assert storage.defer(other, 0, "timeout")
    assert [(part.payload, part.tries) for part in take(storage)] == [("x", 1)]
    hands.at += 29
    assert take(storage) == []
    hands.at += 1
    assert [(part.payload, part.tries) for part in take(storage)] == [("a", 0)]


def test_what_is_stuck_or_given_up_can_be_seen(storage: Storage, hands: Hands) -> None:
    """Nothing is undelivered silently."""
    post(storage, "1", "late")
    post(storage, "2", "blocked", address="7")
    parts = {part.payload: part for part in take(storage)}
    storage.give_up(parts["blocked"], "bot was blocked")
    assert [part.payload for part in storage.undelivered(older_than=60)] == ["blocked"]
    hands.at += 60
    assert sorted(part.payload for part in storage.undelivered(older_than=60)) == ["blocked", "late"]
