"""The guides of all programmes are the official texts, and every clause can be found in its place."""

from __future__ import annotations

import hashlib
from collections import defaultdict

import pytest

from programs.registry import Pack, discover

PACKS = discover()


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_the_guide_is_the_official_text(pack: Pack) -> None:
    """Without its heading lines, guide.md has the hash of the official text."""
    digest = hashlib.sha256(pack.guide.official_text.encode()).hexdigest()
    assert digest == pack.manifest.source.text_sha256


def test_parts_of_one_file_make_that_file() -> None:
    """The official texts of programmes that share a file, one after the other, are that whole file."""
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pack in PACKS.values():
        source = pack.manifest.source
        parts[source.file, source.sha256].append(pack.guide.official_text)
    assert len(parts) == 5
    for (file, sha256), texts in parts.items():
        assert hashlib.sha256("".join(texts).encode()).hexdigest() == sha256, file


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_every_clause_stands_where_it_says(pack: Pack) -> None:
    """A clause's text is the exact substring of guide.md at its offsets, and its path leads down to it."""
    guide = pack.guide
    for clause in guide.clauses:
        assert guide.markdown[clause.start : clause.end] == clause.text
        if clause.level > 1:
            assert clause.path[-1] == clause.title
        if clause.parent is not None and guide.by_id[clause.parent].level > 1:
            assert clause.path[:-1] == guide.by_id[clause.parent].path


def test_defects_of_the_official_numbering_are_kept() -> None:
    """Chongqing's conditions run 1, 2, 3, 5 and Shanghai prints 四 twice; nobody mended them."""
    chongqing = [clause.id for clause in PACKS["chongqing"].guide.children("二（一）")]
    assert chongqing == ["二（一）1", "二（一）2", "二（一）3", "二（一）5"]
    shanghai = PACKS["shanghai"].guide.by_id
    assert shanghai["四"].title == "四、主要任务"
    assert shanghai["四'"].title == "四、工作目标"
