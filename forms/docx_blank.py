"""A blank, opened and resolved once: every place of `form.yaml` as a slot, ready to be filled any number of times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml.etree import _Element as Element

from forms.anchors import AnchorOutcome
from forms.docx_boxes import tick_place
from forms.docx_find import Unplaced, below, beside, find_cell, find_spot
from forms.docx_flat import Flat, flatten
from forms.docx_grids import GridSlot, grid_place
from forms.docx_lines import blank_behind, composed_place, line_place, text_place
from forms.docx_map import DocumentMap
from forms.docx_package import BODY, STYLES, Package, open_package, parse_xml
from forms.docx_rows import RowsSlot, rows_place
from forms.docx_slots import CellSlot, LineSlot, Page, Slot, cell_place, whole_cell
from forms.docx_text import TR, VAL, P, W
from forms.places import Anchor, BlankPlace, FormFile, Place
from programs.errors import BadFile

AnySlot = Slot | GridSlot | RowsSlot

_RESOLVE: dict[str, Callable[[Page, Any], AnySlot]] = {
    "line": line_place,
    "cell": cell_place,
    "tick": tick_place,
    "grid": grid_place,
    "rows": rows_place,
    "text": text_place,
    "composed": composed_place,
}


@dataclass(frozen=True)
class CompiledBlank:
    """Everything filling needs to know of a blank."""

    path: Path
    package: Package
    root: Element
    flat: Flat
    numbers: dict[Element, int]
    """Paragraph to its number in document order."""
    paragraphs: list[Element]
    slots: tuple[AnySlot | None, ...]
    """One for each place of `form.yaml`; None where it was not found."""
    outcomes: tuple[AnchorOutcome, ...]

    def token_place(self, number: int) -> int:
        """The place of a paragraph's token."""
        return self.flat.places[self.paragraphs[number]]

    def row_of(self, number: int) -> Element:
        """The table row a paragraph stands in."""
        return next(iter(self.paragraphs[number].iterancestors(TR)))


def compile_blank(path: Path, file: FormFile) -> CompiledBlank:
    """The blank at `path` with the places of `file` resolved; kept until either changes.

    Raises:
        BadFile: the blank is missing, no .docx, or damaged.
    """
    try:
        stat = path.stat()
    except OSError:
        raise BadFile("找不到空白表。", where=str(path), mend="补上空白表 form.docx。") from None
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    for kept_key, kept_file, compiled in _kept:
        if kept_key == key and (kept_file is file or kept_file == file):
            return compiled
    compiled = _compile(path, file)
    _kept.insert(0, (key, file, compiled))
    del _kept[32:]
    return compiled


_kept: list[tuple[tuple[str, int, int], FormFile, CompiledBlank]] = []


def _compile(path: Path, file: FormFile) -> CompiledBlank:
    package = open_package(path)
    root = parse_xml(package.read(BODY) or b"", where=str(path))
    body = root.find(f"{W}body")
    if body is None:
        raise BadFile("文档没有正文。", where=str(path), mend="请用 Word 打开后另存一份再试。")
    named = {place.at.section for place in (*file.places, *file.blanks)}
    page = DocumentMap(body, heading_styles=_heading_styles(package, path), named=sorted(named))
    paragraphs = list(root.iter(P))
    numbers = {element: number for number, element in enumerate(paragraphs)}
    slots, outcomes = _resolve(Page(page, numbers), file)
    return CompiledBlank(path, package, root, flatten(body), numbers, paragraphs, slots, outcomes)


def _heading_styles(package: Package, path: Path) -> frozenset[str]:
    styles = package.read(STYLES)
    if styles is None:
        return frozenset()
    found = set()
    for style in parse_xml(styles, where=str(path)).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and (name.get(VAL) or "").lower().startswith(("heading", "title", "标题")):
            found.add(style.get(f"{W}styleId"))
    return frozenset(found)


def _resolve(page: Page, file: FormFile) -> tuple[tuple[AnySlot | None, ...], tuple[AnchorOutcome, ...]]:
    slots: list[AnySlot | None] = []
    outcomes: list[AnchorOutcome] = []
    for number, place in enumerate(file.places):
        fields = place.fields if place.kind == "composed" else (place.field,)
        try:
            slots.append(_RESOLVE[place.kind](page, place))
            outcomes.append(AnchorOutcome(("places", number), fields, place.at.label, "found"))
        except Unplaced as fault:
            slots.append(None)
            outcomes.append(_fault(("places", number), fields, place.at, fault))
    taken = {spot: place for slot, place in zip(slots, file.places, strict=True) for spot in _spots(slot)}
    for number, blank in enumerate(file.blanks):
        try:
            kept_empty = _protected(page, blank)
            clash: Place | None = next((taken[spot] for spot in kept_empty if spot in taken), None)
            if clash is not None:
                raise Unplaced("unusable", f"“{blank.at.label}”必须留空，却有“{clash.at.label}”要写在这里。")
            outcomes.append(AnchorOutcome(("blanks", number), (), blank.at.label, "found"))
        except Unplaced as fault:
            outcomes.append(_fault(("blanks", number), (), blank.at, fault))
    return tuple(slots), tuple(outcomes)


def _fault(location: tuple[str | int, ...], fields: tuple[str, ...], at: Anchor, fault: Unplaced) -> AnchorOutcome:
    return AnchorOutcome(location, fields, at.label, fault.status, fault.message, fault.nearest)


def _spots(slot: AnySlot | None) -> Iterator[tuple[int, int]]:
    """What a slot writes on: paragraph and offset, -1 for a whole paragraph."""
    if isinstance(slot, CellSlot):
        yield from ((number, -1) for number in slot.paragraphs)
    elif isinstance(slot, LineSlot):
        yield slot.paragraph, slot.start
    elif isinstance(slot, GridSlot):
        for inner in (*slot.cells.values(), *slot.totals.values(), *(pair[0] for pair in slot.patterns.values())):
            yield from _spots(inner)
    elif isinstance(slot, RowsSlot):
        for row in slot.rows:
            for inner in row.cells.values():
                yield from _spots(inner)


def _protected(page: Page, blank: BlankPlace) -> set[tuple[int, int]]:
    """What a signature, seal or date place covers: the blank in its line, or the cell beside or below its label."""
    try:
        cell = find_cell(page.map, blank.at)
    except Unplaced:
        return set(_spots(blank_behind(page, find_spot(page.map, blank.at)))) | {
            (page.number(find_spot(page.map, blank.at).line), -1)
        }
    covered = set(_spots(whole_cell(page, cell)))
    for direction in (beside, below):
        try:
            return covered | set(_spots(whole_cell(page, direction(cell))))
        except Unplaced:
            continue
    return covered
