"""Cleans text once, at the border where it comes in; everything behind it may assume clean text.

Taken away is what nobody types on purpose and what breaks documents or deceives readers: control characters, lone
surrogates, noncharacters, direction overrides, zero-width and tag characters. Everything a name may hold stays: rare
characters (𠮷, 㐂), the private use area, emoji with their joiners, combining marks. Composition is NFC, never NFKC, and
compatibility ideographs and ideographic variation selectors
keep their shape, because they stand in people's names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb"
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
_INVISIBLE += "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"

_KINDS = (
    ("控制字符", re.compile(f"[{_CONTROL}]")),
    ("残缺的字符", re.compile(f"[{_BROKEN}]")),
    ("改变文字方向的字符", re.compile(f"[{_DIRECTION}]")),
    ("看不见的字符", re.compile(f"[{_INVISIBLE}]")),
)
_SUSPICIOUS = re.compile(f"[\r\x0b\x0c\x85\u2028\u2029\u200d{_CONTROL}{_BROKEN}{_DIRECTION}{_INVISIBLE}]")

_PICTURE = "\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_PICTURE}])\u200d|\u200d(?![{_PICTURE}])")
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
"""Runs without compatibility ideographs, whose shape NFC would change."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text, and in Chinese the kinds of characters that were taken away from it."""

    text: str
    removed: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """One sentence for the person, empty when nothing was taken away."""
        return f"已去掉{'、'.join(self.removed)}。" if self.removed else ""


def clean(text: str) -> Cleaned:
    """`text` in NFC with `\\n` as its only line break and nothing in it that XML, a font or a reader could trip over.

    Cleaning clean text changes nothing. Length is not limited and white space at the ends stays.
    """
    removed: list[str] = []
    if _SUSPICIOUS.search(text):
        text = _LINE_BREAK.sub("\n", text)
        for name, pattern in _KINDS:
            text, count = pattern.subn("", text)
            if count:
                removed.append(name)
        text, count = _STRAY_JOINER.subn("", text)
        if count and removed[-1:] != ["看不见的字符"]:
            removed.append("看不见的字符")
    if not unicodedata.is_normalized("NFC", text):
        text = _COMPOSABLE.sub(lambda run: unicodedata.normalize("NFC", run.group()), text)
    return Cleaned(text, tuple(removed))


def clean_text(text: str) -> str:
    """The clean text alone, where nobody has to be told."""
    return clean(text).text


def narrow(text: str) -> str:
    """`text` with full-width ASCII and white space made half-width, for reading codes and numbers, never for storing prose.

    Unlike NFKC it leaves ² ½ ① Ⅷ 𝟙 as they are, so that they can be refused instead of being misread.
    """
    return text.translate(_NARROW)


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x2002: 0x20,
    0x2003: 0x20,
    0x2009: 0x20,
    0x202F: 0x20,
    0xFFE5: 0x00A5,
    0x2212: 0x2D,
    0x2010: 0x2D,
    0x2011: 0x2D,
    0x2012: 0x2D,
    0x2013: 0x2D,
    0x2014: 0x2D,
    0xFE63: 0x2D,
}
