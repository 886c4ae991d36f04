"""The .docx as a package: read once, parts kept as they were compressed, written again around a new body.

Only the body and the properties are compressed anew; styles, fonts, headers and pictures are copied byte for byte. Zip
times are fixed, so the same answers give the same file.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from programs.errors import BadFile

BODY = "word/document.xml"
STYLES = "word/styles.xml"
_LIMIT = 64 * 1024 * 1024
"""Most bytes a blank may unpack to; a real one has less than a hundredth of that."""
_DATE, _TIME = 33, 0
"""1 January 1980, midnight, as zip writes it."""


@dataclass(frozen=True)
class Part:
    """One file of the package, compressed."""

    name: str
    data: bytes
    """As stored: raw deflate when `method` is 8, plain when 0."""
    method: int
    crc: int
    size: int
    """Unpacked."""


@dataclass(frozen=True)
class Package:
    """A .docx read into memory."""

    parts: Mapping[str, Part]

    def read(self, name: str) -> bytes | None:
        """The unpacked bytes of a part, None when there is no such part."""
        part = self.parts.get(name)
        if part is None:
            return None
        return zlib.decompress(part.data, -15) if part.method == 8 else part.data

    def write(self, changed: Mapping[str, bytes]) -> bytes:
        """The package's bytes with some parts replaced or added."""
        parts = dict(self.parts)
        for name, content in changed.items():
            parts[name] = pack(name, content)
        return _archive(list(parts.values()))


def pack(name: str, content: bytes) -> Part:
    """A part compressed quickly."""
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
    return Part(name, squeeze.compress(content) + squeeze.flush(), 8, zlib.crc32(content), len(content))


def open_package(path: Path) -> Package:
    """The .docx at `path`.

    Raises:
        BadFile: it is missing, no .docx, damaged, or unpacks to absurd sizes.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise BadFile("空白表文件打不开。", where=str(path), mend="确认文件存在并且可读。") from None
    return read_package(raw, where=str(path))


def read_package(raw: bytes, *, where: str) -> Package:
    """The package in `raw`; see `open_package`."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LIMIT or len(entries) > 2000:
                raise BadFile("文件解开后过大，不像一份申报书。", where=where, mend="请用主管部门发的原始空白表。")
            if BODY not in {entry.filename for entry in entries}:
                raise BadFile("这不是 .docx 文档。", where=where, mend="请用 Word 另存为 .docx 再试。")
            parts = {entry.filename: _part(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, struct.error, EOFError):
        raise BadFile(
            "这不是 .docx 文档，或文件已损坏、加密。", where=where, mend="请用 Word 另存为 .docx 再试。"
        ) from None
    return Package(parts)


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    content = archive.read(entry)  # checks the CRC and stops at the declared size
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Part(entry.filename, squeeze.compress(content) + squeeze.flush(), 8, entry.CRC, len(content))


def parse_xml(content: bytes, *, where: str) -> Any:
    """The root element; entities are not expanded and nothing is fetched.

    Raises:
        BadFile: it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, collect_ids=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BadFile(
            f"文档内部的XML读不了（{error.msg}）。", where=where, mend="请用 Word 打开后另存一份再试。"
        ) from None
    document: Any = root.getroottree()
    if document.docinfo.doctype:
        raise BadFile("文档内部带有实体声明，为安全起见不打开。", where=where, mend="请用 Word 打开后另存一份再试。")
    return root


def _archive(parts: list[Part]) -> bytes:
    out, directory, offset = [], [], 0
    for part in parts:
        name = part.name.encode("utf-8")
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, part.method, _TIME, _DATE, part.crc, len(part.data), part.size, len(name), 0
        )
        local = b"PK\x03\x04" + common + name
        directory.append(b"PK\x01\x02\x14\x03" + common + struct.pack("<HHHII", 0, 0, 0, 0o644 << 16, offset) + name)
        out += [local, part.data]
        offset += len(local) + len(part.data)
    index = b"".join(directory)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(index), offset, 0)
    return b"".join([*out, index, end])
