"""The command line keeps its public interface: keys, exit statuses, and errors that say what, where and how to mend."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import run
from programs.registry import PROGRAMS_DIR, discover

FULL = PROGRAMS_DIR / "changzhou-university" / "checks" / "answers" / "full.json"
SLUGS = (
    "beijing",
    "changzhou-university",
    "changzhou-park",
    "changzhou-platform",
    "changzhou-lead",
    "shanghai",
    "national",
    "chongqing",
)


@pytest.fixture(name="shenbao")
def _shenbao(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[Any], str]]:
    """Run a command: exit status, the JSON objects it printed, and what it said on standard error."""

    def command(*arguments: str) -> tuple[int, list[Any], str]:
        status = run(list(arguments))
        printed = capsys.readouterr()
        records = [json.loads(line) for line in printed.out.splitlines()] if "--json" in arguments else []
        return status, records or printed.out.splitlines(), printed.err

    return command


def test_programs_lists_all_eight_in_order(shenbao: Any) -> None:
    """One object a programme with the keys of the interface; only Beijing and Chongqing state money, only Chongqing a date."""
    status, records, _ = shenbao("programs", "--json")
    assert status == 0
    assert tuple(record["slug"] for record in records) == SLUGS
    for record in records:
        assert {
            "slug", "name", "short_name", "aliases", "authority", "region", "year", "status", "deadline", "max_amount_wan", "form", "source",
        } <= set(record)  # fmt: skip
    assert {record["slug"]: record["max_amount_wan"] for record in records if record["max_amount_wan"]} == {
        "beijing": 100,
        "chongqing": 50,
    }
    assert {record["slug"]: record["deadline"] for record in records if record["deadline"]} == {
        "chongqing": "2020-07-10"
    }
    assert next(record for record in records if record["slug"] == "national")["status"] == "unknown"


@pytest.mark.parametrize("slug", SLUGS)
def test_fields_have_the_keys_of_the_interface(shenbao: Any, slug: str) -> None:
    """Fields come in asking order, each with what other programs need to ask it."""
    status, records, _ = shenbao("fields", slug, "--json")
    assert status == 0
    assert len(records) > 5
    for record in records:
        assert {
            "key", "label", "type", "unit", "options", "columns", "rows", "required", "sensitive", "max_chars", "used_by", "applies_when",
            "clause", "help", "example",
        } <= set(record)  # fmt: skip
        assert set(record["used_by"]) <= {"rules", "form"}


def test_ask_cites_the_exact_clause(shenbao: Any) -> None:
    """A colloquial question gets the clause, with a quote at its offsets in guide.md."""
    status, (record,), _ = shenbao("ask", "管专利转化的全职老师最少几个", "--program", "changzhou-university", "--json")
    assert status == 0
    assert set(record) >= {"id", "status", "program", "answer", "citations", "options", "ms"}
    assert record["status"] == "answered"
    first = record["citations"][0]
    assert first["clause"] == "三（一）"
    markdown = discover()["changzhou-university"].guide.markdown
    assert markdown[first["start"] : first["end"]] == first["quote"]
    assert "2人" in first["quote"]


def test_ask_refuses_what_the_guide_does_not_state(shenbao: Any) -> None:
    """Changzhou states no money: no citation, 指南未载明, nothing borrowed from Beijing."""
    status, (record,), _ = shenbao("ask", "最高给多少钱", "--program", "changzhou-university", "--json")
    assert status == 0
    assert record["status"] == "not_found"
    assert record["citations"] == []
    assert "未载明" in record["answer"]
    assert "100万" not in record["answer"]


def test_a_batch_comes_out_in_order(shenbao: Any, tmp_path: Path) -> None:
    """Each line keeps its id; other keys are ignored."""
    batch = tmp_path / "q.jsonl"
    rows = [
        {"id": f"q{n}", "question": "实施期几年", "program": slug, "else": 1}
        for n, slug in enumerate(("beijing", "chongqing"))
    ]
    batch.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    status, records, _ = shenbao("ask", "--batch", str(batch), "--json")
    assert status == 0
    assert [(record["id"], record["program"]) for record in records] == [("q0", "beijing"), ("q1", "chongqing")]


def test_check_tells_working_missing_and_gap(shenbao: Any, tmp_path: Path) -> None:
    """Averages of exactly 100 and 30 fail 超过; one staff number given and one missing stays unknown."""
    year = {"invention": 30, "utility_model": 60, "design": 10}
    answers = {"granted_patents": {"2019": year, "2020": year, "2021": year}}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    status, (report,), _ = shenbao("check", "changzhou-university", "--answers", str(path), "--json")
    assert status == 0
    assert report["overall"] == "not_eligible"
    failed = [finding for finding in report["findings"] if finding["verdict"] == "not_met"]
    assert [finding["clause"] for finding in failed] == ["三（二）"]
    assert "100" in failed[0]["working"]
    assert failed[0]["gap"]
    for finding in report["findings"]:
        assert {"rule", "clause", "quote", "verdict", "basis", "working", "missing", "gap", "reading"} <= set(finding)
        assert finding["verdict"] != "unknown" or finding["missing"]


def test_check_in_words_names_what_is_missing(shenbao: Any, tmp_path: Path) -> None:
    """What is missing is called as the form calls it, with the key to write it under; names have one pair of brackets."""
    path = tmp_path / "answers.json"
    path.write_text("{}", encoding="utf-8")
    status, lines, _ = shenbao("check", "changzhou-platform", "--answers", str(path))
    assert status == 0
    assert lines[0].startswith("常州·专利转化服务平台支撑计划（附件3，2022年度，已截止）：")
    assert "          缺少：单位类型（applicant_kind）" in lines


def test_the_readme_has_every_command(shenbao: Any) -> None:
    """Each command that `--help` lists stands in the README."""
    import re

    _, lines, _ = shenbao("--help")
    commands = [line.split()[0] for line in lines[lines.index("命令：") + 1 :] if re.match(r"  [a-z]", line)]
    readme = (PROGRAMS_DIR.parent / "README.md").read_text(encoding="utf-8")
    assert len(commands) > 20
    assert [one for one in commands if f"shenbao {one}" not in readme] == []


def test_nothing_known_is_never_eligible(shenbao: Any, tmp_path: Path) -> None:
    """An empty answers file leaves every programme undecided, and match says so for all eight."""
    path = tmp_path / "answers.json"
    path.write_text("{}", encoding="utf-8")
    status, records, _ = shenbao("match", "--answers", str(path), "--json")
    assert status == 0
    assert tuple(record["program"] for record in records) == SLUGS
    assert {record["overall"] for record in records} == {"need_more_info"}
    assert all(record["applies"] for record in records)


def test_match_rules_out_by_the_kind_of_applicant(shenbao: Any, tmp_path: Path) -> None:
    """A university is no park, no association; the clause that says so is given."""
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"applicant_kind": "大学"}, ensure_ascii=False), encoding="utf-8")
    status, records, _ = shenbao("match", "--answers", str(path), "--json")
    assert status == 0
    applies = {record["program"]: record["applies"] for record in records}
    assert applies["changzhou-university"]
    assert applies["chongqing"]
    assert not applies["changzhou-park"]
    assert not applies["national"]
    assert all(record["why"] for record in records if not record["applies"])


def test_fill_writes_a_document_that_reads_back(shenbao: Any, tmp_path: Path) -> None:
    """The full answers give a Word file; what the command says of it is the interface's."""
    out = tmp_path / "申报书.docx"
    status, (record,), _ = shenbao("fill", "changzhou-university", "--answers", str(FULL), "-o", str(out), "--json")
    assert status == 0
    assert set(record) >= {"file", "form", "filled", "blank", "warnings", "read_back"}
    assert record["read_back"] == "ok"
    assert record["form"] == "reconstructed"
    assert out.read_bytes().startswith(b"PK")


