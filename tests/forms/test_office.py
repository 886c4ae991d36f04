"""LibreOffice on a short leash: one at a time, ended as a whole when slow, nothing left behind, fonts of official forms mapped."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from forms import office
from programs.errors import BadFile

needs_office = pytest.mark.skipif(not office.makes_pictures(), reason="没有LibreOffice和poppler；.ci/run 会装上再跑")


def small_docx() -> bytes:
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    for font in ("仿宋_GB2312", "方正小标宋简体", "黑体"):
        run = document.add_paragraph().add_run(f"{font}：申报单位")
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made; what is left in it was left behind."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """A LibreOffice that does what the script says."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "office", lambda: str(program))


@needs_office
def test_a_document_becomes_a_pdf_in_the_fonts_that_are_here(scratch: Path):
    """仿宋 and 小标宋 are shown in a serif face, 黑体 in a sans one, and no folder is left behind."""
    data = office.as_pdf(small_docx())
    assert data.startswith(b"%PDF")
    assert list(scratch.iterdir()) == []
    pdf = scratch / "out.pdf"
    pdf.write_bytes(data)
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
    if "Noto Serif CJK SC" in office.stand_ins().values():
        assert "NotoSerifCJK" in fonts
        assert "NotoSansCJK" in fonts


@needs_office
def test_pages_are_drawn_that_were_asked_for():
    """Page 2 alone is one picture; a page past the end is none."""
    docx = small_docx()
    assert len(office.pictures(docx, dpi=30)) >= 3
    second = office.pictures(docx, pages=[2, 99], dpi=30)
    assert len(second) == 1
    assert second[0].startswith(b"\x89PNG")


def test_a_slow_conversion_is_ended_with_everything_it_started(
    scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """After the time is up no process of the group lives, and its folder is gone."""
    mark = tmp_path / "child"
    pretend(monkeypatch, tmp_path, f"sleep 60 & echo $! > {mark}; wait")
    with pytest.raises(office.OfficeFault, match="超时"):
        office.as_pdf(b"", seconds=0.4)
    child = int(mark.read_text())
    for _ in range(50):
        if not alive(child):
            break
        time.sleep(0.02)
    assert not alive(child)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("script", ["exit 3", "exit 0", "kill -9 $$"])
def test_what_does_not_come_out_is_told(scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str):
    """A failure, a silent nothing and a crash are one clear sentence."""
    pretend(monkeypatch, tmp_path, script)
    with pytest.raises(office.OfficeFault, match="没能转换"):
        office.as_pdf(b"")
    assert list(scratch.iterdir()) == []


def test_conversions_go_one_after_the_other_and_the_line_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Never two at once, each with its own profile; who finds the line full is told at once."""
    monkeypatch.setattr(office, "MOST_WAITING", 3)
    log = tmp_path / "log"
    gate = tmp_path / "go"
    pretend(
        monkeypatch, tmp_path,
        f'echo "in $1" >> {log}; while [ ! -e {gate} ]; do sleep 0.01; done; out=$8; touch "$out/document.pdf"; echo out >> {log}',
    )  # fmt: skip
    threads = [threading.Thread(target=office.as_pdf, args=(b"",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    while office._line["waiting"] < 3:
        time.sleep(0.01)
    with pytest.raises(office.OfficeFault, match="太多"):
        office.as_pdf(b"")
    gate.touch()
    for thread in threads:
        thread.join()
    lines = log.read_text().split("\n")[:-1]
    assert [line.split()[0] for line in lines] == ["in", "out"] * 3
    assert len({line for line in lines if line.startswith("in")}) == 3


def test_without_libreoffice_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """No program, no PDF: the sentence says what still works; an old .doc is refused by name."""
    from forms.conversion import as_docx

    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(office.OfficeFault, match="没有LibreOffice"):
        office.as_pdf(b"")
    old = tmp_path / "旧.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(BadFile, match=r"旧版的\.doc") as told, as_docx(old):
        pass
    assert told.value.where == str(old)
