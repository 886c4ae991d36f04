"""The points of a form's own hint, and which of them a text speaks of."""

from __future__ import annotations

from forms.outline import outline, points_of
from tests.forms.filled_samples import forms


def test_points_are_those_of_the_hint() -> None:
    """The form's hint is cut at its commas; nothing is added, and 可加页 is no point."""
    beijing = forms()["beijing"].fields
    assert points_of(beijing["standardisation"]) == (
        "标准名称", "适用范围", "在专利标准化工作中承担的主要角色", "发挥的主要作用", "标准化工作成效",
    )  # fmt: skip
    assert points_of(beijing["unit_intro"]) == ("知识产权的创造", "保护", "管理", "运用")


def test_every_point_stands_in_the_help_of_its_field() -> None:
    """Of all programmes: each point is words of the field's own help."""
    for form in forms().values():
        for field in form.fields.values():
            assert all(point in field.help for point in points_of(field)), field.key


def test_free_advice_is_no_outline() -> None:
    """Help that is not the form's hint gives no points, nor does a field of one line."""
    fields = forms()["changzhou-university"].fields
    assert points_of(fields["transfer_cases"]) == ()
    assert points_of(fields["unit_name"]) == ()


def test_text_covers_points_by_its_words() -> None:
    """A point is covered when the text uses its words, and not before."""
    field = forms()["beijing"].fields["standardisation"]
    text = "牵头制定标准，名称为《专利池评价》，适用于本行业，承担起草组长的角色。"
    covered = {point.words: point.covered for point in outline(field, text)}
    assert covered["标准名称"]
    assert covered["在专利标准化工作中承担的主要角色"]
    assert not covered["标准化工作成效"]
    assert not any(point.covered for point in outline(field))
