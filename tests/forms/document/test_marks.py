"""Marks of what is still to be filled in: in the preview at every required place, in what is handed over nowhere."""

from __future__ import annotations

import io
import zipfile

import pytest

from forms.document import render
from forms.docx_marks import WANTED
from forms.loader import Form, load_form
from forms.progress import progress
from programs.registry import discover

PACKS = discover()


@pytest.fixture(scope="module", params=["changzhou-university", "shanghai", "beijing"])
def form(request: pytest.FixtureRequest) -> Form:
    return load_form(PACKS[request.param])


def said(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_an_empty_form_is_marked_and_its_download_is_clean(form: Form):
    """Every required text place has a mark in the preview; the same answers without marks have none."""
    wanted = progress(form, {}).missing_required
    assert said(render(form, {}, wanted=wanted).data).count(WANTED) >= 5
    assert WANTED not in said(render(form, {}).data)


def test_a_mark_goes_when_the_answer_comes(form: Form):
    """Answering a field takes its marks away and no others; hints of the blank stay where they are."""
    wanted = progress(form, {}).missing_required
    before = said(render(form, {}, wanted=wanted).data)
    answers = {"unit_name": "甲大学"}
    after = said(render(form, answers, wanted=progress(form, answers).missing_required).data)
    assert after.count(WANTED) < before.count(WANTED)
    assert "甲大学" in after


def test_only_empty_cells_of_a_grid_are_marked():
    """A grid that is begun keeps what it has; the rest of its cells are marked."""
    form = load_form(PACKS["changzhou-university"])
    grid = form.fields["granted_patents"]
    row, column = grid.rows[0].key, grid.columns[0].key
    whole = said(render(form, {}, wanted=["granted_patents"]).data).count(WANTED)
    begun = said(render(form, {"granted_patents": {row: {column: 7}}}, wanted=["granted_patents"]).data).count(WANTED)
    assert (whole, begun) == (len(grid.rows) * len(grid.columns), len(grid.rows) * len(grid.columns) - 1)
