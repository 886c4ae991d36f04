"""Marks in the preview where something required is still to be filled in. A document that is handed over never has them."""

from __future__ import annotations

from typing import Any

from forms.docx_blank import AnySlot
from forms.docx_edits import Plan, put
from forms.docx_grids import GridSlot
from forms.docx_rows import RowsSlot
from forms.docx_slots import CellSlot, TickSlot
from forms.docx_text import is_blank
from programs.values import Special, Value

WANTED = "【待填】"
UNTICKED = "【待勾选】"
"""What the preview looks for: a place to write into, a row of boxes of which none is ticked."""


def mark(plan: Plan, slot: AnySlot, value: Value | None) -> None:
    """Mark the slot, or of a grid the cells without an answer; boxes are marked once, behind the last one."""
    if isinstance(value, Special):
        return
    if isinstance(slot, GridSlot):
        cells: Any = value if isinstance(value, dict) else {}
        for (row, column), inner in slot.cells.items():
            if (cells.get(row) or {}).get(column) is None:
                _put(plan, inner)
    elif value is not None:
        return
    elif isinstance(slot, TickSlot):
        number, offset = slot.end
        plan.splices.setdefault(number, []).append((offset, offset, UNTICKED))
    elif isinstance(slot, RowsSlot):
        _put(plan, next(iter(slot.rows[0].cells.values())))
    else:
        _put(plan, slot)


def _put(plan: Plan, slot: Any) -> None:
    """The mark in the slot; a hint that stands there stays above it."""
    if isinstance(slot, CellSlot):
        hints = [number for number, old in zip(slot.paragraphs, slot.texts, strict=True) if not is_blank(old)]
        if hints:
            plan.behind[hints[-1]] = (WANTED,)
            return
    put(plan, slot, WANTED)
