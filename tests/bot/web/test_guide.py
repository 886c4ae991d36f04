"""The guide on the page is the guide: every word of every clause, headings without a gap."""

from __future__ import annotations

import re

import pytest

from bot.channels.web.guide import clauses_of
from programs.registry import discover

PACKS = discover()


@pytest.mark.parametrize("slug", PACKS)
def test_no_word_is_lost(slug: str):
    """Heading and words of each passage are the clause's own text; ranks of headings rise one at a time."""
    last = 1
    for passage in clauses_of(PACKS[slug].guide):
        shown = re.sub(r"\s", "", passage.heading + passage.text)
        assert shown == re.sub(r"\s", "", passage.clause.text)
        if passage.rank:
            assert 2 <= passage.rank <= last + 1
            last = passage.rank
