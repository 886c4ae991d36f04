"""Changes to a blank in plain strings, by the numbers of its paragraphs, and how a text becomes such changes."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.docx_slots import BehindSlot, CellSlot, LineSlot, SwapSlot, shortened
from forms.docx_text import is_blank
from forms.fields.registry import printed
from forms.models import Field
from programs.cleaning import clean
from programs.values import Value

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


def printed_text(plan: Plan, definition: Field, value: Value) -> str:
    """The value as printed, free of anything a document cannot hold."""
    cleaned = clean(printed(definition, value))
    if cleaned.removed:
        plan.warnings.append(f"“{definition.label}”里{cleaned.note}")
    return cleaned.text


def put(edits: Edits, slot: CellSlot | LineSlot | BehindSlot | SwapSlot, text: str) -> None:
    """Adds the changes that make the slot say `text`."""
    if isinstance(slot, CellSlot):
        put_cell(edits, slot, text)
    elif isinstance(slot, BehindSlot):
        edits.behind[slot.paragraph] = tuple(text.split("\n"))
    elif isinstance(slot, LineSlot):
        edits.splices.setdefault(slot.paragraph, []).append((slot.start, slot.start + shortened(slot, text), text))
    else:
        edits.splices.setdefault(slot.paragraph, []).append((slot.start, slot.end, text))


def put_cell(edits: Edits, slot: CellSlot, text: str) -> None:
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


def pattern(template: str, known: Mapping[str, str]) -> str:
    """The template with its parts put in; `＿＿` for those not known."""
    parts = string.Formatter().parse(template)
    return "".join(text + (known.get(name, UNKNOWN) if name is not None else "") for text, name, _, _ in parts)
