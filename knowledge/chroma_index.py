"""The vector store: one Chroma collection a programme, filled with our own vectors.

Chroma never embeds anything itself (its default is an English model fetched from the network) and never speaks to its
makers (telemetry off). A collection is named after the programme and the hash of what it was made from, so a new version
is built beside the old one and the manifest decides which is read.

Embedded, Chroma writes to its files even when it only reads, and a damaged file can bring the process down. So the files
are *sealed* after a build: hashed into the manifest and never opened again. Each process opens its own copy, made
only when every hash is right; damage is found before the library sees it, and two processes never share files.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from knowledge.compiled import Compiled
from knowledge.index import Floats

_BATCH = 2000
_SEALED = "chroma"
_WORK = "open-"


class ChromaStore:
    """An open Chroma, embedded or on a server."""

    def __init__(self, client: Any, folder: Path | None = None) -> None:
        self._client = client
        self._folder = folder

    def write(self, collection: str, compiled: Compiled) -> None:
        """Put a programme's vectors into a new collection; one of the same name is replaced."""
        with contextlib.suppress(Exception):  # Chroma has no delete-if-exists, and its errors differ between versions
            self._client.delete_collection(collection)
        # fmt: off
        made = self._client.create_collection(
            collection, embedding_function=None, metadata={"hnsw:space": "ip", "program": compiled.program}
        )
        # fmt: on
        ids = [f"{at:06d}" for at in range(len(compiled.located))]
        for begin in range(0, len(ids), _BATCH):
            part = slice(begin, begin + _BATCH)
            made.add(ids=ids[part], embeddings=compiled.located[part], metadatas=_metadatas(compiled, part))

    def read(self, collection: str) -> Floats:
        """All vectors of a collection, in the order of the units."""
        got = self._client.get_collection(collection, embedding_function=None).get(include=["embeddings"])
        order = np.argsort(np.array(got["ids"]))
        return np.asarray(got["embeddings"], np.float32)[order]

    def nearest(self, collection: str, vector: Floats, count: int) -> list[int]:
        """The units nearest to a vector, nearest first."""
        made = self._client.get_collection(collection, embedding_function=None)
        found = made.query(query_embeddings=[vector], n_results=count, include=["distances"])
        return [int(name) for name in found["ids"][0]]

    def drop_others(self, program: str, *, keep: str) -> None:
        """Delete a programme's collections of other versions."""
        for name in [str(getattr(item, "name", item)) for item in self._client.list_collections()]:
            if name.startswith(collection_name(program, "")) and name != keep:
                self._client.delete_collection(name)

    def close(self) -> None:
        """Let go of the files; a private copy is deleted."""
        with contextlib.suppress(Exception):
            self._client.close()
        if self._folder is not None and self._folder.name.startswith(_WORK):
            shutil.rmtree(self._folder, ignore_errors=True)


def _metadatas(compiled: Compiled, part: slice) -> list[dict[str, str | int]]:
    return [
        {"clause": unit.clause, "kind": unit.kind, "start": unit.start, "end": unit.end}
        for unit in compiled.units[part]
    ]


def collection_name(program: str, content: str) -> str:
    """The collection of a programme's version."""
    return f"shenbao-{program}-{content[:16]}"


def connect(url: str) -> ChromaStore:
    """The Chroma server at `url`."""
    import chromadb

    where = urlsplit(url)
    client = chromadb.HttpClient(
        host=where.hostname or "localhost",
        port=where.port or (443 if where.scheme == "https" else 8000),
        ssl=where.scheme == "https",
        settings=_settings(),
    )
    return ChromaStore(client)


def open_files(folder: Path) -> ChromaStore:
    """An embedded Chroma over the files in `folder`."""
    import chromadb

    return ChromaStore(chromadb.PersistentClient(path=str(folder), settings=_settings()), folder)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def build_sealed(home: Path, contents: Mapping[str, str], load: Callable[[str], Compiled]) -> dict[str, str]:
    """Build the collections of all programmes in a folder of their own and swap it in; returns the hash of every file."""
    fresh = Path(tempfile.mkdtemp(prefix="build-", dir=home))
    store = open_files(fresh)
    for program, content in contents.items():
        store.write(collection_name(program, content), load(program))
    store.close()
    hashes = file_hashes(fresh)
    old = home / _SEALED
    grave = Path(tempfile.mkdtemp(prefix="old-", dir=home))
    if old.exists():
        old.rename(grave / _SEALED)
    fresh.rename(old)
    shutil.rmtree(grave, ignore_errors=True)
    return hashes


def open_sealed(home: Path, hashes: Mapping[str, str]) -> ChromaStore | None:
    """A private copy of the sealed files, opened; None when a file is missing, extra, or not as it was sealed."""
    sweep(home)
    if not hashes or not (home / _SEALED).is_dir():
        return None
    work = Path(tempfile.mkdtemp(prefix=f"{_WORK}{os.getpid()}-", dir=home))
    shutil.copytree(home / _SEALED, work, dirs_exist_ok=True)
    if file_hashes(work) != dict(hashes):
        shutil.rmtree(work, ignore_errors=True)
        return None
    return open_files(work)


def sweep(home: Path) -> None:
    """Delete private copies whose process is gone."""
    for folder in home.glob(f"{_WORK}*"):
        owner = folder.name.removeprefix(_WORK).split("-")[0]
        if not owner.isdigit() or not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def file_hashes(folder: Path) -> dict[str, str]:
    """Relative path to SHA-256 for every file below `folder`."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextlib.contextmanager
def building_alone(home: Path) -> Iterator[None]:
    """While inside, no other process builds in `home`; waits for one that does."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)
