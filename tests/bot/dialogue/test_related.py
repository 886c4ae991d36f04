"""Amounts of different fields that belong together: one that stands worlds apart is asked about once, and kept when confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue import messages as m
from bot.dialogue.models import World
from forms.answers import read_answers
from forms.loader import load_form
from forms.related import far_apart
from programs.errors import PackFault
from programs.registry import PROGRAMS_DIR, Pack, discover
from tests.bot.dialogue.worlds import Talker, names, world_of

SLUG = "changzhou-university"
BASE, TARGETS = "tech_contract_baseline_wan", "targets"


@pytest.fixture(scope="module")
def world() -> World:
    return world_of({SLUG: discover()[SLUG]})


@pytest.fixture
def talker(world: World) -> Talker:
    """Somebody whose technical contracts of 2021 came to 5万元."""
    talker = Talker.new(world)
    talker.press(f"program:{SLUG}")
    enter(talker, BASE, "5")
    return talker


def enter(talker: Talker, field: str, value: Any, **more: Any) -> tuple[m.Reply, ...]:
    return talker.take(m.Entered(program=SLUG, field=field, value=value, **more, **talker.about()))


def value(talker: Talker, field: str) -> Any:
    from bot.dialogue.answers import stored

    return stored(talker.conversation.cases[SLUG]).get(field)


def targets(amount: object) -> dict[str, dict[str, object]]:
    return {"2022": {"contract_amount_wan": amount}}


def test_an_amount_in_another_unit_is_asked_about(talker: Talker) -> None:
    """50000 beside 5万元 is asked about with both amounts named, nothing stored; confirmed, it is kept and marked so."""
    told = enter(talker, TARGETS, targets("50000"))
    (doubted,) = [one for one in told if isinstance(one, m.Doubted)]
    assert "50000万元" in doubted.question
    assert "（5万元）" in doubted.question
    assert "10000倍" in doubted.question
    assert value(talker, TARGETS) is None
    assert f"recorded:{TARGETS}" in names(enter(talker, TARGETS, targets("50000"), confirmed=True))
    assert talker.conversation.cases[SLUG].log[-1].reason == "confirmed"


def test_what_was_kept_is_not_asked_again(talker: Talker) -> None:
    """Once confirmed, neither of the two is asked about again, until they have stood together in between."""
    enter(talker, TARGETS, targets("50000"), confirmed=True)
    assert f"recorded:{TARGETS}" in names(enter(talker, TARGETS, targets("60000")))
    assert f"recorded:{BASE}" in names(enter(talker, BASE, "6"))
    assert f"recorded:{TARGETS}" in names(enter(talker, TARGETS, targets("60")))
    assert f"doubted:{TARGETS}" in names(enter(talker, TARGETS, targets("50000")))


def test_in_words(talker: Talker) -> None:
    """Said in the conversation, the amount waits for 确认无误; another amount takes its place without a question."""
    enter(talker, TARGETS, targets("60"))
    assert f"doubted:{BASE}" in names(talker.say("把2021年涉及专利的技术合同成交额改成70000"))
    assert value(talker, BASE) == 5
    talker.say("确认无误")
    assert value(talker, BASE) == 70000
    assert talker.conversation.cases[SLUG].log[-1].reason == "confirmed"
    assert f"recorded:{BASE}" in names(talker.say("把2021年涉及专利的技术合同成交额改成52"))


def test_pasted_rows_go_in_and_it_is_told(talker: Talker) -> None:
    """Rows are not held back: what is unlikely about them is told with them."""
    enter(talker, "ip_spending", {"2021": {"amount": "50"}})
    lines = (("项目预算支出明细", "经费预算（万元）"), ("设备费", "200000"))
    told = talker.take(m.Brought(program=SLUG, field="budget", lines=lines, **talker.about()))
    (shown,) = [one for one in told if isinstance(one, m.ShowRows)]
    assert any("4000倍" in note for note in shown.notes)
    assert value(talker, "budget") == [{"item": "设备费", "amount_wan": 200000}]


def test_a_block_shows_it_as_a_doubt(talker: Talker) -> None:
    """In what was recognised the line carries the doubt."""
    enter(talker, TARGETS, targets("60"))
    told = talker.say("单位名称：甲大学\n2021年涉及专利的技术合同成交额：70000万元")
    (shown,) = [one for one in told if isinstance(one, m.ShowProposals)]
    assert {one.field: bool(one.doubt) for one in shown.lines} == {"unit_name": False, BASE: True}


def test_amounts_of_other_units_are_compared_in_yuan() -> None:
    """2亿元 beside 20000万元 is the same; beside 2万元 it is not; nothing and 0 are compared with nothing."""
    form = load_form(discover()["changzhou-platform"])

    def asked(yi: str, wan: str) -> str:
        answers = read_answers(form, {"pledge_targets": {"2022": {"pledge_wan": wan}}})
        return far_apart(form, answers, "pledge_amount", read_answers(form, {"pledge_amount": yi})["pledge_amount"])

    assert asked("2", "20000") == ""
    assert "10000倍" in asked("2", "2")
    assert asked("2", "0") == ""


@pytest.mark.parametrize("slug", sorted(discover()))
def test_good_answers_are_not_doubted(slug: str) -> None:
    """The samples of all programmes hold no amount that is asked about, in whichever order they are given."""
    form = load_form(discover()[slug])
    answers = read_answers(form, form.pack.path("checks/answers/full.json"))
    for key, value in answers.items():
        assert far_apart(form, {one: other for one, other in answers.items() if one != key}, key, value) == "", key


@pytest.mark.parametrize("fact", ["nothing", "unit_name", "granted.2028.invention", "rules.title", "amount_wan.x"])
def test_a_wrong_fact_is_a_fault_of_the_folder(tmp_path: Any, fact: str) -> None:
    """What is no amount is told with the place in the file."""
    import shutil

    root = tmp_path / "template"
    shutil.copytree(PROGRAMS_DIR / "_template", root)
    shutil.copytree(PROGRAMS_DIR / "_shared", tmp_path / "_shared")
    path = root / "fields.yaml"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\nrelated:\n  - {{facts: [amount_wan, {fact}]}}\n", encoding="utf-8"
    )
    manifest = discover()[SLUG].manifest
    with pytest.raises(PackFault, match="没有“") as fault:
        load_form(Pack(root, manifest))
    assert fault.value.where.startswith(str(path))
