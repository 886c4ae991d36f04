"""Yes, no, or it depends: a number the person gives against the threshold the clause prints.

Says something only when both sides are certain: one number in the question with the unit of one threshold, or several
told apart by the words before them or by being the very number printed. Everything else is left to the quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.chinese import grams, normalise
from knowledge.numbers import Quantity, quantities

Operator = Literal[">", ">=", "<", "<="]
_BEFORE: tuple[tuple[re.Pattern[str], Operator], ...] = (
    (re.compile(r"(?:不超过|至多|最多|不多于|不得超过|不高于)$"), "<="),
    (re.compile(r"(?:超过|多于|大于|高于)$"), ">"),
    (re.compile(r"(?:不少于|不低于|不小于|至少|达到|最少)$"), ">="),
    (re.compile(r"(?:少于|低于|小于)$"), "<"),
)
_AFTER: tuple[tuple[re.Pattern[str], Operator], ...] = (
    (re.compile(r"^(?:\(含\)|（含）)?以上"), ">="),
    (re.compile(r"^(?:\(含\)|（含）)?以(?:内|下)"), "<="),
)
_ASKS = re.compile(r"够|行不|行吗|能不能|可以|算|达标|符合|合格|过得去|能过|卡|差|缺|少|符不|满足|超|[吗么]")
_CONTEXT = 14
_VAGUE = frozenset({"个", "项", "次", "份", "条", "元", "%", "年", "个月", "日"})
"""Units that say nothing of what is counted."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit printed in a clause."""

    value: Decimal
    unit: str
    operator: Operator
    before: str
    after: str
    printed: str
    """The words that state it, as printed after normalisation: `超过100件`."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A person's number held against a printed limit."""

    given: str
    threshold: Threshold
    met: bool
    gap: Decimal
    """How much is missing at least to reach the limit; 0 when it is met."""


def thresholds(text: str) -> list[Threshold]:
    """The limits a clause prints, in order."""
    plain = normalise(text)
    found = []
    for item in quantities(plain):
        if item.value is None:
            continue
        before, after = plain[max(0, item.start - _CONTEXT) : item.start], plain[item.end : item.end + _CONTEXT]
        for pattern, operator in _BEFORE:
            if match := pattern.search(before):
                found.append(
                    Threshold(
                        item.value,
                        item.unit,
                        operator,
                        before[: match.start()],
                        after,
                        match.group() + plain[item.start : item.end],
                    )
                )
                break
        else:
            for pattern, operator in _AFTER:
                if match := pattern.search(after):
                    found.append(
                        Threshold(
                            item.value, item.unit, operator, before, after, plain[item.start : item.end] + match.group()
                        )
                    )
                    break
    return found


def compare(question: str, quote: str) -> Comparison | None:
    """The person's number against the clause's limit when both are beyond doubt, else None."""
    plain = normalise(question)
    if not _ASKS.search(plain):
        return None
    given = [item for item in quantities(plain) if item.value is not None]
    limits = thresholds(quote)
    pairs = [(item, limit) for item in given for limit in limits if item.unit == limit.unit]
    if len(pairs) == 1 and (pairs[0][0].unit not in _VAGUE or _shared_words(plain, *pairs[0])):
        return _judge(plain, *pairs[0])
    equal = [(item, limit) for item, limit in pairs if item.value == limit.value]
    if len(equal) == 1:
        return _judge(plain, *equal[0])
    told_apart = [pair for pair in (_closest(plain, item, limits) for item in given) if pair is not None]
    return _judge(plain, *told_apart[0]) if len(told_apart) == 1 else None


def _closest(plain: str, item: Quantity, limits: Sequence[Threshold]) -> tuple[Quantity, Threshold] | None:
    own = set(grams(plain[max(0, item.start - _CONTEXT) : item.start], sizes=(2,)))
    near = sorted(
        ((len(own & set(grams(limit.before, sizes=(2,)))), limit) for limit in limits if limit.unit == item.unit),
        key=lambda pair: -pair[0],
    )
    if not near or near[0][0] == 0 or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return item, near[0][1]


def _shared_words(plain: str, item: Quantity, limit: Threshold) -> bool:
    """Whether the words around both numbers have a pair of characters in common."""
    around = plain[max(0, item.start - _CONTEXT) : item.end + _CONTEXT]
    return bool(
        set(grams(around, sizes=(2,))) & set(grams(f"{limit.before} {limit.after}", sizes=(2,))) - {f"№{item.unit}"}
    )


def _judge(plain: str, item: Quantity, limit: Threshold) -> Comparison:
    assert item.value is not None
    value = item.value
    met = {">": value > limit.value, ">=": value >= limit.value, "<": value < limit.value, "<=": value <= limit.value}
    short = limit.value - value if limit.operator in (">", ">=") else value - limit.value
    return Comparison(
        plain[item.start : item.end], limit, met[limit.operator], Decimal(0) if met[limit.operator] else short
    )
