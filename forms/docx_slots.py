"""Where exactly a place of `form.yaml` writes: paragraphs by their number in the blank, offsets inside them.

Slots hold no elements, so one resolved blank serves every copy of it. Grids and repeated rows have their own module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from forms.anchors import Spot, Unplaced, below, beside, crossing, find_cell, find_spot
from forms.docx_map import Cell, DocumentMap, Line
from forms.docx_text import OPEN_BOXES, PPR, VAL, R, W, bare, fold, is_blank, leaves, width
from forms.models import CellPlace, ComputedPlace, LinePlace, TextPlace, TickPlace

_SPACE = re.compile(r"[ \t\u3000\u00a0_＿‗﹍]*")
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
        spaces = _SPACE.match(line.text)
        return LineSlot(page.number(line), 0, spaces.end() if spaces else 0)
    raise Unplaced("unusable", f"要填的格子里已经印着“{cell.text.strip()[:20]}”。")


def _is_hint(printed: str) -> bool:
    if len(printed) <= _UNIT_LENGTH and not _HINT_WORDS.search(printed):
        return False
    return (printed[0] in "([【" and printed[-1] in ")]】。") or _HINT_WORDS.search(printed) is not None


# --- lines and free-flowing text ------------------------------------------------------------------------------------


def line_place(page: Page, place: LinePlace) -> LineSlot:
    """The blank behind a label in a line.

    Raises:
        Unplaced: the label is not found.
    """
    return blank_behind(page, find_spot(page.map, place.at))


def blank_behind(page: Page, spot: Spot) -> LineSlot:
    """The blank behind a spot; an underlined stretch is preferred, so the value stands on the line."""
    text = spot.line.text
    found = _SPACE.match(text, spot.end)
    stop = found.end() if found else spot.end
    start, underlined, offset = spot.end, False, 0
    for leaf in leaves(spot.line.element):
        if spot.end <= offset < stop and _is_underlined(leaf.element):
            start, underlined = offset, True
            break
        offset += len(leaf.text)
    if not underlined and (drawn := re.search("[_＿‗﹍]", text[start:stop])):
        start, underlined = start + drawn.start(), True
    spare = len(text[start:stop].split("\t")[0])
    if not underlined and stop < len(text.rstrip()):
        spare = max(spare - 1, 0)  # what is printed behind keeps its distance
    return LineSlot(page.number(spot.line), start, spare)


def _is_underlined(element: Element) -> bool:
    run = element if element.tag == R else element.getparent()
    mark = run.find(f"{W}rPr/{W}u") if run is not None else None
    return mark is not None and mark.get(VAL, "single") != "none"


def text_place(page: Page, place: TextPlace) -> CellSlot | BehindSlot:
    """The paragraphs below a heading or hint, or the hint itself when the answer replaces it.

    Raises:
        Unplaced: the heading is not found.
    """
    lines = page.map.lines
    spot = find_spot(page.map, place.at)
    at = lines.index(spot.line)
    free = [lines[at]] if place.replaces_hint else []
    previous = spot.line.element
    for line in lines[at + 1 :]:
        ends_section = line.element.find(f"{PPR}/{W}sectPr") is not None
        if not is_blank(line.text) or line.element.getprevious() is not previous or ends_section:
            break
        free.append(line)
        previous = line.element
    if not free:
        return BehindSlot(page.number(spot.line))
    return CellSlot(tuple(map(page.number, free)), tuple(line.text for line in free))


def composed_place(page: Page, place: ComputedPlace) -> Slot:
    """The slot of a composed text; `here` gives the label's own characters away.

    Raises:
        Unplaced: the label is not found.
    """
    if place.where in ("right", "below"):
        cell = find_cell(page.map, place.at)
        return value_cell(page, beside(cell) if place.where == "right" else below(cell))
    spot = find_spot(page.map, place.at)
    if place.where == "line":
        return blank_behind(page, spot)
    return SwapSlot(page.number(spot.line), spot.start, spot.end)


# --- check boxes ----------------------------------------------------------------------------------------------------


def tick_place(page: Page, place: TickPlace) -> TickSlot:
    """The boxes of every option.

    Raises:
        Unplaced: the label is not found, or an option has no box.
    """
    if place.where == "line":
        first = find_spot(page.map, place.at).line
        at = page.map.lines.index(first)
        lines = [line for line in page.map.lines[at : at + 6] if line.cell is first.cell]
    else:
        cell = find_cell(page.map, place.at)
        where = {"right": beside, "below": below, "here": lambda cell: cell}[place.where]
        lines = where(cell).lines
    boxes: dict[str, tuple[int, int]] = {}
    for line in lines:
        for value, offset in _boxes_in(line.text, place.options).items():
            boxes.setdefault(value, (page.number(line), offset))
    lacking = [printed for value, printed in place.options.items() if value not in boxes]
    if lacking:
        raise Unplaced("missing", f"“{place.at.label}”处找不到“{lacking[0]}”的方框。")
    return TickSlot({value: boxes[value] for value in place.options})


def _boxes_in(text: str, options: Mapping[str, str]) -> dict[str, int]:
    """Option value to the offset of its box: boxes stand all before or all behind their words."""
    places = [place for place, character in enumerate(text) if character in OPEN_BOXES]
    if not places:
        return {}
    ends = [*places[1:], len(text)]
    starts = [0, *(place + 1 for place in places[:-1])]
    before = _matched(
        {place: text[place + 1 : end] for place, end in zip(places, ends, strict=True)}, options, tail=False
    )
    behind = _matched(
        {place: text[start:place] for place, start in zip(places, starts, strict=True)}, options, tail=True
    )
    closing = text.rstrip()[-1] in OPEN_BOXES
    return behind if len(behind) > len(before) or (closing and len(behind) == len(before)) else before


def _matched(words: Mapping[int, str], options: Mapping[str, str], *, tail: bool) -> dict[str, int]:
    """Longer options are matched first, so that 其他 does not take the box of 其他专利; equal ones share a box."""
    places: dict[str, int] = {}
    for printed in sorted(set(options.values()), key=lambda printed: (-len(printed), printed)):
        wanted = fold(printed).strip(OPEN_BOXES)
        for place, word in words.items():
            folded = bare(word)
            fits = folded.endswith(wanted) if tail else folded.startswith(wanted)
            if fits and place not in places.values():
                places[printed] = place
                break
    return {value: places[printed] for value, printed in options.items() if printed in places}


def shortened(slot: LineSlot, value: str) -> int:
    """How many blank characters give way to a value, so that the line keeps its length."""
    return min(slot.spare, width(value))
