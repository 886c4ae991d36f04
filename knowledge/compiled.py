"""A pack made ready for questions: its units, their lexical index, and the space their meanings lie in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from knowledge.chunking import Unit, breadcrumb, cut
from knowledge.form_units import form_units
from knowledge.index import LexicalIndex, build_index
from knowledge.lexicon import Lexicon
from knowledge.models import PhrasesFile
from knowledge.shared import SHARED_QUESTIONS, SharedQuestions
from knowledge.traits import Traits, traits_of
from knowledge.vectors import Floats, Pulls, learn, pulls_of
from knowledge.wordspace import Sense, sense_of
from programs.clauses import Guide
from programs.registry import Pack
from programs.yamlfile import read_model

FORMAT = 14
"""Raised whenever units, grams or files change their meaning; older compiled packs are then built anew."""
_WELL_TOLD = 15
"""Ways to ask for a unit, on average, that make a pack well told."""
_READ = ("guide.md", "phrases.yaml", "fields.yaml", "program.yaml")


@dataclass(frozen=True)
class Compiled:
    """One programme, ready for questions."""

    program: str
    units: tuple[Unit, ...]
    words: Mapping[str, tuple[str, ...]]
    index: LexicalIndex
    clauses: tuple[str, ...]
    """Clause ids, in printed order; the rows of the legs `clause` and `path`."""
    pulls: Pulls
    """The space of its meanings, as the index numbers its grams."""
    parents: frozenset[str]
    """Clauses that have clauses below them."""
    located: Floats
    """Where its units lie in that space, one row each; what the vector store keeps."""
    sense: Sense
    """Where its phrases and units lie among the words of the language."""

    @cached_property
    def clause_rows(self) -> Mapping[str, int]:
        """Clause id to its row."""
        return {clause: row for row, clause in enumerate(self.clauses)}

    @cached_property
    def has_phrases(self) -> bool:
        """Whether the pack tells how people ask; scores of packs without mean something else."""
        return any(unit.asks for unit in self.units)

    @cached_property
    def well_told(self) -> bool:
        """Whether people's ways to ask are told so fully that what is asked in none of them is suspect."""
        told = [len(unit.asks) for unit in self.units if unit.asks]
        return bool(told) and sum(told) >= _WELL_TOLD * len(told)

    @cached_property
    def traits(self) -> Traits:
        """What is true of its units whatever the question."""
        return traits_of(self.units, self.clause_rows, self.parents)


def knowledge_hash(pack: Pack) -> str:
    """SHA-256 over everything a compiled pack is made from; other files of the pack may change without a rebuild."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in [*(pack.path(name) for name in _READ), pack.root.parent / "_shared" / "fields.yaml", SHARED_QUESTIONS]:
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def phrases_of(pack: Pack) -> PhrasesFile:
    """The pack's phrases; none when it has no such file, or as long as nobody has read what a model proposed in it."""
    path = pack.path("phrases.yaml")
    phrases = read_model(path, PhrasesFile) if path.is_file() else PhrasesFile()
    return PhrasesFile() if phrases.proposed_by else phrases


def compile_pack(pack: Pack, shared: SharedQuestions, phrases: PhrasesFile | None = None) -> Compiled:
    """The pack's units and index; other `phrases` than its own can be given, to see what they are worth.

    Raises:
        PackFault: `guide.md`, `phrases.yaml` or `fields.yaml` is broken.
    """
    told = phrases_of(pack) if phrases is None else phrases
    guide = pack.guide
    lexicon = Lexicon(shared, told.words)
    units = tuple(cut(guide, told, shared.topics) + form_units(pack, told))
    grams = _grams(units, lexicon)
    index = build_index(_documents(units, grams, guide, lexicon))
    titles = {clause.id: lexicon.document(clause.title) for clause in guide.clauses}
    whole = [
        [*text, *titles.get(unit.clause, ()), *(gram for ask in (*asks, *shared_asks) for gram in ask)]
        for unit, (text, asks, shared_asks) in zip(units, grams, strict=True)
    ]
    titled = {clause.id: clause.title for clause in guide.clauses}
    space = learn(whole)
    located = np.stack([space.locate(document) for document in whole]) if whole else np.zeros((0, 1), np.float32)
    clauses = tuple(clause.id for clause in guide.clauses)
    parents = frozenset(clause.parent for clause in guide.clauses if clause.parent)
    sense = sense_of([unit.asks for unit in units], [f"{titled.get(unit.clause, '')}{unit.text}" for unit in units])
    pulls = pulls_of(space, index.vocabulary)
    return Compiled(pack.slug, units, dict(told.words), index, clauses, pulls, parents, located, sense)


_UnitGrams = tuple[list[str], list[list[str]], list[list[str]]]


def _grams(units: tuple[Unit, ...], lexicon: Lexicon) -> list[_UnitGrams]:
    """For each unit the grams of its words, of its pack's phrases, and of the shared ones; each phrase is cut once."""
    phrase = lru_cache(maxsize=None)(lexicon.phrase)
    return [
        (
            lexicon.document(f"{unit.text} {unit.note}"),
            [phrase(ask) for ask in unit.asks],
            [phrase(ask) for ask in unit.shared],
        )
        for unit in units
    ]


def _documents(
    units: tuple[Unit, ...], grams: list[_UnitGrams], guide: Guide, lexicon: Lexicon
) -> dict[str, list[tuple[int, list[str]]]]:
    return {
        "text": [(at, text) for at, (text, _, _) in enumerate(grams)],
        "clause": [
            (row, lexicon.document(f"{clause.title} {clause.text}")) for row, clause in enumerate(guide.clauses)
        ],
        "path": [(row, lexicon.document(breadcrumb(guide, clause))) for row, clause in enumerate(guide.clauses)],
        "asks": [(at, ask) for at, (_, asks, _) in enumerate(grams) for ask in asks],
        "bag": [(at, [gram for ask in asks for gram in ask]) for at, (_, asks, _) in enumerate(grams)],
        "shared": [(at, ask) for at, (_, _, asks) in enumerate(grams) for ask in asks],
    }
