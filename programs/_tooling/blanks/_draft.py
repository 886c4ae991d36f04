"""What our own drafts share, where a guide brings no form: a cover that says so on its face, and rows of conditions.

Nothing here imitates an authority's form. The guide's words stand in quotes of the guide, our own words are headings.
"""

from __future__ import annotations

from collections.abc import Sequence

from programs._tooling.blank import FANGSONG, HEITI, SONGTI, Blank, Cell, Face, Para, Table, label, ticks

YES_NO = "□是　　□否"
LABEL = Face(SONGTI, "五号")
SMALL = Face(FANGSONG, "五号")


def cover(
    blank: Blank, title: str, lines: Sequence[tuple[str, ...]], note: str, *, why: str, before: float = 96
) -> None:
    """A cover that names the document a draft, and says below what it is for."""
    blank.title(title, before=before, after=8)
    blank.title("申报材料底稿", after=6, size="一号")
    blank.subtitle(f"（非官方表格，{why}）", size="四号")
    blank.para("", before=70)
    for labels in lines:
        blank.cover_line(*labels, left_mm=3, right_mm=157, size="小三", before=8)
    face = Face(FANGSONG, "小四")
    blank.para(Para(note, face, "both", first_chars=2, left_mm=8, right_mm=8, before=96, line=22))


def note(blank: Blank, text: str, *, before: float = 0) -> None:
    """A remark under a heading or a table, in our own words."""
    blank.para(text, face=Face(FANGSONG, "五号"), first_chars=2, before=before, after=4, keep_next=not before)


def part(blank: Blank, text: str, *, before: float = 10) -> None:
    """A heading inside a section; it counts as a heading for anchors."""
    blank.heading(text, before=before, after=4, size="小四")


def room(blank: Blank, text: str, lines: int) -> None:
    """A heading with empty lines below it to write into."""
    part(blank, text)
    blank.empty(lines, face=Face(FANGSONG, "小四"))


def words(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    """The guide's own words in a cell, left aligned."""
    return label(Para(text, SMALL, "both", before=3, after=3), colspan, rowspan)


def judged(table: Table, clause: str, text: str) -> None:
    """A row for a condition: clause, the guide's words, yes or no."""
    table.row(label(clause), words(text), ticks(YES_NO))


def header(table: Table, *texts: str) -> None:
    """A header row that repeats on every page."""
    table.row(*[label(Para(text, Face(HEITI, "五号"), "center")) for text in texts], header=True)


def boxes(options: Sequence[str], colspan: int = 1) -> Cell:
    """Check boxes below one another, one line each."""
    lines = tuple(Para(f"□ {text}", LABEL, "left", hanging_mm=5.5, left_mm=5.5, line=19) for text in options)
    return Cell(lines, colspan, 1, "label", "left")
