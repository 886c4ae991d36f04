"""Figures that are each possible and together unlikely are doubted, kept when confirmed, and never refused."""

from __future__ import annotations

import pytest

from forms.fields.registry import understand
from forms.models import Understood
from tests.forms.filled_samples import FULL, forms, sample

TRANSFERS = forms()["changzhou-university"].fields["patent_transfers"]


def doubt(**years: tuple[object, object, object]) -> str:
    rows = {
        year[1:]: dict(zip(("count", "contract_wan", "received_wan"), cells, strict=True))
        for year, cells in years.items()
    }
    understood = understand(TRANSFERS, rows)
    assert isinstance(understood, Understood)
    return understood.doubt


def test_growth_of_two_thousand_percent_is_doubted() -> None:
    """21 times last year's figure is asked about, 20 times is not; from small figures everything may grow."""
    assert "21倍" in doubt(y2020=(10, 10, 10), y2021=(210, 10, 10))
    assert not doubt(y2020=(10, 10, 10), y2021=(200, 10, 10))
    assert not doubt(y2020=(1, 4, 4), y2021=(40, 100, 90))
    assert not doubt(y2019=(10, 10, 10), y2021=(300, 10, 10)), "a year lies between"


def test_amount_in_the_wrong_unit_is_doubted() -> None:
    """800000 beside 80 is a 元 where 万元 is wanted; a count beside an amount is not compared."""
    assert "10000倍" in doubt(y2020=(10, 80, 800000))
    assert not doubt(y2020=(1, 5000, 10))


@pytest.mark.parametrize("path", FULL, ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_good_answers_are_not_doubted(path) -> None:  # type: ignore[no-untyped-def]
    """The samples of all programmes hold no figure that is asked about."""
    from forms.fields.registry import to_json

    form, answers = sample(path)
    for key, value in answers.items():
        field = form.fields[key]
        if field.rows:
            understood = understand(field, to_json(field, value))
            assert isinstance(understood, Understood)
            assert "倍" not in understood.doubt, key
