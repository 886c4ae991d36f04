"""Bringing the authority's real blank: tried first, told place by place, and used only when everything is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.binding import bind, bound_blank, release
from forms.document import fill
from forms.loader import Form, load_form
from programs.errors import BadFile
from programs.registry import PROGRAMS_DIR, discover

SLUG = "changzhou-platform"


@pytest.fixture(name="form", scope="module")
def _form() -> Form:
    return load_form(discover()[SLUG])


@pytest.fixture(name="official")
def _official(tmp_path: Path) -> Path:
    """A blank as an authority might send it: the same form under another file name."""
    path = tmp_path / "附件3 申报书（正式）.docx"
    shutil.copy(PROGRAMS_DIR / SLUG / "form.docx", path)
    return path


def test_a_blank_with_every_place_is_taken_and_filled(form: Form, official: Path, tmp_path: Path) -> None:
    """The bound blank is found again, and documents are filled into it."""
    binding = bind(form, official, tmp_path / "data")
    assert binding.bound
    assert binding.lost == ()
    blank = bound_blank(form, tmp_path / "data")
    assert blank is not None
    assert blank.read_bytes() == official.read_bytes()
    result = fill(form, {"unit_name": "常州示例平台有限公司"}, tmp_path / "out.docx", blank=blank)
    assert result.read_back == "ok"


def test_another_form_is_refused_with_what_is_missing(form: Form, tmp_path: Path) -> None:
    """A blank of another programme is not taken; each lost place names its field and what looks nearest."""
    binding = bind(form, PROGRAMS_DIR / "changzhou-university" / "form.docx", tmp_path / "data")
    assert not binding.bound
    assert len(binding.lost) > 10
    assert all(outcome.message for outcome in binding.lost)
    assert any(outcome.nearest for outcome in binding.lost)
    assert bound_blank(form, tmp_path / "data") is None
    assert not (tmp_path / "data").exists()


def test_a_blank_changed_behind_our_back_is_not_used(form: Form, official: Path, tmp_path: Path) -> None:
    """The recorded hash is checked each time; a changed file is an error that says how to go on."""
    bind(form, official, tmp_path / "data")
    path = tmp_path / "data" / "blanks" / f"{SLUG}.docx"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadFile, match="被改过") as caught:
        bound_blank(form, tmp_path / "data")
    assert "shenbao bind" in str(caught.value)


def test_a_changed_form_definition_asks_to_bind_again(form: Form, official: Path, tmp_path: Path) -> None:
    """After form.yaml changed, the old trial proves nothing."""
    bind(form, official, tmp_path / "data")
    record = tmp_path / "data" / "blanks" / f"{SLUG}.json"
    record.write_text(json.dumps(json.loads(record.read_text(encoding="utf-8")) | {"form": "0"}), encoding="utf-8")
    with pytest.raises(BadFile, match="重新核对"):
        bound_blank(form, tmp_path / "data")


def test_releasing_goes_back_to_the_packs_blank(form: Form, official: Path, tmp_path: Path) -> None:
    """Undo takes the blank out; a second undo has nothing to do."""
    bind(form, official, tmp_path / "data")
    assert release(form, tmp_path / "data")
    assert bound_blank(form, tmp_path / "data") is None
    assert not release(form, tmp_path / "data")


@pytest.mark.parametrize(
    ("name", "content"), [("没有.docx", None), ("坏.docx", b"PK\x03\x04broken"), ("图.pdf", b"%PDF-1.7")]
)
def test_an_unreadable_file_is_told(form: Form, tmp_path: Path, name: str, content: bytes | None) -> None:
    """Missing, damaged or of another kind: a Chinese sentence, and nothing bound."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadFile):
        bind(form, path, tmp_path / "data")
    assert bound_blank(form, tmp_path / "data") is None
