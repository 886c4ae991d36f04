"""Reads a spreadsheet from standard input and writes its first sheet as JSON; run by `forms.limited`.

Nothing of Shenbao is imported here. What goes wrong ends the process; who started it sees only that.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from typing import Any

MOST_ROWS = 2_100
MOST_COLUMNS = 200
LONGEST = 20_000


def text(value: Any) -> str:
    """A cell as a person would type it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)[:LONGEST]


def main() -> None:
    """Write `{"rows": [[…]], "more": whether there were more}`."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheet = book.get_sheet_by_index(0)
    height, width = sheet.total_height, sheet.total_width
    rows = []
    for place, row in enumerate(sheet.iter_rows()):
        if place >= MOST_ROWS:
            break
        rows.append([text(cell) for cell in row[:MOST_COLUMNS]])
    json.dump({"rows": rows, "more": height > MOST_ROWS or width > MOST_COLUMNS}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
