"""Reads a filled document back: every answer the form prints, through the places that the writer fills.

The blank's own anchors say where an answer stands; the alignment says where that place is in the filled document. Each text
is read by the field's own type. What cannot be read, and what stands under other years than those of the form, is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lxml.etree import _Element as Element

from forms.docx_blank import CompiledBlank, compile_blank
from forms.docx_grids import GridSlot
from forms.docx_map import DocumentMap
from forms.docx_rows import RowsSlot
from forms.docx_slots import TickSlot
from forms.fields.registry import to_json, understand
from forms.filled.rows import rows_in
from forms.filled.slots import OTHER_YEARS, Sheet, parts_of
from forms.filled.ticks import ticked
from forms.loader import Form
from forms.models import Field, FieldType, Slip, Understood
from forms.places import CellPlace, ComputedPlace, Place, TickPlace
from programs.values import Special

LEAST_LIKE = 0.6
LONGEST_WORDS = 40


@dataclass(frozen=True)
class Found:
    """An answer that was read."""

    key: str
    understood: Understood


@dataclass(frozen=True)
class Unread:
    """An answer that could not be read, or only in part."""

    key: str
    label: str
    words: str
    message: str


@dataclass(frozen=True)
class Filled:
    """What a filled document says."""

    found: tuple[Found, ...]
    unread: tuple[Unread, ...]
    apart: tuple[str, ...]
    """Labels of fields that stand under other years."""


@dataclass
class _Texts:
    """What was found for the fields, before it is read."""

    raws: dict[str, list[Any]] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def add(self, key: str, raw: Any) -> None:
        """Something that stands in the document for a field."""
        if raw not in (None, "", [], {}):
            self.raws.setdefault(key, []).append(raw)


def likeness(form: Form, body: Element, blank: Path | None = None) -> float:
    """How much of what the form's blank prints stands in a document, 0 to 1; from `LEAST_LIKE` on it is this form."""
    return _sheet(form, body, blank)[1].alignment.likeness if form.file is not None else 0.0


def read_filled(form: Form, body: Element, blank: Path | None = None) -> Filled:
    """The answers in a document that was made from the form's blank, in the form's order.

    Raises:
        BadFile: the blank cannot be opened.
    """
    assert form.file is not None
    compiled, sheet = _sheet(form, body, blank)
    texts = _Texts()
    for place, slot in zip(form.file.places, compiled.slots, strict=True):
        if slot is not None:
            _take(texts, sheet, form, place, slot)
    found: list[Found] = []
    for key, definition in form.fields.items():
        if key in texts.raws:
            one = _read(definition, texts.raws[key])
            if isinstance(one, Unread):
                texts.unread.append(one)
            else:
                found.append(Found(key, one))
    apart = [form.fields[key].label for key in dict.fromkeys(texts.apart)]
    return Filled(tuple(found), tuple(texts.unread), tuple(apart))


def _sheet(form: Form, body: Element, blank: Path | None) -> tuple[CompiledBlank, Sheet]:
    assert form.file is not None
    compiled = compile_blank(blank or form.pack.path("form.docx"), form.file)
    named = sorted({place.at.section for place in (*form.file.places, *form.file.blanks)})
    return compiled, Sheet.of(compiled, DocumentMap(body, named=named), named)


# --- places -----------------------------------------------------------------------------------------------------------


def _take(texts: _Texts, sheet: Sheet, form: Form, place: Place, slot: Any) -> None:
    if isinstance(slot, GridSlot):
        _grid(texts, sheet, form.fields[cast(Any, place).field], slot)
        return
    if isinstance(slot, RowsSlot):
        definition = form.fields[cast(Any, place).field]
        read = rows_in(sheet, definition, cast(Any, place), slot)
        texts.add(definition.key, read.value)
        texts.unread += [Unread(definition.key, definition.label, one.words, one.message) for one in read.wrong]
        return
    text = sheet.text(slot)
    keys = place.fields if isinstance(place, ComputedPlace) else (place.field,)
    if text == OTHER_YEARS:
        texts.apart += keys
    elif text and isinstance(place, ComputedPlace):
        for key, part in parts_of(place.template, text).items():
            texts.add(key, part)
    elif text and isinstance(slot, TickSlot):
        _tick(texts, form.fields[keys[0]], cast(TickPlace, place), text)
    elif text:
        definition = form.fields[keys[0]]
        if isinstance(place, CellPlace) and place.with_unit and definition.unit:
            text = text.removesuffix(definition.unit).strip() or text
        texts.add(definition.key, text)


