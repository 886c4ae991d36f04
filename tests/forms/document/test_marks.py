"""Marks of what is still to be filled in: in the preview at every required place, in what is handed over nowhere."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from forms.document import render
from forms.docx_marks import UNTICKED, WANTED
from forms.docx_text import OPEN_BOXES, P, fold, text_of
from forms.loader import Form, load_form
from forms.models import FieldType
from forms.places import TickPlace
from forms.progress import active, progress
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
    assert not any(one in said(render(form, {}).data) for one in (WANTED, UNTICKED))


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


def lines_of(data: bytes) -> list[str]:
    body = Document(io.BytesIO(data)).element.body
    return [text_of(line) for line in body.iter(P)]


@pytest.mark.parametrize("slug", sorted(PACKS))
def test_boxes_of_which_none_is_ticked_are_marked_once(slug: str):
    """Behind the last option, in every form with boxes; ticking one takes the mark away, and the boxes stay as printed."""
    form = load_form(PACKS[slug])
    assert form.file is not None
    for place in (one for one in form.file.places if isinstance(one, TickPlace)):
        plain, marked = lines_of(render(form, {}).data), lines_of(render(form, {}, wanted=[place.field]).data)
        changed = [(old, new) for old, new in zip(plain, marked, strict=True) if old != new and UNTICKED in new]
        same = [one for one in form.file.places if isinstance(one, TickPlace) and one.field == place.field]
        assert len(changed) == len(same), place.field
        for old, new in changed:
            before, _, after = new.partition(UNTICKED)
            assert before + after == old
            assert before == before.rstrip()
            last = re.split(f"[{OPEN_BOXES}]", fold(before))[-1]
            assert not last or last.startswith(tuple(map(fold, place.options.values())))
        option = next(iter(place.options))
        value = option == "yes" if form.fields[place.field].type is FieldType.BOOLEAN else option
        value = (value,) if form.fields[place.field].type is FieldType.MULTICHOICE else value
        if place.field in active(form, {place.field: value}):
            ticked = lines_of(render(form, {place.field: value}, wanted=[place.field]).data)
            assert not any(UNTICKED in line for line in ticked), place.field
