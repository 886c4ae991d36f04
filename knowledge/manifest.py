"""What the index on disk claims to be: versions, hashes, counts, canaries; replaced in one step, believed only when checked."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from knowledge.compiled import FORMAT, Compiled

_NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """The index as it was when it was written."""

    programs: Mapping[str, str] = field(default_factory=dict)
    """Programme to the hash of what it was compiled from."""
    units: Mapping[str, int] = field(default_factory=dict)
    canaries: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of a compiled pack's file to its hash."""


def read_manifest(home: Path) -> Manifest:
    """The manifest in `home`; an empty one when it is missing, damaged or of another format."""
    try:
        plain = json.loads((home / _NAME).read_text(encoding="utf-8"))
        if plain.pop("format") != FORMAT:
            return Manifest()
        plain["canaries"] = {slug: tuple(places) for slug, places in plain["canaries"].items()}
        return Manifest(**plain)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write_manifest(home: Path, manifest: Manifest) -> None:
    """Make `manifest` the current one; whoever reads sees the old or the new, never a part."""
    fresh = home / f"{_NAME}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **asdict(manifest)}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(home / _NAME)


def canaries(compiled: Compiled) -> tuple[int, ...]:
    """For a few units, which unit their own vector finds; a wrong or foreign index finds others."""
    places = range(0, len(compiled.located), max(1, len(compiled.located) // 5))
    return tuple(int(np.argmax(compiled.located @ compiled.located[at])) for at in places)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
