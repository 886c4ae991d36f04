"""Opens the knowledge room: compiled packs from the data directory, built where they are missing or out of date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.compiled import compile_pack
from knowledge.evidence import Searcher
from knowledge.shared import shared_questions
from programs.registry import Pack


def open_answerer(packs: Mapping[str, Pack], data_dir: Path, *, chroma_url: str | None = None) -> Answerer:
    """An answerer over `packs`, its index under `data_dir`."""
    shared = shared_questions()
    compiled = {slug: compile_pack(pack, shared) for slug, pack in packs.items()}
    return Answerer(packs, shared, Searcher(packs, shared, compiled))
