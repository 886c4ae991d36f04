"""Text with marks, cut into messages that Telegram takes: at most 4096 UTF-16 units and 100 marks each.

It is cut between paragraphs where that is possible, so that a condition stays with its quote; a paragraph that is too long
by itself is cut after a line, then after a sentence, and only in the last resort between two characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.channels.telegram.payload import Mark

LONGEST = 4096
MOST_MARKS = 100
GAP = "\n\n"
_JOINED = re.compile("[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text in one style."""

    text: str
    style: Literal["plain", "bold", "quote"] = "plain"


Paragraph = tuple[Piece, ...]


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def messages(paragraphs: Iterable[Paragraph], longest: int = LONGEST) -> list[tuple[str, tuple[Mark, ...]]]:
    """The paragraphs as messages, in order, none empty; paragraphs stand apart by an empty line."""
    full: list[list[Paragraph]] = []
    room = marks = 0
    for paragraph in paragraphs:
        for part in _parts(_stripped(paragraph), longest):
            length = sum(units(piece.text) for piece in part)
            styled = sum(piece.style != "plain" for piece in part)
            if not full or length + len(GAP) > room or styled > marks:
                full.append([])
                room, marks = longest + len(GAP), MOST_MARKS
            full[-1].append(part)
            room, marks = room - length - len(GAP), marks - styled
    return [_joined(parts) for parts in full]


def _stripped(paragraph: Paragraph) -> Paragraph:
    """The paragraph without white space at its ends, which Telegram would take away and shift the marks."""
    pieces = [piece for piece in paragraph if piece.text]
    while pieces and not pieces[0].text.strip():
        pieces.pop(0)
    while pieces and not pieces[-1].text.strip():
        pieces.pop()
    if pieces:
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return tuple(pieces)


def _parts(paragraph: Paragraph, longest: int) -> Iterator[Paragraph]:
    """The paragraph, or the parts it has to be cut into."""
    part: list[Piece] = []
    room, marks = longest, MOST_MARKS
    for piece in paragraph:
        styled = piece.style != "plain"
        while piece.text:
            head = _head(piece.text, room, fresh=not part) if marks or not styled else ""
            if head:
                part.append(replace(piece, text=head))
                room, marks = room - units(head), marks - styled
                piece = replace(piece, text=piece.text[len(head) :])
            if piece.text:
                yield from _whole(part)
                part, room, marks = [], longest, MOST_MARKS
                piece = replace(piece, text=piece.text.lstrip())
    yield from _whole(part)


def _whole(part: list[Piece]) -> Iterator[Paragraph]:
    if stripped := _stripped(tuple(part)):
        yield stripped


def _head(text: str, room: int, *, fresh: bool) -> str:
    """As much of `text` as fits, ending well; nothing when it does not end well and a fresh part is to be had."""
    if units(text) <= room:
        return text
    end = used = 0
    for character in text:
        used += 1 + (character > "\uffff")
        if used > room:
            break
        end += 1
    for borders in ("\n", "。！？；", "，、："):
        cut = max(text.rfind(border, 0, end) for border in borders) + 1
        if cut > end // 2:
            return text[:cut]
    if not fresh:
        return ""
    while end > 1 and (_JOINED.match(text[end]) or text[end - 1] == "\u200d") and end > room // 2:
        end -= 1
    return text[: max(end, 1)]


def _joined(parts: list[Paragraph]) -> tuple[str, tuple[Mark, ...]]:
    words, marks, at = [], [], 0
    for place, part in enumerate(parts):
        if place:
            words.append(GAP)
            at += len(GAP)
        for piece in part:
            length = units(piece.text)
            if piece.style == "bold":
                marks.append(Mark(type="bold", offset=at, length=length))
            elif piece.style == "quote":
                marks.append(Mark(type="expandable_blockquote", offset=at, length=length))
            words.append(piece.text)
            at += length
    return "".join(words), tuple(marks)
