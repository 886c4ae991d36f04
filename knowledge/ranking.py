"""All scoring in one file: what is measured about a question and a unit, and what each measurement is worth.

A question is compared as a whole and part by part (long stories end in a short question; two questions often come as
one). Every measurement is a column of a matrix with one row a unit; the score is its product with `WEIGHTS`, which
`python -m knowledge.learning.ranking` learns on a question set and cross-validates. Change a measurement here, run it, and put the
weights it prints below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.asked import HARD, asked_kinds
from knowledge.compiled import Compiled
from knowledge.index import Floats
from knowledge.legs import cosines, novelty, per_owner, shares, top3
from knowledge.lexicon import Lexicon
from knowledge.models import AnswerKind
from knowledge.traits import KINDS, Traits

_HARD = frozenset(kind.value for kind in HARD)
_SENTENCE = re.compile(r"[。？！?!;；\n]+")
_COMMA = re.compile(r"[，,、。？！?!;；\n ]+")
_APART = re.compile(
    r"[。？！?!;；，,：:\n]+|(?<!\d)\d[.、)）]|(?:^|(?<=[\s，。；：]))[一二三四]是|(?:另外|还有就是|(?<!是不是)(?<!会不会)(?<!有没有)还有|再问|顺便|顺带|以及|再一个|然后|第[一二三四]个?)"
)
_INTERROGATIVE = re.compile(
    r"多少|几|啥|什么|谁|哪|怎么|咋|如何|何|[是能可应须需得有]否|与否|多久|多长|多大|多高|何时|[吗么]|不$|能不能|可不可以|是不是|要不要|有没有|得不得|行不行|够不够|够不|算不算"
)
"""Words that ask; a part without one tells the story."""
_JUDGED = re.compile(r"够|行不行|行吗|达标|合格|过得去|看看|能不能|能报|可以报|符不符合|算不算|差在哪|有戏|悬")
"""Words that ask to judge the facts told, each of which then asks for its own condition."""
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百千万]{1,6}(?:个|件|家|人|条|万|亿|成|项|次|年|名)")
_LIST_KINDS = frozenset(
    {AnswerKind.LIST, AnswerKind.MATERIAL, AnswerKind.TASK, AnswerKind.TARGET, AnswerKind.CONDITION}
)
_MOST_PARTS = 7
_MOST_INQUIRIES = 4
_SHORTEST_INQUIRY = 3

FEATURES = (
    "text", "text_part", "clause", "path", "asks", "asks_top3", "asks_part", "bag", "bag_part", "shared", "shared_part", "dense", "dense_part",
    "sense", "sense_part", "sense_text",
    "hard_met", "hard_unmet", "soft_met", "form_wanted", "form_unwanted", "is_entry", "is_clause", "is_field",
    "is_silent", "is_title", "is_heading", "silent_asks", "silent_shared", "literal", "novel",
)  # fmt: skip
_EVERY = frozenset(FEATURES)


@dataclass(frozen=True)
class Tuning:
    """What every measurement is worth, and the score below which nothing answers."""

    weights: Mapping[str, float]
    nothing: float

    @cached_property
    def vector(self) -> Floats:
        """The weights in the order of `FEATURES`."""
        return np.array([self.weights.get(name, 0.0) for name in FEATURES], np.float32)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The measurements that count, and what they are made of."""
        wanted = {name for name, weight in self.weights.items() if weight}
        return frozenset(wanted | {name.removeprefix("silent_") for name in wanted})


TUNED = Tuning(
    {
        "text": 0.51, "asks": 1.47, "asks_top3": 1.0, "asks_part": 1.14, "bag": 5.67, "bag_part": 3.28,
        "dense": 3.94, "dense_part": 2.99, "sense": 2.26, "sense_part": 1.24, "sense_text": 0.93, "hard_met": 0.85,
        "hard_unmet": -0.87, "soft_met": 0.66, "form_wanted": 1.22, "form_unwanted": -0.55, "is_entry": -0.57,
        "is_clause": 0.98, "is_field": -3.03, "is_silent": -3.47, "is_title": -2.22, "is_heading": -0.93,
        "silent_asks": 2.51, "silent_shared": 2.36, "literal": -0.17, "novel": -3.7,
    },
    nothing=6.71,
)  # fmt: skip
"""For packs that tell how people ask."""

