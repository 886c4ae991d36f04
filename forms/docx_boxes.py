"""Check boxes: which box belongs to which option, and how a box of any make gets its tick.

Boxes are typed characters, symbols of a picture font, content controls, or legacy form fields; they stand all before or
all behind their words. The tick keeps the font of the box.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from forms.docx_find import Unplaced, below, beside, find_cell, find_spot
from forms.docx_slots import Page, TickSlot
from forms.docx_text import OPEN_BOXES, SDT, SYM, TICKED, VAL, W14, T, W, bare, fold, leaves
from forms.places import TickPlace


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
        label = find_cell(page.map, place.at)
        cell = beside(label) if place.where == "right" else below(label) if place.where == "below" else label
        lines = cell.lines
    boxes: dict[str, tuple[int, int]] = {}
    end = (0, 0)
    for line in lines:
        for value, offset in boxes_in(line.text, place.options).items():
            boxes.setdefault(value, (page.number(line), offset))
            end = max(end, (page.number(line), _behind(line.text, offset, place.options[value])))
    lacking = [printed for value, printed in place.options.items() if value not in boxes]
    if lacking:
        raise Unplaced("missing", f"“{place.at.label}”处找不到“{lacking[0]}”的方框。")
    return TickSlot({value: boxes[value] for value in place.options}, end)


def _behind(text: str, offset: int, printed: str) -> int:
    """The offset behind a box and its words; right behind the box where the words stand before it."""
    words = re.split(f"[{OPEN_BOXES}]", text[offset + 1 :])[0]
    mine = bare(words).startswith(fold(printed).strip(OPEN_BOXES))
    return offset + 1 + (len(words.rstrip()) if mine else 0)


def boxes_in(text: str, options: Mapping[str, str]) -> dict[str, int]:
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


# --- ticking ---------------------------------------------------------------------------------------------------------


def tick(paragraph: Element, offset: int) -> None:
    """The check box at `offset` is ticked, whatever it is made of; its font stays."""
    at = 0
    for leaf in leaves(paragraph):
        if at <= offset < at + len(leaf.text):
            _tick_leaf(leaf.element, leaf.text, offset - at)
            return
        at += len(leaf.text)
    raise AssertionError("no box at this offset")


def _tick_leaf(element: Element, text: str, at: int) -> None:
    if element.tag == T:
        assert text[at] in OPEN_BOXES
        element.text = text[:at] + TICKED + text[at + 1 :]
    elif element.tag == SYM:
        element.set(f"{W}char", "F052" if (element.get(f"{W}font") or "").endswith("2") else "F0FE")
    elif element.tag == SDT:
        box = element.find(f"{W}sdtPr/{W14}checkbox")
        assert box is not None
        checked = box.find(f"{W14}checked")
        checked = etree.SubElement(box, f"{W14}checked") if checked is None else checked
        checked.set(f"{W14}val", "1")
        state = box.find(f"{W14}checkedState")
        shown = chr(int(state.get(f"{W14}val", "2611"), 16)) if state is not None else TICKED
        for number, said in enumerate(element.iter(T)):
            said.text = "" if number else shown
    else:
        box = element.find(f"{W}ffData/{W}checkBox")
        assert box is not None
        mark = box.find(f"{W}checked")
        mark = etree.SubElement(box, f"{W}checked") if mark is None else mark
        mark.set(VAL, "1")
