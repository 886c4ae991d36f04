"""LibreOffice where there is one: a document as PDF, as pictures of its pages, and old .doc files as .docx.

Nothing here is needed for the application itself, which is the .docx. LibreOffice is not made for servers, so it is held on a
short leash: one conversion at a time in this process, with a bounded line of those who wait; each with a profile and a folder
of its own that are gone afterwards; in a process group of its own that is ended as a whole when it takes too long. Fonts that
official forms name and this machine lacks (仿宋_GB2312, 方正小标宋) are shown in the nearest one installed; the document keeps
its names.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.sax.saxutils import escape

from programs.errors import ShenbaoError

SECONDS = 60.0
"""How long one conversion may take; a form of thirty pages takes one or two."""
MOST_WAITING = 6
"""How many may stand in line; the next is told to come back."""
PATIENCE = 90.0
"""How long somebody may stand in line, in seconds."""
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong", "AR PL UMing CN", "Songti SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "FandolHei", "WenQuanYi Zen Hei", "PingFang SC")
_FANGSONG, _KAI = ("FangSong", "STFangsong", "FandolFang R"), ("KaiTi", "STKaiti", "FandolKai", "AR PL UKai CN")
FONTS: dict[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", *_FANGSONG, *SERIF),
    "FangSong_GB2312": ("仿宋_GB2312", "仿宋", *_FANGSONG, *SERIF),
    "仿宋": ("仿宋_GB2312", *_FANGSONG, *SERIF),
    "FangSong": ("仿宋", "仿宋_GB2312", *_FANGSONG, *SERIF),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", *_KAI, *SERIF),
    "楷体": ("楷体_GB2312", *_KAI, *SERIF),
    "宋体": ("SimSun", "NSimSun", "新宋体", *SERIF),
    "SimSun": ("宋体", "NSimSun", *SERIF),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong", *SERIF),
    "方正小标宋_GBK": ("FZXiaoBiaoSong-B05", "方正小标宋简体", "华文中宋", "STZhongsong", *SERIF),
    "华文中宋": ("STZhongsong", "方正小标宋简体", *SERIF),
    "黑体": ("SimHei", "STHeiti", *SANS),
    "SimHei": ("黑体", "STHeiti", *SANS),
    "微软雅黑": ("Microsoft YaHei", *SANS),
    "Microsoft YaHei": ("微软雅黑", *SANS),
}
"""Fonts of official forms, each with what may stand in for it, best first; what is installed itself is always taken."""


class OfficeFault(ShenbaoError):
    """Raised when LibreOffice is missing, busy, too slow, or did not make what it was asked for."""

    code = "office"


_turn, _guard = threading.Lock(), threading.Lock()
_line = {"waiting": 0}


def office() -> str | None:
    """Where LibreOffice is, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def painter() -> str | None:
    """What draws the pages of a PDF (poppler's pdftoppm), None where there is none."""
    return shutil.which("pdftoppm")


def makes_pictures() -> bool:
    """Whether pages can be drawn here."""
    return office() is not None and painter() is not None


def as_pdf(docx: bytes, *, seconds: float = SECONDS) -> bytes:
    """The document as PDF. It takes a second or more and may wait in line, so never call it on an event loop.

    Raises:
        OfficeFault: there is no LibreOffice, too many wait for it, or it did not manage.
    """
    with _alone() as folder:
        source = folder / "document.docx"
        source.write_bytes(docx)
        return _converted(source, "pdf", folder, seconds).read_bytes()


def pictures(docx: bytes, *, pages: Sequence[int] = (), dpi: int = 96, seconds: float = SECONDS) -> list[bytes]:
    """Pages of the document as PNG, in order: those numbered (from 1), or all when none is; numbers past the end are left out.

    Raises:
        OfficeFault: see `as_pdf`; or nothing on this machine draws pages.
    """
    tool = painter()
    if tool is None:
        raise OfficeFault("本机没有画页面的程序（poppler）。", mend="管理员可以装上 poppler-utils。")
    with _alone() as folder:
        source = folder / "document.docx"
        source.write_bytes(docx)
        pdf = _converted(source, "pdf", folder, seconds)
        span = ["-f", str(min(pages)), "-l", str(max(pages))] if pages else []
        _run([tool, "-png", "-r", str(dpi), *span, str(pdf), str(folder / "page")], folder, seconds)
        made = {int(path.stem.rpartition("-")[2]): path for path in folder.glob("page-*.png")}
        return [made[number].read_bytes() for number in sorted(made) if not pages or number in pages]


