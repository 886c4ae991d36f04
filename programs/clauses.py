"""A guide as a tree of clauses: how `guide.md` is read, and how plain official text is marked up into it.

`guide.md` is the official text, byte for byte, with one inserted line before each clause:

    ## 三 | 三、申报条件
    ### 三（二） | （二）专利创造产出高。

The number of `#` is the depth, the first part is the clause id, the part after ` | ` is how the place is shown in a
path. Taking those lines out gives the official text back. Ids are the printed labels joined from the top (`三（二）`,
`二（一）3`, `二.3`); defects of the official numbering are kept, so an id that would occur twice gets the suffix `'`.
Parts of the application form have ids that start with `申报书`; its path pieces are separated by `·`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from programs.errors import PackFault

FORM_PREFIX = "申报书"
_HEADING = re.compile(r"^(#{1,6}) ([^|\n]+?)(?: \| ([^\n]*))?$")


@dataclass(frozen=True)
class Clause:
    """One clause of a guide, without its sub-clauses."""

    id: str
    title: str
    """How the clause is shown in a path: its printed heading, or its label when it has none."""
    level: int
    path: tuple[str, ...]
    """Titles from the top down to this clause, the guide's own title left out."""
    kind: Literal["guide", "form"]
    text: str
    """The clause's own words, outer white space removed; an exact substring of `guide.md`."""
    start: int
    """Offset of `text` in `guide.md`, in characters."""
    parent: str | None
    line: int
    """1-based line of the clause's heading in `guide.md`."""

    @property
    def end(self) -> int:
        """Offset of the character after `text` in `guide.md`."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Guide:
    """All clauses of a guide in printed order."""

    path: Path
    markdown: str
    clauses: tuple[Clause, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        """Clause id to clause."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def official_text(self) -> str:
        """The official text: `guide.md` without its heading lines."""
        return strip_headings(self.markdown)

    def children(self, clause_id: str) -> tuple[Clause, ...]:
        """The direct sub-clauses of a clause, in printed order."""
        return tuple(clause for clause in self.clauses if clause.parent == clause_id)

    def subtree(self, clause_id: str) -> tuple[Clause, ...]:
        """A clause and everything below it, in printed order."""
        wanted = {clause_id}
        for clause in self.clauses:
            if clause.parent in wanted:
                wanted.add(clause.id)
        return tuple(clause for clause in self.clauses if clause.id in wanted)

    def locate(self, clause_id: str, quote: str) -> tuple[int, int] | None:
        """Offsets of `quote` in `guide.md` if it stands in the clause's own text, else None."""
        clause = self.by_id.get(clause_id)
        if clause is None:
            return None
        at = clause.text.find(quote)
        return None if at < 0 else (clause.start + at, clause.start + at + len(quote))


def strip_headings(markdown: str) -> str:
    """`guide.md` without its inserted lines, which is the official text."""
    return "".join(line for line in lines_of(markdown) if not _HEADING.match(line.rstrip("\n")))


def lines_of(text: str) -> list[str]:
    """The lines of `text` with their ends; only a line feed ends a line (`str.splitlines` also cuts at form feeds)."""
    return re.findall(r"[^\n]*\n|[^\n]+\Z", text)


def parse_guide(path: Path) -> Guide:
    """The guide in `path`.

    Raises:
        PackFault: the file is missing or not UTF-8, text stands before the first heading, or an id occurs twice.
    """
    try:
        markdown = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise PackFault.at(path, None, "缺少指南原文 guide.md。", "把官方指南全文放进来，每条前加一行标题。") from None
    except UnicodeDecodeError:
        raise PackFault.at(path, None, "guide.md 不是UTF-8编码。", "用UTF-8重新保存。") from None
    return Guide(path, markdown, tuple(_read(path, markdown)))


