"""Reads the files people name on the command line, and says in Chinese what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programs.errors import BadAnswers, BadFile


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, byte order mark or not.

    Raises:
        BadFile: it is missing, a folder, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadFile("找不到这个文件。", where=str(path), mend="核对路径和文件名。") from None
    except IsADirectoryError:
        raise BadFile("这是一个文件夹，不是文件。", where=str(path), mend="写出里面具体的文件名。") from None
    except UnicodeDecodeError as error:
        raise BadFile(
            f"文件不是UTF-8编码（第{error.start}字节）。", where=str(path), mend="另存为UTF-8后再试。"
        ) from None
    except OSError as error:
        raise BadFile(f"读不了这个文件（{error.strerror}）。", where=str(path), mend="检查权限。") from None


def read_answers_file(path: Path) -> dict[str, Any]:
    """The JSON object of an answers file.

    Raises:
        BadFile: see `read_text`.
        BadAnswers: it is not JSON, not an object, or names a key twice.
    """
    text = read_text(path)
    try:
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twice)
    except json.JSONDecodeError as error:
        raise BadAnswers(
            f"答案文件不是合法的JSON：第{error.lineno}行第{error.colno}列读不下去。",
            where=f"{path}:{error.lineno}",
            mend="检查引号、逗号和括号。",
        ) from None
    except RecursionError:
        raise BadAnswers("答案文件嵌套太深。", where=str(path), mend="答案最多三层：字段、行、列。") from None
    except _Refused as error:
        raise BadAnswers(str(error), where=str(path), mend="改正后再试。") from None
    if not isinstance(data, dict):
        raise BadAnswers("答案文件应是一个JSON对象：{字段: 值}。", where=str(path), mend="用花括号包起来。")
    return data


class _Refused(Exception):
    """Something JSON's reader lets through and we do not."""


def _no_constant(name: str) -> Any:
    raise _Refused(f"答案里有“{name}”，它不是一个数。")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise _Refused(f"“{key}”写了两次，不知道该用哪一个。")
        data[key] = value
    return data


def read_batch(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, one question each; empty lines are skipped.

    Raises:
        BadFile: a line is not a JSON object or lacks `question`.
    """
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise BadFile("这一行不是合法的JSON。", where=f"{path}:{number}", mend="每行一个JSON对象。") from None
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise BadFile(
                "这一行缺少 question（问题文字）。", where=f"{path}:{number}", mend='写成 {"id": …, "question": "…"}。'
            )
        yield row