@contextmanager
def converted(path: Path, to: str, *, seconds: float = 2 * SECONDS) -> Iterator[Path]:
    """The file in another format (`docx`, `pdf`), for as long as the block lasts.

    Raises:
        OfficeFault: see `as_pdf`.
    """
    with _alone() as folder:
        yield _converted(path, to, folder, seconds)


@contextmanager
def _alone() -> Iterator[Path]:
    """A folder of one's own, once it is one's turn."""
    if office() is None:
        raise OfficeFault("本机没有LibreOffice，做不了这一步。", mend="Word文件不受影响；管理员可以装上LibreOffice。")
    with _guard:
        if _line["waiting"] >= MOST_WAITING:
            raise OfficeFault("排版转换的人太多了。", mend="请过一分钟再试；Word文件随时可以下载。")
        _line["waiting"] += 1
    try:
        if not _turn.acquire(timeout=PATIENCE):
            raise OfficeFault("排版转换排队太久了。", mend="请过一分钟再试；Word文件随时可以下载。")
        try:
            with tempfile.TemporaryDirectory(prefix="shenbao-office-", ignore_cleanup_errors=True) as scratch:
                yield Path(scratch)
        finally:
            _turn.release()
    finally:
        with _guard:
            _line["waiting"] -= 1


def _converted(source: Path, to: str, folder: Path, seconds: float) -> Path:
    program = office()
    assert program is not None
    out = folder / "out"
    out.mkdir()
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", to, "--outdir", str(out), str(source),
    ]  # fmt: skip
    _run(command, folder, seconds)
    made = out / f"{source.stem}.{to}"
    if not made.is_file():
        raise OfficeFault("LibreOffice没能转换这份文件。", mend="Word文件不受影响，可以用Word或WPS打开后另存。")
    return made


def _run(command: Sequence[str], folder: Path, seconds: float) -> None:
    """Run to the end, or end the whole process group; what the program says is for nobody."""
    fonts = folder / "fonts.conf"
    if not fonts.is_file():
        fonts.write_text(font_aliases(), encoding="utf-8")
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
    environment |= {"FONTCONFIG_FILE": str(fonts), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(  # noqa: S603  our own arguments
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise OfficeFault(
                "排版转换超时，已停下。", mend="请再试一次；仍不行就用Word或WPS打开申报书另存。"
            ) from None
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    if code:
        raise OfficeFault("LibreOffice没能转换这份文件。", mend="Word文件不受影响，可以用Word或WPS打开后另存。")


def font_aliases() -> str:
    """The fontconfig file: that of the machine, with what stands in for fonts it lacks."""
    aliases = "".join(
        f"<alias binding='same'><family>{escape(name)}</family><accept>"
        + "".join(f"<family>{escape(one)}</family>" for one in others)
        + "</accept></alias>\n"
        for name, others in FONTS.items()
    )
    own = re.sub(r"\s+", "", os.environ.get("FONTCONFIG_FILE", "")) or "/etc/fonts/fonts.conf"
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">{escape(own)}</include>\n{aliases}</fontconfig>\n'
    )


def stand_ins() -> dict[str, str | None]:
    """What 仿宋, 小标宋, 黑体, 楷体 and 宋体 are shown in here: the installed font's name, None where there is none fit."""
    listing = shutil.which("fc-list")
    if listing is None:
        return {}
    lines = subprocess.run(  # noqa: S603  our own arguments
        [listing, ":", "family"], capture_output=True, text=True, timeout=20, check=False
    ).stdout
    families = {name.strip() for line in lines.splitlines() for name in line.split(",")}
    wanted = ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体")
    return {name: next((one for one in (name, *FONTS[name]) if one in families), None) for name in wanted}
