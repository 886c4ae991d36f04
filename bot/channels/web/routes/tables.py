"""Tables as offices hold them: pasted, uploaded, and handed out as files."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.inputs import input_of
from bot.channels.web.names import attachment, safe_name
from bot.channels.web.pages import go, site_of, visit, way_back
from bot.channels.web.posted import Posted
from bot.channels.web.routes.cases import TABS, show, why_not
from bot.channels.web.sending import handle, sent
from bot.channels.web.work import Work, work_of
from bot.dialogue import messages as m
from forms.fields.cells import cell_printed
from forms.fields.pasted import Misplaced, lines_of
from forms.models import Field, FieldType
from forms.spreadsheets import writing as sheet_out
from forms.spreadsheets.judging import TROUBLE, Bad, bad_as_json, judge
from forms.spreadsheets.reading import cells_of
from programs.errors import BadFile

router = APIRouter()


@dataclass(frozen=True)
class Imported:
    """What became of an import, for the page to tell."""

    field: str
    label: str
    good: int
    bad: tuple[Bad, ...]
    notes: tuple[str, ...]

    @property
    def bad_json(self) -> str:
        """The rows that were not taken, to be sent back as a file."""
        return bad_as_json(self.bad)


def _table(work: Work, key: str) -> Field:
    field = work.fields.get(key)
    if field is None or field.type not in (FieldType.TABLE, FieldType.GRID):
        raise HTTPException(404, "没有这张表。")
    return field


@router.get("/work/table.xlsx")
def table(request: Request, field: str) -> Response:
    """The table as a file: its headers, and the rows there are."""
    work = work_of(site_of(request), visit(request).conversation)
    found = _table(work, field)
    rows = _rows(found, work.answers.get(field))
    name = safe_name(f"{found.label}-模板" if not rows or found.rows else found.label, "xlsx")
    data = sheet_out.template(found, rows)
    return Response(data, media_type=sheet_out.XLSX, headers={"Content-Disposition": attachment(name)})


def _rows(field: Field, value: Any) -> list[list[str]]:
    if field.rows:
        cells = value if isinstance(value, dict) else {}
        return [
            [row.label, *(cell_printed(c, line[c.key]) if c.key in line else "" for c in field.columns)]
            for row in field.rows
            if (line := cells.get(row.key, {})) is not None
        ]
    rows = value if isinstance(value, tuple) else ()
    return [[cell_printed(c, row[c.key]) if c.key in row else "" for c in field.columns] for row in rows]


@router.post("/work/bad-rows.xlsx")
async def bad_rows(request: Request) -> Response:
    """The rows that were not read, with what is wrong, to be mended and sent again."""
    posted = await sent(request)
    work = await run_in_threadpool(work_of, site_of(request), visit(request).conversation)
    field = _table(work, posted.get("field"))
    try:
        rows = [[str(cell)[:20_000] for cell in row][:201] for row in json.loads(posted.get("rows"))][:2_100]
    except (ValueError, TypeError, RecursionError):
        raise HTTPException(400) from None
    heads = [column.label for column in field.columns]
    width = max((len(row) for row in rows), default=1)
    heads = [*heads[: width - 1], *[""] * (width - 1 - len(heads)), TROUBLE]
    data = await run_in_threadpool(sheet_out.plain, heads, rows)
    name = safe_name(f"{field.label}-没有读进的行", "xlsx")
    return Response(data, media_type=sheet_out.XLSX, headers={"Content-Disposition": attachment(name)})


@router.post("/work/import")
async def bring(request: Request) -> Response:
    """Rows pasted or uploaded: good ones are recorded, bad ones shown by row and column."""
    posted = await sent(request)
    work = await run_in_threadpool(work_of, site_of(request), visit(request).conversation)
    if posted.get("program") != work.program:
        return go(request, "/work")
    field = _table(work, posted.get("field"))
    try:
        lines = await _lines(field, posted)
        if not lines:
            return await _told(request, field, posted, error="没有收到内容：请粘贴单元格，或选一个表格文件。")
        if field.type is FieldType.GRID:
            return await _entered(request, work, field, posted, "\n".join("\t".join(line) for line in lines), None)
        judged = await run_in_threadpool(judge, field, lines)
    except (Misplaced, ValueError) as error:
        return await _told(request, field, posted, error=str(error))
    except BadFile as error:
        return await _told(request, field, posted, error=f"{error.message}{error.mend}")
    result = Imported(field.key, field.label, len(judged.good), judged.bad, judged.notes)
    if not judged.good:
        return await _told(request, field, posted, imported=result, error="没有一行能读进来，原来的内容没有动。")
    before = work.stored.get(field.key)
    kept: Sequence[Any] = before if isinstance(before, list) and posted.get("mode") != "replace" else ()
    return await _entered(request, work, field, posted, [*kept, *judged.good], result)


async def _lines(field: Field, posted: Posted) -> list[list[str]]:
    file = posted.files.get("file")
    data = await file.read() if file is not None else b""
    if file is not None and (data or file.filename):
        return await run_in_threadpool(cells_of, data, (file.filename or "")[:80])
    pasted = posted.get("pasted")
    return lines_of(pasted, len(field.columns)) if pasted.strip() else []


async def _entered(
    request: Request, work: Work, field: Field, posted: Posted, value: Any, result: Imported | None
) -> Response:
    """Record what was read; a doubt is passed over, because the rows are shown and can be undone."""
    replies = await handle(
        request, m.Entered, program=work.program, field=field.key, value=value, seen=posted.get("seen"), confirmed=True
    )
    if wrong := why_not(work, field, replies):
        return await _told(request, field, posted, error=wrong.get("error", ""), theirs=wrong.get("theirs", ""))
    if result is None or not (result.bad or result.notes):
        return go(request, way_back(posted.get("back")))
    return await _told(request, field, posted, imported=result, status=200)


async def _told(
    request: Request, field: Field, posted: Posted, imported: Imported | None = None, status: int = 422, **told: Any
) -> Response:
    return await run_in_threadpool(_page, request, field, posted, imported, status, told)


def _page(
    request: Request, field: Field, posted: Posted, imported: Imported | None, status: int, told: dict[str, str]
) -> Response:
    work = work_of(site_of(request), visit(request).conversation)
    tab = way_back(posted.get("back")).removeprefix("/work").strip("/").partition("?")[0].partition("#")[0]
    tab = tab if tab in TABS else "talk"
    shown = input_of(field, work.program, work.stored.get(field.key), **told)
    more: dict[str, Any] = {"imported": imported, "key": secrets.token_hex(8)}
    if told:
        more["wrong"] = shown
    if tab == "answers":
        more["editing"] = shown
    return show(request, tab, status, **more)
