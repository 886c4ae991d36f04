"""The organisation's own fields, which every programme uses."""

from __future__ import annotations

import pytest

from forms.fields.registry import understand
from forms.loader import load_form
from forms.models import Field, SharedFieldsFile, Understood
from forms.places import TickPlace
from programs.registry import SHARED_FIELDS, discover
from programs.yamlfile import read_model

FIELDS = read_model(SHARED_FIELDS, SharedFieldsFile).fields


@pytest.mark.parametrize("item", FIELDS, ids=lambda item: item.key)
def test_a_shared_field_speaks_and_is_exemplary(item: Field) -> None:
    """Each asks a question in Chinese, names no section of its own, and its example is a good answer to it."""
    assert item.question.endswith(("？", "。"))
    assert item.section == ""
    if item.example:
        result = understand(item, item.example)
        assert isinstance(result, Understood)
        assert not result.doubt


def test_personal_data_is_marked() -> None:
    """Identity numbers, accounts and mobile numbers are sensitive."""
    for item in FIELDS:
        if item.type in ("id_number", "bank_account") or item.key.endswith("_mobile"):
            assert item.sensitive, item.key


def test_keys_labels_and_aliases_are_unmistakable() -> None:
    """No key, label or other name belongs to two shared fields."""
    names = [name for item in FIELDS for name in {item.key, item.label, *item.aliases}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("slug", sorted(discover()))
def test_what_the_form_prints_comes_first(slug: str) -> None:
    """Where the form has a box for each of a few kinds, these are the first options; none that the organisation may be is lost."""
    form = load_form(discover()[slug])
    shared = {field.key: field for field in FIELDS}
    for place in form.file.places if form.file else ():
        field = form.fields[place.field] if isinstance(place, TickPlace) else None
        if field is None or len(set(place.options.values())) >= len(field.options):
            continue
        own = {value for value, words in place.options.items() if list(place.options.values()).count(words) == 1}
        assert own <= set(field.first), field.key
        assert [option.value for option in field.options][: len(field.first)] == list(field.first)
        assert {option.value for option in field.options} == {option.value for option in shared[field.key].options}
