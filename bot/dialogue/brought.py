"""What is told and asked of rows that were brought for a table, alike for the applicant and for a colleague with a link.

Whether rows may go in at once, and how the question reads when they may not, is one rule; where the rows wait until it is
answered is the caller's: in the applicant's own case, or in the colleague's page.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import messages as m
from forms.fields.stated_units import Unsure, bare
from forms.models import Field
from forms.spreadsheets.judging import TROUBLE, Judged

MOST_TOLD = 5
"""Bad rows told in words; the file that is handed back has them all."""
UNITS = ("元", "万元")


def are_handed_back(lines: Sequence[Sequence[str]]) -> bool:
    """Whether this is the file of rows that were not taken, mended and sent again: it is always added to what is there."""
    return any(TROUBLE in line for line in lines[:1])


def where_to(field: Field, judged: Judged, have: int) -> m.Say:
    """The question whether new rows go behind those there are or in their place."""
    new, bad = len(judged.good), len(judged.bad)
    told: dict[str, str | int] = {"label": field.label, "have": have, "new": new, "all": have + new}
    return m.Say(key="rows.where_bad", values={**told, "bad": bad}) if bad else m.Say(key="rows.where", values=told)


def in_which_unit(field: Field, unsure: Unsure) -> m.Say:
    """The question in which unit a column is."""
    column = next(one for one in field.columns if one.key == unsure.column)
    return m.Say(key="rows.which_unit", values={"column": bare(column), "example": unsure.example})


def outcome(field: Field, judged: Judged, name: str) -> m.ShowRows:
    """How many rows are in, and the first of those that are not."""
    bad = tuple(m.RowLine(row=one.row, column=one.column, message=one.message) for one in judged.bad[:MOST_TOLD])
    return m.ShowRows(
        field=field.key, name=name, good=len(judged.good), bad=len(judged.bad), lines=bad, notes=judged.notes
    )


def rejected(judged: Judged) -> tuple[tuple[str, ...], ...]:
    """The rows that were not taken, each with what is wrong behind its cells."""
    return tuple((*one.cells, f"{one.column}：{one.message}" if one.column else one.message) for one in judged.bad)
