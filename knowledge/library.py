"""The compiled packs and their vectors on disk: found fresh, rebuilt when stale or damaged, never trusted unseen.

`manifest.json` says which version of each programme is current, the hash of every file, and what the canaries answered
when it was written. It is replaced in one step, after everything it names is in place; so a process that dies while
building leaves the old index serving. Whatever does not agree with the manifest is built anew from the packs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from knowledge.chroma_index import (
    ChromaStore,
    build_sealed,
    building_alone,
    collection_name,
    connect,
    file_hashes,
    open_sealed,
)
from knowledge.compiled import FORMAT, Compiled, compile_pack, knowledge_hash, load, save
from knowledge.index import Floats
from knowledge.shared import SharedQuestions
from programs.errors import IndexFault
from programs.registry import Pack

VectorState = Literal["unopened", "embedded", "server", "rebuilt", "computed"]
_MANIFEST = "manifest.json"
_PACKS = "packs"


@dataclass
class Library:
    """All programmes ready for questions; opened once per process.

    `state` tells where vectors come from: `computed` means that Chroma could not be used and the vectors are the ones kept
    beside the lexical index, which are the same numbers.
    """

    packs: Mapping[str, Pack]
    shared: SharedQuestions
    home: Path
    chroma_url: str | None = None
    state: VectorState = "unopened"
    trouble: str = ""

    @cached_property
    def contents(self) -> Mapping[str, str]:
        """Programme to the hash of what its index is made from."""
        return {slug: knowledge_hash(pack) for slug, pack in self.packs.items()}

    @cached_property
    def compiled(self) -> Mapping[str, Compiled]:
        """Every programme compiled, from disk where the files are as the manifest says, else built and written.

        Raises:
            IndexFault: the data directory cannot be written and nothing usable is there.
        """
        found = self._load(self._manifest())
        if len(found) == len(self.packs):
            return found
        try:
            with building_alone(self.home):
                return self._build(self._load(self._manifest()))
        except OSError as error:
            raise IndexFault(
                f"问答索引写不进去：{error.strerror}。", where=str(self.home), mend="检查数据目录的权限和剩余空间。"
            ) from error

    def _load(self, manifest: Mapping[str, Any]) -> dict[str, Compiled]:
        """The compiled packs that are current and undamaged."""
        found = {}
        files = manifest.get("files", {})
        for slug, content in self.contents.items():
            if manifest.get("programs", {}).get(slug) != content:
                continue
            try:
                folder = self.home / _PACKS
                sound = all(_hash(folder / name) == files.get(name) for name in (f"{slug}.json", f"{slug}.npz"))
                compiled = load(slug, folder) if sound else None
            except (OSError, ValueError, KeyError, TypeError):
                compiled = None
            if compiled is not None and self._canaries(compiled) == manifest.get("canaries", {}).get(slug):
                found[slug] = compiled
        return found

    def _build(self, found: dict[str, Compiled]) -> Mapping[str, Compiled]:
        """Compile what is missing, seal the vectors, then let the manifest name it all."""
        folder = self.home / _PACKS
        folder.mkdir(parents=True, exist_ok=True)
        for slug, pack in self.packs.items():
            if slug not in found:
                found[slug] = compile_pack(pack, self.shared)
                save(found[slug], folder)
        ordered = {slug: found[slug] for slug in self.packs}
        chroma = (
            {}
            if self.chroma_url
            else build_sealed(self.home, {slug: (self.contents[slug], item) for slug, item in ordered.items()})
        )
        self._write_manifest(ordered, chroma)
        return ordered

    def _write_manifest(self, compiled: Mapping[str, Compiled], chroma: Mapping[str, str]) -> None:
        manifest = {
            "format": FORMAT,
            "programs": dict(self.contents),
            "units": {slug: len(item.units) for slug, item in compiled.items()},
            "canaries": {slug: self._canaries(item) for slug, item in compiled.items()},
            "files": file_hashes(self.home / _PACKS),
            "chroma": dict(chroma),
        }
        fresh = self.home / f"{_MANIFEST}.new"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(manifest, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.home / _MANIFEST)

    def _manifest(self) -> Mapping[str, Any]:
        try:
            manifest = json.loads((self.home / _MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return manifest if isinstance(manifest, dict) and manifest.get("format") == FORMAT else {}

    @staticmethod
    def _canaries(compiled: Compiled) -> list[int]:
        """For a few units, which unit their own vector finds; a wrong or foreign index finds others."""
        places = range(0, len(compiled.located), max(1, len(compiled.located) // 5))
        return [int(np.argmax(compiled.located @ compiled.located[at])) for at in places]

    @cached_property
    def _store(self) -> ChromaStore | None:
        """Chroma, opened; rebuilt once when its files are damaged or gone; None when it cannot be used."""
        compiled = self.compiled
        attempts: tuple[Callable[[], ChromaStore | None], ...] = (self._open, self._reopen)
        for attempt in attempts:
            try:
                store = attempt()
                if store is not None and self._agrees(store, compiled):
                    return store
            except Exception as error:  # noqa: BLE001  Chroma raises its own, its server's and Rust's errors
                self.trouble = f"{type(error).__name__}: {error}"[:200]
        self.state = "computed"
        return None

    def _open(self) -> ChromaStore | None:
        self.state = "server" if self.chroma_url else "embedded"
        if self.chroma_url:
            return connect(self.chroma_url)
        return open_sealed(self.home, self._manifest().get("chroma", {}))

    def _reopen(self) -> ChromaStore | None:
        """Write the vectors again, to the server or beside the damaged files, and open them."""
        compiled = self.compiled
        self.state = "rebuilt"
        if self.chroma_url:
            store = connect(self.chroma_url)
            names = {slug: collection_name(slug, self.contents[slug]) for slug in compiled}
            for slug, item in compiled.items():
                store.write(names[slug], item)
            store.drop_others(frozenset(names.values()))
            return store
        with building_alone(self.home):
            chroma = build_sealed(self.home, {slug: (self.contents[slug], item) for slug, item in compiled.items()})
            self._write_manifest(compiled, chroma)
        return open_sealed(self.home, chroma)

    def _agrees(self, store: ChromaStore, compiled: Mapping[str, Compiled]) -> bool:
        """Whether the store holds every programme, whole; and answers a canary as it should."""
        for slug, item in compiled.items():
            name = collection_name(slug, self.contents[slug])
            vectors = store.read(name)
            if vectors.shape != item.located.shape or not np.allclose(vectors, item.located, atol=1e-4):
                return False
            self._read[slug] = vectors
        slug, item = next(iter(compiled.items()))
        probe = int(np.argmax(np.linalg.norm(item.located, axis=1)))
        near = store.nearest(collection_name(slug, self.contents[slug]), item.located[probe], 1)
        return bool(near) and float(item.located[near[0]] @ item.located[probe]) > 0.999

    @cached_property
    def _read(self) -> dict[str, Floats]:
        return {}

    def vectors(self, compiled: Compiled) -> Floats:
        """The programme's vectors as the store keeps them, or the ones beside the lexical index where it cannot be used."""
        if self._store is None:
            return compiled.located
        return self._read.get(compiled.program, compiled.located)

    def close(self) -> None:
        """Let go of the store."""
        if "_store" in self.__dict__ and self._store is not None:
            self._store.close()


def _hash(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