def _tick(texts: _Texts, definition: Field, place: TickPlace, text: str) -> None:
    values, boxes = ticked(text, place.options)
    if definition.type is FieldType.MULTICHOICE:
        texts.add(definition.key, list(values))
    elif len(values) == 1:
        value = values[0]
        texts.add(definition.key, {"yes": True, "no": False}[value] if definition.type is FieldType.BOOLEAN else value)
    elif len({place.options[value] for value in values}) > 1:
        words = "、".join(dict.fromkeys(place.options[value] for value in values))
        texts.unread.append(Unread(definition.key, definition.label, words, "只能选一个，文件里勾了几个。"))
    elif not boxes:
        texts.add(definition.key, text.strip())


def _grid(texts: _Texts, sheet: Sheet, definition: Field, slot: GridSlot) -> None:
    cells: dict[str, dict[str, Any]] = {}
    columns = {column.key: column for column in definition.columns}
    for row, column, text in _cells(sheet, slot):
        if text == OTHER_YEARS or text is None:
            texts.apart.append(definition.key)
        elif text:
            understood = understand(columns[column], text)
            if isinstance(understood, Slip):
                label = f"{definition.label}·{columns[column].label}"
                texts.unread.append(Unread(definition.key, label, text[:LONGEST_WORDS], understood.message))
            else:
                cells.setdefault(row, {})[column] = to_json(columns[column], understood.value)
    whole = len(cells) == len(definition.rows) and all(len(line) == len(columns) for line in cells.values())
    for special in Special:
        if whole and all(cell == {special.value: True} for line in cells.values() for cell in line.values()):
            texts.add(definition.key, {special.value: True})
            return
    texts.add(definition.key, cells)


def _cells(sheet: Sheet, slot: GridSlot) -> Iterator[tuple[str, str, str | None]]:
    for (row, column), inner in slot.cells.items():
        yield row, column, sheet.text(inner)
    for row, (inner, template) in slot.patterns.items():
        text = sheet.text(inner)
        if text is None or text == OTHER_YEARS:
            yield row, "", text
        else:
            yield from ((row, column, part) for column, part in parts_of(template, text).items())


# --- values -----------------------------------------------------------------------------------------------------------


def _read(definition: Field, raws: Sequence[Any]) -> Understood | Unread:
    """The first that can be read; where another place of the document says something else, that is a doubt."""
    read: list[tuple[Any, Understood]] = []
    slip: tuple[Any, Slip] | None = None
    for raw in raws:
        understood = understand(definition, raw)
        if isinstance(understood, Slip):
            slip = slip or (raw, understood)
        else:
            read.append((raw, understood))
    if not read:
        assert slip is not None
        words = "" if definition.sensitive or not isinstance(slip[0], str) else slip[0][:LONGEST_WORDS]
        return Unread(definition.key, definition.label, words, slip[1].message)
    one = read[-1][1]
    others = [other for _, other in read if other.value != one.value]
    if others and not definition.sensitive:
        return Understood(one.value, one.echo, f"文件里另一处写的是“{others[0].echo[:30]}”。", one.note)
    return one


def forms_like(forms: Mapping[str, Form], body: Element, blanks: Mapping[str, Path | None]) -> list[tuple[float, str]]:
    """The programmes whose form the document may be, with how alike they are, best first."""
    scored = ((likeness(form, body, blanks.get(slug)), slug) for slug, form in forms.items() if form.file is not None)
    return sorted((one for one in scored if one[0] >= LEAST_LIKE), reverse=True)
