"""Rows that a colleague brought for a table of a section: they wait in the page while something has to be known first.

The conversation is the owner's and keeps nothing of them. What the page carries comes back from a browser and is taken for
no more than it is: cells as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channels.web.posted import Posted
from bot.channels.web.section_desk import Desk
from bot.channels.web.talk import Told, drawn_reply
from bot.dialogue import messages as m
from bot.dialogue.brought import UNITS, in_which_unit, outcome, rejected, where_to
from bot.texts import text
from forms.fields.stated_units import Unsure
from forms.models import Field
from forms.spreadsheets.judging import MOST_ROWS, Judged

MOST_CELLS = 200
Lines = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Waiting:
    """The cells that were brought, the file they came in, and in which unit their columns are said to be."""

    lines: Lines
    name: str = ""
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def carried(self) -> str:
        """All of it as text that a page can hold."""
        return json.dumps([self.lines, self.name, dict(self.units)], ensure_ascii=False)


@dataclass(frozen=True)
class Shown:
    """What a section's page shows of rows that were brought."""

    told: Told
    field: str
    carried: str = ""
    """What waits for one of the choices."""
    choices: tuple[tuple[str, str, str], ...] = ()
    """Name, value and words of the buttons."""
    rejected: str = ""
    """The rows that were not taken, for the file in which they are handed back."""
    told_back: str = ""


def waiting_in(posted: Posted, table: Field) -> Waiting | None:
    """What the page carried, with the unit that was just chosen; None when it carried nothing that can be read."""
    found = _json(posted.get("carried"))
    if not (isinstance(found, list) and len(found) == 3 and isinstance(found[1], str) and isinstance(found[2], dict)):
        return None
    lines, name, units = found
    if not _are_lines(lines):
        return None
    column, _, unit = posted.get("unit").partition(":")
    known = {one.key for one in table.columns}
    said = {key: one for key, one in {**units, column: unit}.items() if key in known and one in UNITS}
    return Waiting(lines, name[:80], said)


def rejected_in(posted: Posted) -> Lines:
    """The rows that the page carried for the file; none when it carried nothing that can be read."""
    lines = _json(posted.get("rejected"))
    return lines if _are_lines(lines) and all(lines) else []


def ask_where(desk: Desk, table: Field, judged: Judged, waiting: Waiting, have: int) -> Shown:
    """The question whether the rows go behind those there are or in their place."""
    choices = (("mode", "append", text("action.rows_append")), ("mode", "replace", text("action.rows_replace")))
    return Shown(_drawn(desk, where_to(table, judged, have)), table.key, waiting.carried, choices)


def ask_unit(desk: Desk, table: Field, unsure: Unsure, waiting: Waiting) -> Shown:
    """The question in which unit a column is."""
    choices = tuple(("unit", f"{unsure.column}:{unit}", unit) for unit in UNITS)
    return Shown(_drawn(desk, in_which_unit(table, unsure)), table.key, waiting.carried, choices)


def became(desk: Desk, table: Field, judged: Judged, name: str) -> Shown:
    """What became of the rows, with those that were not taken to be handed back."""
    back = text("handing.rows_back", n=len(judged.bad)) if judged.bad else ""
    lines = json.dumps(rejected(judged), ensure_ascii=False) if judged.bad else ""
    return Shown(_drawn(desk, outcome(table, judged, name)), table.key, rejected=lines, told_back=back)


def noticed(desk: Desk, table: Field, count: int, notes: tuple[str, ...], name: str) -> Shown:
    """What was noticed about the cells of a grid that were taken."""
    told = m.ShowRows(field=table.key, name=name, good=count, bad=0, notes=notes)
    return Shown(_drawn(desk, told), table.key)


def _drawn(desk: Desk, reply: m.Reply) -> Told:
    return drawn_reply(reply, desk.work.world, last=True)


def _json(words: str) -> Any:
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return None


def _are_lines(found: Any) -> bool:
    return (
        isinstance(found, list)
        and 0 < len(found) <= MOST_ROWS + 100
        and all(isinstance(line, list) and len(line) <= MOST_CELLS for line in found)
        and all(isinstance(cell, str) for line in found for cell in line)
    )
