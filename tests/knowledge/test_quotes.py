"""Every quote stands in the guide, at its offsets, in the clause it names."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from knowledge.answering import Answerer
from knowledge.compiled import phrases_of
from knowledge.models import Answer
from programs.registry import Pack, discover


def _check(answer: Answer, packs: Mapping[str, Pack]) -> None:
    for citation in answer.citations:
        guide = packs[citation.program].guide
        assert guide.markdown[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
        assert citation.quote in citation.text == guide.by_id[citation.clause].text
        assert citation.path


@pytest.mark.parametrize("slug", list(discover()))
def test_quotes_are_exact(real: Answerer, real_packs: Mapping[str, Pack], slug: str) -> None:
    """Asked every ninetieth way people ask, with the programme chosen and without, no quote is inexact."""
    told = phrases_of(real_packs[slug])
    asks = [ask for entry in (*told.entries, *told.silent) for ask in entry.ask][::90]
    for ask in asks:
        _check(real.ask(ask, program=slug), real_packs)
        _check(real.ask(ask), real_packs)


@pytest.mark.parametrize("slug", list(discover()))
def test_answers_cite_and_refusals_do_not(real: Answerer, real_packs: Mapping[str, Pack], slug: str) -> None:
    """An answered question has a citation of the chosen programme; a refused one has none."""
    for entry in phrases_of(real_packs[slug]).entries[::10]:
        answer = real.ask(entry.ask[0], program=slug)
        assert bool(answer.citations) == (answer.status == "answered")
        assert {item.program for item in answer.citations} <= set(real_packs)
