"""Reads a guide or a form as people send it: plain text or .docx, .doc through LibreOffice where there is one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """The file as .docx for as long as the block lasts; an old .doc is converted by LibreOffice.

    Raises:
        BadFile: it is neither, or there is no LibreOffice to convert it.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise BadFile("找不到这个文件。", where=str(path), mend="核对路径和文件名。")
    if suffix == ".docx":
        yield path
        return
    if suffix not in (".doc", ".wps"):
        raise BadFile(
            f"不认识“{suffix or path.name}”这种文件。", where=str(path), mend="用 .docx（指南也可以是 .txt）。"
        )
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise BadFile("这是旧版的.doc，本机没有LibreOffice，转不了。", where=str(path), mend="用Word或WPS另存为.docx。")
    with tempfile.TemporaryDirectory(prefix="shenbao-convert-") as scratch:
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", scratch, str(path)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own arguments
        except (subprocess.SubprocessError, OSError):
            raise BadFile("LibreOffice没能转换这个文件。", where=str(path), mend="用Word或WPS另存为.docx。") from None
        converted = Path(scratch) / f"{path.stem}.docx"
        if not converted.is_file():
            raise BadFile("LibreOffice没能转换这个文件。", where=str(path), mend="用Word或WPS另存为.docx。")
        yield converted


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
