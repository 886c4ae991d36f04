"""Where a programme's vectors come from: its Chroma collection, checked; or the same numbers beside the lexical index.

A programme has a few hundred vectors, so its collection is read once and compared in memory: the exact nearest in some
twenty microseconds where a query to Chroma takes a millisecond. What Chroma returns is held against the compiled pack,
so damage, a stale server or a foreign collection can cost time but never change an answer.

Opening Chroma takes longer than everything else together that a question needs. A service that has to answer at once after a
restart opens it *behind*: in a thread, a little later, and the same numbers are used meanwhile.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from knowledge.chroma_index import ChromaStore, collection_name, connect, open_sealed
from knowledge.compiled import Compiled
from knowledge.index import Floats
from knowledge.library import Library

VectorState = Literal["unopened", "embedded", "server", "rebuilt", "computed"]


@dataclass
class VectorSource:
    """Callable: compiled pack to its vectors, one row a unit."""

    library: Library
    chroma_url: str | None = None
    state: VectorState = "unopened"
    """`rebuilt`: the store was damaged or empty and has been written anew; `computed`: it cannot be used."""
    trouble: str = ""
    """What Chroma said when it could not be used."""
    _read: dict[str, Floats] = field(default_factory=dict)
    _opening: threading.Thread | None = None
    _closed: threading.Event = field(default_factory=threading.Event)

    def open_behind(self, after: float) -> None:
        """Open the store in a thread of its own, in so many seconds; nobody waits for it."""
        self._opening = threading.Thread(target=self._open_later, args=(after,), name="vectors", daemon=True)
        self._opening.start()

    def _open_later(self, after: float) -> None:
        if self._closed.wait(after):
            return
        try:
            _ = self._store
        except Exception as error:  # noqa: BLE001  whoever asks next tries again, and does without it if need be
            self.trouble = f"{type(error).__name__}: {error}"[:200]

    def __call__(self, compiled: Compiled) -> Floats:
        """The programme's vectors."""
        if self._opening is not None:
            if self._opening.is_alive():
                return compiled.located
            self._opening = None
        known = self._read.get(compiled.program)
        if known is None or known.shape != compiled.located.shape:
            known = self._fetch(compiled)
            self._read[compiled.program] = known
        return known

    def _fetch(self, compiled: Compiled) -> Floats:
        for mend in (False, True):
            try:
                if mend:
                    self._rewrite(compiled)
                if self._store is None:
                    break
                vectors = self._store.read(self._collection(compiled.program))
                if vectors.shape == compiled.located.shape and np.allclose(vectors, compiled.located, atol=1e-4):
                    return vectors
            except Exception as error:  # noqa: BLE001  Chroma raises its own, its server's and Rust's errors
                self.trouble = f"{type(error).__name__}: {error}"[:200]
        self.state = "computed"
        return compiled.located

    def _collection(self, program: str) -> str:
        return collection_name(program, self.library.contents[program])

    @cached_property
    def _store(self) -> ChromaStore | None:
        """Chroma, opened; sealed files that are not as they were sealed are written anew first."""
        if self.chroma_url:
            self.state = "server"
            return connect(self.chroma_url)
        self.state = "embedded"
        store = open_sealed(self.library.home, self.library.manifest().chroma)
        if store is None:
            self.state = "rebuilt"
            store = open_sealed(self.library.home, self.library.seal_again().chroma)
        return store

    def _rewrite(self, compiled: Compiled) -> None:
        """Put one programme's vectors into the open store again: a new one to a server, a damaged one anywhere."""
        if self._store is not None and self.state != "computed":
            self._store.write(self._collection(compiled.program), compiled)
            self._store.drop_others(compiled.program, keep=self._collection(compiled.program))
            self.state = "rebuilt"

    def close(self) -> None:
        """Let go of the store, and do not open it any more."""
        self._closed.set()
        if self._opening is not None:
            self._opening.join(10)
        store = self.__dict__.get("_store")
        if store is not None:
            store.close()
