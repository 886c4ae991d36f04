"""Cuts pasted or typed tables into cells: from Excel or WPS (tabs), with ｜, commas or blanks, one row a line or by ；.

It knows nothing of types. Which line is a header, which is the 合计 row, is found by comparing with printed labels.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from forms.models import Field
from programs.cleaning import narrow

TOTAL_WORDS = frozenset({"合计", "总计", "小计", "共计", "总和", "合计数"})
NUMBER_WORDS = frozenset({"序号", "编号", "no", "no.", "#", "行号"})
MOST_LINES = 2_000
LONGEST_LINE = 20_000
MOST_CELLS = 200
_RULE = re.compile(r"[\s|:\-—=+]+")


class Misplaced(ValueError):
    """Raised when it cannot be told which cell a text belongs to; the message is a Chinese sentence."""


def refuse_overlong(text: str) -> None:
    """Nothing for a text that can be a table of a form.

    Raises:
        Misplaced: it has more lines or more cells in a line than any of them.
    """
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise Misplaced(f"收到{len(lines)}行，最多能记{MOST_LINES}行。请只粘贴要填的那一块，或分成附件。")
    if any(len(line) > LONGEST_LINE or line.count("\t") > MOST_CELLS for line in lines):
        raise Misplaced("有一行特别长，不像表格里的一行。请只粘贴要填的那一块，每行一条。")


def fold_label(text: str) -> str:
    """A label for comparing: no white space, no unit in brackets, half-width, lower case."""
    text = re.sub(r"[(（][^()（）]*[)）]", "", narrow(text))
    return re.sub(r"[\s:：、,，/]", "", text).lower()


def lines_of(text: str, width: int) -> list[list[str]]:
    """The cells of every line, blank lines and rules left out. `width` is how many columns the table has.

    Raises:
        Misplaced: the text is no table of a form.
    """
    text = text.strip("\n")
    refuse_overlong(text)
    if "\t" in text:
        rows = _tabbed(text)
    else:
        lines = text.split("\n")
        if len(lines) == 1 and re.search("[；;]", text):
            lines = re.split("[；;]", text)
        rows = [_cut(line.strip().strip("；;"), width) for line in lines if line.strip() and not _RULE.fullmatch(line)]
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _tabbed(text: str) -> list[list[str]]:
    """Lines from a spreadsheet, where a cell with line breaks stands in double quotes."""
    try:
        return list(csv.reader(text.split("\n") if '"' not in text else text.splitlines(keepends=True), delimiter="\t"))
    except csv.Error:
        return [line.split("\t") for line in text.split("\n")]


def _cut(line: str, width: int) -> list[str]:
    """One typed line as cells, by the first separator that yields the right number of them."""
    if re.search("[|｜]", line):
        return re.split("[|｜]", line.strip("|｜ "))
    if width == 1:
        return [line]
    ways = [re.split(pattern, line) for pattern in _SEPARATORS]
    fitting = [cells for wanted in (width, width + 1) for cells in ways if len(cells) == wanted]
    several = [cells for cells in ways[:3] if len(cells) > 1]
    return (fitting or several or [line.split()])[0]


_SEPARATORS = ("，|,(?![0-9]{3}(?:[^0-9]|$))", "[，,]", r"\s{2,}", "、", r"\s+")
"""Commas but those of thousands, all commas, wide gaps, 、, any gap."""


def matches(label: str, names: Sequence[str]) -> bool:
    """Whether a header cell is one of the names of a column or row."""
    folded = fold_label(label)
    return bool(folded) and any(folded == fold_label(name) for name in names)


def is_total(cells: Sequence[str], label: str) -> bool:
    """Whether a line is the 合计 row: its first filled cell says so."""
    first = next((cell for cell in cells if cell), "")
    return fold_label(first) in TOTAL_WORDS or bool(label and fold_label(first) == fold_label(label))


def names_of(column: Field) -> tuple[str, ...]:
    """Everything a column may be called in a header."""
    return (column.label, column.key, *column.aliases, f"{column.label}{column.unit}")
