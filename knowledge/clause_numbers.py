"""Clause numbers in questions: `三（二）怎么说`, `第三条第二款`, `附件3 四（二）2（2）` lead to the clause without any search.

A number is read as a chain of labels. A chain that starts with a Chinese label names a clause from the top; `第4条` alone
names a child of whatever part of the guide the question speaks of, so that a gap in the official numbering can be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

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


@lru_cache(maxsize=4096)
def label_chain(clause_id: str) -> tuple[int, ...]:
    """The numbers of a clause id from the top: `三（二）` is (3, 2); empty for ids that are not numbers."""
    plain = normalise(clause_id).replace("'", "")
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


@lru_cache(maxsize=4096)
def printed_labels(text: str) -> str:
    """Labels without what people write differently: `四、（一）` and `四（一）` are one, `四.1` and `四（1）` are not."""
    return re.sub(r"[.、，'\s]", "", normalise(text))


def asked_labels(question: str) -> str:
    """The chain of labels a normalised question prints (`四(二)2(2)`), in the form of `printed_labels`; empty for none."""
    for match in _CHAIN.finditer(question):
        labels = printed_labels(match.group())
        if match["top"] and len(_LABELS.findall(labels)) > 1 and ("(" in labels or _CUE.search(question)):
            return labels
    return ""


def asked_ordinals(question: str) -> tuple[tuple[int, ...], bool]:
    """The ordinals a normalised question names (`第三条第二款` is (3, 2)) and whether they count from the top."""
    matches = list(_ORDINAL.finditer(question))
    numbers = tuple(int(read_number(match.group(1)) or 0) for match in matches)
    return numbers, len(numbers) > 1 or bool(matches and not matches[0].group(1).isdigit())
