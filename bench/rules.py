"""How many applicants a second a programme of twelve clauses judges, next to two published rule engines.

    uv run --with panzi-json-logic==1.0.1 --with zen-engine==2.1.3 python bench/rules.py

The peers are brought by the command and are no dependency of the project; without them only our own figures are printed.
All engines judge the same 400 complete applicants and must agree on every clause before anything is timed. The peers
yield twelve booleans; ours also yields basis and missing facts, and words on demand. Times are processor time of
the judging thread, the best of several rounds taken in turn, as machines are shared; compare within one run only.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rules.assess import Assessor
from rules.models import Report, RuleSet, Verdict

ON = date(2022, 7, 1)
YEARS = ("2019", "2020", "2021")
APPLICANTS, ROUNDS = 400, 9

# (id, our condition, the same in JsonLogic, the same in zen's expression language)
CLAUSES: list[tuple[str, str, Any, str]] = [
    (
        "kind",
        "{kind: choice, fact: kind, one_of: [university, research_institute]}",
        {"in": [{"var": "kind"}, ["university", "research_institute"]]},
        'kind in ["university", "research_institute"]',
    ),
    ("legal", "{kind: yes, fact: legal, declared: false}", {"==": [{"var": "legal"}, True]}, "legal == true"),
    ("rules", "{kind: yes, fact: sound}", {"==": [{"var": "sound"}, True]}, "sound == true"),
    (
        "infringed",
        "{kind: yes, fact: infringed, expect: false}",
        {"==": [{"var": "infringed"}, False]},
        "infringed == false",
    ),
    ("team", "{kind: yes, fact: team}", {"==": [{"var": "team"}, True]}, "team == true"),
    (
        "staff",
        "{kind: number, value: staff, label: 知识产权管理人员, unit: 人, at_least: 5}",
        {">=": [{"var": "staff"}, 5]},
        "staff >= 5",
    ),
    (
        "full_time",
        "{kind: number, value: full_time, label: 专职人员, unit: 人, at_least: 2}",
        {">=": [{"var": "full_time"}, 2]},
        "full_time >= 2",
    ),
    (
        "patents",
        "{kind: any, of: ["
        "{kind: number, label: 年均专利授权量, unit: 件, over: 100,"
        " value: {op: grid_average, grid: granted, rows: ['2019', '2020', '2021'], columns: [invention, utility]}},"
        "{kind: number, label: 年均发明专利授权量, unit: 件, over: 30,"
        " value: {op: grid_average, grid: granted, rows: ['2019', '2020', '2021'], columns: [invention]}}]}",
        {
            "or": [
                {
                    ">": [
                        {
                            "/": [
                                {"+": [{"var": f"granted.{y}.{c}"} for y in YEARS for c in ("invention", "utility")]},
                                3,
                            ]
                        },
                        100,
                    ]
                },
                {">": [{"/": [{"+": [{"var": f"granted.{y}.invention"} for y in YEARS]}, 3]}, 30]},
            ]
        },
        "sum([" + ", ".join(f'granted["{y}"].{c}' for y in YEARS for c in ("invention", "utility")) + "]) / 3 > 100 or "
        "sum([" + ", ".join(f'granted["{y}"].invention' for y in YEARS) + "]) / 3 > 30",
    ),
    (
        "transfer",
        "{kind: any, of: ["
        "{kind: number, label: 年均转化件数, unit: 件, over: 30,"
        " value: {op: grid_average, grid: sold, rows: ['2019', '2020', '2021'], columns: [count]}},"
        "{kind: number, label: 年均转化金额, unit: 万元, over: 800,"
        " value: {op: grid_average, grid: sold, rows: ['2019', '2020', '2021'], columns: [amount]}}]}",
        {
            "or": [
                {">": [{"/": [{"+": [{"var": f"sold.{y}.count"} for y in YEARS]}, 3]}, 30]},
                {">": [{"/": [{"+": [{"var": f"sold.{y}.amount"} for y in YEARS]}, 3]}, 800]},
            ]
        },
        "sum([" + ", ".join(f'sold["{y}"].count' for y in YEARS) + "]) / 3 > 30 or "
        "sum([" + ", ".join(f'sold["{y}"].amount' for y in YEARS) + "]) / 3 > 800",
    ),
    (
        "members",
        "{kind: every, table: members, where: {kind: yes, fact: clean}}",
        {"all": [{"var": "members"}, {"==": [{"var": "clean"}, True]}]},
        "all(members, #.clean == true)",
    ),
    (
        "valid",
        "{kind: number, label: 有效专利量, unit: 件, over: 400, value: {op: sum_column, table: members, column: valid}}",
        {">": [{"reduce": [{"var": "members"}, {"+": [{"var": "current.valid"}, {"var": "accumulator"}]}, 0]}, 400]},
        "sum(map(members, #.valid)) > 400",
    ),
    (
        "services",
        "{kind: at_least, n: 3, of: [{kind: yes, fact: s1}, {kind: yes, fact: s2}, {kind: yes, fact: s3}, {kind: yes, fact: s4}]}",
        {">=": [{"+": [{"if": [{"var": f"s{n}"}, 1, 0]} for n in range(1, 5)]}, 3]},
        "sum([" + ", ".join(f"s{n} ? 1 : 0" for n in range(1, 5)) + "]) >= 3",
    ),
]


def ruleset() -> RuleSet:
    """The twelve clauses as a programme."""
    rules = [
        {"id": f"bench.{name}", "title": name, "clause": "三", "quote": "…", "condition": yaml.safe_load(text)}
        for name, text, _, _ in CLAUSES
    ]
    return RuleSet.model_validate({"condition_clauses": ["三"], "rules": rules})


def applicant(draw: random.Random) -> dict[str, Any]:
    """A complete set of answers, around the thresholds."""
    yes = [True, True, True, False]
    return {
        "kind": draw.choice(["university", "research_institute", "enterprise"]),
        **{key: draw.choice(yes) for key in ("legal", "sound", "team", "s1", "s2", "s3", "s4")},
        "infringed": not draw.choice(yes),
        "staff": draw.randint(3, 9),
        "full_time": draw.randint(0, 4),
        "granted": {y: {"invention": draw.randint(20, 40), "utility": draw.randint(50, 90)} for y in YEARS},
        "sold": {
            y: {"count": draw.randint(20, 40), "amount": Decimal(draw.randint(60000, 100000)) / 100} for y in YEARS
        },
        "members": tuple({"clean": draw.choice(yes), "valid": draw.randint(100, 200)} for _ in range(3)),
    }


def plain(value: Any) -> Any:
    """The answers as the peers take them: lists and floats."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def peers() -> dict[str, Callable[[dict[str, Any]], list[bool]]]:
    """The published engines that can be imported, each as a function from answers to twelve booleans."""
    found: dict[str, Callable[[dict[str, Any]], list[bool]]] = {}
    try:
        import zen

        compiled = [zen.compile_expression(text) for _, _, _, text in CLAUSES]
        found["zen-engine 编译表达式"] = lambda data: [expression.evaluate(data) for expression in compiled]
    except ImportError:
        pass
    try:
        from json_logic import jsonLogic

        logic = [item for _, _, item, _ in CLAUSES]
        found["panzi-json-logic"] = lambda data: [bool(jsonLogic(item, data)) for item in logic]
    except ImportError:
        pass
    return found


