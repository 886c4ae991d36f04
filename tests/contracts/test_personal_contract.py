"""What every storage does with a person's own data, pack versions and the audit."""

from __future__ import annotations

import json

from bot.storage.models import Arrival, Draft, FileRow, LogRow, Outcome, TicketRow
from bot.storage.protocol import Storage
from tests.contracts.databases import Hands

SECRET = "绝密-4711"


def turn(storage: Storage, key: str, conversation: str = "c", program: str = "p", place: int = 0) -> None:
    storage.receive([Arrival("s", key, conversation, "telegram", f'{{"text": "{SECRET}"}}', conversation)])
    (claim,) = storage.claim("w", lease=60, conversation=conversation)
    row = LogRow(program, place, "unit_name", f'"{SECRET}"', "answered", "u", "web", "2026-05-06T09:30:00+08:00", 1)
    outcome = Outcome(
        claim, f'["{SECRET}"]', f'{{"words": "{SECRET}"}}', (row,), (SECRET,), (Draft(program, "h"),),
        (FileRow(f"/d/{key}.docx", program, 1),), (TicketRow(f"T{key}"),),
    )  # fmt: skip
    assert storage.commit([outcome]) == [True]


def test_everything_about_a_conversation_is_told(storage: Storage) -> None:
    """A copy holds the state, the log, what was said and answered, messages, drafts, files and tickets, and nobody else's."""
    turn(storage, "1")
    turn(storage, "2", conversation="other")
    about = storage.everything_about("c")
    json.dumps(about)
    kinds = ("answers", "turns", "messages", "drafts", "files", "tickets")
    assert [len(about[kind]) for kind in kinds] == [1] * 6
    assert about["conversation"]["version"] == 1
    assert storage.everything_about("nobody") == {}


def test_erasing_leaves_nothing_but_keys(storage: Storage) -> None:
    """Nothing of a conversation is left, others stay, and a delivery that is repeated later is known and has no answer."""
    turn(storage, "1")
    turn(storage, "2", conversation="other")
    erased = storage.erase("c", "person")
    assert (erased.conversations, erased.files) == (("c",), ("/d/1.docx",))
    assert storage.everything_about("c") == {}
    assert storage.load(["c"]) == {}
    assert storage.answer("s", "1") is None
    assert storage.history("c") == []
    assert [part.address for part in storage.take_parts("telegram", "t", lease=1, limit=9)] == ["other"]
    (again,) = storage.receive([Arrival("s", "1", "c", "telegram", "{}")])
    assert again.repeated
    assert storage.claim("w", lease=60) == []
    assert storage.everything_about("other") != {}
    assert storage.erase("c", "person").conversations == ()


def test_a_running_turn_brings_nothing_back(storage: Storage) -> None:
    """A turn that is being worked on while its conversation is erased is refused, also when the person began anew."""
    storage.receive([Arrival("s", "1", "c", "telegram", "{}", "42"), Arrival("s", "2", "c", "telegram", "{}", "42")])
    (running,) = storage.claim("w", lease=60)
    storage.erase("c", "person")
    outcome = Outcome(running, "[]", f'"{SECRET}"', parts=(SECRET,))
    assert storage.commit([outcome]) == [False]
    assert storage.claim("w", lease=60) == []
    turn(storage, "3")
    assert storage.commit([outcome]) == [False]
    assert len(storage.everything_about("c")["messages"]) == 1


def test_one_programme_can_be_erased(storage: Storage) -> None:
    """The other programme's log stays; a version that moved on, or a turn that runs, refuses."""
    turn(storage, "1")
    turn(storage, "2", program="q")
    assert storage.erase_program("c", "p", "{}", 1, "person") is None
    storage.receive([Arrival("s", "3", "c", "telegram", "{}", "c")])
    (running,) = storage.claim("w", lease=60)
    assert storage.erase_program("c", "p", "{}", 2, "person") is None
    storage.release([running])
    erased = storage.erase_program("c", "p", "{}", 2, "person")
    assert erased is not None
    assert (erased.files, erased.rows) == (("/d/1.docx",), 1)
    snapshot = storage.load(["c"])["c"]
    assert (snapshot.version, snapshot.state, {row.program for row in snapshot.log}) == (3, "{}", {"q"})
    assert storage.commit([Outcome(running, "[]", "late")]) == [False]
    assert [turn.event for turn in storage.history("c")] == ["{}"]
    assert all(SECRET not in json.dumps(one, ensure_ascii=False) for one in storage.everything_about("c")["turns"])
    (again,) = storage.claim("w", lease=60)
    assert (again.arrival.key, again.version) == ("3", 3)


