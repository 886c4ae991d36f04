"""What a language model may say: only what the cited words bear out. Deterministic, and strict on purpose.

The gate does not judge style. It refuses a sentence when anything a person could act on (a number, a date, an amount, a
name in quotation marks, an address, a verdict) does not stand in the words it was given; the extractive answer, which is
always there, is then shown alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MAX_CHARS = 300

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHINESE_NUMBER = re.compile(
    r"百分之[零〇一二两三四五六七八九十百]+|[零〇一二两三四五六七八九十百千万亿]+(?=[个件人家年月日天次份项条名元倍成%‰])"
)
_NAME = re.compile(r"[《“「『\"‘]([^《》“”「」『』\"‘’]{1,60})[》”」』\"’]")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|cn|net|org)\b", re.IGNORECASE)
_MARKUP = re.compile(r"!\[|\]\(|<[a-zA-Z/!]|```|\x1b|[\u202a-\u202e\u2066-\u2069]")
_MARKER = re.compile(r"[\[［【](\d{1,2})[\]］】]")
_VERDICT = re.compile(
    r"(?:您|你|贵)?(?:们|单位|公司|学校|协会|园区)?(?:不|未|没有?)?(?:符合(?:全部|申报)?条件|满足(?:全部|申报)?条件|够(?:条件|格|资格)|有资格|合格|达标)"
    r"|(?:不)?(?:可以|能够?|应当?|得以)(?:申报|报名|申请|通过|立项|入选)|一定|肯定|保证|必然|通过率|概率"
)
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def problems(text: str, evidence: Sequence[str], *, may_judge: bool = False) -> tuple[str, ...]:
    """Why `text` must not be shown, given the quoted words it may rest on; empty when it may.

    `may_judge` is true only when the rules themselves gave a verdict.
    """
    found: list[str] = []
    plain = _fold(text)
    ground = _fold("\n".join(evidence))
    cited = {int(match) for match in _MARKER.findall(plain)}
    if not plain.strip():
        found.append("空")
    if len(text) > MAX_CHARS:
        found.append("太长")
    if cited - set(range(1, len(evidence) + 1)):
        found.append("引用了不存在的条文")
    if _MARKUP.search(text) or _ADDRESS.search(plain):
        found.append("含有链接或标记")
    body = _MARKER.sub("", plain)
    known = numbers(ground)
    invented = sorted(numbers(body) - known)
    if invented:
        found.append(f"条文里没有这些数：{'、'.join(invented)}")
    ground_tight = re.sub(r"\s", "", ground)
    for name in _NAME.findall(body):
        if re.sub(r"\s", "", name) not in ground_tight:
            found.append(f"条文里没有“{name}”")
    if not may_judge and (verdict := _VERDICT.search(body)) and verdict.group() not in ground_tight:
        found.append(f"不该下结论：{verdict.group()}")
    if _mostly_foreign(body):
        found.append("不是中文")
    return tuple(found)


def numbers(text: str) -> set[str]:
    """Every number of a folded text in one form: `2,000万` and `两千万` both give `20000000`; the bare figure is kept too."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        value = float(match.group())
        found.add(_canonical(value))
        scale = {"万": 1e4, "亿": 1e8}.get(text[match.end() : match.end() + 1])
        if scale:
            found.add(_canonical(value * scale))
    for match in _CHINESE_NUMBER.finditer(text):
        spoken = match.group().removeprefix("百分之")
        if (value_ := _spoken(spoken)) is not None:
            found.add(_canonical(value_))
    return found


def _canonical(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def _spoken(text: str) -> float | None:
    """两千五百万 as a number; None when it is not one."""
    total, section, digit = 0.0, 0.0, 0.0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        elif character in "万亿":
            total = (total + section + digit or 1) * {"万": 1e4, "亿": 1e8}[character]
            section = digit = 0
        else:
            return None
    return total + section + digit


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _mostly_foreign(text: str) -> bool:
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    letters = sum(character.isalpha() for character in text)
    return letters > 0 and chinese * 2 < letters
