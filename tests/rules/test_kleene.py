"""The laws of the three values: tables, De Morgan, monotonicity, and that nothing missing is ever taken for met."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.values import Answers, Special
from rules.conditions import facts_of, holds
from rules.models import Condition
from rules.outcomes import is_failed, is_met, is_open
from tests.rules.making import condition, judge, verdict

VALUES = {"met": True, "not_met": False, "unknown": None}
FLIPPED = {"met": "not_met", "not_met": "met", "unknown": "unknown"}
A, B = "{kind: yes, fact: a}", "{kind: yes, fact: b}"


def _answers(**verdicts: str) -> Answers:
    return {fact: VALUES[wanted] for fact, wanted in verdicts.items() if wanted != "unknown"}  # type: ignore[misc]


@pytest.mark.parametrize("a", VALUES)
@pytest.mark.parametrize("b", VALUES)
def test_tables(a: str, b: str) -> None:
    """且, 或 and 非 have Kleene's tables."""
    answers = _answers(a=a, b=b)
    both = "not_met" if "not_met" in (a, b) else "unknown" if "unknown" in (a, b) else "met"
    either = "met" if "met" in (a, b) else "unknown" if "unknown" in (a, b) else "not_met"
    assert verdict(f"{{kind: all, of: [{A}, {B}]}}", answers) == both
    assert verdict(f"{{kind: any, of: [{A}, {B}]}}", answers) == either
    assert verdict(f"{{kind: not, of: {A}}}", answers) == FLIPPED[a]
    assert verdict(f"{{kind: at_least, n: 2, of: [{A}, {B}]}}", answers) == both
    assert verdict(f"{{kind: at_least, n: 1, of: [{A}, {B}]}}", answers) == either


@pytest.mark.parametrize("met", range(5))
@pytest.mark.parametrize("failed", range(5))
@pytest.mark.parametrize("needed", range(1, 5))
def test_at_least_so_many(met: int, failed: int, needed: int) -> None:
    """Met once enough are, failed once enough can no longer be, unknown between."""
    if met + failed > 4:
        return
    answers = {f"f{place}": place < met for place in range(met + failed)}
    parts = ", ".join(f"{{kind: yes, fact: f{place}}}" for place in range(4))
    expected = "met" if met >= needed else "not_met" if 4 - failed < needed else "unknown"
    found = judge(f"{{kind: at_least, n: {needed}, label: 四项, of: [{parts}]}}", answers)
    assert found.verdict.value == expected
    assert len(found.missing) == (4 - met - failed if expected == "unknown" else 0)
    assert bool(found.gap) == (expected == "not_met")


# --- generated conditions -----------------------------------------------------------------------------------------

FACTS: dict[str, st.SearchStrategy[Any]] = {
    "y0": st.booleans(),
    "y1": st.booleans(),
    "n0": st.integers(0, 3) | st.just(Special.NONE),
    "n1": st.integers(0, 3),
    "c": st.sampled_from(["p", "q"]) | st.just(Special.NONE),
    "s": st.lists(st.sampled_from("pqr"), min_size=1, unique=True).map(tuple),
    "t": st.sampled_from(["甲", "甲乙", "丙"]),
}
CELLS = st.integers(0, 3)


def _row(full: bool) -> st.SearchStrategy[dict[str, Any]]:
    cells = {"y": st.booleans(), "n": CELLS}
    return st.fixed_dictionaries(cells) if full else st.fixed_dictionaries({}, optional=cells)


@st.composite
def full_answers(draw: st.DrawFn) -> dict[str, Any]:
    """An answer to everything."""
    answers = {fact: draw(values) for fact, values in FACTS.items()}
    answers["g"] = {row: {"u": draw(CELLS), "v": draw(CELLS)} for row in ("2020", "2021")}
    answers["m"] = draw(st.just(Special.NONE) | st.lists(_row(full=True), min_size=1, max_size=3).map(tuple))
    return answers


