"""Reads the files people name on the command line, and says in Chinese what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programs.errors import BadFile


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
