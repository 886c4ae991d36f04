"""Finds programme folders and opens them; knows nothing of what rules and forms make of their files.

A pack is a folder of data. `discover` reads every `program.yaml`; the other files are read when somebody asks. The
content hash covers every file, so whoever caches something derived from a pack can tell when it changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from programs.clauses import Guide, parse_guide
from programs.errors import PackFault, UnknownProgram
from programs.models import Manifest
from programs.yamlfile import read_model

PROGRAMS_DIR = Path(__file__).resolve().parent
SHARED_FIELDS = PROGRAMS_DIR / "_shared" / "fields.yaml"


@dataclass(frozen=True)
class Pack:
    """One programme folder."""

    root: Path
    manifest: Manifest

    @property
    def slug(self) -> str:
        """The programme's slug, which is the folder's name."""
        return self.manifest.slug

    def path(self, name: str) -> Path:
        """The path of a file of this folder, present or not."""
        return self.root / name

    @cached_property
    def guide(self) -> Guide:
        """The guide's clauses, parsed once."""
        return parse_guide(self.path("guide.md"))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over names and bytes of all the folder's files and of the shared fields."""
        digest = hashlib.sha256()
        files = sorted(path for path in self.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for path in [*files, self.root.parent / "_shared" / "fields.yaml"]:
            if path.is_file():
                digest.update(path.name.encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def open_pack(root: Path) -> Pack:
    """The pack in folder `root`.

    Raises:
        PackFault: there is no readable `program.yaml`, or its slug is not the folder's name.
    """
    path = root / "program.yaml"
    manifest = read_model(path, Manifest)
    if manifest.slug != root.name:
        raise PackFault.at(path, 1, f"slug 是“{manifest.slug}”，文件夹叫“{root.name}”，两者应相同。", "改其中一个。")
    return Pack(root, manifest)


def pack_folders(programs_dir: Path = PROGRAMS_DIR) -> list[Path]:
    """Programme folders in display order: folders with a `program.yaml`, names not starting with `_`."""
    order = {slug: place for place, slug in enumerate(_ORDER)}
    folders = [
        path.parent for path in programs_dir.glob("*/program.yaml") if not path.parent.name.startswith(("_", "."))
    ]
    return sorted(folders, key=lambda folder: (order.get(folder.name, len(order)), folder.name))


def discover(programs_dir: Path = PROGRAMS_DIR) -> Mapping[str, Pack]:
    """Slug to pack for every folder, in display order.

    Raises:
        PackFault: a folder's `program.yaml` cannot be read.
    """
    return {pack.slug: pack for pack in map(open_pack, pack_folders(programs_dir))}


def find(slug: str, packs: Mapping[str, Pack]) -> Pack:
    """The pack called `slug`.

    Raises:
        UnknownProgram: none is; the message lists those there are.
    """
    try:
        return packs[slug]
    except KeyError:
        known = "、".join(packs)
        raise UnknownProgram(f"没有“{slug}”这个项目。", where="项目代号", mend=f"可用的有：{known}。") from None


_ORDER = (
    "beijing",
    "changzhou-university",
    "changzhou-park",
    "changzhou-platform",
    "changzhou-lead",
    "shanghai",
    "national",
    "chongqing",
)
