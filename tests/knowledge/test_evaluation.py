"""The figures are counted as the question set means them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.evaluation import evaluate
from programs.errors import BadFile

LINES = [
    {"id": "a", "question": "专职的要几个人", "program": "east", "kind": "number", "status": "answered",
     "gold": [{"program": "east", "quote": "专职管理人员不少于5人"}], "must_include": ["5人"]},
    {"id": "b", "question": "几号截止", "program": "east", "kind": "unanswerable", "status": "not_found", "gold": [], "must_include": []},
    {"id": "c", "question": "明天下不下雨", "program": None, "kind": "out_of_scope", "status": "out_of_scope", "gold": [], "must_include": []},
    {"id": "d", "question": "能补多少万", "program": "east", "kind": "budget", "status": "answered",
     "gold": [{"program": "east", "quote": "项目申报书"}], "must_include": ["申报书"]},
]  # fmt: skip


def _write(path: Path, lines: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_hits_refusals_and_words_are_counted(small: Answerer, tmp_path: Path) -> None:
    """One of two answerable questions hits its gold here, so the shares are a half; the refusals are right."""
    found = evaluate(small, _write(tmp_path / "q.jsonl", LINES))
    assert found.overall["n"] == 4
    assert found.overall["cite@1"] == 0.5
    assert found.overall["said"] == 0.5
    assert found.overall["refused"] == 1.0
    assert found.overall["out_of_scope"] == 1.0
    assert found.overall["right"] == 0.75
    assert found.overall["inexact"] == 0
    assert found.by_kind["number"]["cite@1"] == 1.0
    assert found.by_program["east"]["n"] == 3
    assert "cite@1" in found.table("kind")


@pytest.mark.parametrize("text", ["not json", '{"question": "没有状态"}', "[1]"])
def test_a_line_that_is_no_question_is_told(small: Answerer, tmp_path: Path, text: str) -> None:
    """The message names file and line."""
    path = tmp_path / "bad.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        evaluate(small, path)
    assert "bad.jsonl:1" in caught.value.where


def test_a_missing_file_is_told(small: Answerer, tmp_path: Path) -> None:
    """A question set that is not there is an input error."""
    with pytest.raises(BadFile):
        evaluate(small, tmp_path / "none.jsonl")
