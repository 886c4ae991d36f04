"""The terminal: a transcript of a script, masked secrets, wrapped lines, resuming where one was."""

from __future__ import annotations

import io
from itertools import count
from pathlib import Path

import pytest

from bot.channels.terminal import MASK, columns, drawn, run_terminal
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.rendering.blocks import Block, Shown
from bot.storage.memory import MemoryStorage
from bot.storage.protocol import Storage
from bot.uploads.reading import Reader
from forms.answers import read_answers
from forms.document import render
from tests.bot.dialogue.test_runtime import Paper
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world


def talk(lines: list[str], tmp_path: Path, storage: Storage | None = None, program: str | None = None) -> str:
    """The transcript of a script."""
    effects = Effects(FakeGuide, lambda form, answers, out: Paper(out), tmp_path, read=Reader())
    out, numbers = io.StringIO(), count()
    kept = storage or MemoryStorage()
    known = kept.load(["terminal"]).get("terminal")
    prefix = known.version if known is not None else 0
    runtime = Engine(kept, example_world, effects, Clock.standing(NOW), folder=tmp_path)
    run_terminal(runtime, program=program, lines=lines, out=out, new_id=lambda: f"{prefix}-{next(numbers)}")
    return out.getvalue()


def test_transcript_shows_both_sides(tmp_path: Path):
    """What was said stands after `> `, comments and blank lines are left out, a literal \\n breaks the line."""
    out = talk(["# 注释", "", "改 授权", r"2028年 5 6\n2029年 7 8"], tmp_path, program="template")
    assert "> 改 授权\n" in out
    assert r"> 2028年 5 6\n2029年 7 8" in out
    assert "注释" not in out
    assert "✓ 已记录" in out


def test_script_ends_with_farewell(tmp_path: Path):
    """Nothing after 退出 is said."""
    assert "> 帮助" not in talk(["退出", "帮助"], tmp_path)


def test_sensitive_answer_is_masked(tmp_path: Path):
    """A mobile number never stands in the transcript; a command at the same field does."""
    out = talk(
        ["填表", "跳过", "跳过", "跳过", "怎么填", "13812345678", "上一题", "很长的号码"], tmp_path, program="template"
    )
    assert "13812345678" not in out
    assert "很长的号码" not in out
    assert f"> {MASK}\n" in out
    assert "> 怎么填\n" in out
    assert "138****5678" in out


def test_block_with_a_personal_number_is_masked(tmp_path: Path):
    """A block that holds a mobile number is masked in the transcript, and what was recognised is listed with it masked."""
    out = talk([r"单位名称：甲大学\n联系人手机：13812345678", "确认"], tmp_path, program="template")
    assert "13812345678" not in out
    assert f"> {MASK}\n" in out
    assert "1. 单位名称：甲大学" in out
    assert "✓ 已存下2项" in out


def test_path_of_a_filled_form_sends_it(tmp_path: Path):
    """A line that is the path of a document is read; what it says is stored after 确认."""
    form = example_world().forms["template"]
    path = tmp_path / "去年.docx"
    path.write_bytes(render(form, read_answers(form, {"unit_name": "甲大学", "ip_staff": 3})).data)
    out = talk([f"'{path}'", "除了2", "预览"], tmp_path, program="template")
    assert "从“去年.docx”里读出2项" in out
    assert "✓ 已存下1项" in out
    assert "其余1项没有存" in out


def test_resume_tells_where_one_was(tmp_path: Path):
    """A second start says how far the form is and asks the same field."""
    store = MemoryStorage()
    talk(["填表", "甲大学", "跳过"], tmp_path, store, program="template")
    out = talk([], tmp_path, store)
    assert "欢迎回来" in out
    assert "单位信息" in out
    assert "贵单位属于哪一类" in out


def test_choices_are_numbered_and_actions_stand_once(tmp_path: Path):
    """Choices carry numbers; what else may be done stands in one line at the end."""
    out = talk(["填表", "跳过", "跳过", "高校"], tmp_path, program="template")
    last = out.rstrip("\n").split("\n\n")[-1]
    assert last.count("也可以：") == 1
    assert last.splitlines()[-1].lstrip().startswith("也可以：撤销")
    assert "  1. 高校\n  2. 企业\n" in out


@pytest.mark.parametrize("width", [20, 41, 96])
def test_lines_are_no_wider_than_the_terminal(width: int):
    """A Chinese character takes two columns; only closing punctuation may stand out."""
    words = "近2年年均专利授权量超过10件，（含）以上；" * 9
    blocks = (Block("text", words), Block("quote", words, source=words), Block("list", items=(words, words)),
              Block("choices", buttons=(Shown("a", words),)), Block("actions", buttons=(Shown("a", words),)))  # fmt: skip
    lines = list(drawn(blocks, width))
    assert all(columns(line) <= width + 4 for line in lines)
    assert "".join(lines).replace(" ", "").replace("│", "").count("授权量") == 9 * 7


def test_lone_surrogates_and_control_characters_do_no_harm(tmp_path: Path):
    """What a broken terminal sends is cleaned before it is an event."""
    out = talk(["\ud800\x00\x1b[31m甲", "帮助"], tmp_path)
    assert "> 帮助" in out
