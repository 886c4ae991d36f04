"""Finds what a person means when they name a field or a cell of a grid in their own words; programmes: `program_names`.

Names are compared folded. An exact name wins; then names that contain what was typed, or are contained in it; then
similar ones. Where several are equally good, all of them come back and the person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.dialogue.words import fold
from forms.models import Field, FieldType

if TYPE_CHECKING:
    from forms.loader import Form

_NOISE = re.compile("(?:的|那个|那一栏|这一栏|一栏|那栏|这栏|那项|一项|一下|数量|情况)")
_UNIT = re.compile("[（(][^（）()]*[）)]")
GOOD = 0.8
MOST_OFFERED = 5


@dataclass(frozen=True)
class Named:
    """A field, or a cell of a grid (`grid.row.column`), and what it is called."""

    path: str
    label: str
    names: tuple[str, ...]


def called(form: Form) -> tuple[Named, ...]:
    """Everything of a form that can be called by name."""
    return _called(_Held(form))


@dataclass(frozen=True)
class _Held:
    form: Form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.form is self.form


@lru_cache(maxsize=64)
def _called(held: _Held) -> tuple[Named, ...]:
    found: list[Named] = []
    for field in held.form.fields.values():
        own = {simple(name) for name in (field.label, *field.aliases)} | {field.key}
        found.append(Named(field.key, field.label, tuple(own)))
        if field.type is FieldType.GRID:
            found.extend(_cells(field, own))
    return tuple(found)


def _cells(field: Field, own: Iterable[str]) -> Iterable[Named]:
    for row in field.rows:
        for column in field.columns:
            rows = {simple(row.label), simple(row.label).removesuffix("年")}
            columns = {simple(name) for name in (column.label, *column.aliases)}
            short = {r + c for r in rows for c in columns} | {c + r for r in rows for c in columns}
            long = {name + cell for name in own if not name.isascii() for cell in short}
            label = f"{field.label} {row.label} {_UNIT.sub('', column.label)}"
            yield Named(f"{field.key}.{row.key}.{column.key}", label, tuple(short | long))


def simple(name: str) -> str:
    """A name as it is compared: folded, without unit and filling words."""
    return _NOISE.sub("", fold(_UNIT.sub("", name)))


def fields_named(form: Form, words: str, applicable: Iterable[str] | None = None) -> tuple[Named, ...]:
    """The fields or cells that `words` can mean, empty when nothing is near, one when it is plain.

    A name that fits a grid and its cells alike means the grid.
    """
    wanted = simple(words)
    if not wanted:
        return ()
    keys = None if applicable is None else set(applicable)
    scored = [
        (max(_nearness(wanted, name) for name in named.names), named)
        for named in called(form)
        if keys is None or named.path.split(".")[0] in keys
    ]
    best = max((score for score, _ in scored), default=0.0)
    if best < GOOD:
        return ()
    near = [named for score, named in scored if score >= best - (0.0 if best == 1 else 0.03)]
    whole = {named.path for named in near if "." not in named.path}
    return tuple(named for named in near if "." not in named.path or named.path.partition(".")[0] not in whole)


def _nearness(wanted: str, name: str) -> float:
    """1 for the same, 0.9 to 0.99 for one inside the other, below that by likeness."""
    if wanted == name:
        return 1.0
    if len(wanted) >= 2 and wanted in name:
        return 0.95
    if len(name) >= 3 and name in wanted:
        return 0.9 + 0.04 * len(name) / len(wanted)
    if len(wanted) < 3:
        return 0.0
    return max(fuzz.ratio(wanted, name), 0.92 * fuzz.token_sort_ratio(wanted, name)) / 100 * 0.98
