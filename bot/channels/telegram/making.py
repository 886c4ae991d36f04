"""Makes what an outbox only names: the bytes of a document, the picture of its first page, a copy of a person's data, a code.

It happens at the moment of delivery, off the event loop, and anew for each try, so that none of it is stored a second time. What
cannot or should not go out by Telegram is told in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram.payload import Mine, Paper, Picture, Words
from bot.channels.telegram.personal import Desk
from bot.channels.telegram.privacy import document_holds_identity
from bot.texts import text

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024


@dataclass(frozen=True)
class File:
    """A file as it goes out."""

    name: str
    data: bytes
    caption: str = ""
    shown: bool = False
    """A picture, shown in the chat."""


def made(payload: Paper | Picture | Mine, chat: int, desk: Desk) -> Words | File:
    """What a payload stands for. Raises StorageFault where the storage cannot be read now."""
    if isinstance(payload, Paper):
        return _file(payload)
    if isinstance(payload, Picture):
        return _page(payload)
    handed = desk.hand_over(chat, payload.what)
    return File(handed.name, handed.data, handed.words.text) if handed.data else handed.words


def _file(paper: Paper) -> File | Words:
    """The document, or words in place of one that cannot or should not be sent."""
    path = Path(paper.path)
    if not path.is_file() or not path.stat().st_size:
        return Words(text=text("telegram.file_gone"))
    if path.stat().st_size > LARGEST_FILE:
        return Words(text=text("telegram.file_large"))
    if document_holds_identity(path):
        return Words(text=text("telegram.file_private"))
    return File(path.name, path.read_bytes(), paper.caption)


def _page(picture: Picture) -> File | Words:
    """The first page as a picture, or words where it cannot or should not be drawn; nothing hangs on it."""
    from forms.office import OfficeFault, pictures

    path = Path(picture.path)
    if not path.is_file() or document_holds_identity(path):
        return Words(text=text("telegram.no_picture"))
    try:
        pages = pictures(path.read_bytes(), pages=(1,))
    except (OfficeFault, OSError):
        pages = []
    if not pages or len(pages[0]) > LARGEST_PHOTO:
        return Words(text=text("telegram.no_picture"))
    return File("第1页.png", pages[0], text("telegram.picture_of_page"), shown=True)
