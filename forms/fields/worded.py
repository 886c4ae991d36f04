"""Finds rows and columns in a grid that was typed or pasted: which text belongs to which cell, before it is understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from forms.fields.pasted import TOTAL_WORDS, Misplaced, fold_label, lines_of, matches, names_of, refuse_overlong
from forms.fields.stated_units import is_money, stated_unit, with_unit
from forms.models import Field, GridRow
from programs.cleaning import narrow

_AFTER_NAME = re.compile(r"[\s:：,，、|｜\-—年度]*")
_AFTER_COLUMN = re.compile(r"[\s:：为是有共=]*")
_PIECES = re.compile(r"[，,、；;。\s]+(?![0-9]{3}(?:[^0-9]|$))|[，、；;。\s]+")


@dataclass
class Block:
    """Text by (row key, column key), and of the 合计 line by column key."""

    cells: dict[tuple[str, str], str] = dataclass_field(default_factory=dict)
    sums: dict[str, str] = dataclass_field(default_factory=dict)
    units: dict[str, str] = dataclass_field(default_factory=dict)
    """The unit of money that the header states, by column key; the texts have it already."""


_YEAR = re.compile(r"(?:19|20)\d\d")


def row_names(row: GridRow) -> tuple[str, ...]:
    """Everything a row may be called: 2019年 is 2019 too, and 2019 is 2019年."""
    label = narrow(row.label)
    bare = label.removesuffix("年度").removesuffix("年")
    years = (f"{bare}年", f"{bare}年度") if _YEAR.fullmatch(bare) else ()
    return (label, row.key, bare, *years)


def read_block(field: Field, text: str) -> Block:
    """Which text stands in which cell.

    Raises:
        Misplaced: a line belongs to no row, or has more texts than the grid has columns.
    """
    refuse_overlong(text)
    if "\t" in text or re.search("[|｜]", text):
        table = _as_table(field, lines_of(text, len(field.columns) + 1))
        if table is not None:
            return table
    lines = [line.strip() for line in re.split("[\n；;]", text) if line.strip()]
    if len(field.columns) == 1 and len(lines) == 1:
        lines = _single_column(field, lines[0])
    if lines and _header(field, lines[0].split()) is not None:
        table = _as_table(field, [line.split() for line in lines])
        if table is not None:
            return table
    return _line_by_line(field, lines)


def _single_column(field: Field, line: str) -> list[str]:
    """`2019年10，2020年12，2021年15` or `10 12 15` as one line for each row."""
    pieces = [piece for piece in _PIECES.split(narrow(line)) if piece]
    named = [piece for piece in pieces if _row_of(field, piece) is not None]
    if len(pieces) > 1 and (len(named) == len(pieces) or (not named and len(pieces) == len(field.rows))):
        return pieces
    return [line]


def _header(field: Field, cells: Sequence[str]) -> list[Field | None] | None:
    """The column under each header cell, or None when this is no header."""
    order = [next((c for c in field.columns if matches(cell, names_of(c))), None) for cell in cells]
    known = [column for column in order if column is not None]
    return order if known and len(known) * 2 >= len([cell for cell in cells if cell]) else None


def _as_table(field: Field, lines: list[list[str]]) -> Block | None:
    """A pasted block with a header, turned when the rows' names run across the top; None when there is no header."""
    if not lines:
        return None
    across = sum(any(matches(cell, row_names(row)) for row in field.rows) for cell in lines[0])
    if across > 1 or (
        across == 1 and len(field.rows) == 1 and not any(matches(lines[0][0], row_names(r)) for r in field.rows)
    ):
        width = max(map(len, lines))
        lines = [list(cells) for cells in zip(*(line + [""] * (width - len(line)) for line in lines), strict=True)]
    order = _header(field, lines[0])
    if order is None:
        return None
    if len(order) == len(lines[-1]) - 1:
        order = [None, *order]  # the corner cell was left out
    block = Block()
    heads = lines[0] if len(order) == len(lines[0]) else ["", *lines[0]]
    stated = ((column, stated_unit(cell)) for column, cell in zip(order, heads, strict=True))
    block.units = {column.key: unit for column, unit in stated if column is not None and is_money(column) and unit}
    for line in lines[1:]:
        _place(field, block, line[0], list(zip(order[1:], line[1:], strict=False)))
    return block


