"""The index is a disposable cache: missing, damaged or stale, it is built anew; it is never answered from unseen."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.chroma_index import collection_name
from knowledge.opening import open_answerer, open_library
from knowledge.vector_source import VectorSource
from programs.registry import discover


def _open(programs: Path, data: Path) -> VectorSource:
    """The index brought up to date, with its vectors read for both programmes."""
    library = open_library(discover(programs), data)
    source = VectorSource(library)
    for slug in library:
        assert source(library[slug]).shape == library[slug].located.shape
    return source


def _first_quote(programs: Path, data: Path) -> str:
    answer = open_answerer(discover(programs), data).ask("专职的要几个人", program="east")
    return answer.citations[0].quote


def test_the_index_builds_itself_and_is_used_again(small_folder: Path, tmp_path: Path) -> None:
    """The first opening writes it, the second reads it and writes nothing."""
    quote = _first_quote(small_folder, tmp_path / "data")
    manifest = tmp_path / "data" / "knowledge" / "manifest.json"
    written = manifest.stat().st_mtime_ns
    assert _first_quote(small_folder, tmp_path / "data") == quote
    assert manifest.stat().st_mtime_ns == written


def test_only_the_changed_pack_is_built_anew(small_folder: Path, tmp_path: Path) -> None:
    """A guide that changed is answered from at once; the other programme's files are left alone."""
    data = tmp_path / "data"
    _open(small_folder, data)
    west = data / "knowledge" / "packs" / "west.json"
    before = west.stat().st_mtime_ns
    guide = small_folder / "east" / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8").replace("不少于5人", "不少于6人"), encoding="utf-8")
    phrases = small_folder / "east" / "phrases.yaml"
    phrases.write_text(phrases.read_text(encoding="utf-8").replace("不少于5人", "不少于6人"), encoding="utf-8")
    assert "不少于6人" in _first_quote(small_folder, data)
    assert west.stat().st_mtime_ns == before


def test_a_service_answers_before_chroma_is_open(small_folder: Path, tmp_path: Path) -> None:
    """While the store is opened behind, the same numbers come from beside the lexical index; afterwards from the store."""
    _open(small_folder, tmp_path / "data").close()
    library = open_library(discover(small_folder), tmp_path / "data")
    source = VectorSource(library)
    source.open_behind(0.3)
    early = source(library["east"])
    assert source.state == "unopened"
    assert source._opening is not None
    source._opening.join(20)
    late = source(library["east"])
    assert source.state == "embedded"
    assert abs(late - early).max() < 1e-4
    source.close()


def test_a_service_that_ends_early_never_opens_chroma(small_folder: Path, tmp_path: Path) -> None:
    """Closing comes before the opening, which is then given up."""
    library = open_library(discover(small_folder), tmp_path / "data")
    source = VectorSource(library)
    source.open_behind(60)
    source.close()
    assert source.state == "unopened"


@pytest.mark.parametrize("seed", range(6))
def test_damage_is_found_and_mended(small_folder: Path, tmp_path: Path, seed: int) -> None:
    """Whatever file is cut, emptied, scribbled over or deleted, the same answer comes from a rebuilt index."""
    data = tmp_path / "data"
    source = _open(small_folder, data)
    quote = _first_quote(small_folder, data)
    source.close()
    chance = random.Random(seed)
    home = data / "knowledge"
    files = sorted(path for path in home.rglob("*") if path.is_file() and path.name != "lock")
    victim = chance.choice(files)
    content = bytearray(victim.read_bytes())
    damage = chance.choice(["delete", "empty", "cut", "scribble"])
    if damage == "delete":
        victim.unlink()
    elif damage == "empty":
        victim.write_bytes(b"")
    elif damage == "cut":
        victim.write_bytes(bytes(content[: len(content) // 2]))
    else:
        for _ in range(64):
            if content:
                content[chance.randrange(len(content))] = chance.randrange(256)
        victim.write_bytes(bytes(content))
    mended = _open(small_folder, data)
    assert _first_quote(small_folder, data) == quote
    assert mended.state in ("embedded", "rebuilt")
    mended.close()


def test_a_deleted_directory_is_built_anew(small_folder: Path, tmp_path: Path) -> None:
    """No index is not an empty index."""
    quote = _first_quote(small_folder, tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "knowledge")
    assert _first_quote(small_folder, tmp_path / "data") == quote


def test_vectors_of_another_pack_are_not_believed(small_folder: Path, tmp_path: Path) -> None:
    """A store whose files are sound but whose vectors are not the pack's is overruled and written anew."""
    source = _open(small_folder, tmp_path / "data")
    assert source.state == "embedded"
    library = source.library
    item = library["east"]
    wrong = replace(item, located=item.located[::-1].copy())
    assert source._store is not None
    source._store.write(collection_name("east", library.contents["east"]), wrong)
    source._read.clear()
    assert (source(item) == item.located).all()
    assert source.state == "rebuilt"
    source.close()


def test_a_store_that_cannot_be_opened_does_not_stop_answers(
    small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Chroma out of order the vectors beside the index serve, and the answers are the same."""
    quote = _first_quote(small_folder, tmp_path / "data")

    def broken(*_: object) -> None:
        raise RuntimeError("disk image is malformed")

    monkeypatch.setattr("knowledge.vector_source.open_sealed", broken)
    source = _open(small_folder, tmp_path / "data")
    assert source.state == "computed"
    assert "malformed" in source.trouble
    assert _first_quote(small_folder, tmp_path / "data") == quote


def test_a_server_that_is_down_does_not_stop_answers(small_folder: Path, tmp_path: Path) -> None:
    """A Chroma server nobody answers at leaves the vectors beside the index."""
    answerer = open_answerer(discover(small_folder), tmp_path / "data", chroma_url="http://127.0.0.1:9")
    assert answerer.ask("专职的要几个人", program="east").status == "answered"


def _ask_in_child(programs: str, data: str, queue: multiprocessing.Queue[str]) -> None:
    queue.put(_first_quote(Path(programs), Path(data)))


def test_two_processes_may_open_one_directory(small_folder: Path, tmp_path: Path) -> None:
    """Both build or read at the same time and answer alike; neither touches the other's files."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[str] = context.Queue()
    children = [
        context.Process(target=_ask_in_child, args=(str(small_folder), str(tmp_path / "data"), queue)) for _ in range(2)
    ]
    for child in children:
        child.start()
    quotes = {queue.get(timeout=60) for _ in children}
    for child in children:
        child.join(timeout=30)
    assert len(quotes) == 1
    leftovers = list((tmp_path / "data" / "knowledge").glob("open-*"))
    assert all(str(os.getpid()) in folder.name for folder in leftovers)
