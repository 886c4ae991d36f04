"""Old .doc files as .docx, through LibreOffice where there is one; each conversion has a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from programs.errors import BadFile


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
