"""A verdict told in short: what decides is told in full, what cannot decide any more by its title."""

from __future__ import annotations

from typing import Any, Literal

from bot.dialogue.reports import MOST_OPEN, ShowVerdict, VerdictLine, decisive
from bot.rendering.drawing import render
from tests.bot.dialogue.worlds import example_world


def line(name: str, verdict: Literal["met", "not_met", "unknown"], missing: int = 0, **more: Any) -> VerdictLine:
    values = {
        "rule": name,
        "title": name,
        "clause": "二（一）",
        "quote": "",
        "basis": "computed",
        "working": "",
        "gap": "",
    }
    paths = ("ip_staff", "amount_wan", "plan")[:missing]
    return VerdictLine.model_validate(values | {"verdict": verdict, "missing": paths, "reading": ""} | more)


def shown(*lines: VerdictLine, whole: bool = False) -> ShowVerdict:
    overall = "not_eligible" if any(one.verdict == "not_met" for one in lines) else "need_more_info"
    return ShowVerdict.model_validate({"program": "template", "overall": overall, "lines": lines, "whole": whole})


def words(reply: ShowVerdict) -> str:
    return "\n".join("\n".join((block.text, *block.items)) for block in render(reply, example_world()))


def test_where_something_fails_what_is_open_is_folded():
    """One failed condition and eighteen open ones: the failed one in full, the others in one line with their number."""
    told = shown(*(line(f"未定{n}", "unknown", 1) for n in range(18)), line("人数", "not_met", gap="还差2人"))
    first, folded = decisive(told)
    assert ([one.title for one in first], len(folded)) == (["人数"], 18)
    text = words(told)
    assert "还差2人" in text
    assert "另有18条" in text
    assert "未定9" not in text
    assert len(text.splitlines()) < 12
    assert "未定9" in words(shown(*told.lines, whole=True))


def test_where_nothing_fails_what_is_nearest_goes_first():
    """What can be reckoned before what is declared, what lacks least first; beyond a handful by title."""
    lines = [line(f"远{n}", "unknown", 3) for n in range(MOST_OPEN)]
    told = shown(*lines, line("自述", "unknown", 1, basis="declared"), line("近", "unknown", 1))
    first, folded = decisive(told)
    assert [one.title for one in first] == ["近", *(f"远{n}" for n in range(MOST_OPEN - 1))]
    assert {one.title for one in folded} == {"自述", f"远{MOST_OPEN - 1}"}
