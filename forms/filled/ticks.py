"""Which boxes of a filled form are ticked: ☑, a symbol of a picture font, √ beside or in brackets, ■, in any of their makes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forms.docx_boxes import boxes_in
from forms.docx_text import OPEN_BOXES

_TICKED = "☑☒■◼⬛✓✔√✅▣●✗✘Ö"
_BRACKETED = re.compile(rf"[（(\[【]\s*[{_TICKED}{OPEN_BOXES}]\s*[)）\]】]")
_EMPTY = re.compile(r"[（(\[【][ \u3000\u00a0]{1,6}[)）\]】]")
_BESIDE = re.compile(
    rf"[{OPEN_BOXES}][ \u3000]?[{_TICKED}]|[{_TICKED}][ \u3000]?[{OPEN_BOXES}](?=[ \u3000]*$|[ \u3000]{{2,}})"
)
_ANY = re.compile(f"[{_TICKED}]")


def ticked(text: str, options: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    """The values whose box is ticked, in the form's order, and whether the text has boxes at all."""
    marked = _BRACKETED.sub(lambda found: "☑" if _ANY.search(found.group()) else "□", text)
    marked = _EMPTY.sub("□", marked)
    marked = _BESIDE.sub("☑", marked)
    marked = _ANY.sub("☑", marked)
    chosen: list[str] = []
    boxes = False
    for line in marked.split("\n"):
        places = boxes_in(line.replace("☑", "□"), options)
        boxes = boxes or bool(places)
        chosen += [value for value, place in places.items() if line[place] == "☑"]
    return tuple(value for value in options if value in chosen), boxes
