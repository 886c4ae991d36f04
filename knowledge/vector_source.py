"""Where a programme's vectors come from: its Chroma collection, checked; or the same numbers beside the lexical index.

A programme has a few hundred vectors, so they are compared in memory: the exact nearest in some twenty microseconds where
a query to Chroma takes a millisecond. What Chroma returns is held against the compiled pack, so damage, a stale server
or a foreign collection can cost time but never change an answer. Nobody waits for Chroma: until its vectors have been
read, written or found wanting in the background, those beside the index serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from knowledge.background import Background
from knowledge.chroma_index import Metadata, VectorStore, collection_name
from knowledge.compiled import Compiled
from knowledge.index import Floats
from knowledge.library import Library

VectorState = Literal["unopened", "stored", "rebuilt", "computed"]


@dataclass
class VectorSource:
    """Callable: compiled pack to its vectors, one row a unit."""

    library: Library
    store: VectorStore
    background: Background
    states: dict[str, VectorState] = field(default_factory=dict)
    """Collection to what became of it. `rebuilt`: it was missing or damaged and has been written anew; `computed`: the
    store cannot be used."""
    trouble: str = ""
    """What Chroma said when it could not be used."""

    def __call__(self, compiled: Compiled) -> Floats:
        """The programme's vectors."""
        collection = self.collection(compiled.program)
        if collection not in self.states:
            self.states[collection] = "unopened"
            program = compiled.program  # the job is not to hold a whole pack while it waits
            self.background.add(lambda: self._check(collection, self.library.once(program)))
        return compiled.located

    def state(self, program: str) -> VectorState:
        """What became of the programme's collection."""
        return self.states.get(self.collection(program), "unopened")

    def collection(self, program: str) -> str:
        """The name of the collection the programme's vectors are in."""
        return collection_name(program, self.library.contents[program])

    def _check(self, collection: str, compiled: Compiled) -> None:
        try:
            if not _same(self.store.read(collection), compiled.located):
                self.store.write(collection, compiled.program, compiled.located, metadatas(compiled))
                self.states[collection] = "rebuilt"
                if not _same(self.store.read(collection), compiled.located):
                    self.states[collection] = "computed"
            else:
                self.states[collection] = "stored"
        except Exception as error:  # noqa: BLE001  whatever a store raises, the vectors at hand serve
            self.states[collection] = "computed"
            self.trouble = f"{type(error).__name__}: {error}"[:200]


def _same(found: Floats | None, known: Floats) -> bool:
    return found is not None and found.shape == known.shape and bool(np.allclose(found, known, atol=1e-4))


def metadatas(compiled: Compiled) -> Sequence[Metadata]:
    """What stands beside every vector in Chroma: the place of its unit, no words."""
    return [{"clause": unit.clause, "kind": unit.kind, "start": unit.start, "end": unit.end} for unit in compiled.units]
