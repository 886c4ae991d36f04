"""The points that a form or guide wants a long text to cover, and which of them a text already speaks of.

The points are taken from the field's own help, which quotes the form (`包括专利池名称、建立时间、涉及产业领域…`); nothing is added.
Whether a text covers a point is told by its words alone: it is a list to compare with, no judgement of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from forms.models import Field, FieldType

FEWEST = 3
MOST = 12
_QUOTED = re.compile(r"提示是“([^”]+)”")
_NUMBERED = re.compile(r"[①②③④⑤⑥⑦⑧⑨]([^①②③④⑤⑥⑦⑧⑨。]+)")
_LISTED = re.compile(
    r"(?:包括|对照[^：]*：|写[^：，、]{1,3}：)([^。]*、[^。]*?)(?:，可加页)?$|^((?:[^、。包写选可如按]{2,24}、){2,}[^。]*(?:情况|等))$"
)
"""What a hint lists: behind 包括, 对照…： or 写四块：, or the whole of it where it is nothing but a list."""
_SPLIT = re.compile(r"[、；;，,]|以及|和(?=[^、，；]{4})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_EMPTY = re.compile(
    r"(?:^(?:在.*中(?=.{4})|承担的?|发挥的?|主要的?|所|整体|相关|有关|近[两三]年|可)|等$|等情况$|情况$|方面$|工作$|各写一段$|可加页$|的$)"
)
_SMALL = re.compile(r"[的和与及在中等对把被为所有了是]")
_SHARE = 0.5


@dataclass(frozen=True)
class Point:
    """A point of an outline."""

    words: str
    covered: bool


def outline(field: Field, text: str = "") -> tuple[Point, ...]:
    """The points a long text is to cover, in the form's order, with whether `text` speaks of them; none where none are given."""
    return tuple(Point(words, _covers(text, words)) for words in points_of(field))


def points_of(field: Field) -> tuple[str, ...]:
    """The points that the field's help names; empty where it names fewer than three."""
    return _points(field.help) if field.type is FieldType.PARAGRAPH else ()


@lru_cache(maxsize=512)
def _points(help_text: str) -> tuple[str, ...]:
    numbered = _NUMBERED.findall(help_text)
    if numbered:
        return _tidy(numbered)
    quoted = _QUOTED.search(help_text)
    first = quoted[1] if quoted else help_text.split("。")[0]
    listed = _LISTED.search(first)
    if listed is None:
        return ()
    return _tidy(_SPLIT.split(_BRACKETS.sub("", listed[1] or listed[2])))


def _tidy(pieces: list[str]) -> tuple[str, ...]:
    found = []
    for piece in pieces:
        words = _BRACKETS.sub("", piece).strip(" 。；;，,：:“”")
        if 2 <= len(words.removesuffix("等").removesuffix("等情况")) <= 24:
            found.append(words.removesuffix("等情况").removesuffix("等"))
    unique = tuple(dict.fromkeys(found))
    return unique[:MOST] if len(unique) >= FEWEST else ()


def _covers(text: str, point: str) -> bool:
    """Whether at least half of the point's pairs of characters stand in the text; small words do not count."""
    core = point
    while (shorter := _EMPTY.sub("", core)) != core and len(shorter) >= 2:
        core = shorter
    pairs = {core[at : at + 2] for at in range(len(core) - 1)}
    telling = {pair for pair in pairs if not _SMALL.search(pair)} or pairs
    return sum(pair in text for pair in telling) >= _SHARE * len(telling)
