"""A ninth programme, added only the documented way: copy the template, change its data, and everything works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import run
from programs.cases import QuestionFile
from programs.registry import PROGRAMS_DIR
from programs.yamlfile import read_model


@pytest.fixture(name="programs_dir")
def _programs_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A programmes folder with what a new one needs beside it, used by the commands of this test."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("_shared", "_template", "chongqing"):
        shutil.copytree(PROGRAMS_DIR / name, folder / name)
    monkeypatch.setenv("SHENBAO_PROGRAMS_DIR", str(folder))
    monkeypatch.setenv("SHENBAO_DATA_DIR", str(tmp_path / "data"))
    return folder


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[Any]]:
    status = run([*arguments, "--json"])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_documented_way_leads_to_a_working_programme(
    programs_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """new-program, edit the data, check-programs: then it is listed, asked, judged and filled, beside an official one."""
    assert run(["new-program", "example-city"]) == 0
    capsys.readouterr()
    folder = programs_dir / "example-city"
    manifest = folder / "program.yaml"
    text = manifest.read_text(encoding="utf-8")
    assert "slug: example-city" in text
    status, faults = printed(capsys, "check-programs")
    assert (status, faults) == (0, [])
    status, programs = printed(capsys, "programs")
    assert [record["slug"] for record in programs] == ["chongqing", "example-city"]
    full = folder / "checks" / "answers" / "full.json"
    status, (report,) = printed(capsys, "check", "example-city", "--answers", str(full))
    assert (status, report["overall"]) == (0, "eligible")
    out = tmp_path / "out.docx"
    status, (filled,) = printed(capsys, "fill", "example-city", "--answers", str(full), "-o", str(out))
    assert (status, filled["read_back"], filled["blank"]) == (0, "ok", [])
    cases = read_model(folder / "checks" / "questions.yaml", QuestionFile).questions
    question = next(case.question for case in cases if case.status == "answered")
    status, (answer,) = printed(capsys, "ask", question, "--program", "example-city")
    assert answer["status"] == "answered"
    assert {citation["program"] for citation in answer["citations"]} == {"example-city"}


def test_a_guide_that_names_no_authority_needs_none(programs_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is invented for it: the folder is whole without, and the listing says null."""
    run(["new-program", "example-city"])
    manifest = programs_dir / "example-city" / "program.yaml"
    before, after = manifest.read_text(encoding="utf-8").split("authority:\n", 1)
    manifest.write_text(before + after[after.index("region:") :], encoding="utf-8")
    capsys.readouterr()
    assert printed(capsys, "check-programs") == (0, [])
    _, programs = printed(capsys, "programs")
    assert {one["slug"]: one["authority"] for one in programs} == {
        "chongqing": "重庆市知识产权局",
        "example-city": None,
    }


def test_a_changed_threshold_is_caught_by_its_words_and_its_case(
    programs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever changes a number in the rules without the guide is told by quote and by case."""
    run(["new-program", "example-city"])
    rules = programs_dir / "example-city" / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    key = "at_least: " if "at_least: " in text else "over: "
    at = text.index(key) + len(key)
    end = at + len(text[at:].split()[0].rstrip(",}"))
    rules.write_text(text[:at] + "97" + text[end:], encoding="utf-8")
    capsys.readouterr()
    status, faults = printed(capsys, "check-programs", "example-city")
    assert status == 1
    assert any("门槛97" in fault["message"] for fault in faults)


@pytest.mark.parametrize("slug", ["Example", "示例", "_x", "chongqing"])
def test_a_bad_or_taken_slug_is_refused(programs_dir: Path, capsys: pytest.CaptureFixture[str], slug: str) -> None:
    """Nothing is copied; the message says how to name it."""
    before = sorted(path.name for path in programs_dir.iterdir())
    assert run(["new-program", slug]) == 1
    assert "改法" in capsys.readouterr().err
    assert sorted(path.name for path in programs_dir.iterdir()) == before
