"""The conversation in the terminal: wrapped plain text, numbered choices, and a transcript when it runs from a script.

What a person types at a sensitive field is masked on the screen once it was read; the transcript never shows it at all.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from bot.dialogue.messages import (
    Ask,
    Doubted,
    Event,
    Farewell,
    FileReceived,
    Opened,
    Recorded,
    Reply,
    Said,
    ShowProposals,
    Slipped,
)
from bot.engine.engine import Engine
from bot.rendering.blocks import Block, Shown
from bot.rendering.drawing import render
from bot.storage.errors import StorageFault
from bot.texts import text
from bot.uploads.received import LARGEST, keep
from programs.cleaning import clean_text
from programs.errors import BadFile

CONVERSATION = "terminal"
WIDEST = 96
FILES = (".docx", ".doc", ".wps", ".txt", ".pdf", ".xlsx", ".xls", ".csv", ".jpg", ".jpeg", ".png")
"""A line that is the path of such a file sends it."""
MASK = "＊＊＊＊"
_PIECES = re.compile(r"[A-Za-z0-9.%+-]{1,16}|.", re.S)
"""What a line is not broken inside: a number, a short word."""
_NO_BREAK_BEFORE = "，。！？；：、）》”’】…,.!?;:)]"


def run_terminal(
    runtime: Engine,
    program: str | None = None,
    lines: Iterable[str] | None = None,
    out: TextIO = sys.stdout,
    *,
    conversation: str = CONVERSATION,
    new_id: Callable[[], str] | None = None,
) -> None:
    """Talk until the person leaves or the script ends. In a script one line is one message; `\\n` in it breaks lines."""
    session = _Session(runtime, conversation, out, new_id or (lambda: uuid.uuid4().hex))
    session.show(session.event(Opened, program=program))
    for line, typed in _typed(session) if lines is None else _scripted(lines):
        secret = session.asks_secret
        try:
            file = _file(line)
            replies = session.send(file) if file is not None else session.event(Said, text=clean_text(line))
        except (StorageFault, BadFile) as fault:
            out.write(f"{fault}\n\n")
            continue
        private = any(isinstance(reply, ShowProposals) and reply.private for reply in replies)
        if not typed or secret or private:
            session.echo(line, secret=private or (secret and _took(replies)), typed=typed)
        session.show(replies)
        if any(isinstance(reply, Farewell) for reply in replies):
            break


class _Session:
    """One terminal, talking in one conversation."""

    def __init__(self, runtime: Engine, conversation: str, out: TextIO, new_id: Callable[[], str]) -> None:
        self.runtime, self.conversation, self.out, self.new_id = runtime, conversation, out, new_id
        self.asks_secret = self.told_numbers = False
        self.width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)

    def send(self, file: Path) -> tuple[Reply, ...]:
        """Hand a file of this machine to the dialogue."""
        if self.runtime.folder is None:
            raise BadFile("这里不能收文件。", where=file.name)
        if (size := file.stat().st_size) > LARGEST:
            raise BadFile("文件太大，最大10MB。", where=file.name, mend="请另存一份小些的再试。")
        kept = keep(self.runtime.folder, self.conversation, file.read_bytes())
        return self.event(FileReceived, name=clean_text(file.name), file=kept, size=size)

    def event(self, kind: type[Opened] | type[Said] | type[FileReceived], **values: object) -> tuple[Reply, ...]:
        """Send an event and take the replies."""
        about = {
            "id": self.new_id(),
            "at": self.runtime.now(),
            "channel": "terminal",
            "author": os.environ.get("USER", "me"),
        }
        event: Event = kind.model_validate({**about, **values})
        return self.runtime.handle(self.conversation, event)

    def show(self, replies: tuple[Reply, ...]) -> None:
        """Draw the replies; what else may be done stands once, in the last line."""
        world = self.runtime.world_for(self.conversation)
        actions: dict[str, Shown] = {}
        for reply in replies:
            blocks = render(reply, world)
            actions.update({one.label: one for block in blocks if block.kind == "actions" for one in block.buttons})
            for line in drawn((block for block in blocks if block.kind != "actions"), self.width):
                self.out.write(f"{line}\n")
            if not self.told_numbers and any(block.kind == "choices" for block in blocks):
                self.told_numbers = True
                self.out.write(f"  {text('choices_line')}\n")
            if isinstance(reply, Ask):
                self.asks_secret = reply.sensitive
        if not any(isinstance(reply, Ask | Doubted) for reply in replies):
            self.asks_secret = False
        if actions:
            for line in drawn((Block("actions", buttons=tuple(actions.values())),), self.width):
                self.out.write(f"{line}\n")
        self.out.write("\n")
        self.out.flush()

    def echo(self, line: str, *, secret: bool, typed: bool) -> None:
        """Write what was said into the transcript, masked when it is personal; on a screen, over what was typed."""
        if typed:
            if not (secret and self.out.isatty()):
                return
            self.out.write("\x1b[1A\x1b[2K")
        said = MASK if secret else line.replace("\n", "\\n")
        self.out.write(f"> {said}\n")


def _file(line: str) -> Path | None:
    """The file that a line names: typed, or dragged into the terminal; None when it is no file that may hold answers."""
    said = line.strip().strip("'\"").replace("\\ ", " ").removeprefix("file://")
    if len(said) > 500 or "\n" in said or not said.lower().endswith(FILES):
        return None
    path = Path(said).expanduser()
    return path if path.is_file() else None


def _took(replies: tuple[Reply, ...]) -> bool:
    """Whether the message was taken as an answer, good or not."""
    return any(isinstance(reply, Recorded | Slipped | Doubted) for reply in replies)


def _scripted(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip("\r\n").replace("\\n", "\n").replace("\\t", "\t"), False


def _typed(session: _Session) -> Iterator[tuple[str, bool]]:
    """Lines from the keyboard; the end of input or Ctrl-C leaves politely."""
    while True:
        try:
            yield input("> "), True
        except (EOFError, KeyboardInterrupt):
            session.out.write(f"\n{text('farewell')}\n")
            return


# --- drawing ------------------------------------------------------------------------------------------------------


def drawn(blocks: Iterable[Block], width: int = WIDEST) -> Iterator[str]:
    """The blocks as lines no wider than `width` columns, a Chinese character being two."""
    for block in blocks:
        if block.kind == "text":
            yield from _wrapped(block.text, width)
        elif block.kind == "list":
            if block.text:
                yield from _wrapped(block.text, width)
            for item in block.items:
                yield from _wrapped(item, width, first="  ", other="    ")
        elif block.kind == "quote":
            yield from _wrapped(f"“{block.text}”", width, first="  │ ", other="  │ ")
            yield from _wrapped(f"——{block.source}", width, first="  │ ", other="  │ ")
        elif block.kind == "file":
            yield f"  → {block.text}"
        elif block.kind == "choices":
            for place, button in enumerate(block.buttons, 1):
                yield from _wrapped(button.label, width, first=f"  {place}. ", other="     ")
        else:
            labels = " ｜ ".join(button.label for button in block.buttons)
            yield from _wrapped(text("actions_line", actions=labels), width, first="  ", other="  ")


def _wrapped(words: str, width: int, first: str = "", other: str = "") -> Iterator[str]:
    for paragraph in words.split("\n"):
        line, prefix = "", first
        for piece in _PIECES.findall(paragraph):
            full = columns(prefix + line) + columns(piece) > width
            if full and line and piece not in _NO_BREAK_BEFORE:
                yield prefix + line
                line, prefix = "", other
            line += piece
        yield prefix + line
        first = other


def columns(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


__all__ = ["columns", "drawn", "run_terminal"]
