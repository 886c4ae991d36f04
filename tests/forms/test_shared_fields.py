"""The organisation's own fields, which every programme uses."""

from __future__ import annotations

import pytest

from forms.fields.registry import understand
from forms.models import Field, SharedFieldsFile, Understood
from programs.registry import SHARED_FIELDS
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
