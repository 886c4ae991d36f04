"""The 形式审查: what is found, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from forms.answers import read_answers
from forms.defects import Defect, Severity
from forms.loader import Form, load_form
from forms.review import review
from tests.forms.form_samples import make_pack

FIELDS = """\
    sections: [{key: all, title: 全部}]
    fields:
      - {key: kind, label: 单位类型, type: choice, section: all, options: [{value: a, label: 协会}, {value: b, label: 中心}]}
      - {key: name, label: 名称, type: text, section: all, required: true, clause: 一}
      - {key: code, label: 信用代码, type: credit_code, section: all}
      - {key: intro, label: 简介, type: paragraph, section: all, max_chars: 10, clause: 二}
      - {key: target, label: 目标金额, type: money, unit: 万元, section: all}
      - {key: baseline, label: 基期金额, type: money, unit: 万元, section: all}
      - {key: members, label: 成员数, type: integer, section: all, applies_when: {kind: choice, fact: kind, one_of: [a]}}
      - {key: unseen, label: 不打印的一项, type: text, section: all}
      - key: granted
        label: 授权量
        type: grid
        section: all
        rows: [{key: "2020", label: 2020年}, {key: "2021", label: 2021年}]
        columns: [{key: invention, label: 发明, type: integer}, {key: note, label: 说明, type: text, max_chars: 3}]
      - key: costs
        label: 支出明细
        type: table
        section: all
        columns:
          - {key: item, label: 科目, type: text, required: true}
          - {key: amount, label: 金额, type: money, unit: 万元}
          - {key: patent, label: 专利号, type: patent_number}
    """
FORM = """\
    places:
      - {kind: cell, field: name, at: {label: 名称}}
      - {kind: cell, field: code, at: {label: 信用代码}}
      - {kind: cell, field: intro, at: {label: 简介}}
      - {kind: cell, field: target, at: {label: 目标金额}}
      - {kind: cell, field: baseline, at: {label: 基期金额}}
      - {kind: cell, field: members, at: {label: 成员数}}
      - {kind: grid, field: granted, at: {label: 授权量}, rows: {}, columns: {}}
      - {kind: rows, field: costs, at: {label: 科目}, columns: {item: 科目}}
    checks:
      - {code: target.floor, field: target, clause: 四.3, must: {kind: number, value: target, at_least: 500, unit: 万元},
         message: "目标金额应不少于500万元（{working}）。"}
      - {code: target.growth, severity: warning, field: target, clause: 四.3,
         must: {kind: number, value: {op: growth, before: baseline, after: target}, at_least: 20},
         message: "增幅应不少于20%（{working}）。"}
      - {code: budget.cap, field: costs, clause: 五, must: {kind: number, value: {op: sum_column, table: costs, column: amount}, at_most: 100},
         message: 预算不得超过100万元。}
      - {code: budget.forbidden, field: costs, clause: 五, must: {kind: free_of, fact: costs, column: item, words: [人员经费, 征地]},
         message: 不得列支人员经费和征地拆迁。}
      - {code: members.floor, field: members, clause: 二, applies_when: {kind: choice, fact: kind, one_of: [a]},
         must: {kind: number, value: members, at_least: 10}, message: 成员应不少于10家。}
    """
CLEAN = {
    "kind": "a",
    "name": "示例协会",
    "code": "91110000MA0000001L",
    "intro": "十个字以内的简介。",
    "target": 500,
    "baseline": 400,
    "members": 10,
    "unseen": "x",
    "granted": {"2020": {"invention": 1, "note": "甲"}, "2021": {"invention": 2, "note": "无"}},
    "costs": [
        {"item": "设备费", "amount": 60, "patent": "202110123456.7"},
        {"item": "材料费", "amount": 40, "patent": "无"},
    ],
}


@pytest.fixture(scope="module", params=[False, True], ids=["lenient", "strict"])
def form(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Form:
    """The form, and its twin that forbids blanks."""
    strict = "    none_when_empty: true\n" if request.param else ""
    return load_form(make_pack(tmp_path_factory.mktemp("pack"), FIELDS, form_yaml=strict + FORM))


def defects(form: Form, **changes: Any) -> list[Defect]:
    data = {**CLEAN, **changes}
    return list(review(form, read_answers(form, {key: value for key, value in data.items() if value is not None})))


def codes(form: Form, **changes: Any) -> list[str]:
    return [defect.code for defect in defects(form, **changes)]


def strict(form: Form) -> bool:
    return form.file is not None and form.file.none_when_empty


def test_the_clean_twin_has_no_defect(form: Form) -> None:
    """Where nothing is wrong nothing is found."""
    assert defects(form) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": None}, ["required.missing"]),
        ({"intro": "这段简介一共十一个字啊"}, ["text.too_long"]),
        ({"code": "91110000MA0000001A"}, ["identifier.doubtful"]),
        ({"target": 499}, ["target.floor"]),
        ({"target": 500, "baseline": 417}, ["target.growth"]),
        ({"target": 499, "baseline": 450}, ["target.floor", "target.growth"]),
        ({"target": 5000000}, ["value.unlikely"]),
        ({"members": 9}, ["members.floor"]),
        ({"members": 9, "kind": "b"}, []),
        ({"costs": [{"item": "设备费", "amount": "100.01", "patent": "无"}]}, ["budget.cap"]),
        ({"costs": [{"item": "设备费", "amount": 100, "patent": "无"}]}, []),
        ({"costs": [{"item": "人员经费", "amount": 1, "patent": "无"}]}, ["budget.forbidden"]),
        ({"costs": [{"item": "设备费", "amount": 1, "patent": "202110123456.X"}]}, ["identifier.doubtful"]),
        ({"granted": {"2020": {"invention": 1, "note": "四个字啊"}, "2021": {"invention": 2, "note": "无"}}}, ["text.too_long"]),
        ({"unseen": None}, []),
    ],
)  # fmt: skip
def test_planted_defects_are_found_and_nothing_else(form: Form, changes: dict[str, Any], found: list[str]) -> None:
    """Each planted defect is found by its code; boundaries pass."""
    assert codes(form, **changes) == found


@pytest.mark.parametrize("key", ["code", "target", "intro", "granted", "costs"])
def test_blanks_are_defects_only_where_the_form_forbids_them(form: Form, key: str) -> None:
    """Where no blank may stay, each printed one is found and 无 mends it; elsewhere a blank is just open."""
    assert codes(form, **{key: None}) == (["blank.none_needed"] if strict(form) else [])
    assert codes(form, **{key: "无", "baseline": "无" if key == "target" else 400})[:1] != ["blank.none_needed"]
    missing = defects(form, **{key: None})
    assert all("填“无”" in defect.message for defect in missing)


def test_half_a_grid_is_told_once(form: Form) -> None:
    """A grid with open cells names them: a warning, or an error where no blank may stay."""
    found = defects(form, granted={"2020": {"invention": 1, "note": "甲"}})
    assert [(one.code, one.severity) for one in found] == [
        ("blank.none_needed", Severity.ERROR) if strict(form) else ("grid.partial", Severity.WARNING)
    ]
    assert "2021年的发明" in found[0].message
    assert "2格" in found[0].message


def test_a_row_without_a_required_column(form: Form) -> None:
    """A row that lacks what it must have names the row and the column."""
    found = defects(form, costs=[{"item": "设备费", "amount": 1, "patent": "无"}, {"amount": 1, "patent": "无"}])
    assert [one.code for one in found] == (["blank.none_needed"] if strict(form) else ["row.incomplete"])
    assert "第2行缺少科目" in found[0].message


def test_a_defect_says_where_why_and_what_was_computed(form: Form) -> None:
    """A defect carries field, clause, severity and the working."""
    (found,) = defects(form, target=500, baseline=450)
    assert (found.code, found.field, found.clause, found.severity) == (
        "target.growth",
        "target",
        "四.3",
        Severity.WARNING,
    )
    assert "{working}" not in found.message
    assert "450" in found.message


def test_a_cell_is_named_by_its_path(form: Form) -> None:
    """A defect in a grid cell leads to the cell."""
    (found,) = defects(
        form, granted={"2020": {"invention": 1, "note": "四个字啊"}, "2021": {"invention": 2, "note": "无"}}
    )
    assert found.field == "granted.2020.note"
    assert "“2020年”行“说明”" in found.message


def test_nothing_answered_is_only_missing(form: Form) -> None:
    """An empty application has no wrong numbers: only what is missing is told."""
    found = {defect.code for defect in review(form, {})}
    assert found == ({"required.missing", "blank.none_needed"} if strict(form) else {"required.missing"})


@pytest.mark.parametrize("unknown", ["target", "baseline", "members", "costs"])
def test_what_is_unknown_is_never_a_wrong_number(form: Form, unknown: str) -> None:
    """Without a needed answer the checks that read it are silent."""
    stated = {
        "target": ("target.floor", "target.growth"),
        "baseline": ("target.growth",),
        "members": ("members.floor",),
    }
    found = codes(form, **{"target": 1, "baseline": 1, "members": 1, unknown: None})
    assert not set(found) & set(stated.get(unknown, ("budget.cap", "budget.forbidden")))
