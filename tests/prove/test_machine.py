"""A person with two devices and two channels, who deletes, forgets and comes back, against a service that restarts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogue import messages as m
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.errors import LinkRefused
from bot.storage.memory import MemoryStorage
from bot.storage.models import Claim, Outcome
from bot.storage.protocol import Storage
from bot.storage.sql.database import SQLiteDatabase
from bot.storage.sql.storage import SQLStorage
from tests.bot.engine import toys

PEOPLE = ("anna", "bo")
"""Two people; each has a page in the browser, open on two devices, and a chat."""


class Service(RuleBasedStateMachine):
    """The engine, and a model of it that is nothing but a list of what was said in each conversation."""

    @initialize(durable=st.booleans())
    def start(self, durable: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="shenbao-")) if durable else None
        self.at = 1_800_000_000.0
        self.memory = MemoryStorage(lambda: self.at)
        self.open()
        self.said: dict[str, list[str]] = {}
        self.before: dict[str, int] = {}
        """Turns whose words were forgotten."""
        self.sent: list[tuple[str, m.Said]] = []
        self.answered: dict[str, tuple[m.Reply, ...]] = {}
        self.joined: dict[str, str] = {}
        self.held: list[Claim] = []
        self.count = 0

    def open(self) -> None:
        self.storage: Storage = self.memory
        if self.folder is not None:
            self.storage = SQLStorage(SQLiteDatabase(self.folder / "s.sqlite3", full_sync=False), lambda: self.at)
        clock = Clock(lambda: self.at, lambda: self.at)
        drawers = {"telegram": toys.draw}
        self.engine = Engine(self.storage, toys.world, toys.Effects(), clock, step=toys.step, drawers=drawers)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.close()

    def place(self, person: str, channel: str) -> str:
        """The conversation in which a person speaks on a channel."""
        name = self.engine.personal.conversation_of(channel, person)
        assert name == self.joined.get(f"{channel}-{person}", f"{channel}-{person}")
        return name

    def event(self, channel: str, text: str) -> m.Said:
        self.count += 1
        return toys.said(f"e{self.count}", f"{text}{self.count}", channel)

    # --- what people do -------------------------------------------------------------------------------------------

    @rule(person=st.sampled_from(PEOPLE), device=st.sampled_from(("phone", "desk")), text=st.sampled_from(("说", "问")))
    def speak_on_the_web(self, person: str, device: str, text: str) -> None:
        """A page waits for its answer."""
        if self.held:
            return
        name, event = self.place(person, "web"), self.event("web", f"{text}{device}")
        self.said.setdefault(name, []).append(event.text)
        self.sent.append((name, event))
        self.answered[event.id] = self.engine.handle(name, event)
        assert self.answered[event.id][0].values["n"] == len(self.said[name]) + self.before.get(name, 0)  # type: ignore[union-attr]

    @rule(person=st.sampled_from(PEOPLE), text=st.sampled_from(("说", "问")))
    def write_in_the_chat(self, person: str, text: str) -> None:
        """A chat message is accepted, and answered later."""
        name, event = self.place(person, "telegram"), self.event("telegram", text)
        self.engine.receive([self.engine.arrival(name, event, address=person)])
        self.said.setdefault(name, []).append(event.text)
        self.sent.append((name, event))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def deliver_again(self, data: st.DataObject) -> None:
        """A delivery is repeated, maybe after a deletion: nothing happens twice, nothing comes back."""
        name, event = data.draw(st.sampled_from(self.sent))
        (receipt,) = self.engine.receive([self.engine.arrival(name, event)])
        assert receipt.repeated
        if event.id in self.answered and event.text in self.said.get(name, ()):
            assert self.engine.handle(name, event) == self.answered[event.id]

    # --- what the service does ------------------------------------------------------------------------------------

    @rule(limit=st.integers(1, 4))
    def work(self, limit: int) -> None:
        self.engine.work_once(limit)

    @rule()
    def stop_in_the_middle(self) -> None:
        """A worker takes an arrival and stands still."""
        self.held += self.storage.claim("still", lease=60)

    @precondition(lambda self: self.held)
    @rule()
    def come_back_too_late(self) -> None:
        """The worker wakes after its lease has run out and others have worked: what it brings is refused."""
        self.at += 61
        while self.engine.work_once(4):
            self.at += 61
        late = [Outcome(claim, "[]", '{"id": "late"}', parts=("late",)) for claim in self.held]
        assert not any(self.storage.commit(late))
        self.held = []

    @rule()
    def restart(self) -> None:
        """The process dies and starts again."""
        self.engine.close()
        self.memory.restart()
        self.open()
        self.held = []

    # --- rights ---------------------------------------------------------------------------------------------------

    @rule(person=st.sampled_from(PEOPLE), channel=st.sampled_from(("web", "telegram")))
    def delete(self, person: str, channel: str) -> None:
        name = self.place(person, channel)
        self.engine.personal.delete_my_data(name)
        self.said.pop(name, None)
        self.before.pop(name, None)
        self.joined = {who: where for who, where in self.joined.items() if where != name}
        assert self.engine.personal.export_my_data(name) == {}

    @rule(person=st.sampled_from(PEOPLE))
    def forget_the_programme(self, person: str) -> None:
        if self.held:
            return
        while self.engine.work_once(4):
            self.at += 10
        name = self.place(person, "web")
        self.engine.personal.forget(name, "toy")
        if name in self.said:
            self.before[name] = self.before.get(name, 0) + len(self.said[name])
            self.said[name] = []
            self.answered = {}

    @rule(person=st.sampled_from(PEOPLE), agree=st.booleans())
    def join_the_chat_to_the_page(self, person: str, agree: bool) -> None:
        """A one-time code from the page, shown in the chat, agreed by both or not."""
        personal, page = self.engine.personal, self.place(person, "web")
        code = personal.offer_code(page)
        try:
            link = personal.show_code(code.lower(), "telegram", person)
        except LinkRefused:
            assert self.place(person, "telegram") == page
            return
        personal.agree_there("telegram", person, link.number)
        if agree:
            personal.agree_here(page, link.number)
            self.joined[f"telegram-{person}"] = page
        self.place(person, "telegram")

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def the_log_is_what_was_said(self) -> None:
        """In every conversation the log is a beginning of what was said, in order; nothing else is anywhere."""
        if not hasattr(self, "said"):
            return
        for person in PEOPLE:
            for channel in ("web", "telegram"):
                name = f"{channel}-{person}"
                heard, said = toys.words(self.engine.look(name)), self.said.get(name, [])
                assert heard == said[: len(heard)]

    @rule()
    def everything_is_answered_in_the_end(self) -> None:
        """When the service is let work, all that was accepted stands in the logs."""
        if self.held:
            return
        while self.engine.work_once(4):
            self.at += 10
        for name, said in self.said.items():
            assert toys.words(self.engine.look(name)) == said
        assert self.storage.audit_fault() is None


TestService = Service.TestCase
TestService.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
