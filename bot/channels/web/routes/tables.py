"""Tables as offices hold them: pasted, uploaded, and handed out as files."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.names import attachment, safe_name
from bot.channels.web.pages import go, site_of, visit
from bot.channels.web.posted import Posted
from bot.channels.web.routes.cases import show_rows
from bot.channels.web.routes.entering import again, why_not
from bot.channels.web.sending import handle, sent
from bot.channels.web.work import Work, work_of
from bot.dialogue import messages as m
from forms.fields.cells import cell_printed
from forms.fields.pasted import Misplaced, lines_of
from forms.models import Field, FieldType
from forms.spreadsheets import writing as sheet_out
from forms.spreadsheets.reading import cells_of
from programs.cleaning import clean
from programs.errors import BadFile

router = APIRouter()


def _table(work: Work, key: str) -> Field:
    field = work.fields.get(key)
    if field is None or field.type not in (FieldType.TABLE, FieldType.GRID):
        raise HTTPException(404, "没有这张表。")
    return field


@router.get("/filing/table.xlsx")
def table(request: Request, field: str) -> Response:
    """The table as a file: its headers, and the rows there are."""
    work = work_of(site_of(request), visit(request).conversation)
    found = _table(work, field)
    rows = rows_printed(found, work.answers.get(field))
    name = safe_name(f"{found.label}-模板" if not rows or found.rows else found.label, "xlsx")
    data = sheet_out.template(found, rows)
    return Response(data, media_type=sheet_out.XLSX, headers={"Content-Disposition": attachment(name)})


def rows_printed(field: Field, value: Any) -> list[list[str]]:
    """The rows of a table or grid as they stand in a file."""
    if field.rows:
        cells = value if isinstance(value, dict) else {}
        return [
            [row.label, *(cell_printed(c, line[c.key]) if c.key in line else "" for c in field.columns)]
            for row in field.rows
            if (line := cells.get(row.key, {})) is not None
        ]
    rows = value if isinstance(value, tuple) else ()
    return [[cell_printed(c, row[c.key]) if c.key in row else "" for c in field.columns] for row in rows]


@router.post("/filing/import")
async def bring(request: Request) -> Response:
    """Rows pasted or uploaded: the dialogue judges them, and asks where they go when there are rows already."""
    posted = await sent(request)
    work = await run_in_threadpool(work_of, site_of(request), visit(request).conversation)
    if posted.get("program") != work.program:
        return go(request, "/filing")
    field = _table(work, posted.get("field"))
    try:
        lines, name = await lines_brought(field, posted)
    except Misplaced as error:
        return await _refused(request, field, posted, error=str(error))
    except BadFile as error:
        return await _refused(request, field, posted, error=f"{error.message}{error.mend}")
    if not lines:
        return await _refused(request, field, posted, error="没有收到内容：请粘贴单元格，或选一个表格文件。")
    replies = await handle(request, m.Brought, program=work.program, field=field.key, lines=lines, name=name)
    if wrong := why_not(work, field, replies):
        return await _refused(request, field, posted, error=wrong.get("error", ""))
    return await run_in_threadpool(show_rows, request, posted, replies)


async def lines_brought(field: Field, posted: Posted) -> tuple[list[list[str]], str]:
    """The cells that were sent, and the name of the file they came in."""
    file = posted.files.get("file")
    data = await file.read() if file is not None else b""
    if file is not None and (data or file.filename):
        name = (file.filename or "")[:80]
        return await run_in_threadpool(cells_of, data, name), clean(name).text or "表格"
    pasted = posted.get("pasted")
    return lines_of(pasted, len(field.columns)) if pasted.strip() else [], ""


async def _refused(request: Request, field: Field, posted: Posted, **told: str) -> Response:
    return await run_in_threadpool(again, request, field, posted, **told)