def read_verdicts(report: Report) -> None:
    """Look at what decides: verdict, basis and missing facts of every finding."""
    for finding in report.findings:
        _ = finding.verdict, finding.basis, finding.missing


def read_words(report: Report) -> None:
    """Look at everything, so that every word is written."""
    for finding in report.findings:
        _ = finding.verdict, finding.basis, finding.missing, finding.working, finding.gap


def main() -> None:
    """Check that the engines agree, then print applicants a second."""
    draw = random.Random(20220701)
    people = [applicant(draw) for _ in range(APPLICANTS)]
    plain_people = [plain(person) for person in people]
    assessor = Assessor(ruleset(), "bench")
    others = peers()
    for person, plain_person in zip(people, plain_people, strict=True):
        ours = [finding.verdict is Verdict.MET for finding in assessor.assess(person, ON).findings]
        for name, judge in others.items():
            assert judge(plain_person) == ours, f"{name} disagrees on {person}"

    runs: dict[str, tuple[Callable[[Any], object], list[dict[str, Any]]]] = {
        "shenbao 判断（结论、依据、缺项；文字按需）": (lambda person: assessor.assess(person, ON), people),
        "shenbao 判断并读取结论、依据、缺项": (lambda person: read_verdicts(assessor.assess(person, ON)), people),
        "shenbao 判断并写出全部文字": (lambda person: read_words(assessor.assess(person, ON)), people),
        **{name: (judge, plain_people) for name, judge in others.items()},
    }
    best = dict.fromkeys(runs, 0.0)
    for _ in range(ROUNDS):
        for name, (run, group) in runs.items():
            begun = time.thread_time()
            for person in group:
                run(person)
            best[name] = max(best[name], len(group) / (time.thread_time() - begun))
    print(f"12 条规则，{APPLICANTS} 份完整答案，逐条结论一致，每秒判断份数（{ROUNDS} 轮取最好）：")
    for name, rate in best.items():
        print(f"{rate:>10,.0f}  {name}")
    if len(others) < 2:
        print("对照引擎未全部安装，按文件开头的命令运行即可带上。")


if __name__ == "__main__":
    main()
