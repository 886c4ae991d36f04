"""What reads files from outside can take neither much memory nor much time, writes nothing, and knows nothing of us."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from forms.limited import LimitedReader
from forms.signatures import foreign, is_locked
from programs.errors import BadFile


def read(folder: Path, script: str, *, seconds: float = 60) -> bytes:
    """What a script says of the file `甲`."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    reader = LimitedReader(
        path, memory_mb=256, processor_seconds=1, seconds=seconds, too_slow="太久。", unreadable="读不了。", mend="重发。"
    )  # fmt: skip
    return reader.read("甲".encode(), "表.xlsx")


def refused(folder: Path, script: str, *, seconds: float = 60) -> str:
    with pytest.raises(BadFile) as caught:
        read(folder, script, seconds=seconds)
    assert (caught.value.where, caught.value.mend) == ("表.xlsx", "重发。")
    return caught.value.message


def test_the_file_goes_in_and_what_was_read_comes_out(tmp_path: Path) -> None:
    """The script is the main module, gets the file on standard input, and standard output is what it says."""
    assert (
        read(tmp_path, "import sys\nif __name__ == '__main__': print(sys.stdin.read() * 2, end='')") == "甲甲".encode()
    )


@pytest.mark.parametrize(
    "script", ["x = bytearray(10**9)", "while True: pass", "raise ValueError('坏的')", "import sys; sys.exit(3)"]
)
def test_a_script_beyond_its_limits_is_ended(tmp_path: Path, script: str) -> None:
    """Too much memory, too much of the processor, an error: a sentence for the person and nothing read."""
    assert refused(tmp_path, script) == "读不了。"


def test_a_script_that_hangs_is_ended(tmp_path: Path) -> None:
    """Waiting costs no processor, so the clock ends it."""
    assert refused(tmp_path, "import time; time.sleep(600)", seconds=0.5) == "太久。"


def test_nothing_is_written_and_no_limit_taken_back(tmp_path: Path) -> None:
    """A file can be made but holds nothing; a limit that was given up stays so."""
    assert refused(tmp_path, f"with open({str(tmp_path / 'out')!r}, 'w') as out: out.write('x')") == "读不了。"
    assert not (tmp_path / "out").read_bytes()
    again = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (r.RLIM_INFINITY, r.RLIM_INFINITY))"
    assert refused(tmp_path, again) == "读不了。"


def test_settings_and_keys_stay_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of our environment reaches the script."""
    monkeypatch.setenv("SHENBAO_LLM_API_KEY", "secret")
    said = read(tmp_path, "import os; print(*os.environ)").decode().split()
    assert not {"SHENBAO_LLM_API_KEY", "HOME", "PATH"} & set(said)
    assert "SHENBAO_LLM_API_KEY" in os.environ


def test_files_are_known_by_how_they_begin() -> None:
    """White space before does not hide what a file is; what begins otherwise is no known stranger."""
    assert [foreign(data) for data in (b"%PDF-1.7", b"\r\n <html>", b"MZ\x90", b"{\\rtf1", b"\x89PNG\r", b"\xff\xd8\xff")] == [
        "PDF", "网页或XML", "程序", "RTF", "图片", "图片",
    ]  # fmt: skip
    assert [foreign(data) for data in (b"", b"PK\x03\x04", "甲,乙".encode(), b"a<b")] == [""] * 4
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    assert is_locked(ole + "EncryptedPackage".encode("utf-16-le"))
    assert not is_locked(ole)
    assert not is_locked("EncryptedPackage".encode("utf-16-le"))
