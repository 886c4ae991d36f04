"""Takes personal data out of a text before it leaves the room: to a language model, a log, or the gap list.

People disguise numbers without meaning to: full-width digits, Chinese digits, spaces, dashes. So the text is looked at
through a shadow (folded digits, separators gone) in which every character knows where it came from; what is found in the
shadow is blanked in the text. Amounts, years and counts are shorter than any personal number and stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set

MASK = "〔已隐去〕"

_CHINESE_DIGITS = dict(zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖幺", "001223456789123456789" + "1", strict=True))
_SEPARATORS = (
    set(" -–—－_.·・,，、/\\|:：()（）\t\u3000\u00a0*+#~'\"")
    | {chr(code) for code in range(0x200B, 0x2010)}
    | {"\ufeff"}
)
_BETWEEN = frozenset("・,，、/\\|:：\t~'\"")
"""Separators that may also stand between two numbers: 2021，138… is looked at both ways."""
_LOOKALIKES = {"Х": "X", "х": "X", "x": "X", "O": "O", "o": "O", "l": "1", "I": "1"}

_ID = re.compile(r"(?<!\d)[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dX](?!\d)")
_OLD_ID = re.compile(r"(?<!\d)[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:0086|86)?1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{9,11}(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)\d{16,}X?(?!\d)")
_EMAIL = re.compile(
    r"[A-Za-z0-9_.+-]+\s*(?:@|＠|[(（\[]at[)）\]]|艾特)\s*[A-Za-z0-9-]+(?:\s*(?:\.|．|点)\s*[A-Za-z0-9-]+)+",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:(?:19|20)\d{2})+")


def redact(text: str) -> str:
    """`text` with identity numbers, phones, accounts and e-mail addresses replaced by 〔已隐去〕."""
    spans = sorted(_spans(text))
    out: list[str] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        out += [text[at : max(at, start)], "" if start < at else MASK]
        at = end
    return "".join(out) + text[at:]


def holds_personal_data(text: str) -> bool:
    """Whether anything in `text` would be blanked."""
    return next(_spans(text), None) is not None


def private_parts(text: str) -> list[str]:
    """What would be blanked, as it stands in `text`."""
    return [text[start:end] for start, end in _spans(text)]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _EMAIL.finditer(text):
        yield match.span()
    for separators in (_SEPARATORS, _SEPARATORS - _BETWEEN):
        shadow, origin = _shadow(text, separators)
        for pattern in (_ID, _OLD_ID, _MOBILE, _LANDLINE, _ACCOUNT):
            for match in pattern.finditer(shadow):
                if not _YEARS.fullmatch(match.group()):
                    start = origin[match.start()]
                    yield start - text.startswith(("+", "＋"), max(0, start - 1), start), origin[match.end() - 1] + 1


def _shadow(text: str, separators: Set[str]) -> tuple[str, list[int]]:
    """The text with digits folded and `separators` dropped, and each character's place in the text."""
    kept: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        folded = unicodedata.normalize("NFKC", character)
        folded = _CHINESE_DIGITS.get(folded, folded)
        if folded in separators:
            continue
        if folded in _LOOKALIKES and kept and kept[-1].isdigit():
            folded = _LOOKALIKES[folded]
        for piece in folded:
            digit = unicodedata.digit(piece, None)
            kept.append(str(digit) if digit is not None else piece)
            origin.append(place)
    return "".join(kept), origin
