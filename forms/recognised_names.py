"""Where names of fields stand in a text, each with its separator, and which fields a name can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from forms.models import Field, FieldType
from forms.wordings import Names, plain
from programs.cleaning import narrow

LONGEST_NAME = 40
MARKER = re.compile(
    r"^[ \t]*(?:[(（]?\d{1,2}[)）、.．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、]|[-•*●▪■◆·])[ \t]*"
)
_STRONG = re.compile(r"[:：=\t]")
_LEFT = re.compile(
    r"[,，;；。|｜、\t\n]|\s{2,}|(?<=[,，;；。 ])[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．](?!\d)"
)
_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff/、a-z0-9-]{1,14}")
_OURS = re.compile(r"^(?:我们|我|本|贵|该|其)?(?:单位|公司|学校|院|校|的)?(?:的)?")
_WHO = ("leader", "contact", "legal")


@dataclass(frozen=True)
class Mark:
    """A name and its separator in the text."""

    start: int
    name: str
    value: int
    """Where what it says begins."""
    kind: Literal["strong", "weak", "bare", "strange"]
    """Behind it stands a colon or tab; 是, 为 or a gap; a number at once; or the name is none of the form's."""


def marks_in(text: str, names: Names) -> list[Mark]:
    """Every name with its separator, in order; a name inside another's separator or value counts once."""
    found: dict[int, Mark] = {}
    for separator in _STRONG.finditer(text):
        mark = _before(text, separator.start(), separator.end(), names)
        if mark is not None:
            found[mark.start] = mark
    taken = [(mark.start, mark.value) for mark in found.values()]
    for mark in _weak_marks(text, names):
        if not any(start <= mark.start < end or mark.start <= start < mark.value for start, end in taken):
            found.setdefault(mark.start, mark)
    return [found[start] for start in sorted(found)]


def _before(text: str, at: int, end: int, names: Names) -> Mark | None:
    """The name that ends where a strong separator stands: all of what is before it up to a boundary."""
    begin = max(0, at - LONGEST_NAME)
    boundaries = [found.end() for found in _LEFT.finditer(text, begin, at) if found.end() < at]
    line = max(text.rfind("\n", begin, at) + 1, begin)
    for start in sorted({line, *boundaries}):
        piece = text[start:at]
        shift = found.end() if (found := MARKER.match(piece)) else 0
        ours = found.end() if (found := _OURS.match(piece[shift:])) else 0
        for skipped in (shift, shift + ours):
            whole, name = plain(piece[skipped:], whole=True), plain(piece[skipped:])
            name = whole if whole in names.paths else name
            if name in names.paths or name in names.persons or any((who, name) in names.parts for who in _WHO):
                return Mark(start + skipped, name, end, "strong")
    nearest = max((line, *boundaries))
    if text[at] == "\t" and nearest != line:
        return None  # a cell of a row, not a name
    shift = found.end() if (found := MARKER.match(text[nearest:at])) else 0
    name = plain(text[nearest + shift : at])
    if not _NAME.fullmatch(name):
        return None
    near = [whole for whole in names.paths if len(name) >= 4 and whole.endswith(name)]
    meant = {names.paths[whole] for whole in near}
    if len(meant) == 1:
        return Mark(nearest + shift, near[0], end, "strong")
    return Mark(nearest + shift, name, end, "strange")


def without_asides(marks: list[Mark], names: Names, fields: Mapping[str, Field]) -> list[Mark]:
    """The marks without strange names inside a long text, where a colon is only a colon."""
    kept: list[Mark] = []
    for mark in marks:
        within = names.paths.get(kept[-1].name, ()) if kept else ()
        long = len(within) == 1 and within[0] in fields and fields[within[0]].type is FieldType.PARAGRAPH
        if mark.kind != "strange" or (kept and not long):
            kept.append(mark)
    return kept


def _weak_marks(text: str, names: Names) -> Iterator[Mark]:
    """Names followed by 是 or 为 anywhere, or by a gap where they begin a line."""
    shadow = narrow(text).lower()
    for match in _pattern(names).finditer(shadow):
        name, gap = match["name"], match["gap"]
        begins = not shadow[shadow.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" 0123456789.、()")
        if gap == "":
            if len(name) >= 4 and shadow[match.end()].isdigit():
                yield Mark(match.start(), name, match.end(), "bare")
        elif begins or (gap.strip() and len(name) >= 3):
            yield Mark(match.start(), name, match.end(), "weak")


@lru_cache(maxsize=64)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = map(re.escape, sorted(words, key=len, reverse=True))
    return re.compile(rf"(?P<name>{'|'.join(longest_first) or '(?!)'})(?P<gap> *(?:是|为)[: ]*| +|(?=\d))(?=\S)")


def _pattern(names: Names) -> re.Pattern[str]:
    return _compiled(tuple(name for name, paths in names.paths.items() if len(name) >= 2 and "." not in paths[0]))


def meant(name: str, names: Names, person: str) -> tuple[str, ...]:
    """The paths a name can mean; of whom it was said goes before what it may mean elsewhere."""
    if (person, name) in names.parts:
        return (names.parts[person, name],)
    if found := names.paths.get(name, ()):
        return found
    return tuple(names.parts[who, name] for who in _WHO if (who, name) in names.parts)


def person_of(path: str) -> str:
    """Of which person a field tells (leader, contact, legal); empty for any other."""
    who = path.partition("_")[0]
    return who if who in _WHO and "." not in path else ""
