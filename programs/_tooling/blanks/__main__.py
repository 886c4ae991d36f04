"""`python -m programs._tooling.blanks [slug …]` writes `programs/<slug>/form.docx`; without slugs, all of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from programs._tooling.blank import Blank
from programs.registry import PROGRAMS_DIR

SCRIPTS = Path(__file__).parent


def slugs() -> list[str]:
    """The programmes whose blank is authored here."""
    return sorted(path.stem.replace("_", "-") for path in SCRIPTS.glob("*.py") if not path.stem.startswith("_"))


def build(slug: str) -> Blank:
    """The blank of a programme, freshly declared.

    Raises:
        ModuleNotFoundError: there is no script for this slug.
    """
    blank = importlib.import_module(f"programs._tooling.blanks.{slug.replace('-', '_')}").build()
    assert isinstance(blank, Blank)
    return blank


def main(wanted: list[str]) -> int:
    """Write the wanted blanks and say where."""
    unknown = set(wanted) - set(slugs())
    if unknown:
        sys.stderr.write(f"没有“{'、'.join(sorted(unknown))}”的空白表脚本。可用的有：{'、'.join(slugs())}。\n")
        return 1
    for slug in wanted or slugs():
        path = PROGRAMS_DIR / slug / "form.docx"
        build(slug).write(path)
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
