"""What applies, what comes next, how far it is; and answers that are parked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import read_answers
from forms.loader import Form, load_form
from forms.progress import State, active, applicable, next_field, progress, state
from forms.review import review
from programs.values import Special
from tests.forms.form_samples import make_pack

FIELDS = """\
    sections: [{key: unit, title: 单位}, {key: members, title: 成员}, {key: last, title: 其他}]
    fields:
      - {key: kind, label: 单位类型, type: choice, section: unit, required: true,
         options: [{value: association, label: 协会}, {value: center, label: 运营中心}]}
      - {key: name, label: 名称, type: text, section: unit, required: true}
      - {key: has_members, label: 有无成员, type: boolean, section: members, required: true,
         applies_when: {kind: choice, fact: kind, one_of: [association]}}
      - {key: member_count, label: 成员数, type: integer, section: members, required: true,
         applies_when: {kind: yes, fact: has_members}}
      - {key: many_members, label: 成员概况, type: text, section: members,
         applies_when: {kind: number, value: member_count, at_least: 10}}
      - key: granted
        label: 授权量
        type: grid
        section: last
        required: true
        rows: [{key: "2020", label: 2020年}, {key: "2021", label: 2021年}]
        columns: [{key: invention, label: 发明, type: integer}]
      - {key: note, label: 备注, type: text, section: last}
    """


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_form(make_pack(tmp_path_factory.mktemp("pack"), FIELDS))


ALL = {
    "kind": "association",
    "name": "示例协会",
    "has_members": True,
    "member_count": 12,
    "many_members": "十二家",
    "granted": {"2020": {"invention": 1}, "2021": {"invention": 2}},
    "note": "无",
}


def keys(form: Form, data: dict[str, Any]) -> list[str]:
    return [field.key for field in applicable(form, read_answers(form, data))]


def test_a_condition_not_decided_keeps_its_field_back(form: Form) -> None:
    """Only fields without a condition, or with a met one, are asked."""
    assert keys(form, {}) == ["kind", "name", "granted", "note"]
    assert keys(form, {"kind": "association"}) == ["kind", "name", "has_members", "granted", "note"]
    assert keys(form, ALL) == list(ALL)


def test_parked_answers_decide_nothing(form: Form) -> None:
    """Switching the kind parks the whole chain that hung on it, however long."""
    switched = read_answers(form, {**ALL, "kind": "center"})
    assert list(active(form, switched)) == ["kind", "name", "granted", "note"]
    assert [field.key for field in applicable(form, switched)] == ["kind", "name", "granted", "note"]


def test_parked_answers_come_back(form: Form) -> None:
    """Switching there and back restores every answer exactly."""
    before = read_answers(form, ALL)
    back = read_answers(form, {**ALL, "kind": "center"} | {"kind": "association"})
    assert active(form, back) == active(form, before) == before


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ALL)), st.booleans(), min_size=3))
def test_parked_answers_change_nothing(form: Form, given_: dict[str, bool]) -> None:
    """Progress, next question and review are the same with parked answers and without them."""
    answers = read_answers(form, {key: ALL[key] for key, present in given_.items() if present})
    counted = active(form, answers)
    assert active(form, counted) == counted
    assert progress(form, answers) == progress(form, counted)
    assert next_field(form, answers) == next_field(form, counted)
    assert review(form, answers) == review(form, counted)


def test_next_field_walks_in_order(form: Form) -> None:
    """Each answer leads to the next field that applies, until none is left."""
    answers: dict[str, Any] = {}
    asked = []
    while (field := next_field(form, answers)) is not None:
        asked.append(field.key)
        answers = dict(read_answers(form, {key: ALL[key] for key in asked}))
    assert asked == list(ALL)


def test_skipped_fields_come_last(form: Form) -> None:
    """What was skipped is asked when nothing else is left, and not before."""
    answers = read_answers(form, {key: ALL[key] for key in ALL if key not in ("name", "note")})
    first = next_field(form, answers, skipped={"name"})
    assert first is not None
    assert first.key == "note"
    again = next_field(form, {**answers, "note": Special.NONE}, skipped={"name"})
    assert again is not None
    assert again.key == "name"


def test_looking_on_from_a_field(form: Form) -> None:
    """From a field on, later ones come first and then those before it."""
    answers = read_answers(form, {"kind": "center", "granted": ALL["granted"]})
    for after, expected in (
        ("kind", "name"),
        ("name", "note"),
        ("note", "name"),
        ("member_count", "note"),
        ("elsewhere", "name"),
    ):
        found = next_field(form, answers, after=after)
        assert found is not None
        assert found.key == expected


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        (None, State.OPEN),
        ({"2020": {"invention": 1}}, State.PARTIAL),
        ({"2020": {"invention": 1}, "2021": {"invention": "无"}}, State.DONE),
        ("无", State.DONE),
        ({"not_applicable": True}, State.DONE),
    ],
)
def test_a_grid_is_done_when_every_cell_is_known(form: Form, granted: Any, expected: State) -> None:
    """A grid is done only as a whole; some cells are partial."""
    answers = read_answers(form, {"granted": granted})
    assert state(form.fields["granted"], answers) is expected
    assert ("granted" in progress(form, answers).partial) is (expected is State.PARTIAL)
    assert ("granted" in progress(form, answers).missing_required) is (expected is not State.DONE)


def test_progress_counts_what_applies(form: Form) -> None:
    """Counts follow the applicant: fields that do not concern it are in no total."""
    told = progress(
        form,
        read_answers(form, {"kind": "center", "name": "甲", "member_count": 3, "granted": {"2020": {"invention": 1}}}),
    )
    assert [(one.key, one.done, one.total, one.partial) for one in told.sections] == [
        ("unit", 2, 2, 0),
        ("members", 0, 0, 0),
        ("last", 0, 2, 1),
    ]
    assert (told.done, told.total) == (2, 4)
    assert told.missing_required == ("granted",)
    assert not told.complete
    assert progress(form, read_answers(form, ALL)).complete


def test_conditions_that_contradict_each_other_settle(tmp_path: Path) -> None:
    """Two fields that each apply only without the other end in a settled state, not in a loop."""
    fields = """\
        sections: [{key: all, title: 全部}]
        fields:
          - {key: a, label: 甲, type: boolean, section: all, applies_when: {kind: not, of: {kind: yes, fact: b}}}
          - {key: b, label: 乙, type: boolean, section: all, applies_when: {kind: not, of: {kind: yes, fact: a}}}
        """
    circular = load_form(make_pack(tmp_path, fields))
    for data in ({}, {"a": True}, {"a": True, "b": True}, {"a": False, "b": True}):
        first = active(circular, data)
        assert active(circular, first) == active(circular, active(circular, first))
