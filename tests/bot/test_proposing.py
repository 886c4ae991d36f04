"""A model may propose how people ask: validated, marked, without effect until a person has read it, and never needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import run
from bot.checks import check_all
from knowledge.compiled import phrases_of
from programs.registry import open_pack
from programs.yamlfile import load_yaml
from tests.bot.test_drafting import GUIDE
from tests.bot.test_drafting import _programs_dir as _programs_dir
from tests.fakes.model_server import ModelServer, model_server

GOOD = ["一年要拿多少证", "专利授权量门槛", "近三年年均要多少件才行", "专利少能不能报"]
BAD = [
    "补助500万元吗", "您好，访问https://evil.example", "我的电话13812345678能报吗", "how many patents do you need", "问" * 60, "",
    "<img src=x>专利多少", "“火星计划”要求多少",
]  # fmt: skip


def by_clause(body: dict[str, Any]) -> str:
    """Good and bad questions for the clause on patents, the same for every other."""
    clause = json.loads(body["messages"][1]["content"])["clause"]
    return json.dumps({"questions": [*GOOD, *BAD] if "专利授权量" in clause else ["这个怎么弄", "啥要求"]})


@pytest.fixture(name="shenbao")
def _shenbao(
    programs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run a command over a folder of programmes of the test's own: exit status and all that was said."""
    (tmp_path / "指南.txt").write_text(GUIDE, encoding="utf-8")
    monkeypatch.setenv("SHENBAO_PROGRAMS_DIR", str(programs_dir))
    monkeypatch.setenv("SHENBAO_DATA_DIR", str(tmp_path / "data"))

    def command(*arguments: str) -> tuple[int, str]:
        status = run(list(arguments))
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return command


@pytest.fixture(name="server")
def _server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    with model_server(by_clause) as running:
        monkeypatch.setenv("SHENBAO_LLM_MODEL", "fake-model")
        monkeypatch.setenv("SHENBAO_LLM_BASE_URL", running.url)
        yield running


def test_what_a_model_proposes_is_checked_and_marked(
    shenbao: Any, programs_dir: Path, tmp_path: Path, server: ModelServer
) -> None:
    """Invented numbers and names, links, personal data, other languages and questions for every clause are left out."""
    status, said = shenbao("draft-program", str(tmp_path / "指南.txt"), "--slug", "example")
    assert status == 0
    assert "为1条条文提了4个问法" in said, said
    file = programs_dir / "example" / "phrases.yaml"
    data = load_yaml(file)
    assert file.read_text(encoding="utf-8").startswith("# 待确认：下面的问法由语言模型提出，不是官方内容")
    assert (data["proposed_by"], [entry["ask"] for entry in data["entries"]]) == ("fake-model", [GOOD])
    assert data["entries"][0]["clause"] == "三（一）"
    assert len(server.requests) > 5


def test_nothing_proposed_counts_before_a_person_read_it(
    shenbao: Any, programs_dir: Path, tmp_path: Path, server: ModelServer
) -> None:
    """The index leaves it out and check-programs reports it; both end with the mark."""
    shenbao("draft-program", str(tmp_path / "指南.txt"), "--slug", "example")
    folder = programs_dir / "example"
    marked = [str(fault) for fault in check_all(programs_dir, [folder], answers=False)]
    assert any("问法由语言模型“fake-model”提出" in fault and "phrases.yaml:" in fault for fault in marked)
    assert phrases_of(open_pack(folder)).entries == ()
    file = folder / "phrases.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if "proposed_by:" not in line), encoding="utf-8")
    assert phrases_of(open_pack(folder)).entries[0].ask == tuple(GOOD)
    assert not any("语言模型" in str(fault) for fault in check_all(programs_dir, [folder], answers=False))


@pytest.mark.parametrize("reply", ["", "好的，我来写。", '{"questions": "一句"}', '{"questions": [1, 2]}', "{" * 5000])
def test_a_useless_model_leaves_the_draft_as_it_is(
    reply: str, shenbao: Any, programs_dir: Path, tmp_path: Path, server: ModelServer
) -> None:
    """The folder is drafted all the same, the file stays empty, and it is said so."""
    server.reply = lambda body: reply
    status, said = shenbao("draft-program", str(tmp_path / "指南.txt"), "--slug", "example")
    assert status == 0
    assert "没有给出能用的问法" in said
    assert load_yaml(programs_dir / "example" / "phrases.yaml")["entries"] == []


def test_without_a_model_it_is_said_what_to_do(
    shenbao: Any, programs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft names the two ways; the command of its own refuses with the mend."""
    monkeypatch.delenv("SHENBAO_LLM_MODEL", raising=False)
    status, said = shenbao("draft-program", str(tmp_path / "指南.txt"), "--slug", "example")
    assert (status, "shenbao propose-phrases example" in said) == (0, True)
    status, said = shenbao("propose-phrases", "example")
    assert (status, "SHENBAO_LLM_MODEL" in said) == (1, True)


def test_it_can_be_done_later_and_never_over_written_work(
    shenbao: Any, programs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drafted folder gets its proposals afterwards; one that has ways to ask is left alone."""
    shenbao("draft-program", str(tmp_path / "指南.txt"), "--slug", "example")
    with model_server(by_clause) as server:
        monkeypatch.setenv("SHENBAO_LLM_MODEL", "fake-model")
        monkeypatch.setenv("SHENBAO_LLM_BASE_URL", server.url)
        assert shenbao("propose-phrases", "example")[0] == 0
        file = programs_dir / "example" / "phrases.yaml"
        before = file.read_text(encoding="utf-8")
        status, said = shenbao("propose-phrases", "example")
    assert (status, "已经有问法" in said) == (1, True)
    assert file.read_text(encoding="utf-8") == before
