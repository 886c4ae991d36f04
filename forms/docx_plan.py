"""What a document will say, decided in plain strings before any element is touched.

The plan is what the writer carries out and what the read-back expects, each on its own way: a fault of either shows as a
difference. Unknown stays blank; 无 and 不适用 are printed as such; a total is printed only when none of its parts lacks.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

from forms.docx_blank import AnySlot, CompiledBlank
from forms.docx_edits import Plan, pattern, printed_text, put
from forms.docx_grids import GridSlot
from forms.docx_marks import mark
from forms.docx_plan_tables import plan_grid, plan_rows
from forms.docx_rows import RowsSlot
from forms.docx_slots import BehindSlot, CellSlot, LineSlot, SwapSlot, TickSlot
from forms.models import Field
from forms.places import CellPlace, ComputedPlace, Place, TickPlace
from programs.values import Answers, Special, Value

if TYPE_CHECKING:
    from forms.loader import Form


def make_plan(compiled: CompiledBlank, form: Form, answers: Answers, wanted: Collection[str] = ()) -> Plan:
    """What to write for these answers; a place whose field is not answered changes nothing, or is marked when it is `wanted`."""
    assert form.file is not None
    plan = Plan()
    for place, slot in zip(form.file.places, compiled.slots, strict=True):
        assert slot is not None
        if isinstance(place, ComputedPlace):
            _composed(plan, form, place, slot, answers)
            continue
        value = answers.get(place.field)
        definition = form.fields[place.field]
        if place.field in wanted:
            mark(plan, slot, value)
        if value is None:
            continue
        said = _PLANNERS[type(slot)](plan, place, slot, definition, value)
        if said and place.field not in plan.filled:
            plan.filled.append(place.field)
    return plan


def _plain(plan: Plan, place: Place, slot: Any, definition: Field, value: Value) -> bool:
    text = printed_text(plan, definition, value)
    if isinstance(place, CellPlace) and place.with_unit and not isinstance(value, Special):
        text += definition.unit
    if text:
        put(plan, slot, text)
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
    known = {key: printed_text(plan, form.fields[key], answers[key]) for key in place.fields if key in answers}
    if known:
        put(plan, cast(CellSlot, slot), pattern(place.template, known))
        plan.filled += [key for key in known if key not in plan.filled]


_PLANNERS: dict[type, Any] = {
    CellSlot: _plain,
    LineSlot: _plain,
    BehindSlot: _plain,
    SwapSlot: _plain,
    TickSlot: _ticks,
    GridSlot: plan_grid,
    RowsSlot: plan_rows,
}
