"""What is said behind the names that were found, read by the types of their fields; what cannot be read keeps its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.fields.registry import understand
from forms.models import Field, FieldType, Slip, Understood
from forms.recognised_names import Mark
from forms.wordings import plain

LONGEST_WORDS = 80
_TAIL = " \t\u3000,，;；、|｜"
_NEXT_MARKER = re.compile(r"[,，;；。\s]\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]\s*$")
_CLAUSE_END = re.compile(r"[,，;；。\n]")


@dataclass(frozen=True)
class Read:
    """An answer that was recognised."""

    key: str
    understood: Understood
    raw: Any
    """What the field's type made it of: text, or the cells of a grid as JSON."""
    words: str
    """The words it stood in; empty for personal data."""


@dataclass(frozen=True)
class Missed:
    """Words that name a field but cannot be read as its answer, or that may mean several."""

    label: str
    words: str
    message: str


def value_behind(text: str, mark: Mark, end: int) -> str:
    """What stands behind a mark up to the next one; what follows 是 or 为 ends with its clause."""
    value = _NEXT_MARKER.sub("", text[mark.value : end])
    if mark.kind != "strong" and (stop := _CLAUSE_END.search(value.lstrip())):
        value = value.lstrip()[: stop.start()]
    return value.strip().strip(_TAIL).strip()


def shortened(text: str) -> str:
    """The words on one line, as long as may be told."""
    joined = " ".join(text.split())
    return joined if len(joined) <= LONGEST_WORDS else f"{joined[: LONGEST_WORDS - 1]}…"


def read_all(
    said: Mapping[str, list[tuple[str, str]]], fields: Mapping[str, Field]
) -> tuple[tuple[Read, ...], tuple[Missed, ...]]:
    """What the types of the fields make of what was said, in the fields' order, and what they cannot read."""
    read: list[Read] = []
    missed: list[Missed] = []
    for key, field in fields.items():
        if key in said:
            one = _field(field, said[key])
            (read if isinstance(one, Read) else missed).append(one)  # type: ignore[arg-type]
        cells = {path: values for path, values in said.items() if path.startswith(f"{key}.")}
        if cells and key not in said:
            found, wrong = _grid(field, cells)
            read += found
            missed += wrong
    return tuple(read), tuple(missed)


def _field(field: Field, values: list[tuple[str, str]]) -> Read | Missed:
    value, words = values[0]
    words = "" if field.sensitive else words
    understood = _understood(field, value)
    if isinstance(understood, Slip):
        return Missed(field.label, words, understood.message)
    text, meant = understood
    others = [other for other, _ in values[1:] if plain(other) != plain(value)]
    if others:
        doubt = f"文中“{field.label}”写了两次，另一处是“{others[0][:30]}”。"
        meant = Understood(
            meant.value, meant.echo, doubt if not field.sensitive else "文中写了两次，不一样。", meant.note
        )
    return Read(field.key, meant, text, words)


def _understood(field: Field, value: str) -> tuple[str, Understood] | Slip:
    """The whole of what was said, else its first line, else its first clause."""
    first: Slip | None = None
    lines = field.type in (FieldType.PARAGRAPH, FieldType.TABLE, FieldType.GRID)
    whole = value if lines else value.split("\n\n")[0]
    line = value.split("\n")[0].strip().rstrip("。")
    clause = _CLAUSE_END.split(line)[0].strip()
    for text in dict.fromkeys((whole if lines else line, clause) if not lines else (whole,)):
        understood = understand(field, text)
        if isinstance(understood, Understood):
            return text, understood
        first = first or understood
    assert first is not None
    return first


def _grid(field: Field, cells: Mapping[str, list[tuple[str, str]]]) -> tuple[list[Read], list[Missed]]:
    """The cells that can be read as one answer, and those that cannot."""
    rows: dict[str, dict[str, str]] = {}
    words: list[str] = []
    missed: list[Missed] = []
    columns = {column.key: column for column in field.columns}
    for path, values in cells.items():
        _, row, column = path.split(".")
        one = _understood(columns[column], values[0][0])
        if isinstance(one, Slip):
            missed.append(Missed(f"{field.label}·{columns[column].label}", values[0][1], one.message))
        else:
            rows.setdefault(row, {})[column] = one[0]
            words.append(values[0][1])
    if not rows:
        return [], missed
    understood = understand(field, rows)
    if isinstance(understood, Slip):
        return [], [*missed, Missed(field.label, "；".join(words), understood.message)]
    return [Read(field.key, understood, rows, shortened("；".join(words)))], missed
