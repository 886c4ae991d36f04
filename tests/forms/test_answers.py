"""Answers files: what is read, what stops the reading, and cells by path."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import dump_answers, get_fact, read_answers, set_path, unset_path
from forms.fields.registry import understand
from forms.loader import Form, load_form
from forms.models import FieldType, Understood
from programs.errors import BadAnswers, BadFile, ShenbaoError, UnknownFact
from programs.registry import discover
from programs.values import CalendarDate, Special
from tests.forms.form_samples import make_pack

FIELDS = """\
    sections: [{key: all, title: 全部}]
    fields:
      - {key: name, label: 名称, type: text, section: all}
      - {key: founded, label: 成立日期, type: date, section: all}
      - {key: staff, label: 专职人员数, type: integer, unit: 人, section: all}
      - {key: spent, label: 经费, type: money, unit: 万元, section: all}
      - {key: person, label: 身份证号, type: id_number, sensitive: true, section: all}
      - key: granted
        label: 授权量
        type: grid
        section: all
        rows: [{key: "2020", label: 2020年}, {key: "2021", label: 2021年}]
        columns: [{key: invention, label: 发明, type: integer, unit: 件}, {key: design, label: 外观, type: integer, unit: 件}]
      - key: cases
        label: 案例
        type: table
        section: all
        columns: [{key: title, label: 名称, type: text}, {key: amount, label: 金额, type: money, unit: 万元}]
    """


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return load_form(make_pack(tmp_path, FIELDS))


def test_plain_json_becomes_values_in_the_forms_order(form: Form) -> None:
    """Numbers in the field's unit, text as typed, cells and rows: all become canonical values."""
    data = {
        "cases": [{"title": "甲", "amount": "1.2亿元"}, {"title": "乙"}],
        "staff": 5,
        "spent": 120.5,
        "founded": "2020年3月",
        "granted": {"2021": {"invention": "１２０件"}},
    }
    answers = read_answers(form, data)
    assert list(answers) == ["founded", "staff", "spent", "granted", "cases"]
    assert answers == {
        "founded": CalendarDate(2020, 3),
        "staff": 5,
        "spent": Decimal("120.5"),
        "granted": {"2021": {"invention": 120}},
        "cases": ({"title": "甲", "amount": Decimal(12000)}, {"title": "乙"}),
    }


@pytest.mark.parametrize(
    "blank",
    [None, "", "  ", "\u200b", [], {}, [None], {"2020": {}}, {"2020": {"invention": None}}, [{}], [{"title": " "}]],
)
def test_blank_is_unknown(form: Form, blank: Any) -> None:
    """null, blank text and empty structures are unknown, never an answer and never an error."""
    for key in form.fields:
        assert read_answers(form, {key: blank}) == {}


def test_explicit_answers(form: Form) -> None:
    """无 and 不适用 are answers, said in JSON or in words, for a whole field or a cell."""
    data = {
        "name": {"none": True},
        "staff": "无",
        "cases": {"not_applicable": True},
        "granted": {"2020": {"design": {"none": True}}},
    }
    answers = read_answers(form, data)
    assert answers["name"] is answers["staff"] is Special.NONE
    assert answers["cases"] is Special.NOT_APPLICABLE
    assert get_fact(answers, "granted.2020.design") is Special.NONE


@pytest.mark.parametrize(
    ("data", "where", "hint"),
    [
        ({"staff": "很多"}, "staff", "专职人员数"),
        ({"staff": True}, "staff", "数字"),
        ({"staff": 5.5}, "staff", "整数"),
        ({"staff": {"none": False}}, "staff", "数字"),
        ({"spent": float("nan")}, "spent", "NaN"),
        ({"founded": "2021-02-30"}, "founded", "28天"),
        ({"granted": {"2018": {"invention": 1}}}, "granted", "2018"),
        ({"granted": {"2020": {"invention": "x"}}}, "granted", "“2020年”行“发明”"),
        ({"granted": [1]}, "granted", "对象"),
        ({"cases": [{"title": "甲", "amount": "x"}]}, "cases", "第1行“金额”"),
        ({"cases": "  x\ty\tz"}, "cases", "第1行"),
        ({"name": 1.5}, "name", "文字"),
    ],
)
def test_an_unreadable_value_names_its_key(form: Form, data: dict[str, Any], where: str, hint: str) -> None:
    """The error names key and label, the cell where there is one, and how to mend it."""
    with pytest.raises(BadAnswers) as caught:
        read_answers(form, data)
    assert caught.value.where.startswith(where)
    assert hint in caught.value.message
    assert caught.value.mend


def test_sensitive_values_do_not_stand_in_errors(form: Form) -> None:
    """An identity number that is refused is not repeated."""
    with pytest.raises(BadAnswers) as caught:
        read_answers(form, {"person": "110101199002301093"})
    assert "110101199002301093" not in str(caught.value)


