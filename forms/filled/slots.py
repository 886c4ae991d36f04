"""The text that stands in one slot of the blank, found in the filled document; and whether the years around it are the same.

What the blank prints in the slot itself (a hint, a unit) is no answer and is taken away.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from forms.docx_blank import CompiledBlank
from forms.docx_edits import UNKNOWN
from forms.docx_find import left_of
from forms.docx_map import Cell, DocumentMap, Line
from forms.docx_slots import SPACE, BehindSlot, CellSlot, LineSlot, SwapSlot, TickSlot
from forms.docx_text import W, bare, fold, fold_with_offsets, is_blank
from forms.filled.aligning import Alignment, covering, segments, without_digits

_YEAR = re.compile(r"(?:19|20)\d\d")
_BLANKS = " \t\u3000\u00a0_＿‗﹍\n"
OTHER_YEARS = "other years"
"""What is found where the printed years are not those of the blank."""


@dataclass(frozen=True)
class Sheet:
    """A blank and a filled document, aligned."""

    compiled: CompiledBlank
    alignment: Alignment
    lines: tuple[Line, ...]
    """The blank's lines by the number of their paragraph."""

    @classmethod
    def of(cls, compiled: CompiledBlank, filled: DocumentMap, named: Sequence[str]) -> Sheet:
        """The sheet of a blank and what somebody made of it."""
        body = compiled.root.find(f"{W}body")
        assert body is not None
        blank = DocumentMap(body, named=named)
        by_element = {line.element: line for line in blank.lines}
        empty = Line(body, "", "", "", None, -1)
        lines = tuple(by_element.get(element, empty) for element in compiled.paragraphs)
        return cls(compiled, Alignment(blank, filled), lines)

    @cached_property
    def _hints(self) -> Mapping[int, str]:
        return {number: line.folded for number, line in enumerate(self.lines)}

    def text(self, slot: CellSlot | LineSlot | BehindSlot | SwapSlot | TickSlot) -> str | None:
        """What stands in the slot: empty when nothing does, None when its place is lost, `OTHER_YEARS` when they differ."""
        numbers = numbers_of(slot)
        first = self.lines[numbers[0]]
        if first.cell is not None:
            found = self.counterpart(first.cell)
            if found is None or isinstance(found, str):
                return found
            return self._in_cell(slot, found)
        return self._in_body(slot, numbers)

    def counterpart(self, cell: Cell) -> Cell | str | None:
        """The filled cell of a value cell of the blank, if what is printed beside, above and over it agrees."""
        found = self.alignment.cell(cell)
        if found is None:
            return None
        if _years(cell.section) and _years(found.section) and _years(cell.section) != _years(found.section):
            return OTHER_YEARS
        for head in self._header(cell):
            found = self._under(head, found)
            if found is None:
                return OTHER_YEARS
        for label in [one for one in left_of(cell)[:1] if one.folded]:
            other = self.alignment.cell(label)
            if other is None:
                return None
            if label.folded == other.folded:
                continue
            if _years(label.folded) != _years(other.folded):
                return OTHER_YEARS
            like = fuzz.partial_ratio(without_digits(label.folded), without_digits(other.folded))
            if label is not cell and like < 60 and label not in self._values:
                return None
        return found

    def _under(self, head: Cell, cell: Cell) -> Cell | None:
        """The cell in the row of `cell` under the same year as `head`; None when the filled table does not have that year."""
        other = self.alignment.cell(head)
        if other is None or other.folded == head.folded:
            return cell if other is not None else None
        same = next((one for one in covering(other.table, other.row) if one.folded == head.folded), None)
        if same is None:
            return cell if _years(head.folded) == _years(other.folded) else None
        return same.table.at(cell.row, same.column)

    @cached_property
    def _values(self) -> frozenset[Cell]:
        """Cells that are written into, whose print is a hint."""
        cells = set()
        for slot in self.compiled.slots:
            if isinstance(slot, CellSlot):
                cells |= {cell for number in slot.paragraphs if (cell := self.lines[number].cell) is not None}
        return frozenset(cells)

    @staticmethod
    def _header(cell: Cell) -> list[Cell]:
        """The nearest printed cell above in the same column, if it is one with a year in it."""
        for row in range(cell.row - 1, -1, -1):
            above = cell.table.at(row, cell.column)
            if above is not None and above.folded:
                return [above] if _YEAR.search(above.folded) and above.column == cell.column else []
        return []

    # --- in a cell --------------------------------------------------------------------------------------------------

    def _in_cell(self, slot: CellSlot | LineSlot | BehindSlot | SwapSlot | TickSlot, cell: Cell) -> str:
        if isinstance(slot, TickSlot):
            return cell.text
        if isinstance(slot, CellSlot):
            return without_hints([line.text for line in cell.lines], slot.texts)
        blank = self.lines[numbers_of(slot)[0]]
        return self._cut(slot, blank, cell.text)

    def _cut(self, slot: LineSlot | BehindSlot | SwapSlot, blank: Line, text: str) -> str:
        """What stands between the print before the slot and the print behind it."""
        start, end = (slot.start, slot.end) if isinstance(slot, SwapSlot) else (slot.start, slot.start)  # type: ignore[union-attr]
        before, behind = segments(blank.text[:start]), segments(blank.text[end:])
        folded, offsets = fold_with_offsets(text)
        at = 0
        for piece in before:
            place = folded.find(piece, at)
            if place < 0:
                return ""
            at = place + len(piece)
        if folded[at : at + 1] == ":":
            at += 1
        stop = folded.find(behind[0], at) if behind else len(folded)
        said = text[offsets[at] : offsets[stop if stop >= 0 else len(folded)]].strip(_BLANKS)
        return "" if fold(said) == fold(blank.text[start:end]) else said

    # --- in the body ------------------------------------------------------------------------------------------------

    def _in_body(
        self, slot: CellSlot | LineSlot | BehindSlot | SwapSlot | TickSlot, numbers: Sequence[int]
    ) -> str | None:
        lines = [self.lines[number] for number in numbers]
        if isinstance(slot, LineSlot | SwapSlot):
            found = self.alignment.line(lines[0])
            return None if found is None else self._cut(slot, lines[0], found.text)
        if isinstance(slot, TickSlot):
            there = [self.alignment.line(line) for line in dict.fromkeys(lines)]
            return "\n".join(line.text for line in there if line is not None) if any(there) else None
        places = [self.alignment.places[id(line)] for line in lines if id(line) in self.alignment.places]
        if not places:
            return None
        behind = isinstance(slot, BehindSlot)
        between = self.alignment.between(places[0] + behind, places[-1])
        if between is None:
            return None
        hints = () if isinstance(slot, BehindSlot) else slot.texts
        return without_hints([line.text for line in between], hints)


