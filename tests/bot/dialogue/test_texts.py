"""Every key used exists, every key in the file is used, and the placeholders are those the code fills."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.dialogue.courtesy import Courtesy
from bot.dialogue.words import Command
from bot.texts import placeholders, text, texts

ROOT = Path(__file__).parents[3]
SOURCES = [
    *(ROOT / "bot" / "dialogue").rglob("*.py"),
    *(ROOT / "bot" / "rendering").rglob("*.py"),
    *(ROOT / "bot" / "channels").rglob("*.py"),
    *(ROOT / "bot" / "engine").rglob("*.py"),
    ROOT / "bot" / "commands" / "helpdesk.py",
]
ADDED = {"asking.prompt": {"about"}, "editing.which": {"more"}}
"""Values that the rendering words itself before it puts them in."""


def _constants() -> set[str]:
    """Every string constant in the sources that looks like a key."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def _actions() -> set[str]:
    """Keys of buttons: made from a verb, or named."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "action":
                if len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                    found.add(f"action.{node.args[1].value}")
                elif len(node.args) > 1:
                    found |= {
                        f"action.{one.value}"
                        for one in ast.walk(node.args[1])
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    }
                else:
                    first = node.args[0]
                    code = first.value if isinstance(first, ast.Constant) else first.values[0].value  # type: ignore[attr-defined]
                    if code != "do:":
                        found.add(
                            "action." + (code.partition(":")[2] if code.startswith("do:") else code.partition(":")[0])
                        )
    return found


def test_every_key_in_the_file_is_used():
    """No text lies about unused: each key stands in the code, is a button, or a failed effect."""
    effects = (
        "ask_guide",
        "fill_document",
        "read_table",
        "write_rows",
        "read_file",
        "propose_fields",
        "draft_text",
        "call_staff",
    )
    built = _actions() | {f"failed.{kind}" for kind in effects}
    built |= {f"courtesy.{one}" for one in Courtesy}
    built |= {f"action.{command.value}" for command in Command}  # 您是想…: any near command may be offered
    unused = set(texts()) - _constants() - built
    assert not unused


def test_every_key_used_exists():
    """Each key that the code names is in the file."""
    sections = {key.partition(".")[0] for key in texts() if "." in key}
    named = {
        one for one in _constants() if one.partition(".")[0] in sections and one.count(".") == 1 and " " not in one
    }
    named = {
        one
        for one in named
        if not one.endswith((".html", ".request")) and one.replace(".", "").replace("_", "").isalpha() and one.isascii()
    }
    missing = {one for one in named | _actions() if one not in texts() and not one.endswith(".")}
    assert not missing
    assert {f"action.{command.value}" for command in Command} <= set(texts())


def test_sentences_are_given_the_values_they_name():
    """Each `talk.say` gives exactly the values of its text, apart from those the rendering words itself."""
    for path in (ROOT / "bot" / "dialogue").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say" and node.args):
                continue
            given = {word.arg for word in node.keywords} - {"choices", "actions"}
            for key in (one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)):
                if key in texts():
                    wanted = placeholders(key) | ADDED.get(key, set())
                    assert wanted <= given, f"{path.name}:{node.lineno} {key} wants {wanted}, given {given}"


def test_missing_value_is_an_error():
    """A text is never shown with a hole in it."""
    with pytest.raises(KeyError):
        text("home.menu")


def test_texts_are_polite_and_short():
    """No text scolds, none is longer than a phone screen, and none holds markup."""
    for key, words in texts().items():
        assert len(words) <= 160, key
        assert not any(mark in words for mark in ("错误！", "<", "**", "无效")), key
