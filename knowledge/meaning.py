"""The extra dense leg: how near a question lies to every unit in the eyes of a configured embedding model.

A model is believed as far as it is any good at these texts: some of the pack's own ways to ask are embedded beside the
units, and the share of them it leads to the right clause is what it may weigh. An English model that knows no Chinese
weighs nothing. It reorders units that answer; what is a refusal without it stays one.

The model's vectors are in a Chroma collection that bears its name, written in the background when it is first needed.
Until then, and whenever the model is down, slow or speaks nonsense, answers are those without it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from knowledge.background import Background
from knowledge.chroma_index import VectorStore, collection_name
from knowledge.compiled import Compiled
from knowledge.embeddings import CarefulEmbedder
from knowledge.index import Floats
from knowledge.library import Library
from knowledge.vector_source import metadatas

_SAMPLES = 48
_CHANCE, _MOST = 0.25, 5.0
"""A model that leads this share of the samples right weighs nothing; one that leads all right weighs so much, in log-odds."""
_KEPT_PROGRAMS, _KEPT_QUESTIONS = 128, 64


class Known(NamedTuple):
    """A programme in the model's eyes."""

    units: Floats
    """One row a unit."""
    weight: float


@dataclass
class Meaning:
    """Callable: compiled pack, scores and question to scores that heed the model."""

    library: Library
    store: VectorStore
    background: Background
    embedder: CarefulEmbedder
    _known: OrderedDict[str, Known] = field(default_factory=OrderedDict, init=False)
    _asked: OrderedDict[tuple[str, int], Floats] = field(default_factory=OrderedDict, init=False)
    _loading: set[str] = field(default_factory=set, init=False)

    def __call__(self, compiled: Compiled, scores: Floats, question: str) -> Floats:
        """The scores with the model's view added; the best unit's own score and those of silent units stay."""
        best = int(np.argmax(scores))
        if float(scores[best]) < 0 or compiled.units[best].kind == "silent":
            return scores
        known = self._of(compiled)
        if known is None or not known.weight:
            return scores
        place = self._place(question, known.units.shape[1])
        if place is None:
            return scores
        likeness = known.units @ place
        usual = float(np.median(likeness))
        view = np.clip((likeness - usual) / max(float(likeness.max()) - usual, 1e-6), 0, 1)
        change = known.weight * (view - view[best])
        change[compiled.traits.is_kind["silent"] > 0] = 0
        return np.asarray(scores + change, np.float32)

    def worth(self, program: str) -> float | None:
        """How much of what it may weigh at most the model weighs here, 0 to 1; None while its vectors are not at hand."""
        known = self._known.get(self.collection(program))
        return known.weight / _MOST if known else None

    def collection(self, program: str) -> str:
        """The name of the collection the model's vectors of a programme are in."""
        return collection_name(program, self.library.contents[program], self.embedder.maker)

    def _place(self, question: str, dimensions: int) -> Floats | None:
        """The question's vector; one question is sent once, however many programmes it is asked of."""
        key = (question, dimensions)
        if key not in self._asked:
            found = self.embedder.question(question, dimensions)
            if found is None:
                return None
            self._asked[key] = found
            if len(self._asked) > _KEPT_QUESTIONS:
                self._asked.popitem(last=False)
        return self._asked.get(key)

    def _of(self, compiled: Compiled) -> Known | None:
        collection = self.collection(compiled.program)
        known = self._known.get(collection)
        if known is None and collection not in self._loading and not self.embedder.resting:
            self._loading.add(collection)
            program = compiled.program  # the job is not to hold a whole pack while it waits
            self.background.add(lambda: self._load(collection, self.library.once(program)))
        return known

    def _load(self, collection: str, compiled: Compiled) -> None:
        try:
            samples = samples_of(compiled)
            rows = self.store.read(collection)
            if rows is None or len(rows) != len(compiled.units) + len(samples) or not np.isfinite(rows).all():
                rows = self._write(collection, compiled, samples)
            if rows is not None:
                units, asked = rows[: len(compiled.units)], rows[len(compiled.units) :]
                self._known[collection] = Known(units, weight_of(compiled, units, samples, asked))
                if len(self._known) > _KEPT_PROGRAMS:
                    self._known.popitem(last=False)
        finally:
            self._loading.discard(collection)

    def _write(self, collection: str, compiled: Compiled, samples: list[tuple[int, str]]) -> Floats | None:
        texts = [f"{unit.label} {unit.text}".strip() or unit.clause for unit in compiled.units]
        rows = self.embedder.texts([*texts, *(ask for _, ask in samples)])
        if rows is not None:
            beside = [
                *metadatas(compiled),
                *({"kind": "sample", "clause": compiled.units[at].clause} for at, _ in samples),
            ]
            self.store.write(collection, compiled.program, rows, beside)
        return rows


def samples_of(compiled: Compiled) -> list[tuple[int, str]]:
    """Some ways to ask, each with the unit it belongs to, spread evenly over the pack."""
    asks = [(at, ask) for at, unit in enumerate(compiled.units) if unit.kind == "entry" for ask in unit.asks]
    return asks[:: max(1, len(asks) // _SAMPLES)][:_SAMPLES]


def weight_of(compiled: Compiled, units: Floats, samples: list[tuple[int, str]], asked: Floats) -> float:
    """What the model may weigh, from how many samples it leads to a unit of the right clause."""
    if not samples:
        return 0.0
    placed = np.flatnonzero([unit.kind != "silent" for unit in compiled.units])
    nearest = placed[(asked @ units[placed].T).argmax(axis=1)]
    right = [
        compiled.units[int(found)].clause == compiled.units[at].clause
        for found, (at, _) in zip(nearest, samples, strict=True)
    ]
    share = sum(right) / len(right)
    return _MOST * max(0.0, (share - _CHANCE) / (1 - _CHANCE))
