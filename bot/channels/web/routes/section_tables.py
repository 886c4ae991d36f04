"""Tables of a section that was handed to a colleague: pasted, uploaded, and taken out as files.

The rule is the owner's (`bot.dialogue.stages.bringing`): into an empty table rows go at once, where there are rows the colleague
is asked, what cannot be read is handed back as a file, and that file, mended, is always added.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web import section_rows as brought
from bot.channels.web.names import attachment, safe_name
from bot.channels.web.posted import Posted
from bot.channels.web.routes.sections import field_again, show_section, write
from bot.channels.web.routes.tables import lines_brought, rows_printed
from bot.channels.web.section_desk import Desk, desk_of, desk_sent
from bot.channels.web.sending import sent
from bot.dialogue.answers import fingerprint
from bot.dialogue.brought import are_handed_back
from bot.dialogue.row_ids import ids_of
from bot.dialogue.stages.rows import merged, named
from bot.texts import text
from forms.fields.pasted import Misplaced
from forms.models import Field, FieldType
from forms.spreadsheets import writing
from forms.spreadsheets.grids import judge_grid
from forms.spreadsheets.judging import judge
from programs.errors import BadFile

router = APIRouter()


def _table(desk: Desk, key: str) -> Field:
    field = desk.field(key)
    if field.type not in (FieldType.TABLE, FieldType.GRID):
        raise HTTPException(404, "没有这张表。")
    return field


@router.post("/section/import")
async def bring(request: Request) -> Response:
    """Rows pasted or uploaded, or those that waited in the page with what was chosen for them."""
    posted = await sent(request)
    desk = await run_in_threadpool(desk_sent, request, posted)
    field = _table(desk, posted.get("field"))
    waiting = brought.waiting_in(posted, field)
    try:
        if waiting is None:
            waiting = brought.Waiting(*await lines_brought(field, posted))
        if not waiting.lines:
            raise ValueError("没有收到内容：请粘贴单元格，或选一个表格文件。")
        take = _take_cells if field.type is FieldType.GRID else _take_rows
        return await take(request, desk, field, posted, waiting)
    except (Misplaced, ValueError) as error:
        return await run_in_threadpool(field_again, request, desk, field, error=str(error))
    except BadFile as error:
        return await run_in_threadpool(field_again, request, desk, field, error=f"{error.message}{error.mend}")


async def _take_rows(request: Request, desk: Desk, field: Field, posted: Posted, waiting: brought.Waiting) -> Response:
    """Write the good rows where they belong; where something has to be known first, ask."""
    judged = await run_in_threadpool(judge, field, waiting.lines, waiting.units)
    if not judged.good and not judged.bad:
        raise ValueError(text("file.empty_table", name=waiting.name) if waiting.name else text("rows.nothing_read"))
    if judged.unsure:
        return await _page(request, desk, field, brought.ask_unit(desk, field, judged.unsure[0], waiting))
    before = desk.work.stored.get(field.key)
    have = before if isinstance(before, list) else []
    mode = posted.get("mode")
    seen = fingerprint(before)
    decided = mode == "append" or (mode == "replace" and posted.get("seen") == seen)
    if have and judged.good and not decided and not are_handed_back(waiting.lines):
        return await _page(request, desk, field, brought.ask_where(desk, field, judged, waiting, len(have)))
    told = brought.became(desk, field, judged, waiting.name)
    if not judged.good:
        return await _page(request, desk, field, told, 422)
    kept = [] if mode == "replace" else have
    ids = ids_of(desk.work.case, field.key)
    rows = (*(ids if kept else ()), *("" for _ in judged.good))
    noted = told if judged.bad or judged.notes or waiting.name else None
    entry = {"seen": seen, "confirmed": True, "rows": rows, "base": ids}
    return await write(request, desk, field, posted, [*kept, *judged.good], brought=noted, **entry)


async def _take_cells(request: Request, desk: Desk, field: Field, posted: Posted, waiting: brought.Waiting) -> Response:
    """Put the cells of a year grid over those that are there."""
    judged = await run_in_threadpool(judge_grid, field, waiting.lines, waiting.units)
    if judged.unsure:
        return await _page(request, desk, field, brought.ask_unit(desk, field, judged.unsure[0], waiting))
    if judged.value is None:
        raise ValueError(f"{judged.where}：{judged.message}" if judged.where else judged.message)
    before = desk.work.stored.get(field.key)
    told = brought.noticed(desk, field, len(judged.value), judged.notes, waiting.name) if judged.notes else None
    value, seen = merged(field, before, judged.value), fingerprint(before)
    return await write(request, desk, field, posted, value, brought=told, seen=seen, confirmed=True)


async def _page(request: Request, desk: Desk, field: Field, told: brought.Shown, status: int = 200) -> Response:
    more: dict[str, Any] = {"brought": told}
    return await run_in_threadpool(show_section, request, desk, field.key, status, **more)


@router.post("/section/rejected.xlsx")
async def hand_back(request: Request) -> Response:
    """The rows that were not taken, as a file."""
    posted = await sent(request)
    desk = await run_in_threadpool(desk_sent, request, posted)
    field = _table(desk, posted.get("field"))
    rows = brought.rejected_in(posted)
    if not rows:
        raise HTTPException(400, "没有收到要交还的行，请回到页面重试。")
    data = await run_in_threadpool(writing.rejected, [named(column) for column in field.columns], rows)
    headers = {"Content-Disposition": attachment(safe_name(f"{field.label}-没有读进的行", "xlsx"))}
    return Response(data, media_type=writing.XLSX, headers=headers)


@router.get("/section/{number}/table.xlsx")
def table(request: Request, number: int, field: str) -> Response:
    """A table of the section as a file."""
    desk = desk_of(request, number)
    found = _table(desk, field)
    data = writing.template(found, rows_printed(found, desk.work.answers.get(field)))
    headers = {"Content-Disposition": attachment(safe_name(found.label, "xlsx"))}
    return Response(data, media_type=writing.XLSX, headers=headers)
