"""Looks into a ZIP that somebody sent (every .xlsx and .docx is one) without unpacking it: only its directory is read."""

from __future__ import annotations

import io
import zipfile

from programs.errors import BadFile

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000
MOST_RATIO = 100


def names_in(data: bytes, name: str, mend: str) -> list[str]:
    """The names in an archive that may be opened: few entries, not too large unpacked, nothing odd, locked or with macros.

    Raises:
        BadFile: it is anything else; `mend` says what to do instead.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, RuntimeError):
        raise BadFile("文件不完整或已损坏。", where=name, mend=mend) from None
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 10_000):
        raise BadFile("文件展开后太大，没有打开。", where=name, mend=mend)
    odd = any(one.startswith(("/", "\\")) or ".." in one.replace("\\", "/").split("/") for one in names)
    links = any((entry.external_attr >> 16) & 0o170000 == 0o120000 for entry in entries)
    if odd or links or len(set(names)) != len(names):
        raise BadFile("文件的内部结构不正常，没有打开。", where=name, mend=mend)
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile("文件加了密码，读不了。", where=name, mend="去掉密码再上传。")
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise BadFile("文件里有宏，没有打开。", where=name, mend=mend)
    return names
