"""Where exactly a place of `form.yaml` writes: paragraphs by their number in the blank, offsets inside them.

Slots hold no elements, so one resolved blank serves every copy of it. Grids and repeated rows have their own module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from forms.docx_find import Unplaced, below, beside, crossing, find_cell
from forms.docx_map import Cell, DocumentMap, Line
from forms.docx_text import width
from forms.places import CellPlace

SPACE = re.compile(r"[ \t\u3000\u00a0_＿‗﹍]*")
_HINT_WORDS = re.compile(r"包括|简要|填写|说明|介绍|可加页|字以内|详见|注[:：]|提示")
_UNIT_LENGTH = 8
"""Printed text up to this length in a value cell is a unit (`（亿元）`, `%`): the value goes before it."""


@dataclass(frozen=True, slots=True)
class CellSlot:
    """A cell to write into, or free-standing paragraphs treated like one."""

    paragraphs: tuple[int, ...]
    texts: tuple[str, ...]
    """What they print in the blank."""
    keep_hint: bool = False


@dataclass(frozen=True, slots=True)
class LineSlot:
    """A blank inside a line."""

    paragraph: int
    start: int
    spare: int
    """How many blank characters behind `start` may give way to the value."""


@dataclass(frozen=True, slots=True)
class TickSlot:
    """Check boxes: option value to paragraph and offset of its box."""

    boxes: Mapping[str, tuple[int, int]]
    end: tuple[int, int]
    """Paragraph and offset behind the last box and its words."""


@dataclass(frozen=True, slots=True)
class BehindSlot:
    """New paragraphs behind a paragraph."""

    paragraph: int


@dataclass(frozen=True, slots=True)
class SwapSlot:
    """Printed characters that give way to the value, such as `**单位`."""

    paragraph: int
    start: int
    end: int


Slot = CellSlot | LineSlot | TickSlot | BehindSlot | SwapSlot


@dataclass(frozen=True)
class Page:
    """What slots are found in: the map, and the number of every paragraph."""

    map: DocumentMap
    numbers: Mapping[Element, int]

    def number(self, line: Line) -> int:
        """The number of a line's paragraph."""
        return self.numbers[line.element]


def cell_place(page: Page, place: CellPlace) -> Slot:
    """The slot of a cell place.

    Raises:
        Unplaced: the cell is not found, or cannot be written.
    """
    cell = find_cell(page.map, place.at)
    if place.column:
        return value_cell(page, crossing(cell, place.column), keep_hint=place.keep_hint)
    if place.where == "here":
        return whole_cell(page, cell, keep_hint=place.keep_hint)
    return value_cell(page, beside(cell) if place.where == "right" else below(cell), keep_hint=place.keep_hint)


def whole_cell(page: Page, cell: Cell, *, keep_hint: bool = False) -> CellSlot:
    """A cell whose printed text, if any, is a hint."""
    return CellSlot(tuple(map(page.number, cell.lines)), tuple(line.text for line in cell.lines), keep_hint)


def value_cell(page: Page, cell: Cell, *, keep_hint: bool = False) -> CellSlot | LineSlot:
    """A cell beside or below a label: empty, with a hint, or with a printed unit that the value goes before.

    Raises:
        Unplaced: something else is printed there.
    """
    printed = cell.folded
    if not printed or keep_hint or _is_hint(printed):
        return whole_cell(page, cell, keep_hint=keep_hint)
    line = next(line for line in cell.lines if line.folded)
    if len(printed) <= _UNIT_LENGTH and line.folded == printed:
        spaces = SPACE.match(line.text)
        return LineSlot(page.number(line), 0, spaces.end() if spaces else 0)
    raise Unplaced("unusable", f"要填的格子里已经印着“{cell.text.strip()[:20]}”。")


def _is_hint(printed: str) -> bool:
    if len(printed) <= _UNIT_LENGTH and not _HINT_WORDS.search(printed):
        return False
    return (printed[0] in "([【" and printed[-1] in ")]】。") or _HINT_WORDS.search(printed) is not None


def shortened(slot: LineSlot, value: str) -> int:
    """How many blank characters give way to a value, so that the line keeps its length."""
    return min(slot.spare, width(value))