def numbers_of(slot: CellSlot | LineSlot | BehindSlot | SwapSlot | TickSlot) -> tuple[int, ...]:
    """The paragraphs of the blank that a slot stands in."""
    if isinstance(slot, CellSlot):
        return slot.paragraphs
    if isinstance(slot, TickSlot):
        return tuple(dict.fromkeys(number for number, _ in slot.boxes.values()))
    return (slot.paragraph,)


def without_hints(lines: Sequence[str], hints: Sequence[str]) -> str:
    """The text without what the blank printed there, whether it stands in lines of its own or before the answer."""
    printed = [fold(hint) for hint in hints if not is_blank(hint)]
    kept: list[str] = []
    for line in lines:
        folded, offsets = fold_with_offsets(line)
        hint = next((one for one in printed if folded.startswith(one) or one == folded), None)
        kept.append(line[offsets[len(hint)] :] if hint is not None else line)
    text = "\n".join(kept).strip(_BLANKS)
    whole = "".join(printed)
    return "" if bare(text) and fold(text) == whole else text


def parts_of(template: str, text: str) -> dict[str, str]:
    """The parts of a text that was composed by a template; those not known are left out, and all where it does not fit."""
    pattern = ""
    for literal, name, _, _ in string.Formatter().parse(template):
        pattern += r"\s*".join(map(re.escape, literal)) if literal else ""
        pattern += rf"\s*(?P<{name}>.*?)\s*" if name else ""
    match = re.fullmatch(pattern, text.strip(), re.S)
    found = match.groupdict() if match else {}
    return {name: part for name, part in found.items() if part and part.strip(_BLANKS) and part != UNKNOWN}


def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


__all__ = ["OTHER_YEARS", "SPACE", "Sheet", "numbers_of", "parts_of", "without_hints"]
