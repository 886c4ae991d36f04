"""What is true of a programme's units whatever the question: numbers worked out once and kept beside the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.chinese import normalise
from knowledge.chunking import Unit
from knowledge.models import AnswerKind
from knowledge.numbers import mask
from programs.clauses import FORM_PREFIX

Floats = NDArray[np.float32]
_HEADING = 32
KINDS = tuple(kind.value for kind in AnswerKind)


@dataclass(frozen=True)
class Traits:
    """One row a unit."""

    clause_row: NDArray[np.int32]
    """The row of its clause, -1 where it has none."""
    gives: Floats
    """One column a kind of answer, in the order of `KINDS`."""
    is_form: Floats
    is_kind: Mapping[str, Floats]
    """`entry`, `clause`, `field`, `silent`, `title`, `heading`: 1 where the unit is one; a heading is a clause without words of its own."""
    literals: Mapping[str, NDArray[np.int32]]
    """A number as printed (`30家`), to the units that print it."""

    @cached_property
    def kinds(self) -> Floats:
        """The same as `gives`, one row a kind of answer."""
        return np.ascontiguousarray(self.gives.T)

    @cached_property
    def placed(self) -> NDArray[np.intp]:
        """The units that have a clause."""
        return np.flatnonzero(self.clause_row >= 0)


def traits_of(units: Sequence[Unit], clause_rows: Mapping[str, int], parents: frozenset[str]) -> Traits:
    """The traits of `units`; `parents` are the clauses that have clauses below them."""
    gives = np.zeros((len(units), len(KINDS)), np.float32)
    literals: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        gives[at, [KINDS.index(kind) for kind in unit.gives]] = 1
        for literal in set(mask(normalise(unit.text))[1]):
            literals.setdefault(literal, []).append(at)
    is_kind = {
        name: np.array([float(unit.kind == name) for unit in units], np.float32)
        for name in ("entry", "clause", "field", "silent")
    }
    is_kind["title"] = np.array([float(clause_rows.get(unit.clause) == 0) for unit in units], np.float32)
    is_kind["heading"] = np.array(
        [float(unit.kind == "clause" and len(unit.text) <= _HEADING and unit.clause in parents) for unit in units],
        np.float32,
    )
    return Traits(
        clause_row=np.array([clause_rows.get(unit.clause, -1) for unit in units], np.int32),
        gives=gives,
        is_form=np.array([float(unit.clause.startswith(FORM_PREFIX)) for unit in units], np.float32),
        is_kind=is_kind,
        literals={literal: np.array(places, np.int32) for literal, places in literals.items()},
    )