# --- links ----------------------------------------------------------------------------------------------------------


def test_a_code_joins_when_both_sides_agree(storage: Storage, hands: Hands) -> None:
    """Shown once, agreed twice: then the identity speaks in the conversation, until it leaves."""
    offered = storage.offer_link("c", "digest", hands.at + 600)
    shown = storage.show_link("digest", "telegram", "42")
    assert shown is not None
    assert (shown.number, shown.conversation) == (offered.number, "c")
    assert storage.conversation_of("telegram", "42") is None
    first = storage.agree_link(shown.number, "shown", "telegram:42")
    assert first is not None
    assert (first.state, storage.conversation_of("telegram", "42")) == ("shown", None)
    both = storage.agree_link(shown.number, "offered", "c")
    assert both is not None
    assert (both.state, storage.conversation_of("telegram", "42")) == ("done", "c")
    assert storage.open_link("c") is None
    assert storage.leave("telegram", "42")
    assert storage.conversation_of("telegram", "42") is None
    assert not storage.leave("telegram", "42")


def test_a_code_is_good_once_and_for_ten_minutes(storage: Storage, hands: Hands) -> None:
    """Twice, too late, wrong, or replaced by a later one: nothing is shown."""
    storage.offer_link("c", "one", hands.at + 600)
    assert storage.show_link("no such", "telegram", "42") is None
    assert storage.show_link("one", "telegram", "42") is not None
    assert storage.show_link("one", "telegram", "43") is None
    storage.offer_link("c", "two", hands.at + 600)
    storage.offer_link("c", "three", hands.at + 600)
    assert storage.show_link("two", "telegram", "42") is None
    hands.at += 600
    assert storage.show_link("three", "telegram", "42") is None
    assert storage.open_link("c") is None


def test_erasing_ends_codes_and_joins(storage: Storage, hands: Hands) -> None:
    """Also of a conversation in which nothing was said yet: whoever joined it has their own again, and no code works."""
    number = storage.offer_link("c", "one", hands.at + 600).number
    storage.show_link("one", "telegram", "42")
    storage.agree_link(number, "shown", "telegram:42")
    storage.agree_link(number, "offered", "c")
    storage.offer_link("c", "two", hands.at + 600)
    assert storage.erase("c", "person").conversations == ("c",)
    assert storage.conversation_of("telegram", "42") is None
    assert storage.show_link("two", "telegram", "42") is None
    assert storage.everything_about("c") == {}


def test_strangers_cannot_agree(storage: Storage, hands: Hands) -> None:
    """Only the two sides of a link have a say in it, and only while it is valid."""
    number = storage.offer_link("c", "one", hands.at + 600).number
    assert storage.agree_link(number, "offered", "c") is None
    storage.show_link("one", "telegram", "42")
    assert storage.agree_link(number, "shown", "telegram:43") is None
    assert storage.agree_link(number, "offered", "d") is None
    assert storage.agree_link(number, "nobody", "c") is None
    assert storage.agree_link(number, "shown", "telegram:42") is not None
    hands.at += 601
    assert storage.agree_link(number, "offered", "c") is None
    assert storage.conversation_of("telegram", "42") is None


def test_a_cancelled_code_is_over(storage: Storage, hands: Hands) -> None:
    """The side that offered can take the code back, shown or not."""
    number = storage.offer_link("c", "one", hands.at + 600).number
    storage.show_link("one", "telegram", "42")
    assert storage.cancel_links("c") == 1
    assert storage.agree_link(number, "shown", "telegram:42") is None


# --- records --------------------------------------------------------------------------------------------------------


def test_a_pack_is_kept_as_first_seen(storage: Storage) -> None:
    """A version's summary is kept once."""
    storage.keep_pack("h", "beijing", "first")
    storage.keep_pack("h", "beijing", "second")
    assert storage.pack_summary("h") == "first"
    assert storage.pack_summary("g") is None


def test_the_audit_is_a_whole_chain(storage: Storage, hands: Hands) -> None:
    """Lines follow each other, each with the hash of the one before; deletions are among them without naming anybody."""
    storage.write_audit("person", "export", "someone", {"甲": 1})
    hands.at += 0.123456789
    turn(storage, "1")
    storage.erase("c", "person")
    lines = storage.audit()
    assert [(line.number, line.action) for line in lines] == [(1, "export"), (2, "erase")]
    assert lines[1].previous == lines[0].digest
    assert lines[1].subject != "c"
    assert storage.audit_fault() is None
    assert storage.audit(limit=1) == lines[1:]
