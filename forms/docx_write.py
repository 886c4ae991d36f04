"""Carries out a plan on a copy of the blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from forms.docx_blank import CompiledBlank
from forms.docx_boxes import tick
from forms.docx_edits import Edits, Plan
from forms.docx_runs import add_behind, rewrite, splice
from forms.docx_text import TR, TRPR, W14, P, W

_UNIQUE = tuple(f"{W14}{name}" for name in ("paraId", "textId"))
_ONCE = tuple(f"{W}{tag}" for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"))


def written(compiled: CompiledBlank, plan: Plan) -> bytes:
    """The body's XML with the plan carried out; the blank itself stays as it is."""
    root = deepcopy(compiled.root)
    paragraphs = list(root.iter(P))
    for number, repeated in plan.grown.items():
        _grow(paragraphs, number, repeated)
    _carry_out(plan, paragraphs)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _carry_out(edits: Edits, paragraphs: Sequence[Element] | Mapping[int, Element]) -> None:
    for number, offsets in edits.ticks.items():
        for offset in offsets:
            tick(paragraphs[number], offset)
    for number, spans in edits.splices.items():
        for start, end, text in sorted(spans, reverse=True):
            splice(paragraphs[number], start, end, text)
    for number, lines in edits.behind.items():
        add_behind(paragraphs[number], lines)
    for number, lines in edits.texts.items():
        rewrite(paragraphs[number], lines)
        _let_grow(paragraphs[number])
    for number in edits.removed:
        if (parent := paragraphs[number].getparent()) is not None:
            parent.remove(paragraphs[number])


def _grow(paragraphs: list[Element], number: int, repeated: list[Edits]) -> None:
    """Copies of the row that holds this paragraph, one for each set of edits, behind it and in order."""
    row = next(iter(paragraphs[number].iterancestors(TR)))
    inside = list(row.iter(P))
    first = number - inside.index(paragraphs[number])  # a row's paragraphs have consecutive numbers
    model = _without_identities(deepcopy(row))
    after = row
    for edits in repeated:
        fresh = deepcopy(model)
        _carry_out(edits, dict(enumerate(fresh.iter(P), first)))
        after.addnext(fresh)
        after = fresh


def _without_identities(row: Element) -> Element:
    """The row without what may occur only once in a document: paragraph ids, bookmarks, ids of controls."""
    for element in list(row.iter()):
        for name in _UNIQUE:
            if name in element.attrib:
                del element.attrib[name]
        if element.tag in _ONCE or (element.tag == f"{W}id" and element.getparent().tag == f"{W}sdtPr"):  # type: ignore[union-attr]
            element.getparent().remove(element)  # type: ignore[union-attr]
    return row


def _let_grow(paragraph: Element) -> None:
    """A row of exact height would cut the answer off: its height becomes the least one."""
    for row in paragraph.iterancestors(TR):
        height = row.find(f"{TRPR}/{W}trHeight")
        if height is not None and height.get(f"{W}hRule") == "exact":
            height.set(f"{W}hRule", "atLeast")