@st.composite
def some_taken_away(draw: st.DrawFn, answers: dict[str, Any]) -> dict[str, Any]:
    """The same answers with any of them, single cells included, not given."""
    kept: dict[str, Any] = {}
    for fact, value in answers.items():
        if not draw(st.booleans()):
            continue
        if fact == "g":
            value = {
                row: {key: cell for key, cell in line.items() if draw(st.booleans())} for row, line in value.items()
            }
        if fact == "m" and isinstance(value, tuple):
            value = tuple({key: cell for key, cell in row.items() if draw(st.booleans())} for row in value)
        kept[fact] = value
    return kept


_NUMBERS = st.sampled_from(
    [
        "n0",
        {"op": "sum", "of": ["n0", "n1"]},
        {"op": "average", "of": ["n0", "n1", "g.2020.u"]},
        {"op": "grid_sum", "grid": "g", "rows": ["2020", "2021"], "columns": ["u", "v"]},
        {"op": "grid_average", "grid": "g", "rows": ["2020", "2021"], "columns": ["u"]},
        {"op": "sum_column", "table": "m", "column": "n"},
        {"op": "count_rows", "table": "m"},
        {"op": "difference", "of": "n0", "less": "n1"},
        {"op": "scale", "of": "n1", "by": "0.5"},
        {"op": "characters", "of": "t"},
        {"op": "sum", "of": ["n0", {"op": "scale", "of": "n1", "by": 2}]},
    ]
)
_COMPARATORS = st.sampled_from(["over", "at_least", "under", "at_most", "equals"])


def _compared(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda value, comparator, limit: {"kind": "number", "value": value, comparator: limit},
        values,
        _COMPARATORS,
        st.integers(0, 4),
    )


def _yes(facts: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda fact, expect, declared: {"kind": "yes", "fact": fact, "expect": expect, "declared": declared},
        st.sampled_from(facts),
        st.booleans(),
        st.booleans(),
    )


def _grouped(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    lists = st.lists(parts, min_size=1, max_size=4)
    return st.one_of(
        lists.map(lambda of: {"kind": "all", "of": of}),
        lists.map(lambda of: {"kind": "any", "of": of}),
        parts.map(lambda of: {"kind": "not", "of": of}),
        lists.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"kind": "at_least", "n": n, "of": of})),
    )


_INSIDE = st.recursive(_yes(["y"]) | _compared(st.just("n")), _grouped, max_leaves=3)
_LEAVES = st.one_of(
    _yes(["y0", "y1"]),
    _compared(_NUMBERS),
    st.just({"kind": "choice", "fact": "c", "one_of": ["p"]}),
    st.integers(1, 2).map(lambda n: {"kind": "includes", "fact": "s", "values": ["p", "q"], "n": n}),
    st.just({"kind": "filled", "fact": "t"}),
    st.just({"kind": "filled", "fact": "n0"}),
    st.just({"kind": "free_of", "fact": "t", "words": ["乙"]}),
    st.just({"kind": "increasing", "values": ["n0", "n1", "g.2020.u"]}),
    _INSIDE.map(lambda where: {"kind": "every", "table": "m", "where": where}),
)
CONDITIONS = st.recursive(_LEAVES, _grouped, max_leaves=6).map(condition)


def _negated(of: Condition) -> Condition:
    return condition({"kind": "not", "of": of.model_dump(mode="python")})


def _group(kind: str, *parts: Condition) -> Condition:
    return condition({"kind": kind, "of": [part.model_dump(mode="python") for part in parts]})


@given(st.data(), CONDITIONS, full_answers())
@settings(max_examples=250)
def test_adding_an_answer_never_flips_a_verdict(
    data: st.DataObject, wanted: Condition, answers: dict[str, Any]
) -> None:
    """What was met or not met with answers missing is so with all of them: only unknown ever changes."""
    partial = data.draw(some_taken_away(answers))
    before, after = judge(wanted, partial), judge(wanted, answers)
    if before.verdict.value != "unknown":
        assert after.verdict is before.verdict
    assert after.verdict.value != "unknown"
    assert bool(before.missing) == (before.verdict.value == "unknown")


