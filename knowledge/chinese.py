"""What a person typed, made comparable with what a guide prints: width, script, sound, number, and the cut into grams.

Everything works on plain characters: one, two and three neighbouring ones, never across punctuation. Word segmentation
was measured and is not better on these texts, and its dictionary costs half a second at the start.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from knowledge.numbers import MARK, mask

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_RUN = re.compile(rf"[a-z0-9@&._+-]*[a-z0-9]|[\u3400-\u9fff{MARK}%\U00020000-\U0003ffff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def without_invisible(text: str) -> str:
    """`text` without characters that take no room and can hide words."""
    return _INVISIBLE.sub("", text)


def normalise(text: str) -> str:
    """`text` in half width, simplified characters and lower case, without invisible characters; white space is one blank."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return " ".join(simplified(text).split())


def simplified(text: str) -> str:
    """`text` in simplified characters; the converter is loaded only when a character outside GB 2312 turns up."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        pass
    else:
        return text
    if all(_is_simplified(char) for char in text if char > "\u3400"):
        return text
    return str(_converter().convert(text))


@lru_cache(maxsize=8192)
def _is_simplified(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return not "\u3400" <= char <= "\u9fff"
    return True


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def grams(text: str, *, sizes: tuple[int, ...] = (1, 2)) -> list[str]:
    """The character grams of normalised `text`: numbers masked to `№unit` and added as literals, Latin words whole."""
    masked, literals = mask(text)
    out: list[str] = list(literals)
    for run in _RUN.findall(masked):
        out += _cut(run, sizes)
    return out


@lru_cache(maxsize=512)
def _cut(run: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    """The grams of characters without anything between them; kept a while, for a question is cut whole and in parts."""
    if run[0] < "\u0100" and run[0] != "%":
        return (run,)
    cut = (run[at : at + size] for size in sizes for at in range(len(run) - size + 1))
    return tuple(gram for gram in cut if gram != MARK)


def han_share(text: str) -> float:
    """The share of Chinese characters among the letters of `text`; 1 when it has no letters."""
    letters = [char for char in text if char.isalpha()]
    return sum(bool(_HAN.match(char)) for char in letters) / len(letters) if letters else 1.0
