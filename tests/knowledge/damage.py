"""Ways to spoil a file: as a full disk, a crash or a careless hand would."""

from __future__ import annotations

import random
from pathlib import Path


def spoil(path: Path, chance: random.Random) -> str:
    """Delete, empty, cut or scribble over `path`; returns which."""
    content = bytearray(path.read_bytes())
    damage = chance.choice(["delete", "empty", "cut", "scribble"])
    if damage == "delete":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(bytes(content[: len(content) // 2]))
    else:
        for _ in range(64):
            if content:
                content[chance.randrange(len(content))] ^= 1 + chance.randrange(255)
        path.write_bytes(bytes(content))
    return damage
