"""What the documents say about the code is there: the floors, the modules and the files they name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "forms", "knowledge", "programs", "rules", "tests", "bench")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")])
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`(?:(?:uv run )?python -m )?([^`\s]+)[^`]*`")
_DOTTED = re.compile(rf"(?:{'|'.join(ROOMS)})(?:\.(?!ya?ml|md|docx)\w+)+")
_PATH = re.compile(rf"(?:{'|'.join(ROOMS)})(?:/[\w.-]+)+/?")


def floors() -> list[set[str]]:
    """The floors as ARCHITECTURE.md draws them: lines of names, a line that begins with `|` going on with the one above."""
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```\n")[1]
    found: list[set[str]] = []
    for line in drawing.splitlines():
        names = set(re.findall(r"(?<![\w.])(?:bot\.\w+|[a-z]+(?=\s|$))", re.split(r" {3,}", line.strip())[0]))
        if line.startswith("  |"):
            found[-1] |= names
        else:
            found.append(names)
    return found


def test_the_floors_are_those_that_are_held() -> None:
    """ARCHITECTURE.md draws what `make layers` checks, floor by floor."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    assert floors() == [set(layer.split(" | ")) for layer in layers]


def missing(text: str) -> Iterator[str]:
    """What a page names that is not there: paths, modules, and names within modules."""
    for name in _NAMED.findall(_FENCED.sub("", text)):
        path = name.split("::")[0]
        if _PATH.fullmatch(path):
            if not (ROOT / path).exists():
                yield name
        elif _DOTTED.fullmatch(name.removesuffix("()")) and not is_there(name.removesuffix("()")):
            yield name


def is_there(dotted: str) -> bool:
    """Whether a module, or a name in one, exists; a name of a class may follow it."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        files = [one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()]
        if files or place.is_dir():
            rest = parts[length:]
            return not rest or any(defines(one, rest[0]) for one in files)
    return False


def defines(module: Path, name: str) -> bool:
    """Whether a module makes something of that name."""
    made = rf"^\s*(?:(?:async )?def |class ){name}\b|^\s*(?:self\.)?{name}(?::| =)"
    return re.search(made, module.read_text(encoding="utf-8"), re.MULTILINE) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_names_is_there(page: Path) -> None:
    """Whoever follows a page into the code finds the module or file it names."""
    assert list(missing(page.read_text(encoding="utf-8"))) == []


def test_a_name_that_is_gone_is_seen() -> None:
    """Paths, modules and names in modules are each looked for."""
    gone = "`bot/nowhere.py` `knowledge.tuning` `python -m knowledge.learning.nothing X` `forms.zips.unknown` `forms.zips.names_in`"
    assert list(missing(gone)) == [
        "bot/nowhere.py", "knowledge.tuning", "knowledge.learning.nothing", "forms.zips.unknown",
    ]  # fmt: skip
