"""A body written out flat, so that two documents can be compared token by token."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from forms.docx_map import children
from forms.docx_text import TBL, TC, TR, WRAPPERS, P, text_of


@dataclass(frozen=True)
class Flat:
    """A body as a list of tokens: `<table`, `<row`, `<cell`, `>` for structure, everything else a paragraph's text."""

    tokens: list[str]
    places: dict[Element, int]
    """Paragraph to the place of its token."""
    rows: dict[Element, tuple[int, int]]
    """Table row to the places of its first token and the one after its last."""


def flatten(body: Element) -> Flat:
    """The body's paragraphs and tables as tokens, content controls looked through."""
    flat = Flat([], {}, {})
    _flatten(body, flat.tokens, flat)
    return flat


def tokens_of(body: Element) -> list[str]:
    """The tokens alone, for comparing; no element is kept."""
    tokens: list[str] = []
    _flatten(body, tokens, None)
    return tokens


def _flatten(parent: Element, tokens: list[str], flat: Flat | None) -> None:
    for child in parent:
        tag = child.tag
        if tag == P:
            if flat is not None:
                flat.places[child] = len(tokens)
            tokens.append(text_of(child))
        elif tag == TBL:
            tokens.append("\0<table")
            for row in children(child, TR):
                begin = len(tokens)
                tokens.append("\0<row")
                for cell in children(row, TC):
                    tokens.append("\0<cell")
                    _flatten(cell, tokens, flat)
                if flat is not None:
                    flat.rows[row] = (begin, len(tokens))
            tokens.append("\0>")
        elif tag in WRAPPERS:
            _flatten(child, tokens, flat)
