"""The vector store: one Chroma collection for each version of a programme, filled with vectors that are ours or a model's.

Chroma never embeds anything itself (its default is an English model fetched from the network) and never speaks to its
makers (telemetry off). A collection is named after the programme, the hash of what it was made from and whoever made the
vectors, so that a new version or another model never meets the old numbers.

Embedded, Chroma writes to its files even when it only reads, and a damaged file can bring the process down. So every
collection has files of its own that are *sealed* after they were written: hashed, and never opened again. Who reads
takes a copy and opens it only when every hash is right; damage is found before the library sees it, and two processes
never share files. All of this runs in a child process, see `chroma_process`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Metadata = Mapping[str, str | int]
OWN = "own"
"""Stands in a collection's name for vectors we made ourselves."""
_BATCH = 2000
_SEALED = "chroma"
_WORK, _FRESH = "open-", "build-"
_NAME = re.compile(r"shenbao-(.+)-([0-9a-f]{16})-([\w.-]+)")


class VectorStore(Protocol):
    """Keeps the vectors of collections."""

    def read(self, collection: str) -> Floats | None:
        """All vectors of a collection, in the order they were written; None when there is none, or it is damaged."""

    def write(self, collection: str, program: str, vectors: Floats, metadatas: Sequence[Metadata]) -> None:
        """Make the vectors the collection's only ones; collections of the programme's other versions go."""


def collection_name(program: str, content: str, maker: str = OWN) -> str:
    """The collection of a programme's version; `maker` is who made the vectors."""
    return f"shenbao-{program}-{content[:16]}-{maker}"


class SealedStore:
    """Collections in files below a folder; several processes may have one open over the same folder."""

    def __init__(self, home: Path) -> None:
        self._home = home / _SEALED
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(self._home)

    def read(self, collection: str) -> Floats | None:
        """See `VectorStore`; a file that is missing, extra, or not as it was sealed counts as damage."""
        sealed = self._home / collection
        try:
            hashes = json.loads(sealed.with_name(f"{collection}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not hashes or not sealed.is_dir():
            return None
        with self._folder(_WORK) as copy:
            try:
                shutil.copytree(sealed, copy, dirs_exist_ok=True)
            except (OSError, shutil.Error):
                return None  # another process is putting a new one in its place
            if file_hashes(copy) != hashes:
                return None
            client = _open(copy)
            try:
                return _read(client, collection)
            finally:
                client.close()

    def write(self, collection: str, program: str, vectors: Floats, metadatas: Sequence[Metadata]) -> None:
        """See `VectorStore`; whoever reads meanwhile finds the old files, the new ones, or none."""
        with self._folder(_FRESH) as fresh:
            client = _open(fresh)
            _write(client, collection, program, vectors, metadatas)
            client.close()
            with alone(self._home):
                for old in self._home.glob("shenbao-*.json"):
                    if old.stem == collection or same_place(old.stem, collection):
                        old.unlink()
                        shutil.rmtree(old.with_suffix(""), ignore_errors=True)
                shutil.rmtree(self._home / collection, ignore_errors=True)
                told = fresh.with_suffix(".json")
                told.write_text(json.dumps(file_hashes(fresh)), encoding="utf-8")
                fresh.rename(self._home / collection)
                told.replace(self._home / f"{collection}.json")

    @contextlib.contextmanager
    def _folder(self, kind: str) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix=f"{kind}{os.getpid()}-", dir=self._home))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(".json").unlink(missing_ok=True)


class ServerStore:
    """Collections on a Chroma server, which several processes share."""

    def __init__(self, url: str) -> None:
        import chromadb

        where = urlsplit(url)
        self._client = chromadb.HttpClient(
            host=where.hostname or "localhost",
            port=where.port or (443 if where.scheme == "https" else 8000),
            ssl=where.scheme == "https",
            settings=_settings(),
        )

    def read(self, collection: str) -> Floats | None:
        """See `VectorStore`.

        Raises:
            Exception: the server cannot be reached.
        """
        return _read(self._client, collection) if collection in self._names() else None

    def write(self, collection: str, program: str, vectors: Floats, metadatas: Sequence[Metadata]) -> None:
        """See `VectorStore`; of two processes that write the same at once one may fail, and finds the other's."""
        _write(self._client, collection, program, vectors, metadatas)
        for name in self._names():
            if same_place(name, collection):
                self._client.delete_collection(name)

    def _names(self) -> list[str]:
        return [str(getattr(item, "name", item)) for item in self._client.list_collections()]


def same_place(name: str, collection: str) -> bool:
    """Whether `name` is another version of what `collection` holds: same programme, same maker, other content."""
    theirs, ours = _NAME.fullmatch(name), _NAME.fullmatch(collection)
    return bool(theirs and ours and theirs.group(1, 3) == ours.group(1, 3) and theirs[2] != ours[2])


def _open(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(path=str(folder), settings=_settings())


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _read(client: Any, collection: str) -> Floats:
    got = client.get_collection(collection, embedding_function=None).get(include=["embeddings"])
    order = np.argsort(np.array(got["ids"]))
    return np.asarray(got["embeddings"], np.float32)[order]


def _write(client: Any, collection: str, program: str, vectors: Floats, metadatas: Sequence[Metadata]) -> None:
    with contextlib.suppress(Exception):  # Chroma has no delete-if-exists, and its errors differ between versions
        client.delete_collection(collection)
    kind = {"hnsw:space": "ip", "program": program}
    made = client.create_collection(collection, embedding_function=None, metadata=kind)
    ids = [f"{at:06d}" for at in range(len(vectors))]
    for begin in range(0, len(ids), _BATCH):
        part = slice(begin, begin + _BATCH)
        made.add(ids=ids[part], embeddings=vectors[part], metadatas=list(metadatas[part]))


def sweep(home: Path) -> None:
    """Delete private folders whose process is gone, and whatever was never ours."""
    for folder in home.iterdir():
        kind, _, rest = folder.name.partition("-")
        owner = rest.split("-")[0]
        if kind in ("shenbao", "lock") or (f"{kind}-" in (_WORK, _FRESH) and owner.isdigit() and _alive(int(owner))):
            continue
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            folder.unlink(missing_ok=True)


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
def alone(home: Path) -> Iterator[None]:
    """While inside, no other process changes what is in `home`; waits for one that does."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)
