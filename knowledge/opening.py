"""Opens the knowledge room over the packs; the index builds itself on first use and whenever a pack changed."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.background import Background
from knowledge.chroma_process import ChromaProcess
from knowledge.embeddings import CarefulEmbedder
from knowledge.evidence import Searcher
from knowledge.library import Library
from knowledge.meaning import Meaning
from knowledge.shared import shared_questions
from knowledge.staff.live import LiveAnswers
from knowledge.vector_source import VectorSource
from programs.registry import Pack


@dataclass(frozen=True)
class Knowledge:
    """The opened room: who answers, and what stands behind."""

    answerer: Answerer
    library: Library
    vectors: VectorSource
    background: Background
    chroma: ChromaProcess
    meaning: Meaning | None = None
    """The embedding model's leg, where one is configured."""

    def warm(self, at_most: int = 64) -> None:
        """Load programmes before somebody asks about them, and see to their vectors in the background."""
        for slug in list(self.library)[:at_most]:
            self.vectors(self.library[slug])
            self.answerer.ask("申报条件", program=slug)
        if len(self.library) <= at_most:
            self.answerer.ask("申报条件")

    def settle(self) -> None:
        """Wait until the vectors of every programme asked about are in their store."""
        self.background.settle()

    def close(self) -> None:
        """Let go of the store."""
        self.background.close()
        self.chroma.close()


def open_library(packs: Mapping[str, Pack], data_dir: Path) -> Library:
    """The library of `packs` under `data_dir`; nothing is read or built before somebody asks."""
    return Library(packs, shared_questions(), Path(data_dir) / "knowledge")


def open_knowledge(
    packs: Mapping[str, Pack],
    data_dir: Path,
    *,
    chroma_url: str | None = None,
    embedder: CarefulEmbedder | None = None,
    staff: LiveAnswers | None = None,
) -> Knowledge:
    """The room over `packs`, its index under `data_dir`, its vectors in the Chroma at `chroma_url` when given.

    `staff` are the helpdesk's answers, to be shown beside the guides.

    Raises:
        PackFault: a guide, phrases or fields file is broken.
        IndexFault: there is no index and none can be written.
    """
    library, shared = open_library(packs, data_dir), shared_questions()
    library.refresh()
    chroma = ChromaProcess(chroma_url or str(library.home))
    background = Background(idle=chroma.close)
    vectors = VectorSource(library, chroma, background)
    meaning = Meaning(library, chroma, background, embedder) if embedder else None
    answerer = Answerer(packs, shared, Searcher(packs, shared, library, vectors=vectors, meaning=meaning), staff)
    opened = Knowledge(answerer, library, vectors, background, chroma, meaning)
    atexit.register(opened.close)
    return opened


def open_answerer(
    packs: Mapping[str, Pack], data_dir: Path, *, chroma_url: str | None = None, staff: LiveAnswers | None = None
) -> Answerer:
    """What answers over `packs`, see `open_knowledge`."""
    return open_knowledge(packs, data_dir, chroma_url=chroma_url, staff=staff).answerer
