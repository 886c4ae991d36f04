"""All scoring in one file: what is measured about a question and a unit, and what each measurement is worth.

A question is compared as a whole and part by part (long stories end in a short question; two questions often come as
one). Every measurement is a column of a matrix with one row a unit; the score is its product with `WEIGHTS`, which
`python -m knowledge.tuning` learns on a question set and cross-validates. Change a measurement here, run it, and put the
weights it prints below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.asked import HARD, asked_kinds
from knowledge.compiled import Compiled
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import AnswerKind

_HARD = frozenset(kind.value for kind in HARD)
_SENTENCE = re.compile(r"[。？！?!;；\n]+")
_COMMA = re.compile(r"[，,、。？！?!;；\n ]+")
_LIST_KINDS = frozenset(
    {AnswerKind.LIST, AnswerKind.MATERIAL, AnswerKind.TASK, AnswerKind.TARGET, AnswerKind.CONDITION}
)
_MOST_PARTS = 7

FEATURES = (
    "text", "text_part", "clause", "path", "asks", "asks_top3", "asks_part", "shared", "shared_part", "dense",
    "hard_met", "hard_unmet", "soft_met", "form_wanted", "form_unwanted", "is_entry", "is_clause", "is_field",
    "is_silent", "silent_asks", "silent_shared", "literal",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "text": 3.0, "text_part": 2.0, "clause": 3.0, "path": 1.5, "asks": 6.0, "asks_top3": 3.0, "asks_part": 4.0, "shared": 2.0,
    "shared_part": 1.0, "dense": 0.0, "hard_met": 0.5, "hard_unmet": -0.5, "soft_met": 0.1, "form_wanted": 0.4,
    "form_unwanted": -0.6, "is_entry": 0.0, "is_clause": -0.1, "is_field": -0.2, "is_silent": 0.0, "silent_asks": 0.0,
    "silent_shared": 0.0, "literal": 0.3,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question made ready for one programme's lexicon."""

    plain: str
    lexicon: Lexicon

    @cached_property
    def kinds(self) -> frozenset[AnswerKind]:
        """The kinds of answer it wants."""
        return asked_kinds(self.plain)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Its sentences and their longer clauses, without the whole; empty when it is a single short one."""
        parts = [part.strip() for part in _SENTENCE.split(self.plain)]
        parts += [part.strip() for part in _COMMA.split(self.plain)]
        unique = dict.fromkeys(part for part in parts if len(part) >= 4 and part != self.plain.strip())
        return tuple(unique)[-_MOST_PARTS:]

    @cached_property
    def grams(self) -> list[str]:
        """Its grams as a whole."""
        return self.lexicon.grams(self.plain)

    @cached_property
    def part_grams(self) -> tuple[list[str], ...]:
        """The grams of each part."""
        return tuple(self.lexicon.grams(part) for part in self.parts)


def measure(compiled: Compiled, question: Question, dense: Floats | None = None) -> Floats:
    """One row a unit, one column for each of `FEATURES`.

    `dense` holds a similarity for each unit; None where the vector index is not at hand.
    """
    index, units = compiled.index, compiled.units
    column = {name: np.zeros(len(units), np.float32) for name in FEATURES}
    facts = _facts(compiled)
    rows = facts["clause_row"]
    whole = index.question(question.grams)
    parts = [index.question(grams) for grams in question.part_grams]
    for leg in ("text", "clause", "path"):
        scores = _share(compiled, leg, whole)
        column[leg] = scores if leg == "text" else np.where(rows >= 0, scores[rows], 0)
    column["text_part"] = _best([_share(compiled, "text", part) for part in parts], column["text"])
    for leg in ("asks", "shared"):
        cosines = _cosine(compiled, leg, whole)
        column[leg] = _per_owner(compiled, leg, cosines)
        if leg == "asks":
            column["asks_top3"] = _top3(compiled, cosines)
        best = [_per_owner(compiled, leg, _cosine(compiled, leg, part)) for part in parts]
        column[f"{leg}_part"] = _best(best, column[leg])
    if dense is not None:
        column["dense"] = dense
    _kinds(column, facts, question)
    for name in ("entry", "clause", "field", "silent"):
        column[f"is_{name}"] = facts[f"is_{name}"]
    column["silent_asks"] = column["asks"] * facts["is_silent"]
    column["silent_shared"] = column["shared"] * facts["is_silent"]
    return np.stack([column[name] for name in FEATURES], axis=1)


def score(measured: Floats, weights: Mapping[str, float] = WEIGHTS) -> Floats:
    """The score of every unit."""
    return measured @ np.array([weights[name] for name in FEATURES], np.float32)


def _share(compiled: Compiled, leg: str, question: tuple[np.ndarray, np.ndarray, int]) -> Floats:
    """BM25 as a share of what a perfect text could get, so that questions of any length compare."""
    grams, counts, unknown = question
    leg_index = compiled.index.legs[leg]
    most = float((leg_index.idf[grams] * counts).sum()) * 2.2 + unknown * 2.0
    return leg_index.scores(grams, counts) / max(most, 1.0)


def _cosine(compiled: Compiled, leg: str, question: tuple[np.ndarray, np.ndarray, int]) -> Floats:
    grams, counts, unknown = question
    leg_index = compiled.index.legs[leg]
    rare = float(leg_index.idf.max(initial=1.0))
    length = float(np.sqrt((leg_index.idf[grams] ** 2).sum() + unknown * (0.5 * rare) ** 2))
    return leg_index.scores(grams, np.minimum(counts, 1)) / max(length, 1e-6)


def _per_owner(compiled: Compiled, leg: str, rows: Floats) -> Floats:
    best = np.zeros(len(compiled.units), np.float32)
    np.maximum.at(best, compiled.index.legs[leg].owners, rows)
    return best


def _top3(compiled: Compiled, rows: Floats) -> Floats:
    """The mean of the three closest phrases of each unit: one lucky phrase weighs less than three that agree."""
    owners = compiled.index.legs["asks"].owners
    mean = np.zeros(len(compiled.units), np.float32)
    if not len(owners):
        return mean
    order = np.lexsort((-rows, owners))
    sorted_owners = owners[order]
    firsts = np.concatenate([[0], np.flatnonzero(np.diff(sorted_owners)) + 1])
    rank = np.arange(len(order)) - np.repeat(firsts, np.diff(np.append(firsts, len(order))))
    near = order[rank < 3]
    np.add.at(mean, owners[near], rows[near] / 3)
    return mean


def _best(parts: Sequence[Floats], whole: Floats) -> Floats:
    return np.max(np.stack([*parts, whole]), axis=0) if parts else whole


def _kinds(column: dict[str, Floats], facts: Mapping[str, np.ndarray], question: Question) -> None:
    asked = {kind.value for kind in question.kinds}
    gives = facts["gives"]
    kinds = facts["kinds"]
    hard = [at for at, kind in enumerate(kinds) if kind in asked and kind in _HARD]
    soft = [at for at, kind in enumerate(kinds) if kind in asked and kind not in _HARD]
    if hard:
        met = gives[:, hard].max(axis=1)
        column["hard_met"], column["hard_unmet"] = met, 1 - met
    if soft:
        column["soft_met"] = np.minimum(gives[:, soft].sum(axis=1), 3)
    wanted = AnswerKind.FORM.value in asked
    column["form_wanted" if wanted else "form_unwanted"] = facts["is_form"]
    literals = {gram for gram in question.grams if gram[0].isdigit()}
    if literals:
        leg = compiled_literals(facts, literals)
        column["literal"] = leg


def compiled_literals(facts: Mapping[str, np.ndarray], literals: set[str]) -> Floats:
    """1 for units that print one of the numbers the question names, else 0."""
    return np.array([float(bool(literals & own)) for own in facts["literals"]], np.float32)


_FACTS: dict[int, tuple[Compiled, dict[str, np.ndarray]]] = {}


def _facts(compiled: Compiled) -> dict[str, np.ndarray]:
    """What does not depend on the question, worked out once for a compiled pack."""
    known = _FACTS.get(id(compiled))
    if known is not None and known[0] is compiled:
        return known[1]
    units = compiled.units
    kinds = [kind.value for kind in AnswerKind]
    gives = np.zeros((len(units), len(kinds)), np.float32)
    for at, unit in enumerate(units):
        gives[at, [kinds.index(kind) for kind in unit.gives]] = 1
    lexicon_free = [frozenset(_literals(unit.text)) for unit in units]
    facts: dict[str, np.ndarray] = {
        "clause_row": np.array([compiled.clause_rows.get(unit.clause, -1) for unit in units], np.int32),
        "gives": gives,
        "kinds": np.array(kinds),
        "literals": np.array(lexicon_free, dtype=object),
        "is_form": np.array([float(unit.clause.startswith("申报书")) for unit in units], np.float32),
    }
    for name in ("entry", "clause", "field", "silent"):
        facts[f"is_{name}"] = np.array([float(unit.kind == name) for unit in units], np.float32)
    _FACTS[id(compiled)] = (compiled, facts)
    return facts


def _literals(text: str) -> list[str]:
    from knowledge.chinese import normalise
    from knowledge.numbers import mask

    return list(mask(normalise(text))[1])
