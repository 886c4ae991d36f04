"""What every storage does with sections handed to colleagues, and with the list of documents."""

from __future__ import annotations

from bot.storage.protocol import Storage
from tests.contracts.databases import Hands
from tests.contracts.test_personal_contract import turn


def test_a_link_opens_its_section_until_it_runs_out(storage: Storage, hands: Hands) -> None:
    """The right hash opens, any other opens nothing, and after its time neither does."""
    made = storage.hand_section("c", "p", "team", "a" * 64, hands() + 60)
    assert storage.handed_section("a" * 64) == made
    assert (made.conversation, made.program, made.section, made.ended) == ("c", "p", "team", 0)
    assert storage.handed_section("b" * 64) is None
    hands.at += 61
    assert storage.handed_section("a" * 64) is None
    assert [one.number for one in storage.handed_sections("c")] == [made.number]


def test_only_the_owner_takes_a_link_back_and_once(storage: Storage) -> None:
    """A link of another conversation cannot be ended; an ended one opens nothing and stays in the list."""
    made = storage.hand_section("c", "p", "team", "a" * 64, 9e12)
    later = storage.hand_section("c", "p", "money", "b" * 64, 9e12)
    storage.hand_section("other", "p", "team", "c" * 64, 9e12)
    assert not storage.take_back_section("other", made.number)
    assert storage.take_back_section("c", made.number)
    assert not storage.take_back_section("c", made.number)
    assert storage.handed_section("a" * 64) is None
    assert storage.handed_section("b" * 64) == later
    assert [(one.section, bool(one.ended)) for one in storage.handed_sections("c")] == [
        ("money", False),
        ("team", True),
    ]
    assert [row.action for row in storage.audit()] == ["hand_over", "hand_over", "hand_over", "take_back"]


def test_links_go_with_what_they_open(storage: Storage) -> None:
    """Forgetting a programme ends its links alone; deleting everything ends all; a copy tells of them without their hash."""
    turn(storage, "1")
    storage.hand_section("c", "p", "team", "a" * 64, 9e12)
    storage.hand_section("c", "q", "team", "b" * 64, 9e12)
    about = storage.everything_about("c")["handovers"]
    assert [one["program"] for one in about] in (["p", "q"], ["q", "p"])
    assert "a" * 64 not in str(about)
    assert storage.erase_program("c", "p", "{}", 1, "person") is not None
    assert storage.handed_section("a" * 64) is None
    assert storage.handed_section("b" * 64) is not None
    storage.erase("c", "person")
    assert storage.handed_section("b" * 64) is None
    assert storage.handed_sections("c") == []


def test_documents_are_listed_with_version_and_hash(storage: Storage) -> None:
    """Oldest first, each with what it was made of and when; nobody else's."""
    turn(storage, "1")
    turn(storage, "2", place=1)
    turn(storage, "3", conversation="other")
    listed = storage.documents("c")
    assert [(one.path, one.program, one.size) for one in listed] == [("/d/1.docx", "p", 1), ("/d/2.docx", "p", 1)]
    assert all(one.created > 0 for one in listed)
    assert storage.documents("nobody") == []
