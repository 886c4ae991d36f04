"""A field filled in on the page: written, moved about row by row, or shown again with why it was not taken."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import go, site_of, visit, way_back
from bot.channels.web.posted import KEEP, Posted, base_of, ids_of_rows, is_empty, raw_of, rows_of
from bot.channels.web.routes.cases import show, tab_of
from bot.channels.web.sending import handle_now, sent
from bot.channels.web.work import Work, work_of
from bot.dialogue import messages as m
from bot.rendering.drawing import render
from forms.models import Field, FieldType

router = APIRouter()


@router.post("/enter")
async def enter(request: Request) -> Response:
    """A field was filled in: written, or shown again with what is wrong, doubtful, or changed by others."""
    return await run_in_threadpool(_entered, request, await sent(request))


def _entered(request: Request, posted: Posted) -> Response:
    work = work_of(site_of(request), visit(request).conversation)
    field = work.fields.get(posted.get("field"))
    if field is None or posted.get("program") != work.program:
        handle_now(request, m.Entered, program=posted.get("program"), field=posted.get("field")[:100])
        return go(request, "/filing")
    if op := posted.get("op"):
        return _rows_moved(request, work, field, posted, op)
    value = raw_of(field, posted)
    if value is KEEP:
        if work.asked is not None and work.asked.field.key == field.key:
            handle_now(request, m.Pressed, posted.get("key"), code=f"keep:{field.key}")
        return go(request, way_back(posted.get("back")))
    if value is None and work.stored.get(field.key) is None:
        return again(request, field, posted, error="这里还是空的。可以先跳过，以后再填。")
    return _write(request, work, field, posted, value, ids_of_rows(posted))


def _write(
    request: Request, work: Work, field: Field, posted: Posted, value: Any, ids: tuple[str, ...], *, stay: bool = False
) -> Response:
    """Write the value, and go on; or show the field again with why it was not written."""
    seen = None if posted.get("seen") == "any" else posted.get("seen")
    table = field.type is FieldType.TABLE
    replies = handle_now(
        request, m.Entered, posted.get("key"), program=work.program, field=field.key, value=value, seen=seen,
        confirmed=bool(posted.get("confirmed")), rows=ids if table else None, base=base_of(posted) if table else (),
        stay=stay,
    )  # fmt: skip
    if wrong := why_not(work, field, replies):
        return again(request, field, posted, typed=value, typed_ids=ids, **wrong)
    back = way_back(posted.get("back"))
    return go(request, f"/filing/answers?edit={field.key}#f-{field.key}" if stay and "/answers" in back else back)


def _rows_moved(request: Request, work: Work, field: Field, posted: Posted, op: str) -> Response:
    """A row was moved or taken out: written at once, so that 撤销 takes it back; an empty row only goes from the page."""
    rows, ids = rows_of(field, posted), ids_of_rows(posted)
    verb, _, at = op.partition(":")
    place = int(at) if at.isascii() and at.isdigit() else -1
    if field.type is not FieldType.TABLE or verb == "add" or not 0 <= place < len(rows):
        typed = raw_of(field, posted) if field.type is not FieldType.TABLE else [*rows, {}] if verb == "add" else rows
        return again(request, field, posted, typed=typed, typed_ids=ids)
    lines = rows_after(list(zip(ids, rows, strict=True)), verb, place)
    now, named = [row for _, row in lines], tuple(one for one, _ in lines)
    gone = is_empty(rows[place]) or all(map(is_empty, now))
    if gone and not (verb == "delete" and ids[place]):
        return again(request, field, posted, typed=now, typed_ids=named)
    value = now if any(not is_empty(row) for row in now) else None
    return _write(request, work, field, posted, value, named, stay=True)


def rows_after(lines: list[tuple[str, dict[str, Any]]], verb: str, place: int) -> list[tuple[str, dict[str, Any]]]:
    """The rows with their identities after one was taken out or moved a place."""
    if verb == "delete":
        return [line for number, line in enumerate(lines) if number != place]
    to = place - 1 if verb == "up" else place + 1
    if verb in ("up", "down") and 0 <= to < len(lines):
        lines[to], lines[place] = lines[place], lines[to]
    return lines


def why_not(work: Work, field: Field, replies: Any) -> dict[str, str]:
    """Why an entry was not written, in words; empty when it was."""
    for reply in replies:
        if isinstance(reply, m.Slipped):
            words = render(reply, work.world)[0].text
            return {"error": words}
        if isinstance(reply, m.Doubted):
            return {"doubt": f"我理解为“{reply.echo}”。{reply.question}"}
        if isinstance(reply, m.Say) and reply.key == "entering.conflict":
            return {"theirs": str(reply.values["theirs"])}
    return {}


def again(request: Request, field: Field, posted: Posted, **told: Any) -> Response:
    """The page with the field as it was sent, and why it was not taken."""
    work = work_of(site_of(request), visit(request).conversation)
    shown = work.shown(field, **told)
    tab = tab_of(posted)
    more: dict[str, Any] = {"wrong": shown}
    if tab == "answers":
        more["editing"] = shown
    return show(request, tab, 422 if shown.error or shown.doubt or shown.theirs else 200, **more)
