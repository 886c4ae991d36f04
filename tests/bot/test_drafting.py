"""Drafting a folder from a guide and a form: what can be seen is put down, what cannot is listed as open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.checks import check_all
from bot.drafting.writing import draft
from forms.anchors import try_anchors
from forms.loader import load_form
from programs.errors import BadFile
from programs.registry import PROGRAMS_DIR, open_pack

GUIDE = """2030年度示例市专利转化项目申报指南

一、支持重点
支持单位开展专利转化。
二、申报主体
在我市注册的具有独立法人资格的企业。
三、申报条件
（一）专利较多。近三年年均专利授权量超过20件；
（二）团队稳定。专职人员不少于3人。
四、项目支持
每个项目给予不超过30万元支持。
五、申报材料
2030年6月30日前报送，联系电话0519-86000000。
"""
PLATFORM_FORM = PROGRAMS_DIR / "changzhou-platform" / "form.docx"


@pytest.fixture(name="programs_dir")
def _programs_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    shutil.copytree(PROGRAMS_DIR / "_shared", folder / "_shared")
    return folder


@pytest.fixture(name="guide")
def _guide(tmp_path: Path) -> Path:
    path = tmp_path / "指南.txt"
    path.write_text(GUIDE, encoding="utf-8")
    return path


def test_a_draft_opens_and_lists_what_is_open(programs_dir: Path, guide: Path) -> None:
    """The folder can be opened at once; check-programs lists every open point and nothing unreadable."""
    folder = draft(guide, None, "example", programs_dir)
    pack = open_pack(folder)
    assert [clause.id for clause in pack.guide.clauses][:4] == ["标题", "一", "二", "三"]
    assert pack.guide.official_text == GUIDE
    assert pack.manifest.year == 2030
    assert pack.manifest.authority is None
    faults = [str(fault) for fault in check_all(programs_dir, [folder], answers=False)]
    assert sum("待确认：" in fault for fault in faults) >= 5
    assert not any("YAML" in fault or "缺少这一项" in fault for fault in faults)


def test_every_condition_becomes_a_declared_rule(programs_dir: Path, guide: Path) -> None:
    """Each condition clause has a rule with its exact words, waiting to be made computable."""
    from rules.loader import load_rules

    rules = load_rules(open_pack(draft(guide, None, "example", programs_dir)))
    assert [rule.clause for rule in rules.rules] == ["二", "三（一）", "三（二）"]
    assert all("待确认" in rule.reading for rule in rules.rules)


def test_figures_are_found_with_their_words(programs_dir: Path, guide: Path) -> None:
    """Money, date, counts and the telephone stand in draft.yaml with clause and sentence."""
    text = (draft(guide, None, "example", programs_dir) / "draft.yaml").read_text(encoding="utf-8")
    for words in ("30万元", "2030年6月30日", "超过20件", "不少于3人", "0519-86000000"):
        assert words in text


def test_fields_are_guessed_from_the_form_with_their_anchors(programs_dir: Path, guide: Path) -> None:
    """Most blanks of a real form are recognised, with type and unit, and every anchor leads back to its place."""
    folder = draft(guide, PLATFORM_FORM, "example", programs_dir)
    form = load_form(open_pack(folder))
    by_label = {field.label: field for field in form.fields.values()}
    assert by_label["统一社会信用代码"].type.value == "credit_code"
    assert by_label["营业性收入（万元）"].type.value == "money"
    assert by_label["营业性收入（万元）"].unit == "万元"
    assert by_label["服务团队人数"].type.value == "integer"
    assert by_label["是否亏损"].type.value == "boolean"
    assert by_label["身份证号"].sensitive
    assert form.file is not None
    lost = try_anchors(form, folder / "form.docx")
    assert len(form.file.places) >= 30
    assert [outcome.message for outcome in lost] == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("没有.txt", None, "找不到这个文件"),
        ("空.txt", b"  \n", "没有读到文字"),
        ("乱.txt", b"\xff\xfe\x80\x81\x82", "认不出文字编码"),
        ("图.pdf", b"%PDF", "不认识“.pdf”"),
        ("坏.docx", b"not a zip", "."),
    ],
)
def test_an_unreadable_guide_leaves_nothing_behind(
    programs_dir: Path, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    """The message says what is wrong; no folder appears."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadFile, match=said):
        draft(path, None, "example", programs_dir)
    assert not (programs_dir / "example").exists()


@pytest.mark.parametrize("slug", ["", "Example", "示例", "a_b", "../x"])
def test_a_bad_slug_is_refused(programs_dir: Path, guide: Path, slug: str) -> None:
    """Only lower-case words joined by hyphens name a folder."""
    with pytest.raises(BadFile, match="代号"):
        draft(guide, None, slug, programs_dir)
