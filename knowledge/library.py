"""The compiled packs on disk: found fresh, rebuilt when stale or damaged, never trusted unseen.

A pack is loaded when a question first needs it, checked against the manifest, and kept while it is among the last used;
so thousands of programmes cost no more at the start than one. Files are replaced whole, and the manifest after everything
it names is in place: what a process that died while building left behind is either believed whole or built anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import RLock

from knowledge.chroma_index import alone
from knowledge.compiled import Compiled, compile_pack, knowledge_hash
from knowledge.compiled_files import load, save
from knowledge.manifest import Manifest, canaries, file_hash, read_manifest, write_manifest
from knowledge.shared import SharedQuestions
from programs.errors import IndexFault
from programs.registry import Pack

_FOLDER = "packs"
_KEPT = 64
"""Compiled packs kept in memory, up to 6 MB each."""
_TOLD_EVERY = 64
"""The manifest is written after so many packs, so that who dies while building thousands has built some."""


class Library(Mapping[str, Compiled]):
    """Programme to compiled pack."""

    def __init__(self, packs: Mapping[str, Pack], shared: SharedQuestions, home: Path) -> None:
        self._packs = packs
        self._shared = shared
        self._kept: OrderedDict[str, Compiled] = OrderedDict()
        self._lock = RLock()
        self.home = home

    @cached_property
    def contents(self) -> Mapping[str, str]:
        """Programme to the hash of what its index is made from."""
        return {slug: knowledge_hash(pack) for slug, pack in self._packs.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._packs)

    def __len__(self) -> int:
        return len(self._packs)

    def __getitem__(self, slug: str) -> Compiled:
        with self._lock:
            if slug not in self._kept:
                self._kept[slug] = self._load(slug, self.manifest()) or self._mend(slug)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(slug)
            return self._kept[slug]

    def once(self, program: str) -> Compiled:
        """The compiled pack for a single look: it pushes no other out of memory."""
        with self._lock:
            if program in self._kept:
                return self._kept[program]
        return self._load(program, self.manifest()) or self._compile(program)

    def refresh(self) -> None:
        """Build what is missing or out of date.

        Raises:
            PackFault: a pack's files are broken.
            IndexFault: the data directory cannot be written.
        """
        if self._stale(read_manifest(self.home)):
            try:
                with alone(self.home):
                    self._build(self._stale(read_manifest(self.home)))
            except OSError as error:
                raise IndexFault(
                    f"问答索引写不进去：{error.strerror}。", where=str(self.home), mend="检查数据目录的权限和剩余空间。"
                ) from error

    def manifest(self) -> Manifest:
        """The current manifest; the index is brought up to date first when it is not."""
        if not self._fresh:
            self.refresh()
            self._fresh = True
        return read_manifest(self.home)

    _fresh = False

    def _stale(self, manifest: Manifest) -> list[str]:
        return [
            slug
            for slug, content in self.contents.items()
            if manifest.programs.get(slug) != content
            or not (slug in manifest.units and slug in manifest.canaries and manifest.files.keys() >= set(_files(slug)))
        ]

    def _build(self, stale: list[str]) -> None:
        if not stale:
            return
        folder = self.home / _FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        known = read_manifest(self.home)
        sound = [slug for slug in self._packs if slug not in stale]
        units = {slug: known.units[slug] for slug in sound}
        told = {slug: known.canaries[slug] for slug in sound}
        files = {name: known.files[name] for slug in sound for name in _files(slug)}
        for at, slug in enumerate(stale, 1):
            compiled = self._compile(slug)
            save(compiled, folder)
            units[slug], told[slug] = len(compiled.units), canaries(compiled)
            files |= {name: file_hash(folder / name) for name in _files(slug)}
            if at == len(stale) or not at % _TOLD_EVERY:
                contents = {slug: content for slug, content in self.contents.items() if slug in units}
                write_manifest(self.home, Manifest(contents, units, told, files))
        for old in folder.iterdir():
            if old.name not in files:
                old.unlink()

    def _compile(self, slug: str) -> Compiled:
        return compile_pack(self._packs[slug], self._shared)

    def _load(self, slug: str, manifest: Manifest) -> Compiled | None:
        """The compiled pack as it is on disk; None when anything about it is not as the manifest says."""
        folder = self.home / _FOLDER
        if any(file_hash(folder / name) != manifest.files.get(name) for name in _files(slug)):
            return None
        try:
            compiled = load(slug, folder)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        counted = len(compiled.units) == manifest.units.get(slug)
        return compiled if counted and canaries(compiled) == manifest.canaries.get(slug) else None

    def _mend(self, slug: str) -> Compiled:
        """The pack compiled anew, on disk too when that can be written."""
        compiled = self._compile(slug)
        try:
            with alone(self.home):
                folder = self.home / _FOLDER
                folder.mkdir(parents=True, exist_ok=True)
                save(compiled, folder)
                manifest = read_manifest(self.home)
                files = {**manifest.files, **{name: file_hash(folder / name) for name in _files(slug)}}
                told = {**manifest.canaries, slug: canaries(compiled)}
                units = {**manifest.units, slug: len(compiled.units)}
                write_manifest(self.home, replace(manifest, units=units, files=files, canaries=told))
        except OSError:
            pass  # answers matter more than the cache
        return compiled


def _files(slug: str) -> tuple[str, str]:
    return f"{slug}.json", f"{slug}.npz"
