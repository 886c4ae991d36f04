"""The photo of a business licence: name, credit code, address and legal representative, as proposals to be checked.

Recognising letters needs the optional extra `[ocr]`; without it photos are not fetched at all. Which line is what is told by
the printed labels and where they stand; a credit code counts on its check digit.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue import messages as m
from forms.fields.registry import to_json, understand
from forms.limited import LimitedReader
from forms.models import Field, Understood
from programs.cleaning import clean_text, narrow

_READER = LimitedReader(
    Path(__file__).with_name("licence_child.py"), memory_mb=6144, processor_seconds=60, seconds=90,
    too_slow="照片识别太久，没有读成。", unreadable="照片打不开，可能已损坏或太大。",
    mend="请拍正、拍清楚再发一次；或者把执照上的文字打出来，写成“单位名称：……”一行一项。",
)  # fmt: skip
_LABELS: Mapping[str, tuple[str, ...]] = {
    "unit_name": ("名称", "单位名称", "机构名称", "企业名称"),
    "legal_representative": ("法定代表人", "负责人", "经营者", "投资人", "执行事务合伙人"),
    "unit_address": ("住所", "经营场所", "主要经营场所", "营业场所", "地址"),
}
_OTHERS = (
    "类型",
    "注册资本",
    "成立日期",
    "营业期限",
    "经营范围",
    "登记机关",
    "宗旨和业务范围",
    "开办资金",
    "举办单位",
    "经费来源",
    "有效期",
)
_CODE = re.compile(r"[0-9A-Z]{18}")
_MISREAD = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"})


@dataclass(frozen=True)
class Seen:
    """A line of a photo and where it stands."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    certainty: float = 1.0

    @property
    def plain(self) -> str:
        """The text without white space, half-width."""
        return re.sub(r"\s", "", narrow(clean_text(self.text)))


Recogniser = Callable[[bytes, str], Sequence[Seen]]


def installed() -> bool:
    """Whether photos can be read in this installation."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


def recognised(data: bytes, name: str) -> Sequence[Seen]:
    """The lines of a photo, read by a limited process.

    Raises:
        BadFile: it is no picture, too large, or takes too long.
    """
    return [Seen(*line) for line in json.loads(_READER.read(data, name))]


def licence(lines: Sequence[Seen], fields: Mapping[str, Field]) -> tuple[m.Lifted, ...]:
    """The answers that the lines of a licence hold, as far as their fields read them."""
    said = {"credit_code": _code(lines, fields), **{key: _beside(lines, names) for key, names in _LABELS.items()}}
    found = []
    for key, words in said.items():
        field = fields.get(key)
        understood = understand(field, words) if field is not None and words else None
        if field is not None and isinstance(understood, Understood):
            found.append(
                m.Lifted(field=key, value=to_json(field, understood.value), words=words, doubt=understood.doubt)
            )
    return tuple(found)


def _code(lines: Sequence[Seen], fields: Mapping[str, Field]) -> str:
    """The credit code: the first whose check digit is right, letters that look like digits tried too; else the first at all."""
    field = fields.get("credit_code")
    first = ""
    for line in lines:
        for match in _CODE.finditer(line.plain.upper()):
            for code in dict.fromkeys((match.group(), match.group().translate(_MISREAD))):
                understood: Any = understand(field, code) if field is not None else None
                if isinstance(understood, Understood) and not understood.doubt:
                    return code
            first = first or match.group()
    return first


def _beside(lines: Sequence[Seen], names: Sequence[str]) -> str:
    """What stands behind a label: in its own line, or right of it, with what goes on below."""
    labels = (*_OTHERS, *(name for several in _LABELS.values() for name in several))
    for name in sorted(names, key=len, reverse=True):
        for line in lines:
            if not line.plain.startswith(name):
                continue
            rest = line.plain[len(name) :].lstrip(":：")
            if rest:
                return rest + _below(lines, line, labels, from_left=line.left + 1)
            if any(other.plain.startswith(name) and len(other.plain) > len(name) for other in lines):
                continue
            right = [one for one in lines if one.left >= line.right - 5 and _same_row(one, line)]
            if right:
                nearest = min(right, key=lambda one: one.left)
                return nearest.plain.lstrip(":：") + _below(lines, nearest, labels, from_left=nearest.left)
    return ""


def _same_row(one: Seen, other: Seen) -> bool:
    middle = (one.top + one.bottom) / 2
    return other.top <= middle <= other.bottom


def _below(lines: Sequence[Seen], line: Seen, labels: Sequence[str], from_left: float) -> str:
    """What goes on in the next line: right below, beginning where the value began, and beginning with no label."""
    height = line.bottom - line.top
    for one in lines:
        near = 0 < one.top - line.bottom < 0.9 * height and abs(one.left - from_left) < 1.5 * height
        if near and not one.plain.startswith(tuple(labels)) and _alone(one, lines):
            return one.plain
    return ""


def _alone(line: Seen, lines: Sequence[Seen]) -> bool:
    """Whether nothing stands left of it in its row, so that it goes on with the row above."""
    return not any(one is not line and one.right <= line.left + 5 and _same_row(one, line) for one in lines)
