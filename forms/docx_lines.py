"""Blanks inside lines, paragraphs under headings, and texts composed from several answers: where they are written."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from forms.docx_find import Spot, below, beside, find_cell, find_spot
from forms.docx_slots import SPACE, BehindSlot, CellSlot, LineSlot, Page, Slot, SwapSlot, value_cell
from forms.docx_text import PPR, VAL, R, W, is_blank, leaves
from forms.places import ComputedPlace, LinePlace, TextPlace


def line_place(page: Page, place: LinePlace) -> LineSlot:
    """The blank behind a label in a line.

    Raises:
        Unplaced: the label is not found.
    """
    return blank_behind(page, find_spot(page.map, place.at))


def blank_behind(page: Page, spot: Spot) -> LineSlot:
    """The blank behind a spot; an underlined stretch is preferred, so the value stands on the line."""
    text = spot.line.text
    found = SPACE.match(text, spot.end)
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
