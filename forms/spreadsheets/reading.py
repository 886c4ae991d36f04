"""Opens a spreadsheet that somebody uploaded, without trusting it: looked at first, then read by a limited process.

An .xlsx is a ZIP; what its directory says (how many entries, how large, how well packed, what they are called) is checked
before anything is unpacked. Whatever is wrong is a `BadFile` that says what to do instead.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

from forms.limited import LimitedReader
from forms.signatures import OLE, foreign, is_locked
from forms.zips import names_in
from programs.errors import BadFile

_MEND = "请在 Excel 或 WPS 里另存为 .xlsx 或 .csv 再上传，也可以把单元格直接粘贴进来。"
_READER = LimitedReader(
    Path(__file__).with_name("child.py"), memory_mb=768, processor_seconds=8, seconds=15,
    too_slow="文件太复杂，读了太久，没有读进来。", unreadable="文件读不了，可能已损坏，或不是表格。", mend=_MEND,
)  # fmt: skip


def cells_of(data: bytes, name: str) -> list[list[str]]:
    """The cells of the first sheet, as text, row by row.

    Raises:
        BadFile: it is no table, damaged, locked by a password, or made to do harm.
    """
    if not data:
        raise BadFile("文件是空的。", where=name, mend=_MEND)
    if data.startswith(b"PK"):
        _look_into(data, name)
        return _by_child(data, name)
    if data.startswith(OLE):
        if is_locked(data):
            raise BadFile("文件加了打开密码，读不了。", where=name, mend="去掉密码再上传。")
        if "WordDocument".encode("utf-16-le") in data:
            raise BadFile("这是Word文档，不是表格。", where=name, mend=_MEND)
        return _by_child(data, name)
    return _csv(data, name)


def _look_into(data: bytes, name: str) -> None:
    """Nothing for a ZIP that can be a spreadsheet; only its directory is read."""
    names = names_in(data, name, _MEND)
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        raise BadFile("这是压缩包，不是表格文件。", where=name, mend=_MEND)
    if any(one.startswith("word/") for one in names):
        raise BadFile("这是Word文档，不是表格。", where=name, mend="把文档里的表格复制后直接粘贴进来。")


def _by_child(data: bytes, name: str) -> list[list[str]]:
    read = json.loads(_READER.read(data, name))
    if read["more"]:
        raise BadFile("表格太大，最多2000行、200列。", where=name, mend="只留要填的那一块，另存后再上传。")
    rows: list[list[str]] = read["rows"]
    return rows


def _csv(data: bytes, name: str) -> list[list[str]]:
    """The cells of a text file with commas, semicolons or tabs, in UTF-8 or GB 18030."""
    import csv

    kind = foreign(data)
    if kind:
        raise BadFile(f"这是{kind}文件，不是表格。", where=name, mend=_MEND)
    if b"\0" in data[:100_000]:
        raise BadFile("不认识这种文件。", where=name, mend=_MEND)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadFile("文字编码不认识。", where=name, mend="另存为“CSV UTF-8”再上传。")
    head = text[:4000]
    mark = max("\t,;", key=head.count)
    try:
        rows = [row[:200] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error:
        raise BadFile("CSV文件的格式不对。", where=name, mend=_MEND) from None
    if len(rows) > 2_100:
        raise BadFile("表格太大，最多2000行。", where=name, mend="只留要填的那一块，另存后再上传。")
    return rows
