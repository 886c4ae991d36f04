"""Old .doc files as .docx, through LibreOffice where there is one (`forms.office`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.office import OfficeFault, converted, office
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
    try:
        with converted(path, "docx") as made:
            yield made
    except OfficeFault as fault:
        message = "这是旧版的.doc，本机没有LibreOffice，转不了。" if office() is None else fault.message
        raise BadFile(message, where=str(path), mend="用Word或WPS另存为.docx。") from None
