"""Tables of a section that was handed to a colleague: pasted, uploaded, and taken out as files."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.names import attachment, safe_name
from bot.channels.web.routes.sections import field_again, write
from bot.channels.web.routes.tables import lines_brought, rows_printed
from bot.channels.web.section_desk import Desk, desk_of, desk_sent
from bot.channels.web.sending import sent
from forms.fields.pasted import Misplaced
from forms.models import Field, FieldType
from forms.spreadsheets import writing
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
    """Rows pasted or uploaded: good ones are written behind those there are (or in their place), bad ones told by row."""
    posted = await sent(request)
    desk = await run_in_threadpool(desk_sent, request, posted)
    field = _table(desk, posted.get("field"))
    try:
        lines, _ = await lines_brought(field, posted)
        if not lines:
            raise ValueError("没有收到内容：请粘贴单元格，或选一个表格文件。")
        if field.type is FieldType.GRID:
            words = "\n".join("\t".join(line) for line in lines)
            return await write(request, desk, field, posted, words)
        judged = await run_in_threadpool(judge, field, lines)
        if judged.unsure:
            one = judged.unsure[0]
            named = next((c.label for c in field.columns if c.key == one.column), one.column)
            raise ValueError(
                f"“{named}”没有写单位，{one.example}不知道是元还是万元。请在表头写明单位，如“{named}（万元）”，再粘贴一次。"
            )
    except (Misplaced, ValueError) as error:
        return await run_in_threadpool(field_again, request, desk, field, error=str(error))
    except BadFile as error:
        return await run_in_threadpool(field_again, request, desk, field, error=f"{error.message}{error.mend}")
    if not judged.good:
        told = "没有一行能读进来，原来的内容没有动。"
        return await run_in_threadpool(field_again, request, desk, field, judged=judged, error=told)
    before = desk.work.stored.get(field.key)
    kept = before if isinstance(before, list) and posted.get("mode") != "replace" else []
    return await write(request, desk, field, posted, [*kept, *judged.good], judged=judged)


@router.get("/section/{number}/table.xlsx")
def table(request: Request, number: int, field: str) -> Response:
    """A table of the section as a file."""
    desk = desk_of(request, number)
    found = _table(desk, field)
    data = writing.template(found, rows_printed(found, desk.work.answers.get(field)))
    headers = {"Content-Disposition": attachment(safe_name(found.label, "xlsx"))}
    return Response(data, media_type=writing.XLSX, headers=headers)
