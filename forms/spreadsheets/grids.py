"""A year grid of an office's own judged for a grid of the form: its cells, and what is to be asked or told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.fields.parts import wrong_sums
from forms.fields.pasted import Misplaced
from forms.fields.registry import to_json, understand
from forms.fields.stated_units import Unsure, converted, unsure, with_unit
from forms.fields.worded import read_block
from forms.models import Field, Slip


@dataclass(frozen=True)
class JudgedGrid:
    """What became of the cells."""

    value: Any = None
    """The cells as the grid's JSON; None when they cannot be taken."""
    message: str = ""
    """Why not."""
    where: str = ""
    notes: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    """Columns of which it cannot be told in which unit they are."""


def judge_grid(field: Field, lines: Sequence[Sequence[str]], units: Mapping[str, str] | None = None) -> JudgedGrid:
    """The cells of a pasted or uploaded grid, in whichever direction it runs.

    `units` are what the person said of columns without a unit, by column key.
    """
    said = units or {}
    text = "\n".join("\t".join(cell.replace("\n", " ") for cell in line) for line in lines)
    try:
        block = read_block(field, text)
    except Misplaced as error:
        return JudgedGrid(message=str(error))
    open_ = tuple(
        one
        for column in field.columns
        if column.key not in block.units and column.key not in said
        and (one := unsure(column, [cell for (_, key), cell in block.cells.items() if key == column.key])) is not None
    )  # fmt: skip
    other = {key: unit for key, unit in said.items() if key not in block.units}
    cells: dict[str, dict[str, str]] = {}
    for (row, key), cell in block.cells.items():
        cells.setdefault(row, {})[key] = with_unit(cell, other.get(key, ""))
    understood = understand(field, cells)
    if isinstance(understood, Slip):
        return JudgedGrid(message=understood.message, where=understood.where, unsure=open_)
    sums = {key: with_unit(cell, other.get(key, "")) for key, cell in block.sums.items()}
    words = converted({**other, **block.units}, field.columns)
    told = [*([words] if words else []), *wrong_sums(field, understood.value, sums)]
    told += [understood.doubt] if understood.doubt else []
    return JudgedGrid(to_json(field, understood.value), notes=tuple(told), unsure=open_)
