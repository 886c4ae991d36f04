"""An answerer over two invented programmes, and one over the real ones; both built once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.compiled import compile_pack
from knowledge.evidence import Searcher
from knowledge.shared import shared_questions
from programs.registry import Pack, discover
from tests.knowledge.small_packs import write_small_packs


def answerer_of(packs: Mapping[str, Pack]) -> Answerer:
    shared = shared_questions()
    compiled = {slug: compile_pack(pack, shared) for slug, pack in packs.items()}
    return Answerer(packs, shared, Searcher(packs, shared, compiled))


@pytest.fixture(scope="session")
def small_packs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Pack]:
    return discover(write_small_packs(tmp_path_factory.mktemp("small") / "programs"))


@pytest.fixture(scope="session")
def small(small_packs: Mapping[str, Pack]) -> Answerer:
    return answerer_of(small_packs)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """The same programmes without a word on how people ask."""
    return answerer_of(discover(write_small_packs(tmp_path_factory.mktemp("bare") / "programs", phrases=False)))


@pytest.fixture(scope="session")
def real_packs() -> Mapping[str, Pack]:
    return discover()


@pytest.fixture(scope="session")
def real(real_packs: Mapping[str, Pack]) -> Answerer:
    return answerer_of(real_packs)


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """The two programmes in a folder the test may change."""
    return write_small_packs(tmp_path / "programs")
