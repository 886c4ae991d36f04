"""What a paragraph of a .docx says, character by character, and which element each character stands in.

python-docx does not see content controls and symbol-font boxes; here they are text like any other. A check box of any
make (□, ☐, a Wingdings symbol, a content control, a legacy form field) reads as `□`, ticked as `☑`. A tab is `\\t`, a line
break `\\n`, a page break `\\f`, a picture `\\ufffc`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
P, R, T, TAB, BR, CR, SYM, TBL, TR, TC = (
    f"{W}{tag}" for tag in ["p", "r", "t", "tab", "br", "cr", "sym", "tbl", "tr", "tc"]
)
PPR, RPR, TCPR, TRPR, VAL, SPACE = (
    *(f"{W}{tag}" for tag in ["pPr", "rPr", "tcPr", "trPr", "val"]),
    "{http://www.w3.org/XML/1998/namespace}space",
)
SDT, SDT_CONTENT = f"{W}sdt", f"{W}sdtContent"
WRAPPERS = frozenset(
    {SDT, SDT_CONTENT}
    | {f"{W}{tag}" for tag in ["ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"]}
)
"""Elements that are transparent: what they hold belongs to the paragraph, row or body around them."""

OPEN, TICKED, PICTURE, PAGE_BREAK = "□", "☑", "\ufffc", "\f"
OPEN_BOXES = "□☐◻▢❏❐❑❒"
_WINGDINGS = {"A8": OPEN, "6F": OPEN, "70": OPEN, "71": OPEN, "72": OPEN, "FE": TICKED, "FD": TICKED}
_WINGDINGS_2 = {"A3": OPEN, "2A": OPEN, "30": OPEN, "52": TICKED, "54": TICKED, "53": TICKED}
_PICTURES = frozenset(f"{W}{tag}" for tag in ["drawing", "pict", "object"])


class Leaf(NamedTuple):
    """One element of a paragraph that prints something, and what it prints."""

    element: Element
    text: str


def leaves(paragraph: Element) -> list[Leaf]:
    """Everything the paragraph prints, in order; deleted text and field codes left out."""
    return list(_leaves(paragraph))


def _leaves(parent: Element) -> Iterator[Leaf]:
    for child in parent:
        tag = child.tag
        if tag == T:
            yield Leaf(child, child.text or "")
        elif tag == R:
            yield from _leaves(child)
        elif tag == SDT and (box := child.find(f"{W}sdtPr/{W14}checkbox")) is not None:
            checked = box.find(f"{W14}checked")
            yield Leaf(child, TICKED if checked is not None and checked.get(f"{W14}val") in ("1", "true") else OPEN)
        elif tag in WRAPPERS:
            yield from _leaves(child)
        elif tag == TAB:
            yield Leaf(child, "\t")
        elif tag in (BR, CR):
            yield Leaf(child, PAGE_BREAK if child.get(f"{W}type") in ("page", "column") else "\n")
        elif tag == SYM:
            yield Leaf(child, symbol(child))
        elif tag == f"{W}noBreakHyphen":
            yield Leaf(child, "-")
        elif tag == f"{W}fldChar" and (legacy := child.find(f"{W}ffData/{W}checkBox")) is not None:
            yield Leaf(child, TICKED if _legacy_checked(legacy) else OPEN)
        elif tag in _PICTURES or (isinstance(tag, str) and tag.endswith("}AlternateContent")):
            yield Leaf(child, PICTURE)


def symbol(element: Element) -> str:
    """What a `w:sym` shows: a box where it is one, else the character of its own code."""
    code = (element.get(f"{W}char") or "F020").upper()
    boxes = _WINGDINGS_2 if (element.get(f"{W}font") or "").endswith("2") else _WINGDINGS
    return boxes.get(code[-2:], chr(int(code, 16)))


def _legacy_checked(box: Element) -> bool:
    mark = box.find(f"{W}checked")
    mark = box.find(f"{W}default") if mark is None else mark
    return mark is not None and mark.get(VAL, "1") in ("1", "true", "on")


def text_of(paragraph: Element) -> str:
    """All a paragraph prints. Most hold nothing but runs of plain text, which is read without a detour."""
    parts = []
    for child in paragraph:
        if child.tag == R:
            for leaf in child:
                if leaf.tag == T:
                    parts.append(leaf.text or "")
                elif leaf.tag != RPR:
                    return "".join(found.text for found in _leaves(paragraph))
        elif child.tag != PPR:
            return "".join(found.text for found in _leaves(paragraph))
    return "".join(parts)


# --- comparing ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` as labels are compared: no white space or invisible characters, full-width forms narrowed."""
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it came from; one more offset for the end."""
    folded, offsets = [], []
    for place, character in enumerate(text):
        for piece in _fold_character(character):
            folded.append(piece)
            offsets.append(place)
    return "".join(folded), [*offsets, len(text)]


def bare(text: str) -> str:
    """The folded label without the colon that may close it."""
    return fold(text).rstrip(":")


def is_blank(text: str) -> bool:
    """Whether a paragraph's text is nothing but white space to write on; a page break or a picture is not."""
    return PAGE_BREAK not in text and not text.strip()


def width(text: str) -> int:
    """How many half-width columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
