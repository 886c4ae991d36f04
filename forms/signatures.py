"""What a file from outside is, told from how it begins; its name tells nothing."""

from __future__ import annotations

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of the old Office begin, and those locked by a password."""
_BEGINNINGS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "程序"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8", "图片"),
    (b"<", "网页或XML"),
)


def foreign(data: bytes) -> str:
    """What people call a file that is neither document nor table (PDF, 图片 …); empty for everything else."""
    start = data[:256].lstrip()
    return next((kind for beginning, kind in _BEGINNINGS if start.startswith(beginning)), "")


def is_locked(data: bytes) -> bool:
    """Whether a file of Office can be opened with a password only."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data
