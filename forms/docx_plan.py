"""What a document will say, decided in plain strings before any element is touched.

The plan is what the writer carries out and what the read-back expects, each on its own way: a fault of either shows as a
difference. Unknown stays blank; 无 and 不适用 are printed as such; a total is printed only when none of its parts lacks.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from forms.docx_blank import AnySlot, CompiledBlank
from forms.docx_grids import GridSlot, RowSlot, RowsSlot
from forms.docx_slots import BehindSlot, CellSlot, LineSlot, SwapSlot, TickSlot, shortened
from forms.docx_text import is_blank
from forms.fields.registry import printed
from forms.models import CellPlace, ComputedPlace, Field, GridPlace, Place, RowsPlace, TickPlace
from programs.cleaning import clean
from programs.values import Answers, Special, Value

if TYPE_CHECKING:
    from forms.loader import Form

_LINE_LENGTH = 35
"""Characters of a narrative that take up about one printed line, and with it one of the blank's empty paragraphs."""
UNKNOWN = "＿＿"
"""What a composed text shows for a part nobody has answered."""


@dataclass
class Edits:
    """Changes to paragraphs, by their number in the blank."""

    texts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Paragraph to the paragraphs that take its place."""
    behind: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Paragraph to new ones that follow it."""
    removed: set[int] = field(default_factory=set)
    splices: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    """Paragraph to (start, end, new characters), none overlapping."""
    ticks: dict[int, list[int]] = field(default_factory=dict)
    """Paragraph to the offsets of boxes to tick."""


@dataclass
class Plan(Edits):
    """All changes to a blank."""

    grown: dict[int, list[Edits]] = field(default_factory=dict)
    """A paragraph of the row to be repeated, to one set of changes for each new row."""
    filled: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def make_plan(compiled: CompiledBlank, form: Form, answers: Answers) -> Plan:
    """What to write for these answers; a place whose field is not answered changes nothing."""
    assert form.file is not None
    plan = Plan()
    for place, slot in zip(form.file.places, compiled.slots, strict=True):
        assert slot is not None
        if isinstance(place, ComputedPlace):
            _composed(plan, form, place, slot, answers)
            continue
        value = answers.get(place.field)
        definition = form.fields[place.field]
        if value is None:
            continue
        said = _PLANNERS[type(slot)](plan, place, slot, definition, value)
        if said and place.field not in plan.filled:
            plan.filled.append(place.field)
    return plan


# --- text into slots ------------------------------------------------------------------------------------------------


def _text(plan: Plan, definition: Field, value: Value) -> str:
    """The value as printed, free of anything a document cannot hold."""
    cleaned = clean(printed(definition, value))
    if cleaned.removed:
        plan.warnings.append(f"“{definition.label}”里{cleaned.note}")
    return cleaned.text


def _put(edits: Edits, slot: CellSlot | LineSlot | BehindSlot | SwapSlot, text: str) -> None:
    if isinstance(slot, CellSlot):
        _put_cell(edits, slot, text)
    elif isinstance(slot, BehindSlot):
        edits.behind[slot.paragraph] = tuple(text.split("\n"))
    elif isinstance(slot, LineSlot):
        edits.splices.setdefault(slot.paragraph, []).append((slot.start, slot.start + shortened(slot, text), text))
    else:
        edits.splices.setdefault(slot.paragraph, []).append((slot.start, slot.end, text))


