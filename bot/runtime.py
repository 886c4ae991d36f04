"""Takes an event, loads its conversation, steps it, performs the effects, steps their results, and commits once.

One process, one conversation at a time. The clock, the store, the folder for documents and whatever answers questions are
arguments, so that the tested runtime is the live one. Nothing is told to anybody before it is saved.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.dialogue import step
from bot.dialogue.messages import Effect, Event, Reply
from bot.dialogue.models import Conversation, World
from bot.effects import Asked, Effects, Written
from bot.stores import Conflict, FileStore, MemoryStore, Saved, Store
from forms.loader import Form
from forms.models import Field, SharedFieldsFile
from programs.registry import Pack
from programs.values import Answers
from programs.yamlfile import read_model

MOST_RETRIES = 3
MOST_STEPS = 8
"""Steps in one turn; an effect whose result asks for another effect stays far below."""


@dataclass
class Runtime:
    """The engine of every channel."""

    world: Callable[[], World]
    """The world as of now; asked once a turn."""
    store: Store
    effects: Effects
    now: Callable[[], datetime]
    _locks: defaultdict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))

    def handle(self, conversation: str, event: Event) -> tuple[Reply, ...]:
        """What to tell after `event`; the turn is saved when this returns. An event seen before gets its first answer.

        Raises:
            Conflict: the conversation was saved by others again and again; nothing of this event was kept.
            Damaged: the stored conversation cannot be read.
        """
        with self._locks[conversation]:
            for _ in range(MOST_RETRIES):
                saved = self.store.load(conversation) or Saved(conversation=Conversation(id=conversation))
                if (answered := saved.answer_to(event.id)) is not None:
                    return answered
                after, replies = self._turn(saved.conversation, event)
                try:
                    self.store.save(saved.after(after, event.id, replies))
                except Conflict:
                    continue
                return replies
        raise Conflict("这个对话在别处一直有新内容。", mend="稍候再试一次。")

    def look(self, conversation: str) -> Conversation:
        """The conversation as it is saved, a new one when there is none."""
        saved = self.store.load(conversation)
        return saved.conversation if saved is not None else Conversation(id=conversation)

    def _turn(self, conversation: Conversation, event: Event) -> tuple[Conversation, tuple[Reply, ...]]:
        """Step the event and the result of every effect it asks for."""
        world = self.world()
        replies: list[Reply] = []
        waiting: list[Event] = [event]
        for _ in range(MOST_STEPS):
            if not waiting:
                break
            turn = step(conversation, waiting.pop(0), world)
            conversation = turn.conversation
            replies.extend(turn.replies)
            waiting.extend(self._perform(effect, event, world, conversation.id) for effect in turn.effects)
        return conversation, tuple(replies)

    def _perform(self, effect: Effect, event: Event, world: World, conversation: str) -> Event:
        return self.effects.perform(effect, event, world, conversation)


# --- opening ------------------------------------------------------------------------------------------------------


class Assembled(Protocol):
    """What a runtime needs of the assembly."""

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Slug to pack."""
        ...

    @property
    def answerer(self) -> Any:
        """What answers questions."""
        ...

    @property
    def settings(self) -> Any:
        """Where the data directory is."""
        ...

    def blank(self, slug: str) -> Path | None:
        """The authority's own blank, when one was bound on this machine."""
        ...

    def world(self) -> World:
        """Packs, forms, rules and today's date."""
        ...


def open_runtime(assembly: Assembled, *, scripted: bool = False, now: Callable[[], datetime] | None = None) -> Runtime:
    """The runtime over an assembly; a scripted conversation is kept in memory alone and leaves the person's own untouched."""
    data_dir: Path = assembly.settings.data_dir
    store: Store = MemoryStore() if scripted else FileStore(data_dir / "conversations")
    shared: dict[str, Field] = {}

    def world() -> World:
        if not shared:
            shared.update(shared_fields(assembly.packs))
        opened = assembly.world()
        return World(opened.packs, opened.forms, opened.assessors, opened.today, shared)

    def answerer() -> Asked:
        found: Asked = assembly.answerer
        return found

    def fill(form: Form, answers: Answers, out: Path) -> Written:
        from forms.document import fill as write  # lxml and the blank, so only when a document is wanted

        return write(form, answers, out, blank=assembly.blank(form.pack.slug))

    return Runtime(world, store, Effects(answerer, fill, data_dir), now or _now)


def shared_fields(packs: Mapping[str, Pack]) -> dict[str, Field]:
    """The organisation's own fields, from `_shared/fields.yaml` beside the packs; none where there is no such file."""
    for pack in packs.values():
        path = pack.root.parent / "_shared" / "fields.yaml"
        if path.is_file():
            return {one.key: one for one in read_model(path, SharedFieldsFile).fields}
    return {}


def _now() -> datetime:
    return datetime.now().astimezone()
