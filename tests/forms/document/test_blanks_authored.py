"""The committed blanks are what their scripts declare, and the scripts cannot declare a broken table."""

from __future__ import annotations

import io
import zipfile

import pytest

from programs._tooling.blank import Blank, fill, label, side
from programs._tooling.blanks.__main__ import build, slugs
from programs.registry import PROGRAMS_DIR


def parts(data: bytes) -> dict[str, bytes]:
    """Names to contents: compression may differ between machines, contents may not."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("slug", slugs())
def test_a_committed_blank_is_what_its_script_declares(slug: str) -> None:
    """Nobody edited the one without the other."""
    assert parts(build(slug).to_bytes()) == parts((PROGRAMS_DIR / slug / "form.docx").read_bytes())


@pytest.mark.parametrize("slug", slugs())
def test_a_blank_is_authored_to_the_same_bytes(slug: str) -> None:
    """No time and no author in it."""
    assert build(slug).to_bytes() == build(slug).to_bytes()


def test_a_row_that_does_not_fill_the_table_is_refused() -> None:
    """Too few, too many, or a merged cell that outlives the table."""
    table = Blank(title="甲").table(40, 40, 40)
    with pytest.raises(ValueError, match="column 3 has no cell"):
        table.row(label("一"), fill())
    with pytest.raises(ValueError, match="too many"):
        table.row(label("一"), fill(), fill(), fill())
    table = Blank(title="甲").table(40, 40)
    table.row(side("一", 2), fill())
    with pytest.raises(ValueError, match="beyond the last row"):
        table.xml()


def test_columns_must_fit_the_page() -> None:
    """A4 less its margins."""
    with pytest.raises(ValueError, match="do not fit"):
        Blank(title="甲").table(100, 61)