def _put_cell(edits: Edits, slot: CellSlot, text: str) -> None:
    """The hint gives way (or stays above), the text takes its place, and empty paragraphs are used up as it grows."""
    lines = tuple(text.split("\n"))
    hints = [number for number, old in zip(slot.paragraphs, slot.texts, strict=True) if not is_blank(old)]
    free = [number for number in slot.paragraphs if number not in hints]
    if hints and slot.keep_hint:
        free = [number for number in free if number > hints[-1]]
        if not free:
            edits.behind[hints[-1]] = lines
            return
        target, free = free[0], free[1:]
    else:
        target = hints[0] if hints else slot.paragraphs[0]
        edits.removed.update(hints[1:])
        free = [number for number in free if number != target]
    edits.texts[target] = lines
    used = sum(1 + len(line) // _LINE_LENGTH for line in lines) - 1
    edits.removed.update(free[:used])


def _plain(plan: Plan, place: Place, slot: Any, definition: Field, value: Value) -> bool:
    text = _text(plan, definition, value)
    if isinstance(place, CellPlace) and place.with_unit and not isinstance(value, Special):
        text += definition.unit
    if text:
        _put(plan, slot, text)
    return bool(text)


def _ticks(plan: Plan, place: TickPlace, slot: TickSlot, definition: Field, value: Value) -> bool:
    if isinstance(value, Special):
        return False
    chosen = [_option(option) for option in (value if isinstance(value, tuple) else (value,))]
    for key in chosen:
        if key in slot.boxes:
            number, offset = slot.boxes[key]
            plan.ticks.setdefault(number, []).append(offset)
        else:
            plan.warnings.append(f"“{definition.label}”的答案在表上没有对应的方框，没有打勾。")
    return any(key in slot.boxes for key in chosen)


def _option(value: object) -> str:
    """The option's value as form.yaml writes it; yes or no for a boolean."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _composed(plan: Plan, form: Form, place: ComputedPlace, slot: AnySlot, answers: Answers) -> None:
    known = {key: _text(plan, form.fields[key], answers[key]) for key in place.fields if key in answers}
    if known:
        _put(plan, cast(CellSlot, slot), pattern(place.template, known))
        plan.filled += [key for key in known if key not in plan.filled]


def pattern(template: str, known: Mapping[str, str]) -> str:
    """The template with its parts put in; `＿＿` for those not known."""
    parts = string.Formatter().parse(template)
    return "".join(text + (known.get(name, UNKNOWN) if name is not None else "") for text, name, _, _ in parts)


# --- grids and rows -------------------------------------------------------------------------------------------------


def _grid(plan: Plan, place: GridPlace, slot: GridSlot, definition: Field, value: Value) -> bool:
    columns = {column.key: column for column in definition.columns}
    cells = _cells_of(definition, value)
    said = False
    for (row, column), inner in slot.cells.items():
        if (cell := cells.get(row, {}).get(column)) is not None:
            _put(plan, inner, _text(plan, columns[column], cell))
            said = True
    for row, (inner, template) in slot.patterns.items():
        known = {key: _text(plan, columns[key], cell) for key, cell in cells.get(row, {}).items() if cell is not None}
        if any(name in known for _, name, _, _ in string.Formatter().parse(template) if name):
            _put(plan, inner, pattern(template, known))
            said = True
    if not isinstance(value, Special):
        _grid_totals(plan, place, slot, definition, cells)
    return said


def _grid_totals(
    plan: Plan, place: GridPlace, slot: GridSlot, definition: Field, cells: Mapping[str, Mapping[str, Any]]
) -> None:
    columns = {column.key: column for column in definition.columns}
    for key, inner in slot.totals.items():
        ways = [(key, column) for column in place.columns] if slot.across else [(row, key) for row in place.rows]
        parts = [cells.get(row, {}).get(column) for row, column in ways]
        column = columns[ways[0][1]]
        amount = total(parts)
        if amount is not None:
            _put(plan, inner, _text(plan, column, amount))
        elif any(part is not None for part in parts):
            plan.warnings.append(f"“{definition.label}”的“{place.total}”（{column.label}）没有填：还有数没填全。")


def _cells_of(definition: Field, value: Value) -> Mapping[str, Mapping[str, Any]]:
    """The grid's cells; 无 or 不适用 for the whole grid stands in each of them."""
    if isinstance(value, Special):
        return {row.key: {column.key: value for column in definition.columns} for row in definition.rows}
    return cast("Mapping[str, Mapping[str, Any]]", value)


def total(parts: Iterable[Any]) -> int | Decimal | None:
    """The sum, 无 counting as nothing; None when a part is unknown, 不适用, or there is no part at all."""
    amount: int | Decimal | None = None
    for part in parts:
        if part is Special.NONE:
            part = 0
        if isinstance(part, bool) or not isinstance(part, (int, Decimal)):
            return None
        amount = part if amount is None else amount + part
    return amount


def _rows(plan: Plan, place: RowsPlace, slot: RowsSlot, definition: Field, value: Value) -> bool:
    columns = {column.key: column for column in definition.columns}
    if isinstance(value, Special):
        _put(plan, next(iter(slot.rows[0].cells.values())), _text(plan, definition, value))
        return True
    rows = cast("tuple[Mapping[str, Any], ...]", value)
    for number, (row, printed_row) in enumerate(zip(rows, slot.rows, strict=False), 1):
        _row(plan, plan, printed_row, columns, row, number)
    if extra := rows[len(slot.rows) :]:
        last = slot.rows[-1]
        source = next(iter(last.cells.values()))
        assert isinstance(source, CellSlot)
        grown = plan.grown.setdefault(source.paragraphs[0], [])
        for number, row in enumerate(extra, len(slot.rows) + 1):
            grown.append(Edits())
            _row(plan, grown[-1], last, columns, row, number)
    if slot.total is not None and rows:
        amount = total(row.get(place.total_column) for row in rows)
        if amount is not None:
            _put(plan, slot.total, _text(plan, columns[place.total_column], amount))
        else:
            plan.warnings.append(f"“{definition.label}”的“{place.total}”没有填：还有数没填全。")
    return bool(rows)


def _row(
    plan: Plan, edits: Edits, slot: RowSlot, columns: Mapping[str, Field], row: Mapping[str, Any], at: int
) -> None:
    for key, inner in slot.cells.items():
        if (cell := row.get(key)) is not None:
            _put(edits, inner, _text(plan, columns[key], cell))
    if slot.number is not None and "".join(slot.number.texts).strip() != str(at):
        _put_cell(edits, slot.number, str(at))


_PLANNERS: dict[type, Any] = {
    CellSlot: _plain,
    LineSlot: _plain,
    BehindSlot: _plain,
    SwapSlot: _plain,
    TickSlot: _ticks,
    GridSlot: _grid,
    RowsSlot: _rows,
}
