"""How commands speak: JSON on standard output for programs, Chinese sentences for people, errors on standard error.

The JSON is a public interface: keys may be added, never renamed or removed.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from programs.errors import ShenbaoError

EXIT_BAD_INPUT = 1
EXIT_USAGE = 2


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: models and dataclasses as objects, decimals as numbers where nothing is lost."""
    if isinstance(value, BaseModel):
        return plain(value.model_dump())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def say(text: str = "") -> None:
    """A line for a person, on standard output."""
    sys.stdout.write(f"{text}\n")


def emit(record: Any) -> None:
    """One JSON object on a line of its own."""
    sys.stdout.write(json.dumps(plain(record), ensure_ascii=False) + "\n")


def emit_all(records: Iterable[Any]) -> None:
    """Each record as a JSON object on a line of its own."""
    for record in records:
        emit(record)
        sys.stdout.flush()


def report_error(error: ShenbaoError, *, as_json: bool) -> None:
    """What is wrong, where and how to mend it: JSON on standard output when asked for, else a sentence on standard error."""
    if as_json:
        emit({"error": {"code": error.code, "message": _sentence(error), "where": error.where}})
    else:
        sys.stderr.write(f"{error}\n")


def _sentence(error: ShenbaoError) -> str:
    return f"{error.message}{'改法：' + error.mend if error.mend else ''}"
