"""Finds what a guide states in figures: money, days, durations, counts, shares, contacts, each with its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from programs.clauses import Clause, Guide

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("截止或日期", re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")),
    ("金额", re.compile(r"\d[\d,.]*\s*(?:亿|万)?元")),
    ("期限", re.compile(r"(?:实施期|建设期|周期|期限)[^。；，]{0,6}?[\d一二两三四五]+\s*(?:年|个月)")),
    ("比例", re.compile(r"\d+(?:\.\d+)?\s*[%％]")),
    ("电话", re.compile(r"(?<!\d)0\d{2,3}[-－]?\d{7,8}(?!\d)")),
    ("邮箱", re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (
        "数量",
        re.compile(
            r"(?:超过|不少于|不低于|不超过|至少|达到)\s*\d+\s*[^\d\s，。；、]{1,2}|\d+\s*[件人家项个名条](?:[（(]含[）)])?以上"
        ),
    ),
)
_CONDITION_HEADING = re.compile(r"申报(?:主体|对象|条件|资格|范围)|支持对象|申请条件|应具备")


@dataclass(frozen=True)
class Found:
    """One figure of the guide."""

    kind: str
    clause: str
    words: str
    sentence: str


def figures(guide: Guide) -> Iterator[Found]:
    """Every figure in printed order."""
    for clause in guide.clauses:
        for sentence in re.split(r"(?<=[。；\n])", clause.text):
            for kind, pattern in _KINDS:
                for match in pattern.finditer(sentence):
                    yield Found(kind, clause.id, match.group(), sentence.strip())


def condition_roots(guide: Guide) -> list[Clause]:
    """The clauses whose heading says that conditions follow."""
    roots: list[Clause] = []
    for clause in guide.clauses:
        if clause.kind == "guide" and clause.level > 1 and _CONDITION_HEADING.search(clause.title):
            inside = any(root.id in {parent.id for parent in _parents(guide, clause)} for root in roots)
            if not inside:
                roots.append(clause)
    return roots


def _parents(guide: Guide, clause: Clause) -> Iterator[Clause]:
    parent = clause.parent
    while parent is not None:
        yield guide.by_id[parent]
        parent = guide.by_id[parent].parent
