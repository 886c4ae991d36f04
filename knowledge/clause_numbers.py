"""Clause numbers in questions: `三（二）怎么说`, `第三条第二款`, `附件3 四（二）2（2）` lead to the clause without any search.

A number is read as a chain of labels. A chain that starts with a Chinese label names a clause from the top; `第4条` alone
names a child of whatever part of the guide the question speaks of, so that a gap in the official numbering can be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.chinese import normalise
from knowledge.numbers import read_number
from programs.clauses import Guide

_CN = r"[一二三四五六七八九十]{1,3}"
_CHAIN = re.compile(
    rf"(?:(?P<top>{_CN})(?:、|\.|，|(?=\()))?(?P<rest>(?:[(（](?:{_CN}|\d{{1,2}})[)）]|(?:(?<=[.、)一二三四五六七八九十])\d{{1,2}}(?![\d%万年月日个家件人份条项次元]))|\.)+)"
)
_ORDINAL = re.compile(rf"第({_CN}|\d{{1,2}})(?:大|小)?(?:条|部分|章|款|项|点|节|段|大点|小点)")
_CUE = re.compile(r"条|款|项|怎么说|写的?(?:是)?(?:什么|啥)|原文|内容|规定|讲的?|说的?|念|贴|全文|解释")
_LABELS = re.compile(rf"{_CN}|\d+")


def label_chain(clause_id: str) -> tuple[int, ...]:
    """The numbers of a clause id from the top: `三（二）` is (3, 2); empty for ids that are not numbers."""
    plain = normalise(clause_id.rstrip("'"))
    if not re.fullmatch(rf"(?:{_CN}|\d+|[().、])+", plain):
        return ()
    return tuple(int(read_number(label) or 0) for label in _LABELS.findall(plain))


def numbered_clauses(guide: Guide) -> Mapping[tuple[int, ...], str]:
    """Label chain to clause id, for clauses of the guide proper; of twins the first."""
    found: dict[tuple[int, ...], str] = {}
    for clause in guide.clauses:
        if chain := label_chain(clause.id):
            found.setdefault(chain, clause.id)
    return found


def asked_chain(question: str) -> tuple[tuple[int, ...], bool] | None:
    """The label chain a normalised question names and whether it counts from the top; None when it names none."""
    ordinals = [number for match in _ORDINAL.finditer(question) if (number := read_number(match.group(1))) is not None]
    if ordinals:
        first = _ORDINAL.search(question)
        from_top = bool(first and not first.group(1).isdigit()) or len(ordinals) > 1
        return tuple(int(number) for number in ordinals), from_top
    for match in _CHAIN.finditer(question):
        if not match["top"] or not _CUE.search(question):
            continue
        labels = [read_number(label) for label in _LABELS.findall(match.group())]
        if len(labels) > 1:
            return tuple(int(label or 0) for label in labels), True
    return None