def _read(path: Path, markdown: str) -> Iterator[Clause]:
    lines = lines_of(markdown)
    heads: list[tuple[int, int, re.Match[str]]] = []
    offset = 0
    for number, line in enumerate(lines, 1):
        if match := _HEADING.match(line.rstrip("\n")):
            heads.append((number, offset, match))
        elif not heads and line.strip():
            raise PackFault.at(path, number, "第一条标题之前有正文。", "在它前面加一行“# 标题”。")
        offset += len(line)
    seen: dict[str, int] = {}
    open_clauses: list[Clause] = []
    for place, (number, at, match) in enumerate(heads):
        begin = at + len(lines[number - 1])
        end = heads[place + 1][1] if place + 1 < len(heads) else len(markdown)
        own = markdown[begin:end]
        text = own.strip()
        clause_id = match.group(2).strip()
        if clause_id in seen:
            raise PackFault.at(
                path, number, f"条款号“{clause_id}”在第{seen[clause_id]}行已经用过。", "在后一个后面加“'”。"
            )
        seen[clause_id] = number
        level = len(match.group(1))
        while open_clauses and open_clauses[-1].level >= level:
            open_clauses.pop()
        title = (match.group(3) or clause_id).strip()
        parent = open_clauses[-1] if open_clauses else None
        clause = Clause(
            id=clause_id,
            title=title,
            level=level,
            path=((*parent.path, title) if level > 1 and parent is not None else (title,) if level > 1 else ()),
            kind="form" if clause_id.startswith(FORM_PREFIX) else "guide",
            text=text,
            start=begin + (len(own) - len(own.lstrip())) if text else begin,
            parent=parent.id if parent is not None else None,
            line=number,
        )
        open_clauses.append(clause)
        yield clause


# --- marking up plain official text -------------------------------------------------------------------------------

_NUMERALS = "一二三四五六七八九十"
_LABELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (2, re.compile(rf"^\s*([{_NUMERALS}]+)、")),
    (3, re.compile(rf"^\s*(（[{_NUMERALS}]+）)")),
    (4, re.compile(r"^\s*(\d{1,2})\s*[.．、]\s*(?!\d)")),
    (5, re.compile(r"^\s*(（\d{1,2}）)")),
)


def mark_up(text: str, *, title: str) -> str:
    """The official `text` with a heading line before every clause it can recognise; the text itself is unchanged.

    Everything before the first 一、 is the clause called 标题. Only a proposal: lists that look like clauses, and the parts
    of a form, want a person's eye.
    """
    out = [f"# 标题 | {title}\n"]
    labels: dict[int, str] = {}
    seen: set[str] = set()
    for line in lines_of(text):
        found = _label_of(line)
        if found is not None:
            level, label = found
            labels = {depth: kept for depth, kept in labels.items() if depth < level}
            labels[level] = label
            clause_id = join_labels([labels[depth] for depth in sorted(labels)])
            while clause_id in seen:
                clause_id += "'"
            seen.add(clause_id)
            out.append(f"{'#' * level} {clause_id} | {_title_of(line)}\n")
        out.append(line)
    return "".join(out)


def join_labels(labels: list[str]) -> str:
    """`["二", "（一）", "3"]` to `二（一）3`; an Arabic number straight after a Chinese one takes a dot: `二.3`."""
    joined = ""
    for label in labels:
        joined += f".{label}" if joined and joined[-1] in _NUMERALS and label[0].isdigit() else label
    return joined


def _label_of(line: str) -> tuple[int, str] | None:
    for level, pattern in _LABELS:
        if match := pattern.match(line):
            return level, match.group(1)
    return None


def _title_of(line: str) -> str:
    """The printed heading of a clause: its whole line when short, else up to the first full stop if that is short, else its label."""
    line = line.strip()
    head = re.match(r"^[^。；：:]{1,28}[。：:]?", line)
    if len(line) <= 30:
        return line
    if head and len(head.group()) < len(line) and head.group()[-1] in "。：:":
        return head.group()
    label = re.match(r"^(?:[一二三四五六七八九十]+、|（[^）]{1,3}）|\d{1,2}\s*[.．、])", line)
    return label.group() if label else line[:20]
