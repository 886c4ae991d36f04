"""`check-programs` finds every kind of fault that can be planted in a folder, with its file, its line and a mend."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.checks import check_all
from forms.loader import load_form
from programs.errors import PackFault
from programs.registry import PROGRAMS_DIR, open_pack

SLUG = "changzhou-university"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A sound folder of its own, beside the shared fields."""
    for name in (SLUG, "_shared"):
        shutil.copytree(PROGRAMS_DIR / name, tmp_path / name)
    return tmp_path / SLUG


def faults(folder: Path, *, answers: bool = False) -> list[PackFault]:
    return list(check_all(folder.parent, [folder], answers=answers))


def test_the_sound_folder_has_no_faults(folder: Path) -> None:
    """What is planted below is the only difference."""
    assert [str(fault) for fault in faults(folder)] == []


@dataclass(frozen=True)
class Planted:
    """A change to one file of the folder and what must be said about it."""

    name: str
    file: str
    change: Callable[[str], str]
    said: str
    in_file: str = ""


def swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, f"nothing to plant: {old}"
        return text.replace(old, new, 1)

    return change


PLANTED = [
    Planted("manifest is not whole", "program.yaml", swap("region:", "regoin:"), "可能是写错了名字"),
    Planted("the guide was edited", "guide.md", swap("不少于5人", "不少于６人"), "与官方原文不一致", "program.yaml"),
    Planted("the source hash is wrong", "program.yaml", lambda text: _flip(text, "text_sha256: "), "与官方原文不一致"),
    Planted("a rule names no clause", "rules.yaml", swap("clause: 三（一）", "clause: 三（九）"), "没有条款“三（九）”"),
    Planted(
        "a rule misquotes",
        "rules.yaml",
        swap("配有知识产权管理人员不少于5人", "配有知识产权管理人员至少5人"),
        "不是条款",
    ),
    Planted(
        "a field names no clause",
        "fields.yaml",
        swap("clause: 申报书·二·", "clause: 申报书·九·"),
        "没有条款“申报书·九·",
    ),
    Planted("phrases misquote", "phrases.yaml", swap("quote: ", "quote: 编的话"), "不是条款"),
    Planted(
        "a rule reads an unknown field",
        "rules.yaml",
        swap("transfer_staff_full_time", "transfer_stuff"),
        "没有这个字段",
    ),
    Planted("a threshold is not in the words", "rules.yaml", swap("at_least: 5", "at_least: 6"), "门槛6"),
    Planted("a field type is unknown", "fields.yaml", swap("type: grid", "type: gird"), "不在允许的取值里"),
    Planted(
        "an anchor leads nowhere", "form.yaml", swap("label: 统一社会信用代码", "label: 统一社会信用号码"), "找不到"
    ),
    Planted(
        "a place prints no field",
        "form.yaml",
        swap("field: credit_code", "field: credit_number"),
        "没有“credit_number”这个字段",
    ),
    Planted("a form check reads no field", "form.yaml", lambda text: _unknown_check(text), "没有这个字段"),
    Planted("a file is not YAML", "rules.yaml", lambda text: text + "\n  - [", "YAML格式有误"),
    Planted("a file is missing", "checks/questions.yaml", lambda _: "", "缺少这个文件"),
    Planted(
        "sample answers name no field", "checks/answers/full.json", swap('"unit_name"', '"unit_nam"'), "没有“unit_nam”"
    ),
    Planted("sample answers are not JSON", "checks/answers/minimal.json", lambda text: text[:-3] + ",", "JSON"),
]


def _flip(text: str, key: str) -> str:
    at = text.index(key) + len(key)
    while text[at] in "'\"":
        at += 1
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


def _unknown_check(text: str) -> str:
    at = text.index("\nchecks:")
    return text[:at] + text[at:].replace("grid: ", "grid: no_", 1)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_planted_fault_is_found(folder: Path, planted: Planted) -> None:
    """The fault is reported in its file, with a line where lines exist, and with a way to mend it."""
    path = folder / planted.file
    changed = planted.change(path.read_text(encoding="utf-8"))
    if changed:
        path.write_text(changed, encoding="utf-8")
    else:
        path.unlink()
    found = [fault for fault in faults(folder) if planted.said in str(fault)]
    assert found, [str(fault) for fault in faults(folder)]
    where = found[0].where
    assert (planted.in_file or planted.file) in where
    assert found[0].mend
    if changed and not where.endswith(".json"):
        assert where.rsplit(":", 1)[1].isdigit()


def test_a_rule_without_a_failing_case_is_found(folder: Path) -> None:
    """Taking away the cases leaves every rule without passing, failing and unknown ones."""
    (folder / "checks/eligibility.yaml").write_text("cases: []\n", encoding="utf-8")
    said = "".join(str(fault) for fault in faults(folder))
    assert all(f"没有“{verdict}”的案例" in said for verdict in ("满足", "不满足", "未知"))


def test_a_wrong_case_is_found(folder: Path) -> None:
    """A case whose verdict is not what the rules say is reported."""
    path = folder / "checks/eligibility.yaml"
    path.write_text(
        swap("overall: eligible", "overall: not_eligible")(path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert any("总判断是 eligible" in str(fault) for fault in faults(folder))


def test_a_condition_without_a_rule_is_found(folder: Path) -> None:
    """A condition clause that loses its rule must have a waiver."""
    path = folder / "rules.yaml"
    text = path.read_text(encoding="utf-8").replace("clause: 三（三）", "clause: 三（二）")
    path.write_text(text, encoding="utf-8")
    assert any("条件条款“三（三）”没有规则" in str(fault) for fault in faults(folder))


def test_an_unused_field_is_found(folder: Path) -> None:
    """A field that nothing prints, judges or checks has to say why it is asked."""
    path = folder / "fields.yaml"
    section = load_form(open_pack(folder)).sections[0].key
    extra = f"\n  - {{key: shoe_size, label: 鞋码, type: integer, section: {section}}}\n"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + extra, encoding="utf-8")
    assert any("“shoe_size”既不打印" in str(fault) for fault in faults(folder))


def test_two_programmes_never_share_a_name(folder: Path) -> None:
    """The same alias in two folders is ambiguous and reported."""
    twin = folder.parent / "changzhou-twin"
    shutil.copytree(folder, twin)
    manifest = twin / "program.yaml"
    manifest.write_text(
        swap(f"slug: {SLUG}", "slug: changzhou-twin")(manifest.read_text(encoding="utf-8")), encoding="utf-8"
    )
    found = list(check_all(folder.parent, [folder, twin], answers=False))
    assert any(f"已经属于 {SLUG}" in str(fault) for fault in found)


def test_a_question_with_the_wrong_clause_is_found(folder: Path) -> None:
    """A question case that expects another clause than is cited is reported."""
    questions = "questions:\n  - {question: 专职做转化的至少几个人, clauses: [五（五）]}\n"
    (folder / "checks/questions.yaml").write_text(questions, encoding="utf-8")
    assert any("应引 五（五）" in str(fault) for fault in faults(folder, answers=True))


def test_an_open_point_of_a_draft_is_found(folder: Path) -> None:
    """A drafted folder is not done until its open points are struck out."""
    (folder / "draft.yaml").write_text("open: [核对年份]\nfound: []\n", encoding="utf-8")
    assert any("待确认：核对年份" in str(fault) for fault in faults(folder))