TUNED_BARE = Tuning(
    {
        "text": 8.2, "text_part": 2.12, "clause": 11.76, "path": 3.63, "dense": 5.54, "dense_part": 3.2,
        "hard_met": 3.03, "soft_met": 1.27, "form_wanted": -0.03, "form_unwanted": -3.27, "is_clause": 4.45,
        "is_field": 4.02, "is_silent": -0.78, "is_title": -6.08, "is_heading": -3.1, "silent_shared": 6.16,
        "literal": -0.33, "novel": -12.71,
    },
    nothing=5.39,
)  # fmt: skip
"""For packs without phrases."""


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
    def inquiries(self) -> tuple[str, ...]:
        """The parts that ask for something of their own; empty when the whole asks one thing."""
        judged = bool(_JUDGED.search(self.plain))
        pieces = [piece.strip() for part in _APART.split(self.plain) for piece in _listed(part)]
        asking = [
            piece
            for piece in pieces
            if len(piece) >= _SHORTEST_INQUIRY and (_INTERROGATIVE.search(piece) or (judged and _NUMBER.search(piece)))
        ]
        return tuple(dict.fromkeys(asking))[:_MOST_INQUIRIES] if len(asking) > 1 else ()

    @cached_property
    def grams(self) -> list[str]:
        """Its grams as a whole."""
        return self.lexicon.grams(self.plain)

    @cached_property
    def part_grams(self) -> tuple[list[str], ...]:
        """The grams of each part."""
        return tuple(self.lexicon.grams(part) for part in self.parts)


def measure(
    compiled: Compiled, question: Question, located: Floats | None = None, *, wanted: frozenset[str] = _EVERY
) -> Floats:
    """One row a unit, one column for each of `FEATURES`; 0 in columns of legs that are not `wanted`.

    `located` holds the units' vectors as the vector store gave them; None where it is not at hand.
    """
    legs, traits, count = compiled.index.legs, compiled.traits, len(compiled.units)
    table = np.zeros((len(FEATURES), count), np.float32)
    column = dict(zip(FEATURES, table, strict=True))
    bags = compiled.index.bags([question.grams, *question.part_grams])
    for leg in ("text", "bag"):
        share = shares(legs[leg], leg, bags)
        column[leg][:] = share[0]
        np.max(share, axis=0, out=column[f"{leg}_part"])
    for leg in wanted & {"clause", "path"}:
        share = shares(legs[leg], leg, bags)[0]
        column[leg][traits.placed] = share[traits.clause_row[traits.placed]]
    for leg in ("asks", "shared"):
        likeness = cosines(legs[leg], leg, bags)
        column[leg][:] = per_owner(legs[leg], likeness[0], count)
        if f"{leg}_part" in wanted:
            column[f"{leg}_part"][:] = per_owner(legs[leg], likeness.max(axis=0), count)
        if f"{leg}_top3" in wanted:
            column[f"{leg}_top3"][:] = top3(legs[leg], likeness[0], column[leg])
    if located is not None:
        near = compiled.pulls.locate(bags.grams, bags.begins) @ located.T
        column["dense"][:] = near[0]
        np.max(near, axis=0, out=column["dense_part"])
    if wanted & {"sense", "sense_part", "sense_text"}:
        places = compiled.sense.locate([question.plain, *question.parts])
        column["sense"][:], column["sense_part"][:], column["sense_text"][:] = compiled.sense.nearness(places)
    _lean(column, traits, question)
    for name, flags in traits.is_kind.items():
        column[f"is_{name}"][:] = flags
    column["novel"][:] = novelty(legs["bag"], "bag", bags)
    np.multiply(column["asks"], column["is_silent"], out=column["silent_asks"])
    np.multiply(column["shared"], column["is_silent"], out=column["silent_shared"])
    return table.T


def score(measured: Floats, tuning: Tuning = TUNED) -> Floats:
    """The score of every unit against nothing: log-odds, so that below 0 nothing is the better answer."""
    return np.asarray(measured @ tuning.vector - tuning.nothing, np.float32)


def _listed(part: str) -> list[str]:
    """The items of `什么时候截止、交到哪儿` when each of them asks, else the part as it is."""
    items = part.split("、")
    return items if all(_INTERROGATIVE.search(item) for item in items) else [part]


def _lean(column: dict[str, Floats], traits: Traits, question: Question) -> None:
    """Fill the columns that lean towards what the question wants, whatever its words."""
    asked = {kind.value for kind in question.kinds}
    hard = [at for at, kind in enumerate(KINDS) if kind in asked and kind in _HARD]
    soft = [at for at, kind in enumerate(KINDS) if kind in asked and kind not in _HARD]
    if hard:
        met = traits.kinds[hard].max(axis=0)
        column["hard_met"][:], column["hard_unmet"][:] = met, 1 - met
    if soft:
        column["soft_met"][:] = np.minimum(traits.kinds[soft].sum(axis=0), 3)
    column["form_wanted" if AnswerKind.FORM.value in asked else "form_unwanted"][:] = traits.is_form
    for gram in set(question.grams):
        if (places := traits.literals.get(gram)) is not None:
            column["literal"][places] = 1
