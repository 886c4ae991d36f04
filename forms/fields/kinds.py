"""What every field type offers, and the answers that are the same for all of them (无, 不适用, 不清楚).

A kind turns what a person typed, or plain JSON of an answers file, into a canonical value or a slip. It is handed clean
text (`programs.cleaning`) and never raises on any input. Words like 无 are dealt with before a kind is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from forms.models import Field, FieldType, Slip
from programs.values import Special, Value

Raw: TypeAlias = Any
"""Clean text, or plain JSON: str, int, Decimal, bool, list, dict."""
Json: TypeAlias = Any
"""What `json.dumps` takes: str, int, float, bool, list, dict."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value as read, before the registry adds how it is repeated to the person."""

    value: Value
    doubt: str = ""


class FieldKind(Protocol):
    """One field type."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The canonical value, or what is wrong and how to mend it."""

    def to_json(self, field: Field, value: Value) -> Json:
        """Plain JSON that `parse` turns into the same value again."""

    def printed(self, field: Field, value: Value) -> str:
        """The value as it stands in the document, without its unit."""

    def echo(self, field: Field, value: Value) -> str:
        """The value as the assistant repeats it, with its unit."""


class PlainKind:
    """What most kinds share: the value is its own JSON, is printed as it is, and repeated with its unit."""

    def to_json(self, field: Field, value: Value) -> Json:
        """The value itself."""
        return value

    def printed(self, field: Field, value: Value) -> str:
        """The value as text."""
        return str(value)

    def echo(self, field: Field, value: Value) -> str:
        """The printed value with its unit in brackets."""
        text = self.printed(field, value)
        return f"{text}（{field.unit}）" if field.unit else text


def words(text: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(text.split())


# --- answers every type knows ---------------------------------------------------------------------------------------

_NONE = frozenset({"无", "没有", "没", "暂无", "暂时没有", "目前没有", "无无", "none", "/", "\\", "-", "--", "—", "——"})
_NOT_APPLICABLE = frozenset({"不适用", "不涉及", "不适用本单位", "n/a", "na", "不相关"})
_UNSURE = words(
    "不知道 不清楚 不确定 不详 不晓得 不了解 不太清楚 不好说 未知 待定 待补 待补充 待确认 待填 待查 还没定 "
    "还不知道 还不清楚 没想好 说不准 忘了 忘记了 再说 稍后 稍后再填 以后再填 以后再说 先空着 空着 略 暂缺 不记得 "
    "记不清 ? ？ ?? ？？"
)
_DITTO = words("同上 同前 同左 如上 见上 见上文 如前 同上一项 和上面一样 跟上面一样")


def folded(text: str) -> str:
    """`text` for comparing with known words: no white space, no closing punctuation, lower case."""
    return "".join(text.split()).rstrip("。.！!，,；;").lower()


def special_of(raw: Raw) -> Special | None:
    """无 or 不适用 when that is what was typed or what the answers file says, else None."""
    if isinstance(raw, dict) and len(raw) == 1:
        key, value = next(iter(raw.items()))
        if value is True and key in ("none", "not_applicable"):
            return Special(key)
    if isinstance(raw, str) and len(raw) <= 12:
        word = folded(raw)
        if word in _NONE:
            return Special.NONE
        if word in _NOT_APPLICABLE:
            return Special.NOT_APPLICABLE
    return None


def no_answer(field: Field, raw: str) -> Slip | None:
    """The slip for text that answers nothing (empty, 不清楚, 同上), None for everything else."""
    if not raw.strip():
        return Slip(f"没有读到内容。请填“{field.label}”，没有就写“无”，暂时不知道可以说“跳过”。")
    if len(raw) <= 12:
        word = folded(raw)
        if word in _UNSURE or not word:
            return Slip(f"“{raw.strip()}”还不能算答案。“{field.label}”暂时不知道的话可以说“跳过”，以后再补。")
        if word in _DITTO:
            return Slip(f"“{raw.strip()}”看不出指哪一项。请把“{field.label}”的内容完整写出来。")
    return None


SPECIAL_JSON = {Special.NONE: "none", Special.NOT_APPLICABLE: "not_applicable"}
SPECIAL_PRINTED = {Special.NONE: "无", Special.NOT_APPLICABLE: "不适用"}


def wrong_kind(field: Field, raw: Raw, wanted: str) -> Slip:
    """The slip for JSON of the wrong type, saying what was wanted."""
    shown = {bool: "是/否值", int: "数字", Decimal: "数字", list: "列表", dict: "对象", str: "文字"}.get(
        type(raw), "别的东西"
    )
    return Slip(f"“{field.label}”应为{wanted}，给的是{shown}。")


def as_text(raw: Raw) -> str | None:
    """Text of a code that an answers file may hold as text or as a whole number; None for anything else."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    return None


NUMERIC = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY, FieldType.PERCENT})
"""Types that can be added up."""
