"""Reads a .docx from standard input and writes what it says as plain WordprocessingML; run by `forms.limited`.

Paragraphs keep their text and whether they are headings, tables their cells and spans; everything else is left behind:
formatting, pictures, comments, hidden and deleted text, fields. What goes wrong ends the process.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from lxml import etree
from lxml.etree import _Element as Element

from forms.docx_map import children
from forms.docx_package import BODY, STYLES, parse_xml
from forms.docx_text import (
    PAGE_BREAK,
    PICTURE,
    PPR,
    RPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    WRAPPERS,
    P,
    R,
    T,
    W,
    leaves,
)  # fmt: skip
from programs.cleaning import clean_text

MOST_TEXT = 2_000_000
MOST_PARAGRAPHS = 60_000
DEEPEST = 12


class TooMuch(Exception):
    """Raised when a document holds more than any form."""


class Copier:
    """Copies a body, counting what it copies."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.headings = headings
        self.characters = self.paragraphs = 0

    def copy(self, parent: Element, to: Element, depth: int = 0) -> None:
        """The paragraphs and tables of `parent` as children of `to`."""
        if depth > DEEPEST:
            raise TooMuch
        for child in parent:
            if child.tag == P:
                self._paragraph(child, to)
            elif child.tag == TBL:
                self._table(child, to, depth)
            elif child.tag in WRAPPERS:
                self.copy(child, to, depth + 1)

    def _paragraph(self, element: Element, to: Element) -> None:
        text = clean_text("".join(leaf.text for leaf in leaves(element) if not _is_hidden(leaf.element)))
        text = text.replace(PAGE_BREAK, "").replace(PICTURE, "")
        self.characters += len(text)
        self.paragraphs += 1
        if self.characters > MOST_TEXT or self.paragraphs > MOST_PARAGRAPHS:
            raise TooMuch
        made = etree.SubElement(to, P)
        if self._is_heading(element):
            etree.SubElement(etree.SubElement(made, PPR), f"{W}outlineLvl").set(VAL, "0")
        etree.SubElement(etree.SubElement(made, R), T).text = text

    def _is_heading(self, element: Element) -> bool:
        properties = element.find(PPR)
        if properties is None:
            return False
        style, outline = properties.find(f"{W}pStyle"), properties.find(f"{W}outlineLvl")
        return outline is not None or (style is not None and style.get(VAL) in self.headings)

    def _table(self, element: Element, to: Element, depth: int) -> None:
        made = etree.SubElement(to, TBL)
        for row in children(element, TR):
            line = etree.SubElement(made, TR)
            before = row.find(f"{TRPR}/{W}gridBefore")
            if before is not None:
                etree.SubElement(etree.SubElement(line, TRPR), f"{W}gridBefore").set(VAL, _number(before.get(VAL)))
            for cell in children(row, TC):
                box = etree.SubElement(line, TC)
                properties = cell.find(TCPR)
                kept = etree.SubElement(box, TCPR)
                for tag in ("gridSpan", "vMerge", "hMerge"):
                    found = properties.find(f"{W}{tag}") if properties is not None else None
                    if found is not None:
                        value = found.get(VAL)
                        mark = etree.SubElement(kept, f"{W}{tag}")
                        if value is not None:
                            mark.set(VAL, _number(value) if tag == "gridSpan" else value)
                self.copy(cell, box, depth + 1)


def _number(value: str | None) -> str:
    return value if value is not None and value.isascii() and value.isdigit() and int(value) <= 200 else "1"


def _is_hidden(element: Element) -> bool:
    run = element if element.tag == R else element.getparent()
    mark = run.find(f"{RPR}/{W}vanish") if run is not None else None
    return mark is not None and mark.get(VAL, "1") not in ("0", "false", "off")


def plain(data: bytes) -> bytes:
    """The document's body as plain WordprocessingML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        root = parse_xml(archive.read(BODY), where=BODY)
        styles = parse_xml(archive.read(STYLES), where=STYLES) if STYLES in names else None
    headings = set()
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None and (name.get(VAL) or "").lower().startswith(("heading", "title", "标题")):
            headings.add(style.get(f"{W}styleId") or "")
    out = etree.Element(f"{W}document", nsmap={"w": W[1:-1]})
    Copier(frozenset(headings)).copy(root.find(f"{W}body"), etree.SubElement(out, f"{W}body"))
    return etree.tostring(out, encoding="UTF-8")


def main() -> None:
    """Write the plain body of what comes in."""
    sys.stdout.buffer.write(plain(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
