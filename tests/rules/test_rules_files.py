"""`rules.yaml` is read whole, and a mistake in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from programs.errors import PackFault
from programs.registry import Pack, discover
from rules import conditions
from rules.assess import Assessor, relevant_facts
from rules.conditions import facts_of, holds
from rules.loader import load_rules
from rules.models import RuleSet
from tests.rules.making import TODAY, condition

RULES = """\
condition_clauses: [三]
rules:
  - id: staff.enough
    title: 专职人员
    clause: 三（一）
    quote: 不少于5人
    condition: {kind: number, value: staff, unit: 人, at_least: 5}
  - id: rules.sound
    title: 制度
    clause: 三（一）
    quote: 制度健全
    condition: {kind: yes, fact: sound}
"""

PACKS = {slug: pack for slug, pack in discover().items() if pack.path("rules.yaml").exists()}


def _load(folder: Path, text: str) -> RuleSet:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return load_rules(Pack(folder, next(iter(discover().values())).manifest))


def test_rules_are_read(tmp_path: Path) -> None:
    """Rules come in the file's order; an unquoted `yes` is the kind, though YAML reads it as true."""
    rules = _load(tmp_path, RULES)
    assert [rule.id for rule in rules.rules] == ["staff.enough", "rules.sound"]
    assert rules.rules[1].condition == condition('{kind: "yes", fact: sound}')


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("at_least: 5}", "at_least: 5, over: 4}", 7, "只能写一个比较"),
        ("{kind: yes, fact: sound}", "{kind: all, of: []}", 12, "空列表会让条件自动成立"),
        ("{kind: yes, fact: sound}", "{kind: at_least, n: 2, of: [{kind: yes, fact: a}]}", 12, "n 应在 1 到 1 之间"),
        ("{kind: yes, fact: sound}", "{kind: includes, fact: a, values: [b], n: 0}", 12, "n 应在 1 到 1 之间"),
        ("{kind: yes, fact: sound}", "{kind: maybe, fact: sound}", 12, "kind"),
        ("{kind: yes, fact: sound}", "{fact: sound}", 12, "kind"),
        ("value: staff", "value: {op: median, of: [staff]}", 7, "kind"),
        ("    title: 制度\n", "    titel: 制度\n", 9, "titel"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, line: int, said: str) -> None:
    """What does not fit is a fault at path and line."""
    with pytest.raises(PackFault) as fault:
        _load(tmp_path, RULES.replace(right, wrong))
    assert said in str(fault.value)
    assert fault.value.where.endswith(f"rules.yaml:{line}")


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    """A folder without rules says so."""
    with pytest.raises(PackFault, match="缺少这个文件"):
        load_rules(Pack(tmp_path, next(iter(discover().values())).manifest))


@pytest.mark.parametrize("slug", PACKS)
def test_nobody_qualifies_by_saying_nothing(slug: str) -> None:
    """In every programme, no answers mean that every rule is unknown, and that every fact asked for is one the rules read."""
    assessor = Assessor(load_rules(PACKS[slug]), slug)
    found = assessor.assess({}, TODAY)
    assert found.overall.value == "need_more_info"
    assert {item.verdict.value for item in found.findings} == {"unknown"}
    assert set(relevant_facts(assessor, {}, TODAY)) <= set(assessor.facts)


def test_judges_are_kept_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """`holds` compiles a condition once; however many conditions come, not all are kept."""
    monkeypatch.setattr("rules.conditions._MOST_JUDGES", 3)
    for place in range(10):
        wanted = condition(f"{{kind: yes, fact: f{place}}}")
        assert holds(wanted, {f"f{place}": True}).value == "met"
        assert facts_of(wanted) == (f"f{place}",)
        assert len(conditions._judges) <= 3
