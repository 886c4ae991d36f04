"""Finds answers in a block somebody pasted: `名称：…` lines, two columns out of Excel, numbered lists, or a paragraph.

Nothing is guessed. A piece counts only when a name of a field (`forms.wordings`) stands before a separator, and a value
only when the field's own type reads it; what it cannot read comes back with the words it stood in. Whether the block is
meant as such, and what is stored of it, is for the dialogue and the person to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from forms.fields.registry import understand
from forms.models import Field, FieldType, Slip, Understood
from forms.wordings import Names, names_of, plain
from programs.cleaning import clean_text, narrow

FEWEST_LABELS = 2
LONGEST_NAME = 40
LONGEST_WORDS = 80
_MARKER = re.compile(
    r"^[ \t]*(?:[(（]?\d{1,2}[)）、.．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、]|[-•*●▪■◆·])[ \t]*"
)
_STRONG = re.compile(r"[:：=\t]")
_LEFT = re.compile(
    r"[,，;；。|｜、\t\n]|\s{2,}|(?<=[,，;；。 ])[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．](?!\d)"
)
_TAIL = " \t\u3000,，;；、|｜"
_NEXT_MARKER = re.compile(r"[,，;；。\s]\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]\s*$")
_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff/、a-z0-9-]{1,14}")
_CLAUSE_END = re.compile(r"[,，;；。\n]")
_OURS = re.compile(r"^(?:我们|我|本|贵|该|其)?(?:单位|公司|学校|院|校|的)?(?:的)?")


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


@dataclass(frozen=True)
class Recognised:
    """What a block holds."""

    read: tuple[Read, ...]
    missed: tuple[Missed, ...]
    labels: int
    """How many names with separators stand in it."""

    @property
    def is_block(self) -> bool:
        """Whether it is plainly a block of answers and not one answer."""
        return self.labels >= FEWEST_LABELS and bool(self.read or self.missed)


@dataclass(frozen=True)
class _Mark:
    """A name and its separator in the text."""

    start: int
    name: str
    value: int
    """Where what it says begins."""
    kind: Literal["strong", "weak", "bare", "strange"]
    """Behind it stands a colon or tab; 是, 为 or a gap; a number at once; or the name is none of the form's."""


def recognise(text: str, fields: Mapping[str, Field]) -> Recognised:
    """The answers to `fields` that the text holds, in the fields' order, and what could not be read."""
    text = clean_text(text).replace("\u3000", " ")
    names = names_of(fields)
    marks = _without_asides(_marks(text, names), names, fields)
    said: dict[str, list[tuple[str, str]]] = {}
    missed: list[Missed] = []
    person = ""
    seen = 0
    for place, mark in enumerate(marks):
        for line in text[seen : mark.start].split("\n"):
            person = names.persons.get(plain(_MARKER.sub("", line)), person)
        end = marks[place + 1].start if place + 1 < len(marks) else len(text)
        value = _value(text, mark, end)
        words = _words(text[mark.start : mark.value] + value)
        seen = mark.start
        if mark.kind == "strange":
            if value:
                missed.append(Missed(mark.name, words, "表上没有找到叫这个名字的栏目。"))
            continue
        if not value:
            person = names.persons.get(mark.name, person)
            continue
        paths = _meant(mark.name, names, person)
        if len(paths) > 1:
            labels = "、".join(f"“{_label(fields, path)}”" for path in paths[:4])
            secret = any(fields[path.partition(".")[0]].sensitive for path in paths)
            missed.append(Missed(mark.name, "" if secret else words, f"可能是{labels}，请说明是哪一项。"))
            continue
        said.setdefault(paths[0], []).append((value, words))
        person = names.persons.get(mark.name, _person_of(paths[0]) or person)
    read, wrong = _read(said, fields)
    return Recognised(read, (*wrong, *missed), sum(mark.kind in ("strong", "weak") for mark in marks))


# --- names ----------------------------------------------------------------------------------------------------------


def _marks(text: str, names: Names) -> list[_Mark]:
    """Every name with its separator, in order; a name inside another's separator or value counts once."""
    found: dict[int, _Mark] = {}
    for separator in _STRONG.finditer(text):
        mark = _before(text, separator.start(), separator.end(), names)
        if mark is not None:
            found[mark.start] = mark
    taken = [(mark.start, mark.value) for mark in found.values()]
    for mark in _weak_marks(text, names):
        if not any(start <= mark.start < end or mark.start <= start < mark.value for start, end in taken):
            found.setdefault(mark.start, mark)
    return [found[start] for start in sorted(found)]


