"""Reads a guide as people send it: plain text, .docx, or an old .doc."""

from __future__ import annotations

from pathlib import Path

from forms.conversion import as_docx
from programs.errors import BadFile


def read_guide(path: Path) -> str:
    """The text of a guide, tables as tab-separated lines.

    Raises:
        BadFile: the file is missing, of another kind, damaged, or holds no text.
    """
    if not path.is_file():
        raise BadFile("找不到这个文件。", where=str(path), mend="核对路径和文件名。")
    if path.suffix.lower() in (".txt", ".md"):
        text = _decode(path)
    else:
        with as_docx(path) as docx:
            text = _docx_text(docx)
    if not text.strip():
        raise BadFile("没有读到文字，可能是扫描件。", where=str(path), mend="请用能选中文字的版本。")
    return text


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile("认不出文字编码。", where=str(path), mend="另存为UTF-8后再试。")


def _docx_text(path: Path) -> str:
    from forms.docx_map import DocumentMap
    from forms.docx_package import BODY, open_package, parse_xml

    content = open_package(path).read(BODY)
    if content is None:
        raise BadFile("这个.docx里没有正文。", where=str(path), mend="用Word打开后另存一次。")
    page = DocumentMap(parse_xml(content, where=str(path))[0])
    out: list[str] = []
    for line in page.lines:
        if line.cell is None:
            out.append(line.text)
        elif line.cell.lines[0] is line:
            out.append("\t" + " ".join(part.text for part in line.cell.lines))
    return "\n".join(out) + "\n"
