"""Opens the knowledge room over the packs; the index builds itself on first use and whenever a pack changed."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.evidence import Searcher
from knowledge.library import Library
from knowledge.shared import shared_questions
from knowledge.staff.live import LiveAnswers
from knowledge.vector_source import VectorSource
from programs.registry import Pack


def open_library(packs: Mapping[str, Pack], data_dir: Path, *, chroma_url: str | None = None) -> Library:
    """The library of `packs` under `data_dir`; nothing is read or built before somebody asks."""
    return Library(packs, shared_questions(), Path(data_dir) / "knowledge", seal=chroma_url is None)


def open_answerer(
    packs: Mapping[str, Pack],
    data_dir: Path,
    *,
    chroma_url: str | None = None,
    staff: LiveAnswers | None = None,
    behind: float | None = None,
) -> Answerer:
    """An answerer over `packs`, its index under `data_dir`, its vectors in the Chroma at `chroma_url` when given.

    `staff` are the helpdesk's answers, to be shown beside the guides. With `behind`, Chroma is opened so many seconds later,
    and questions are answered meanwhile, in the same words.

    Raises:
        PackFault: a guide, phrases or fields file is broken.
        IndexFault: there is no index and none can be written.
    """
    library = open_library(packs, data_dir, chroma_url=chroma_url)
    library.refresh()
    vectors = VectorSource(library, chroma_url)
    atexit.register(vectors.close)
    if behind is not None:
        vectors.open_behind(behind)
    shared = shared_questions()
    return Answerer(packs, shared, Searcher(packs, shared, library, vectors=vectors), staff)
