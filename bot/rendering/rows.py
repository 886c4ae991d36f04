"""Words around a file of rows: what went in, what did not and why, and the file that is handed back."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.rendering.blocks import Block, bullets, paragraph
from bot.texts import placeholders, text


def shown(reply: m.ShowRows, world: World) -> Iterator[Block]:
    """How many rows are in, and the first of those that are not, by line and column."""
    some, none = ("file.rows_some", "file.rows_none") if reply.name else ("file.pasted_some", "file.pasted_none")
    whole = "file.rows_in" if reply.name else "file.pasted_in"
    key = whole if not reply.bad else some if reply.good else none
    told: dict[str, str | int] = {"name": reply.name, "good": reply.good, "bad": reply.bad}
    yield Block("text", text(key, **{name: told[name] for name in placeholders(key)}))
    if reply.lines:
        rows = [
            text("file.row_column", row=one.row, column=one.column, message=one.message)
            if one.column
            else text("file.row", row=one.row, message=one.message)
            for one in reply.lines
        ]
        if more := reply.bad - len(reply.lines):
            rows.append(text("file.rows_more", n=more))
        yield bullets(rows)
    for note in reply.notes:
        yield Block("text", note)


def handed_back(reply: m.SendRows, world: World) -> Iterator[Block]:
    """The file, and what to do with it."""
    yield Block("file", reply.file)
    yield paragraph("file.rows_back", n=reply.count)
