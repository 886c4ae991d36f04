"""Opens a .docx that somebody sent, without trusting it: looked at first, then read by a limited process."""

from __future__ import annotations

from pathlib import Path

from lxml.etree import _Element as Element

from forms.docx_package import BODY, parse_xml
from forms.docx_text import P, W, text_of
from forms.limited import LimitedReader
from forms.signatures import OLE, foreign, is_locked
from forms.zips import names_in
from programs.errors import BadFile

_MEND = "请在 Word 或 WPS 里另存为 .docx 再发，也可以把文字复制后直接粘贴过来。"
_READER = LimitedReader(
    Path(__file__).with_name("child.py"), memory_mb=768, processor_seconds=8, seconds=15,
    too_slow="文档太复杂，读了太久，没有读进来。", unreadable="文档读不了，可能已损坏，或大得不像一份申报书。", mend=_MEND,
)  # fmt: skip


def open_filled(data: bytes, name: str) -> Element:
    """The body of a document as plain WordprocessingML: texts, headings, tables and their spans, nothing else.

    Raises:
        BadFile: it is no .docx, damaged, locked by a password, without any text, or made to do harm.
    """
    _look_into(data, name)
    body = parse_xml(_READER.read(data, name), where=name).find(f"{W}body")
    assert body is not None
    if not any(text_of(line).strip() for line in body.iter(P)):
        raise BadFile(
            "文档里没有文字，可能是扫描件。", where=name, mend="请发填写时的 .docx 原文件，或者把内容打出来。"
        )
    plain: Element = body
    return plain


def _look_into(data: bytes, name: str) -> None:
    """Nothing for what can be a .docx."""
    if not data:
        raise BadFile("文件是空的。", where=name, mend=_MEND)
    if is_locked(data):
        raise BadFile("文件加了打开密码，读不了。", where=name, mend="在 Word 里去掉密码，另存后再发。")
    if data.startswith(OLE):
        raise BadFile("这是旧格式（.doc 或 .wps），读不了。", where=name, mend=_MEND)
    kind = foreign(data)
    if kind:
        raise BadFile(f"这是{kind}文件，不是Word文档，没有打开。", where=name, mend=_MEND)
    if not data.startswith(b"PK"):
        raise BadFile("不认识这种文件。", where=name, mend=_MEND)
    names = names_in(data, name, _MEND)
    if BODY not in names:
        what = "这是表格文件，不是文档。" if any(one.startswith("xl/") for one in names) else "这不是 .docx 文档。"
        raise BadFile(what, where=name, mend=_MEND)