def test_an_unknown_key_is_named_with_the_nearest(form: Form) -> None:
    """A misspelt key is an error that offers the key that was probably meant."""
    with pytest.raises(UnknownFact) as caught:
        read_answers(form, {"granted_": {}})
    assert caught.value.where == "granted_"
    assert "“granted”" in caught.value.mend
    with pytest.raises(UnknownFact):
        read_answers(form, {"anything_else": None})


@pytest.mark.parametrize(
    ("content", "error", "hint"),
    [
        (b'{"staff": 5', BadAnswers, "JSON"),
        (b"[1, 2]", BadAnswers, "对象"),
        (b"", BadAnswers, "JSON"),
        (b'{"staff": NaN}', BadAnswers, "NaN"),
        (b'{"spent": Infinity}', BadAnswers, "Infinity"),
        (b'{"staff": 1, "staff": 2}', BadAnswers, "两次"),
        (b'{"staff": 1' + b"0" * 5000 + b"}", BadAnswers, "读不了"),
        (b"[" * 100_000, BadAnswers, "读不了"),
        (b'{"spent": 1e999999999999}', ShenbaoError, ""),
        ('{"name": "中文"}'.encode("gb18030"), BadFile, "UTF-8"),
        ('{"name": "中文"}'.encode("utf-16"), BadFile, "UTF-8"),
    ],
)
def test_broken_files(form: Form, tmp_path: Path, content: bytes, error: type[ShenbaoError], hint: str) -> None:
    """Broken JSON, NaN, double keys, endless nesting and other encodings are told, never a traceback (N15)."""
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_answers(form, path)
    assert hint in caught.value.message


def test_files_are_read_exactly(form: Form, tmp_path: Path) -> None:
    """A byte order mark does no harm, a lone surrogate is cleaned away, and decimals keep every digit."""
    path = tmp_path / "answers.json"
    path.write_text('\ufeff{"spent": 0.123456789012, "name": "常州\\ud800大学\\u202e"}', encoding="utf-8")
    assert read_answers(form, path) == {"name": "常州大学", "spent": Decimal("0.123456789012")}
    with pytest.raises(BadFile):
        read_answers(form, tmp_path / "missing.json")
    with pytest.raises(BadFile):
        read_answers(form, tmp_path)


def test_dumping_keeps_to_known_fields(form: Form) -> None:
    """A key that is no field is not dropped in silence."""
    with pytest.raises(UnknownFact):
        dump_answers(form, {"elsewhere": "x"})


PROGRAMS = {slug: load_form(pack) for slug, pack in discover().items() if pack.path("fields.yaml").exists()}


@pytest.mark.parametrize("slug", PROGRAMS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_answers_survive_a_file(slug: str, data: st.DataObject) -> None:
    """Whatever was understood goes to JSON and comes back equal, in every programme."""
    form = PROGRAMS[slug]
    words = st.sampled_from(["无", "不适用", "120", "1.5", "2021-03-05", "是", "1", "甲", "1.2亿", "a@example.com"])
    answers = {}
    for key, field in form.fields.items():
        raw: Any = data.draw(words)
        if field.type is FieldType.GRID:
            raw = {row.key: {column.key: raw for column in field.columns} for row in field.rows}
        elif field.type is FieldType.TABLE:
            raw = [{field.columns[0].key: raw}]
        understood = understand(field, raw)
        if isinstance(understood, Understood):
            answers[key] = understood.value
    wire = json.dumps(dump_answers(form, answers), ensure_ascii=False)
    assert read_answers(form, json.loads(wire, parse_float=Decimal)) == answers


def test_paths() -> None:
    """A cell is read, set and taken away by its path; the original answers never change."""
    answers: dict[str, Any] = {"granted": {"2020": {"invention": 1}}, "staff": 5}
    assert get_fact(answers, "granted.2020.invention") == 1
    assert get_fact(answers, "staff") == 5
    assert get_fact(answers, "granted.2021.invention") is None
    assert get_fact(answers, "staff.x") is None
    changed = set_path(set_path(answers, "granted.2021.design", 7), "staff", 6)
    assert changed == {"granted": {"2020": {"invention": 1}, "2021": {"design": 7}}, "staff": 6}
    assert unset_path(changed, "granted.2021.design") == {**answers, "staff": 6}
    assert unset_path(changed, "granted.2020") == {"granted": {"2021": {"design": 7}}, "staff": 6}
    assert unset_path(changed, "granted") == {"staff": 6}
    assert unset_path(answers, "nothing.at.all") == answers
    assert answers == {"granted": {"2020": {"invention": 1}}, "staff": 5}


@pytest.mark.parametrize("whole", [Special.NONE, {"none": True}, {"not_applicable": True}])
def test_a_cell_after_none(whole: Any) -> None:
    """无 of a grid is 无 of each cell until a cell is set; taking a cell away from it changes nothing."""
    assert set_path({"granted": whole}, "granted.2020.design", 3) == {"granted": {"2020": {"design": 3}}}
    assert unset_path({"granted": whole}, "granted.2020.design") == {"granted": whole}
    assert get_fact({"granted": Special.NONE}, "granted.2020.design") is Special.NONE
