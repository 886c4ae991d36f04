"""Where conversations are kept between turns: in a folder of JSON files, or in memory. One contract, one process.

A save is whole or not at all, and refused when somebody else saved in between, so that a turn is taken again on what is
there now. The answers to the last events are kept with the conversation: an event that comes twice gets its first answer.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from pydantic import Field, ValidationError

from bot.dialogue.messages import Reply
from bot.dialogue.models import Conversation
from programs.errors import ShenbaoError
from programs.models import Frozen

REMEMBERED = 50
"""Events whose answers are kept with the conversation."""


class Answered(Frozen):
    """What one event was answered."""

    event: str
    replies: tuple[Reply, ...]


class Saved(Frozen):
    """A conversation as it stands in a store."""

    conversation: Conversation
    version: int = 0
    """How often it was saved; 0 before the first time."""
    answered: tuple[Answered, ...] = Field(default=())
    """The last events, oldest first, with their answers."""

    def answer_to(self, event: str) -> tuple[Reply, ...] | None:
        """What the event was answered, None when it is new."""
        return next((one.replies for one in self.answered if one.event == event), None)

    def after(self, conversation: Conversation, event: str, replies: tuple[Reply, ...]) -> Saved:
        """What is to be saved after a turn."""
        kept = (*self.answered[1 - REMEMBERED :], Answered(event=event, replies=replies))
        return Saved(conversation=conversation, version=self.version + 1, answered=kept)


class Conflict(ShenbaoError):
    """Raised when a conversation was saved by somebody else since it was loaded."""

    code = "conflict"


class Damaged(ShenbaoError):
    """Raised when a stored conversation cannot be read; the file is left as it is."""

    code = "damaged"


class Store(Protocol):
    """Keeps conversations."""

    def load(self, conversation: str) -> Saved | None:
        """The conversation with this id, None when there is none; raises Damaged when it cannot be read."""
        ...

    def save(self, saved: Saved) -> None:
        """Keep it, durably; raises Conflict unless its version is one more than that of what is there."""
        ...


class MemoryStore:
    """Keeps conversations as long as the process lives; as JSON, so that nothing unserialisable hides."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def load(self, conversation: str) -> Saved | None:
        """See `Store`."""
        text = self._kept.get(conversation)
        return None if text is None else Saved.model_validate_json(text)

    def save(self, saved: Saved) -> None:
        """See `Store`."""
        now = self.load(saved.conversation.id)
        _refuse_unless_next(now, saved)
        self._kept[saved.conversation.id] = saved.model_dump_json()


class FileStore:
    """One JSON file a conversation, replaced as a whole and flushed to the disk before a save returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, conversation: str) -> Saved | None:
        """See `Store`."""
        path = self._path(conversation)
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return Saved.model_validate_json(text)
        except ValidationError:
            mend = "把这个文件移走就能重新开始；里面的内容可以用文本编辑器查看。"
            raise Damaged("保存的对话读不出来，可能已损坏。", where=str(path), mend=mend) from None

    def save(self, saved: Saved) -> None:
        """See `Store`."""
        _refuse_unless_next(self.load(saved.conversation.id), saved)
        path = self._path(saved.conversation.id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=".saving-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(saved.model_dump_json().encode())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _flush_folder(path.parent)

    def _path(self, conversation: str) -> Path:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,120}", conversation) or conversation.startswith("."):
            raise ValueError(f"not a conversation id: {conversation!r}")
        return self._folder / f"{conversation}.json"


def _refuse_unless_next(now: Saved | None, saved: Saved) -> None:
    if saved.version != (now.version if now is not None else 0) + 1:
        raise Conflict("这个对话刚在别处有了新内容。", mend="稍候再试一次。")


def _flush_folder(folder: Path) -> None:
    """Make a rename in the folder durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
