"""The index is a disposable cache: missing, damaged or stale, it is built anew; it is never answered from unseen."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from dataclasses import replace
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import pytest

from knowledge.compiled import Compiled
from knowledge.compiled_files import save
from knowledge.library import Library
from knowledge.manifest import file_hash, read_manifest, write_manifest
from knowledge.opening import Knowledge, open_answerer, open_knowledge, open_library
from knowledge.shared import shared_questions
from knowledge.vector_source import metadatas
from programs.registry import discover
from tests.knowledge.damage import spoil


def _open(programs: Path, data: Path) -> Knowledge:
    """The index brought up to date, with the vectors of both programmes seen to."""
    opened = open_knowledge(discover(programs), data)
    for slug in opened.library:
        assert opened.vectors(opened.library[slug]).shape == opened.library[slug].located.shape
    opened.settle()
    return opened


def _library(programs: Path, data: Path) -> Library:
    library = open_library(discover(programs), data)
    library.refresh()
    return library


def _first_quote(programs: Path, data: Path) -> str:
    opened = open_knowledge(discover(programs), data)
    answer = opened.answerer.ask("专职的要几个人", program="east")
    opened.close()
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


@pytest.mark.parametrize("seed", range(16))
def test_damage_is_found_and_mended(small_folder: Path, tmp_path: Path, seed: int) -> None:
    """Whatever file is cut, emptied, scribbled over or deleted, the same answer comes from a rebuilt index."""
    data = tmp_path / "data"
    quote = _first_quote(small_folder, data)
    chance = random.Random(seed)
    files = [path for path in sorted((data / "knowledge").rglob("*")) if path.is_file() and path.stat().st_size]
    spoil(chance.choice(files), chance)
    assert _first_quote(small_folder, data) == quote
    _first_quote(small_folder, data)
    manifest = read_manifest(data / "knowledge")
    assert all(file_hash(data / "knowledge" / "packs" / name) == told for name, told in manifest.files.items())


def test_a_wrong_count_or_canary_is_not_believed(small_folder: Path, tmp_path: Path) -> None:
    """Sound files beside a manifest that tells another number of units, or other nearest units, are built anew."""
    library = _library(small_folder, tmp_path / "data")
    truth = read_manifest(library.home)
    for wrong in (
        replace(truth, units={**truth.units, "east": truth.units["east"] + 1}),
        replace(truth, canaries={**truth.canaries, "east": tuple(at + 1 for at in truth.canaries["east"])}),
        replace(truth, canaries={}),
        replace(truth, units={}),
        replace(truth, files={}),
    ):
        write_manifest(library.home, wrong)
        assert _first_quote(small_folder, tmp_path / "data")
        assert read_manifest(library.home) == truth


def test_vectors_that_find_others_fail_the_canaries(small_folder: Path, tmp_path: Path) -> None:
    """A compiled pack whose vectors were replaced, with a manifest whose hashes fit, is found out by asking it."""
    library = _library(small_folder, tmp_path / "data")
    packs = library.home / "packs"
    spoilt = replace(library["east"], located=np.roll(library["east"].located, 1, axis=1) * 0 + 1)
    save(spoilt, packs)
    truth = read_manifest(library.home)
    write_manifest(library.home, replace(truth, files={name: file_hash(packs / name) for name in truth.files}))
    again = _library(small_folder, tmp_path / "data")
    assert np.array_equal(again["east"].located, library["east"].located)


def _build_slowly(programs: str, data: str, begun: Event) -> None:
    """Builds, and stops for ever when the second pack is to be compiled."""

    class Slow(Library):
        def _compile(self, slug: str) -> Compiled:
            if slug == "west":
                begun.set()
                time.sleep(600)
            return super()._compile(slug)

    Slow(discover(Path(programs)), shared_questions(), Path(data) / "knowledge").refresh()


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index(small_folder: Path, tmp_path: Path) -> None:
    """kill -9 while guides that changed are compiled: the next process answers from what is whole and builds the rest."""
    data = tmp_path / "data"
    before = _first_quote(small_folder, data)
    told = read_manifest(data / "knowledge")
    for slug in ("east", "west"):
        guide = small_folder / slug / "guide.md"
        guide.write_text(guide.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    child = context.Process(target=_build_slowly, args=(str(small_folder), str(data), begun))
    child.start()
    assert begun.wait(60)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert read_manifest(data / "knowledge") == told
    assert _first_quote(small_folder, data) == before
    manifest = read_manifest(data / "knowledge")
    assert manifest.programs != told.programs
    assert all(file_hash(data / "knowledge" / "packs" / name) == told for name, told in manifest.files.items())


def test_a_deleted_directory_is_built_anew(small_folder: Path, tmp_path: Path) -> None:
    """No index is not an empty index."""
    quote = _first_quote(small_folder, tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "knowledge")
    assert _first_quote(small_folder, tmp_path / "data") == quote


def test_vectors_of_another_pack_are_not_believed(small_folder: Path, tmp_path: Path) -> None:
    """A store whose files are sound but whose vectors are not the pack's is overruled and written anew."""
    opened = _open(small_folder, tmp_path / "data")
    item, collection = opened.library["east"], opened.vectors.collection("east")
    opened.chroma.write(collection, "east", item.located[::-1], metadatas(item))
    opened.close()
    again = _open(small_folder, tmp_path / "data")
    assert again.vectors.state("east") == "rebuilt"
    assert again.vectors.state("west") == "stored"
    assert np.allclose(again.chroma.read(collection), item.located)  # type: ignore[arg-type]
    again.close()


def test_a_store_that_cannot_be_used_does_not_stop_answers(small_folder: Path, tmp_path: Path) -> None:
    """With Chroma out of order the vectors beside the index serve, and the answers are the same."""
    quote = _first_quote(small_folder, tmp_path / "data")
    store = tmp_path / "data" / "knowledge" / "chroma"
    shutil.rmtree(store, ignore_errors=True)
    store.write_text("in the way", encoding="utf-8")
    opened = _open(small_folder, tmp_path / "data")
    assert opened.vectors.state("east") == "computed"
    assert opened.vectors.trouble
    assert _first_quote(small_folder, tmp_path / "data") == quote
    opened.close()


def test_answers_come_before_chroma_is_open(small_folder: Path, tmp_path: Path) -> None:
    """Nobody waits for the store: the same numbers serve before, and who ends early has opened nothing."""
    opened = open_knowledge(discover(small_folder), tmp_path / "data")
    assert opened.answerer.ask("专职的要几个人", program="east").status == "answered"
    assert opened.vectors.state("east") == "unopened"
    assert opened.chroma.process is None
    opened.close()
    opened.settle()
    assert opened.vectors.state("east") == "unopened"
    assert not (tmp_path / "data" / "knowledge" / "chroma").exists()


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
