"""Rows brought from elsewhere, pasted or in a file: good ones in, bad ones told and handed back.

One rule for every channel. Into an empty table rows go at once. Where there are rows already, the person is asked once
whether the new ones go behind them or in their place; nothing is stored before. The file of rows that were handed back is
always added to what is there. A year grid takes each cell that is given and keeps the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.brought import UNITS, are_handed_back, in_which_unit, outcome, rejected, where_to
from bot.dialogue.intents import GRIDS, current_field
from bot.dialogue.models import Reason, Waiting
from bot.dialogue.row_ids import ids_of
from bot.dialogue.stages import fields, onward, present, rows
from bot.dialogue.stages.recording import doubt_of, record
from bot.dialogue.talk import Talk, action
from forms.fields.registry import to_json, understand
from forms.fields.stated_units import Unsure
from forms.models import Field, FieldType, Slip
from forms.spreadsheets.grids import judge_grid
from forms.spreadsheets.judging import Judged, judge


def brought(talk: Talk) -> None:
    """Take the rows that a page sent for one of its tables."""
    event = talk.event
    assert isinstance(event, m.Brought)
    field = talk.fields.get(event.field)
    if field is None or field.type not in GRIDS or event.program != (talk.conversation.program or ""):
        talk.say("stale")
        present.present(talk)
        return
    take(talk, field, event.lines, event.name)


def take(talk: Talk, field: Field, lines: Sequence[Sequence[str]], name: str = "") -> None:
    """Read the rows for a table or grid; where something has to be known first, keep them and ask."""
    talk.put(brought=None)
    waiting = Waiting(field=field.key, lines=tuple(map(tuple, lines)), name=name)
    if field.type is FieldType.GRID:
        _take_cells(talk, field, waiting)
        return
    try:
        judged = judge(field, lines, _units(talk, field))
    except ValueError as error:
        _refuse(talk, field, str(error), name)
        return
    if not judged.good and not judged.bad:
        talk.say("file.empty_table" if name else "rows.nothing_read", name=name)
        present.present(talk)
        return
    before = stored(talk.case).get(field.key)
    have = len(before) if isinstance(before, list) else 0
    if judged.unsure:
        _ask_unit(talk, field, judged.unsure[0], waiting)
    elif have and judged.good and not are_handed_back(lines):
        _ask_where(talk, field, judged, waiting, have)
    else:
        _put_in(talk, field, judged, name, before if isinstance(before, list) else [])


def _units(talk: Talk, field: Field) -> dict[str, str]:
    begins = f"{field.key}."
    return {path.removeprefix(begins): unit for path, unit in talk.case.units.items() if path.startswith(begins)}


def _ask_unit(talk: Talk, field: Field, unsure: Unsure, waiting: Waiting) -> None:
    choices = (
        *(m.Button(code=f"unit:{field.key}:{unsure.column}:{unit}", label=unit) for unit in UNITS),
        action(f"rows:{field.key}:drop", "rows_drop"),
    )
    talk.put(brought=waiting)
    talk.tell(in_which_unit(field, unsure).model_copy(update={"choices": choices}))


def _ask_where(talk: Talk, field: Field, judged: Judged, waiting: Waiting, have: int) -> None:
    choices = (
        action(f"rows:{field.key}:append", "rows_append"),
        action(f"rows:{field.key}:replace", "rows_replace"),
        action(f"rows:{field.key}:drop", "rows_drop"),
    )
    talk.put(brought=waiting)
    talk.tell(where_to(field, judged, have).model_copy(update={"choices": choices}))


def choose(talk: Talk) -> None:
    """Put the waiting rows where the person said, or forget them."""
    waiting = talk.case.brought
    field = talk.fields.get(waiting.field) if waiting is not None else None
    if waiting is None or field is None:
        talk.say("stale")
        present.present(talk)
        return
    talk.put(brought=None)
    if talk.intent.target == "drop":
        talk.say("rows.dropped", label=field.label)
        present.present(talk)
        return
    before = stored(talk.case).get(field.key)
    kept = before if isinstance(before, list) and talk.intent.target == "append" else []
    _put_in(talk, field, judge(field, waiting.lines, _units(talk, field)), waiting.name, kept)


def unit_told(talk: Talk) -> None:
    """Remember in which unit a column is, and go on with the waiting rows."""
    waiting = talk.case.brought
    field = talk.fields.get(waiting.field) if waiting is not None else None
    if waiting is None or field is None:
        talk.say("stale")
        present.present(talk)
        return
    talk.put(units={**talk.case.units, f"{field.key}.{talk.intent.target}": talk.intent.text})
    take(talk, field, waiting.lines, waiting.name)


def _put_in(talk: Talk, field: Field, judged: Judged, name: str, kept: Sequence[Any]) -> None:
    """Write the good rows behind `kept`, tell of the others, and hand these back as a file."""
    if judged.good:
        understood = understand(field, [*kept, *judged.good])
        if isinstance(understood, Slip):
            _refuse(talk, field, understood.message, understood.where)
            return
        ids = (*(ids_of(talk.case, field.key) if kept else ()), *("" for _ in judged.good))
        reason = Reason.CONFIRMED if understood.doubt else Reason.ANSWERED
        value = to_json(field, understood.value)
        judged = replace(judged, notes=_noted(talk, field, value, judged.notes))
        _record(talk, field, value, reason, ids)
    if name or judged.bad or judged.notes:
        talk.tell(outcome(field, judged, name))
    if judged.bad:
        talk.request(_rows_back(talk, field, judged))
    else:
        _go_on(talk, field)


def _noted(talk: Talk, field: Field, value: Any, notes: tuple[str, ...]) -> tuple[str, ...]:
    """What was noticed, with what is unlikely beside related answers: rows are not held back for it."""
    doubt = doubt_of(talk, field, value)
    return (*notes, doubt) if doubt else notes


def _record(talk: Talk, field: Field, value: Any, reason: Reason, ids: Sequence[str] | None = None) -> None:
    """Write the value; what is being told of another field stays open."""
    asked = current_field(talk.conversation, talk.world)
    held, row, tries = talk.case.held, talk.case.row, talk.case.tries
    record(talk, field, value, reason, ids=ids)
    if asked is not None and asked.key != field.key:
        talk.put(held=held, row=row, tries=tries)
    else:
        talk.put(row=None)


def _rows_back(talk: Talk, field: Field, judged: Judged) -> m.WriteRows:
    program = talk.conversation.program or ""
    heads = tuple(rows.named(column) for column in field.columns)
    return m.WriteRows(id=talk.effect_id(), program=program, label=field.label, heads=heads, rows=rejected(judged))


def _take_cells(talk: Talk, field: Field, waiting: Waiting) -> None:
    """Put the cells of a year grid over those that are there."""
    judged = judge_grid(field, waiting.lines, _units(talk, field))
    if judged.unsure:
        _ask_unit(talk, field, judged.unsure[0], waiting)
        return
    if judged.value is None:
        _refuse(talk, field, judged.message, judged.where)
        return
    value = rows.merged(field, stored(talk.case).get(field.key), judged.value)
    understood = understand(field, value)
    if isinstance(understood, Slip):
        _refuse(talk, field, understood.message, understood.where)
        return
    notes = _noted(talk, field, value, judged.notes)
    _record(talk, field, value, Reason.CONFIRMED if understood.doubt else Reason.ANSWERED)
    if notes:
        talk.tell(m.ShowRows(field=field.key, name=waiting.name, good=len(judged.value), bad=0, notes=notes))
    if rows.is_complete(field, value):
        _go_on(talk, field)
    else:
        present.present(talk)


def _refuse(talk: Talk, field: Field, message: str, where: str) -> None:
    talk.tell(m.Slipped(field=field.key, message=message, where=where))
    present.present(talk)


def _go_on(talk: Talk, field: Field) -> None:
    """On to the next field where this one is being asked, else back to what is."""
    asked = current_field(talk.conversation, talk.world)
    if asked is not None and asked.key == field.key:
        onward.onward(talk)
    elif asked is not None:
        fields.ask(talk, again=True)
    else:
        present.present(talk)