@given(st.data(), CONDITIONS, full_answers())
@settings(max_examples=200)
def test_nothing_is_met_while_a_needed_answer_is_missing(
    data: st.DataObject, wanted: Condition, answers: dict[str, Any]
) -> None:
    """When another answer to one fact would fail a condition, the condition is not met without that fact."""
    fact = data.draw(st.sampled_from(sorted({path.split(".")[0] for path in facts_of(wanted)})))
    without = {key: value for key, value in answers.items() if key != fact}
    other = data.draw(full_answers())[fact]
    if judge(wanted, without | {fact: other}).verdict.value != "met":
        assert judge(wanted, without).verdict.value != "met"


@given(st.data(), CONDITIONS, full_answers())
@settings(max_examples=150)
def test_what_is_not_missing_does_not_matter(data: st.DataObject, wanted: Condition, answers: dict[str, Any]) -> None:
    """Answering everything an unknown verdict lists as missing decides it."""
    partial = data.draw(some_taken_away(answers))
    for _ in range(8):
        found = judge(wanted, partial)
        if found.verdict.value != "unknown":
            break
        assert set(found.missing)
        for path in found.missing:
            partial = _answered(partial, path, answers)
    assert judge(wanted, partial).verdict is judge(wanted, answers).verdict


def _answered(partial: dict[str, Any], path: str, answers: dict[str, Any]) -> dict[str, Any]:
    key, *rest = path.split(".")
    if not rest:
        return partial | {key: answers[key]}
    if key == "g":
        grid = {row: dict(line) for row, line in partial.get("g", {}).items()}
        grid.setdefault(rest[0], {})[rest[1]] = answers["g"][rest[0]][rest[1]]
        return partial | {"g": grid}
    rows = [dict(row) for row in partial["m"]]
    rows[int(rest[0]) - 1][rest[1]] = answers["m"][int(rest[0]) - 1][rest[1]]
    return partial | {"m": tuple(rows)}


@given(st.data(), CONDITIONS, CONDITIONS, full_answers())
@settings(max_examples=150)
def test_laws(data: st.DataObject, a: Condition, b: Condition, answers: dict[str, Any]) -> None:
    """且 and 或 commute, De Morgan holds, and 非非 is the thing itself, word for word."""
    partial = data.draw(some_taken_away(answers))
    for kind, dual in (("all", "any"), ("any", "all")):
        found, turned = judge(_group(kind, a, b), partial), judge(_group(kind, b, a), partial)
        assert (found.verdict, found.basis) == (turned.verdict, turned.basis)
        assert set(found.missing) == set(turned.missing)
        opposite = judge(_negated(_group(kind, a, b)), partial)
        assert opposite == judge(_group(dual, _negated(a), _negated(b)), partial)
        assert opposite.verdict.value == FLIPPED[found.verdict.value]
        assert opposite.basis is found.basis
        assert opposite.missing == found.missing
    assert judge(_negated(_negated(a)), partial) == judge(a, partial)


@given(st.data(), CONDITIONS, full_answers())
@settings(max_examples=100)
def test_gap_and_working_are_said_when_they_should_be(
    data: st.DataObject, wanted: Condition, answers: dict[str, Any]
) -> None:
    """Every verdict has a working; a gap stands with 'not met' and nowhere else; `holds` agrees."""
    found = judge(wanted, data.draw(some_taken_away(answers)))
    assert found.working
    assert bool(found.gap) == (found.verdict.value == "not_met")
    partial = data.draw(some_taken_away(answers))
    assert holds(wanted, partial) is judge(wanted, partial).verdict


def test_every_outcome_is_exactly_one_verdict() -> None:
    """The six outcomes fall into met, open and failed, two each."""
    for outcome in range(6):
        assert [is_met(outcome), is_open(outcome), is_failed(outcome)].count(True) == 1