def test_review_names_code_field_and_clause(shenbao: Any, tmp_path: Path) -> None:
    """An empty application has defects, one object each."""
    path = tmp_path / "answers.json"
    path.write_text("{}", encoding="utf-8")
    status, records, _ = shenbao("review", "changzhou-university", "--answers", str(path), "--json")
    assert status == 0
    assert records
    assert all(set(record) >= {"code", "severity", "field", "clause", "message"} for record in records)


def test_checklist_speaks_in_the_guides_words(shenbao: Any, tmp_path: Path) -> None:
    """Shanghai's two copies, bound on the left, stand in the sheet with their clause."""
    out = tmp_path / "清单.docx"
    status, (record,), _ = shenbao("checklist", "shanghai", "-o", str(out), "--json")
    assert status == 0
    assert "一式两份" in json.dumps(record["printing"], ensure_ascii=False)
    assert out.exists()


BAD = [
    (["fields", "shenzhen"], "unknown_program", "没有“shenzhen”这个项目"),
    (["ask", "问", "--program", "shenzhen"], "unknown_program", "没有“shenzhen”这个项目"),
    (["check", "beijing", "--answers", "{tmp}/none.json"], "bad_file", "none.json"),
    (["check", "beijing", "--answers", "{tmp}/list.json"], "bad_answers", "JSON对象"),
    (["check", "beijing", "--answers", "{tmp}/broken.json"], "bad_answers", "第1行"),
    (["check", "beijing", "--answers", "{tmp}/typo.json"], "unknown_field", "unit_nam"),
    (["check", "beijing", "--answers", "{tmp}/type.json"], "bad_answers", "credit_code"),
    (["match", "--answers", "{tmp}/typo.json"], "unknown_field", "unit_nam"),
    (["fill", "beijing", "--answers", "{tmp}/empty.json", "-o", "{tmp}/out.pdf"], "bad_file", "docx"),
    (["fill", "beijing", "--answers", "{tmp}/empty.json", "-o", "{tmp}/no/out.docx"], "bad_file", "文件夹不存在"),
    (["ask", "--batch", "{tmp}/typo.json"], "bad_file", "question"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "said"), BAD, ids=lambda value: value if isinstance(value, str) else None
)
def test_bad_input_is_told(shenbao: Any, tmp_path: Path, arguments: list[str], code: str, said: str) -> None:
    """Exit status 1, one JSON error with code, message and where; nothing is written."""
    for name, text in (
        ("list.json", "[]"),
        ("broken.json", "{"),
        ("empty.json", "{}"),
        ("typo.json", '{"unit_nam": "甲"}'),
        ("type.json", '{"credit_code": "123"}'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    filled = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    status, (record,), _ = shenbao(*filled, "--json")
    assert status == 1
    assert record["error"]["code"] == code
    assert said in record["error"]["message"] + record["error"]["where"]
    assert sorted(tmp_path.iterdir()) == before
    status, _, err = shenbao(*filled)
    assert status == 1
    assert "改法" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["ask"],
        ["check", "beijing"],
        ["fields"],
        ["programs", "--nonsense"],
        ["ask", "问", "--batch", "x"],
    ],
)
def test_wrong_usage_is_told_in_chinese(shenbao: Any, arguments: list[str]) -> None:
    """Exit status 2 and a Chinese sentence on standard error."""
    status, _, err = shenbao(*arguments)
    assert status == 2
    assert any("\u4e00" <= character <= "\u9fff" for character in err)
    assert "Error" not in err


def test_help_speaks_chinese() -> None:
    """The installed command lists all its commands without English headings."""
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True)
    assert "用法" in done.stdout
    assert "Options" not in done.stdout
    for name in (
        "programs",
        "ask",
        "fields",
        "check",
        "match",
        "fill",
        "review",
        "chat",
        "evaluate",
        "check-programs",
        "doctor",
    ):
        assert name in done.stdout


def test_help_imports_nothing_heavy() -> None:
    """`shenbao --help` answers at once because no heavy library is imported for it."""
    code = (
        "import sys; from bot.__main__ import run; run(['--help']);"
        "print([name for name in ('chromadb','langchain','docx','numpy','lxml','phonenumbers','pydantic_settings') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