def _place(field: Field, block: Block, name: str, cells: Sequence[tuple[Field | None, str]]) -> None:
    given = {
        column.key: with_unit(text, block.units.get(column.key, "")) for column, text in cells if column is not None
    }
    if fold_label(name) in TOTAL_WORDS or (field.total and fold_label(name) == fold_label(field.total)):
        block.sums.update(given)
        return
    row = next((row for row in field.rows if matches(name, row_names(row))), None)
    if row is None:
        raise Misplaced(
            f"“{name[:20]}”不是“{field.label}”的一行，这里的行有：{'、'.join(row.label for row in field.rows)}。"
        )
    block.cells.update({(row.key, key): text for key, text in given.items()})


def _row_of(field: Field, line: str) -> tuple[GridRow, str] | None:
    """The row whose name opens the line, and what follows the name."""
    found = [(name, row) for row in field.rows for name in row_names(row) if line.startswith(name)]
    if not found:
        return None
    name, row = max(found, key=lambda pair: len(pair[0]))
    rest = line[len(name) :]
    if name[-1:].isdigit() and rest[:1].isdigit():
        return None
    return row, rest[_AFTER_NAME.match(rest).end() :]  # type: ignore[union-attr]  # the pattern matches nothing too


def _line_by_line(field: Field, lines: Sequence[str]) -> Block:
    """Lines that open with a row's name; without any name, as many lines as rows, in order."""
    block = Block()
    opened = [_row_of(field, narrow(line)) for line in lines]
    unnamed = not any(opened) and len(lines) == len(field.rows)
    for place, (line, found) in enumerate(zip(lines, opened, strict=True)):
        total = next((word for word in (field.total, *TOTAL_WORDS) if word and line.startswith(word)), "")
        if total:
            rest = line[len(total) :].strip(" \t:：,，")
            block.sums.update(_by_column(field, rest, f"“{total}”"))
            continue
        if found is None and not unnamed:
            rows = "、".join(row.label for row in field.rows)
            raise Misplaced(f"看不出“{line[:20]}”是哪一行的。请每行先写{rows}中的一个，再依次写各列的数。")
        row, rest = found if found is not None else (field.rows[place], narrow(line))
        given = _by_column(field, rest, f"“{row.label}”行")
        block.cells.update({(row.key, key): text for key, text in given.items()})
    return block


def _by_column(field: Field, text: str, where: str) -> dict[str, str]:
    """The texts of one row by column key: named (发明10，实用新型5) or in the order of the columns."""
    pieces = _pieces(text, len(field.columns))
    named: dict[str, str] = {}
    for piece in pieces:
        found = [
            (n, c) for c in field.columns for n in (*map(narrow, names_of(c)), _bare(c)) if n and piece.startswith(n)
        ]
        if not found:
            break
        name, column = max(found, key=lambda pair: len(pair[0]))
        rest = piece[len(name) :]
        named[column.key] = rest[_AFTER_COLUMN.match(rest).end() :]  # type: ignore[union-attr]  # may match nothing
    if pieces and len(named) == len(pieces):
        return named
    if len(pieces) > len(field.columns):
        columns = "、".join(column.label for column in field.columns)
        raise Misplaced(f"{where}有{len(pieces)}个数，只有{len(field.columns)}列（{columns}）。请按列的顺序写。")
    return {column.key: piece for column, piece in zip(field.columns, pieces, strict=False)}


def _pieces(text: str, wanted: int) -> list[str]:
    """`text` cut at commas and blanks; commas of thousands hold, unless cutting at them gives just as many as wanted."""
    kept = [piece for piece in _PIECES.split(text) if piece]
    cut = [piece for piece in re.split(r"[，,、；;。\s]+", text) if piece]
    return cut if len(kept) != wanted and len(cut) == wanted else kept


def _bare(column: Field) -> str:
    return re.sub(r"\(.*?\)", "", narrow(column.label))
