"""Vectors in sealed files: what was written is read back, anything else is None, whoever writes or dies beside us."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from pathlib import Path

import numpy as np
import pytest

from knowledge.chroma_index import SealedStore, collection_name, same_place
from knowledge.chroma_process import ChromaGone, ChromaProcess
from tests.knowledge.damage import spoil

VECTORS = np.random.default_rng(1).standard_normal((30, 8)).astype(np.float32)
PLACES = [{"clause": "一", "kind": "entry", "start": at, "end": at + 1} for at in range(len(VECTORS))]
NAME = collection_name("east", "0" * 64)


def _written(home: Path) -> SealedStore:
    store = SealedStore(home)
    store.write(NAME, "east", VECTORS, PLACES)
    return store


def test_what_was_written_is_read_back_in_order(tmp_path: Path) -> None:
    """Twice, for reading changes nothing."""
    store = _written(tmp_path)
    for _ in range(2):
        assert np.array_equal(store.read(NAME), VECTORS)  # type: ignore[arg-type]
    assert store.read(collection_name("west", "0" * 64)) is None


def test_another_version_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Only of the same programme and the same maker; `east-park` is another programme, another model another maker."""
    store = _written(tmp_path)
    park = collection_name("east-park", "0" * 64)
    model = collection_name("east", "0" * 64, "bge.m3")
    newer = collection_name("east", "1" * 64)
    for name in (park, model, newer):
        store.write(name, "east", VECTORS * 2, PLACES)
    assert store.read(NAME) is None
    assert all(store.read(name) is not None for name in (park, model, newer))
    assert not same_place(park, NAME)


@pytest.mark.parametrize("seed", range(24))
def test_any_damage_reads_as_nothing(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """A file of the store deleted, emptied, cut or scribbled over is found before Chroma opens it, and written anew."""
    home = tmp_path_factory.mktemp("store")
    store = _written(home)
    chance = random.Random(seed)
    files = sorted(path for path in home.rglob("*") if path.is_file() and path.stat().st_size)
    spoil(chance.choice(files), chance)
    assert store.read(NAME) is None
    store.write(NAME, "east", VECTORS, PLACES)
    assert np.array_equal(store.read(NAME), VECTORS)  # type: ignore[arg-type]


def test_an_extra_file_is_damage(tmp_path: Path) -> None:
    """Nothing that was not sealed is opened."""
    store = _written(tmp_path)
    (tmp_path / "chroma" / NAME / "planted.pickle").write_bytes(b"cos\nsystem\n")
    assert store.read(NAME) is None


def test_a_half_written_store_is_swept_away(tmp_path: Path) -> None:
    """What a dead process was building goes with the next opening; what stands stays."""
    _written(tmp_path)
    dead = tmp_path / "chroma" / "build-999999999-x"
    dead.mkdir()
    (dead / "chroma.sqlite3").write_bytes(b"half")
    (tmp_path / "chroma" / "build-999999999-x.json").write_text("{", encoding="utf-8")
    store = SealedStore(tmp_path)
    assert {path.name for path in (tmp_path / "chroma").iterdir()} == {NAME, f"{NAME}.json", "lock"}
    assert store.read(NAME) is not None


def _write_often(home: str, name: str) -> None:
    store = ChromaProcess(home)
    for turn in range(3):
        store.write(name, "east", VECTORS * (turn + 1), PLACES)
    store.close()


def test_two_processes_on_one_store_see_whole_collections(tmp_path: Path) -> None:
    """While another process replaces a collection again and again, a reader finds one of its versions or nothing."""
    store = _written(tmp_path)
    writer = multiprocessing.get_context("spawn").Process(target=_write_often, args=(str(tmp_path), NAME))
    writer.start()
    try:
        while writer.is_alive():
            found = store.read(NAME)
            assert found is None or any(np.array_equal(found, VECTORS * (turn + 1)) for turn in range(3))
    finally:
        writer.join()
    assert writer.exitcode == 0
    assert np.array_equal(store.read(NAME), VECTORS * 3)  # type: ignore[arg-type]


def test_a_chroma_that_is_killed_is_started_again(tmp_path: Path) -> None:
    """SIGKILL to the child, as a crash inside Chroma would be: this process lives, the next call answers."""
    store = ChromaProcess(str(tmp_path))
    store.write(NAME, "east", VECTORS, PLACES)
    assert store.process is not None
    os.kill(store.process, signal.SIGKILL)
    with pytest.raises(ChromaGone):
        store.read(NAME)
    assert np.array_equal(store.read(NAME), VECTORS)  # type: ignore[arg-type]
    store.close()


def test_a_chroma_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    """When the deadline passes the child is killed and the caller told."""
    store = ChromaProcess(str(tmp_path), read_seconds=0.0)
    with pytest.raises(ChromaGone, match="in time"):
        store.read(NAME)
    assert store.process is None


def test_the_child_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of our settings stand in its environment."""
    monkeypatch.setenv("SHENBAO_LLM_API_KEY", "secret-canary")
    store = ChromaProcess(str(tmp_path))
    assert store.read(NAME) is None
    assert b"secret-canary" not in Path(f"/proc/{store.process}/environ").read_bytes()
    store.close()