def _before(text: str, at: int, end: int, names: Names) -> _Mark | None:
    """The name that ends where a strong separator stands: all of what is before it up to a boundary."""
    begin = max(0, at - LONGEST_NAME)
    boundaries = [found.end() for found in _LEFT.finditer(text, begin, at) if found.end() < at]
    line = max(text.rfind("\n", begin, at) + 1, begin)
    for start in sorted({line, *boundaries}):
        piece = text[start:at]
        shift = found.end() if (found := _MARKER.match(piece)) else 0
        ours = found.end() if (found := _OURS.match(piece[shift:])) else 0
        for skipped in (shift, shift + ours):
            whole, name = plain(piece[skipped:], whole=True), plain(piece[skipped:])
            name = whole if whole in names.paths else name
            if name in names.paths or name in names.persons or any((who, name) in names.parts for who in _WHO):
                return _Mark(start + skipped, name, end, "strong")
    nearest = max((line, *boundaries))
    if text[at] == "\t" and nearest != line:
        return None  # a cell of a row, not a name
    shift = found.end() if (found := _MARKER.match(text[nearest:at])) else 0
    name = plain(text[nearest + shift : at])
    if not _NAME.fullmatch(name):
        return None
    near = [whole for whole in names.paths if len(name) >= 4 and whole.endswith(name)]
    meant = {names.paths[whole] for whole in near}
    if len(meant) == 1:
        return _Mark(nearest + shift, near[0], end, "strong")
    return _Mark(nearest + shift, name, end, "strange")


def _without_asides(marks: list[_Mark], names: Names, fields: Mapping[str, Field]) -> list[_Mark]:
    """The marks without strange names inside a long text, where a colon is only a colon."""
    kept: list[_Mark] = []
    for mark in marks:
        within = names.paths.get(kept[-1].name, ()) if kept else ()
        long = len(within) == 1 and within[0] in fields and fields[within[0]].type is FieldType.PARAGRAPH
        if mark.kind != "strange" or (kept and not long):
            kept.append(mark)
    return kept


_WHO = ("leader", "contact", "legal")


def _weak_marks(text: str, names: Names) -> Iterator[_Mark]:
    """Names followed by 是 or 为 anywhere, or by a gap where they begin a line."""
    shadow = narrow(text).lower()
    for match in _pattern(names).finditer(shadow):
        name, gap = match["name"], match["gap"]
        begins = not shadow[shadow.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" 0123456789.、()")
        if gap == "":
            if len(name) >= 4 and shadow[match.end()].isdigit():
                yield _Mark(match.start(), name, match.end(), "bare")
        elif begins or (gap.strip() and len(name) >= 3):
            yield _Mark(match.start(), name, match.end(), "weak")


@lru_cache(maxsize=64)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = map(re.escape, sorted(words, key=len, reverse=True))
    return re.compile(rf"(?P<name>{'|'.join(longest_first) or '(?!)'})(?P<gap> *(?:是|为)[: ]*| +|(?=\d))(?=\S)")


def _pattern(names: Names) -> re.Pattern[str]:
    return _compiled(tuple(name for name, paths in names.paths.items() if len(name) >= 2 and "." not in paths[0]))


def _meant(name: str, names: Names, person: str) -> tuple[str, ...]:
    """The paths a name can mean; of whom it was said goes before what it may mean elsewhere."""
    if (person, name) in names.parts:
        return (names.parts[person, name],)
    if found := names.paths.get(name, ()):
        return found
    return tuple(names.parts[who, name] for who in _WHO if (who, name) in names.parts)


def _person_of(path: str) -> str:
    who = path.partition("_")[0]
    return who if who in _WHO and "." not in path else ""


def _label(fields: Mapping[str, Field], path: str) -> str:
    return fields[path.partition(".")[0]].label


# --- values -----------------------------------------------------------------------------------------------------------


def _value(text: str, mark: _Mark, end: int) -> str:
    """What stands behind a mark up to the next one; what follows 是 or 为 ends with its clause."""
    value = _NEXT_MARKER.sub("", text[mark.value : end])
    if mark.kind != "strong" and (stop := _CLAUSE_END.search(value.lstrip())):
        value = value.lstrip()[: stop.start()]
    return value.strip().strip(_TAIL).strip()


def _words(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= LONGEST_WORDS else f"{joined[: LONGEST_WORDS - 1]}…"


def _read(
    said: Mapping[str, list[tuple[str, str]]], fields: Mapping[str, Field]
) -> tuple[tuple[Read, ...], tuple[Missed, ...]]:
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
    return [Read(field.key, understood, rows, _words("；".join(words)))], missed
