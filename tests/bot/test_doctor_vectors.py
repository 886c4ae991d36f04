"""`shenbao doctor` tells whether Chroma keeps what it is given and whether the embedding model can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assembly import build
from bot.doctor import Point, examine
from bot.settings import Settings
from tests.fakes.model_server import model_server
from tests.knowledge.small_packs import write_small_packs


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_packs(tmp_path_factory.mktemp("doctor") / "programs")


def _points(programs: Path, data: Path, **settings: str) -> dict[str, Point]:
    assembly = build(Settings(programs_dir=programs, data_dir=data, **settings))  # type: ignore[arg-type]
    found = {point.name: point for point in examine(assembly)}
    assembly.knowledge.close()
    return found


def test_a_dead_server_and_a_dead_model_are_told_and_needed_by_nobody(programs: Path, tmp_path: Path) -> None:
    """Both are named with what is wrong; the index answers all the same."""
    dead = {"embedding_model": "fake", "embedding_base_url": "http://127.0.0.1:9/v1"}
    points = _points(programs, tmp_path, chroma_url="http://127.0.0.1:9", **dead)
    assert points["问答索引"].ok
    for name in ("Chroma", "向量模型"):
        assert not points[name].ok
        assert not points[name].needed
    assert "http://127.0.0.1:9" in points["Chroma"].said


def test_what_works_is_told_with_its_worth(programs: Path, tmp_path: Path) -> None:
    """Embedded Chroma and a model that answers; without a model there is no such point."""
    with model_server() as server:
        points = _points(programs, tmp_path, embedding_model="fake", embedding_base_url=server.url)
    assert points["Chroma"].ok
    assert points["向量模型"].ok
    assert "%" in points["向量模型"].said
    assert "向量模型" not in _points(programs, tmp_path)
