"""What is typed in a field that stands open while something else is pressed: it comes along, and stands there again afterwards.

A page without scripts sends one form at a time; the buttons of the conversation therefore belong to the form of the open field
(`form=` in `_talk.html`). What is only shown there and not changed is no answer: it gives way to what is stored now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.web.inputs import Input
from bot.channels.web.posted import KEEP, Posted, ids_of_rows, is_empty, raw_of
from bot.channels.web.work import Work
from bot.dialogue.answers import fingerprint
from forms.fields.registry import to_json, understand
from forms.models import Field, FieldType, Slip

_EMPTIED: dict[FieldType, Any] = {FieldType.TABLE: [{}], FieldType.GRID: {}, FieldType.MULTICHOICE: []}


@dataclass(frozen=True)
class Unsent:
    """An open field as it was sent along."""

    field: str
    typed: Any
    """What was typed, as text or plain JSON; None when nothing was."""
    ids: tuple[str, ...]

    def shown(self, work: Work) -> Input | None:
        """The field ready to be drawn again, None where it is not in this work."""
        field = work.fields.get(self.field)
        return None if field is None else work.shown(field, typed=self.typed, typed_ids=self.ids)


def unsent(work: Work, posted: Posted) -> Unsent | None:
    """The open field that came along with a pressed button; None where none did."""
    field = work.fields.get(posted.get("field"))
    if field is None or posted.get("program") != work.program:
        return None
    raw, before = raw_of(field, posted), work.stored.get(field.key)
    same = posted.get("seen") == fingerprint(before)
    if raw is KEEP or (field.type is FieldType.TABLE and not ids_of_rows(posted)) or (same and _is(field, raw, before)):
        return Unsent(field.key, None, ())
    return Unsent(field.key, _EMPTIED.get(field.type, "") if raw is None else raw, ids_of_rows(posted))


def _is(field: Field, raw: Any, before: Any) -> bool:
    """Whether the control still holds what is stored."""
    if raw is None:
        return before is None or (isinstance(before, dict) and set(before) in ({"none"}, {"not_applicable"}))
    rows = [row for row in raw if not is_empty(row)] if field.type is FieldType.TABLE else raw
    understood = understand(field, rows)
    return not isinstance(understood, Slip) and to_json(field, understood.value) == before
