"""Characters into paragraphs: runs in the font the blank intends, blanks that give way, boxes that get their tick.

A new run takes the run properties of the blank run it replaces, else those of the paragraph mark: that is where Word
keeps the font of an empty cell. Nothing else of the paragraph changes. (`copy` of an lxml element copies all below it.)
"""

from __future__ import annotations

from copy import copy

from lxml import etree
from lxml.etree import _Element as Element

from forms.docx_text import (
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    SPACE,
    VAL,
    Leaf,
    R,
    T,
    W,
    is_blank,
    leaves,
    text_of,
)

_NOT_FOR_RUNS = frozenset(f"{W}{tag}" for tag in ["ins", "del", "moveFrom", "moveTo", "rPrChange"])
_HINT_LOOK = frozenset(f"{W}{tag}" for tag in ["color", "i", "iCs", "vanish", "rStyle", "highlight", "shd"])
_HEADING = ("pStyle", "outlineLvl")
_MARK, _RUN_LOOK = f"{PPR}/{RPR}", f".//{R}/{RPR}"
_KEPT = frozenset([PPR, *(f"{W}{tag}" for tag in ("bookmarkStart", "bookmarkEnd"))])


def rewrite(paragraph: Element, lines: tuple[str, ...]) -> None:
    """The paragraph says the first line; the others follow in paragraphs of the same format."""
    look, home = _look(paragraph), _content_home(paragraph)
    if len(home) > 1 or home is not paragraph:
        for child in list(home):
            if child.tag not in _KEPT:
                home.remove(child)
    if len(lines) > 1:
        add_behind(paragraph, lines[1:], look=look)
    if lines[0]:
        add_run(home, lines[0], look)


def add_behind(paragraph: Element, lines: tuple[str, ...], *, look: Element | None = None) -> None:
    """New paragraphs behind this one in its format; behind a heading they are plain, in the style's own font."""
    properties = paragraph.find(PPR)
    heading = properties is not None and _is_heading(properties)
    if look is None and not heading:
        look = _look(paragraph)
    after = paragraph
    for line in lines:
        fresh = etree.Element(paragraph.tag, nsmap={"w": W[1:-1]})
        if properties is not None:
            kept = copy(properties)
            for tag in ("sectPr", "pageBreakBefore", *((*_HEADING, "keepNext", "numPr", "rPr") if heading else ())):
                for element in kept.findall(f"{W}{tag}"):
                    kept.remove(element)
            fresh.append(kept)
        if line:
            add_run(fresh, line, copy(look))
        after.addnext(fresh)
        after = fresh


def _is_heading(properties: Element) -> bool:
    """By outline level or style; Word's Chinese edition numbers its heading styles 1, 2, 3."""
    style = properties.find(f"{W}pStyle")
    name = "" if style is None else (style.get(VAL) or "").lower()
    return (
        properties.find(f"{W}outlineLvl") is not None or name.isdigit() or name.startswith(("heading", "title", "标题"))
    )


def splice(paragraph: Element, start: int, end: int, text: str) -> None:
    """The characters from `start` to `end` give way to `text`, which takes the format of what stands there."""
    offset, target, at = 0, None, 0
    for leaf in leaves(paragraph):
        stop = offset + len(leaf.text)
        if target is None and offset <= start < stop:
            target, at = leaf.element, start - offset
        if offset < end and stop > start:
            _cut(leaf, max(start - offset, 0), min(end, stop) - offset, keep=leaf.element is target)
        offset = stop
    if target is None:
        add_run(paragraph, text, _look(paragraph))
    elif target.tag == T:
        said = target.text or ""
        _say(target, said[:at] + text + said[at:])
    else:
        target.addprevious(fresh := etree.Element(T))
        _say(fresh, text)


def _cut(leaf: Leaf, start: int, end: int, *, keep: bool) -> None:
    element = leaf.element
    if element.tag == T:
        element.text = leaf.text[:start] + leaf.text[end:]
    elif not keep and (parent := element.getparent()) is not None:
        parent.remove(element)


# --- runs -----------------------------------------------------------------------------------------------------------


def add_run(home: Element, text: str, look: Element | None) -> None:
    """A run at the end of `home` says `text`, with `look` as its properties; tabs and line breaks become Word's own."""
    run = etree.SubElement(home, R)
    if look is not None:
        run.append(look)
    _say(etree.SubElement(run, T), text)


def _say(element: Element, text: str) -> None:
    """The `w:t` says `text`, followed by what is needed for its tabs and line breaks."""
    if "\n" not in text and "\t" not in text:
        element.text = text
        element.set(SPACE, "preserve")
        return
    last, chunk = element, ""
    element.text = ""
    element.set(SPACE, "preserve")
    current: Element | None = element
    for character in text:
        if character not in "\n\t":
            chunk += character
            continue
        last = _finish(current, last, chunk)
        current, chunk = None, ""
        mark = etree.Element(f"{W}br" if character == "\n" else f"{W}tab")
        last.addnext(mark)
        last = mark
    _finish(current, last, chunk)


def _finish(current: Element | None, last: Element, chunk: str) -> Element:
    if current is not None:
        current.text = chunk
        return current
    if not chunk:
        return last
    fresh = etree.Element(T)
    fresh.text = chunk
    fresh.set(SPACE, "preserve")
    last.addnext(fresh)
    return fresh


def _look(paragraph: Element) -> Element | None:
    """A copy of the run properties an answer takes here; None leaves it to the style."""
    mark = paragraph.find(_MARK)
    if len(paragraph) == 1 and mark is not None:
        return _without(copy(mark), _NOT_FOR_RUNS)
    written = paragraph.find(_RUN_LOOK)
    hint = not is_blank(text_of(paragraph))
    chosen = written if written is not None and (mark is None or not hint) else mark
    if chosen is None:
        return None
    return _without(copy(chosen), _NOT_FOR_RUNS | _HINT_LOOK if hint and chosen is written else _NOT_FOR_RUNS)


def _without(look: Element, unwanted: frozenset[str]) -> Element:
    for child in [child for child in look if child.tag in unwanted]:
        look.remove(child)
    return look


def _content_home(paragraph: Element) -> Element:
    """Where the runs live: the paragraph, or the content control that fills it. The control's placeholder state ends."""
    for control in (*paragraph.iterancestors(SDT), *paragraph.findall(SDT)):
        properties = control.find(f"{W}sdtPr")
        for tag in ("showingPlcHdr", "dataBinding", "temporary"):
            for element in properties.findall(f"{W}{tag}") if properties is not None else ():
                properties.remove(element)  # type: ignore[union-attr]
    inner = [child for child in paragraph if child.tag not in _KEPT]
    if len(inner) == 1 and inner[0].tag == SDT and (content := inner[0].find(SDT_CONTENT)) is not None:
        return content
    return paragraph
