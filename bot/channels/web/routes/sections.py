"""The colleague's side: one section of somebody else's application, opened by a link, signed with the name the colleague gives.

Nothing else of the application is here: no other section, no conversation, no verdict, no document. Opening the link changes
nothing, for messengers open links by themselves; giving a name exchanges it for a cookie of this browser, so that the token
leaves the address. The token is looked up with every request, so a link that was taken back opens nothing at once.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import go, page, site_of, visit
from bot.channels.web.posted import KEEP, Posted, base_of, ids_of_rows, raw_of, rows_of
from bot.channels.web.routes.entering import rows_after, why_not
from bot.channels.web.section_desk import GONE, Desk, desk_of, desk_sent, work_behind
from bot.channels.web.sending import hand_in, sent
from bot.channels.web.sessions import Pass, pass_of, set_pass
from bot.dialogue.answers import fingerprint
from bot.dialogue.signing import LONGEST_NAME, cleaned_name, signed
from bot.storage.models import Handover
from forms.models import Field, FieldType

router = APIRouter()


@router.get("/h/{token}")
def opened(request: Request, token: str) -> Response:
    """What the link opens; asks for a name."""
    handover = site_of(request).engine.handing.opened(token)
    if handover is None:
        raise HTTPException(404, GONE)
    return _name_page(request, token, handover)


def _name_page(request: Request, token: str, handover: Handover, status: int = 200, told: str = "") -> Response:
    desk = Desk(handover, "", work_behind(request, handover))
    held = pass_of(request, handover.number)
    return page(
        request, "section_name.html", status, desk=desk, link=token, told=told, longest=LONGEST_NAME,
        name=held.name if held is not None else "", expires=_date(request, handover.expires),
    )  # fmt: skip


@router.post("/h/{token}")
async def enter(request: Request, token: str) -> Response:
    """A name was given: this browser may fill in the section."""
    posted = await sent(request)
    handover = await run_in_threadpool(site_of(request).engine.handing.opened, token)
    if handover is None:
        raise HTTPException(404, GONE)
    name = cleaned_name(posted.get("name"))
    if not name:
        told = "请写上您的姓名，填的内容会注明是您填的。"
        return await run_in_threadpool(_name_page, request, token, handover, 422, told)
    response = go(request, f"/section/{handover.number}")
    set_pass(visit(request), response, handover.number, Pass(token, name))
    return response


@router.post("/section/leave")
async def leave(request: Request) -> Response:
    """Forget the pass in this browser."""
    posted = await sent(request)
    number = posted.get("number")
    response = go(request, "/")
    if number.isascii() and number.isdigit():
        set_pass(visit(request), response, int(number), None)
    return response


@router.get("/section/{number}")
def section(request: Request, number: int, edit: str = "") -> Response:
    """The section: its fields, the first open one ready to be filled in."""
    return show_section(request, desk_of(request, number), edit)


def show_section(request: Request, desk: Desk, edit: str = "", status: int = 200, **more: Any) -> Response:
    """The page of a section, with one field open."""
    wanted = edit or next((row.field.key for row in desk.rows if row.state in ("open", "waiting")), "")
    field = next((row.field for row in desk.rows if row.field.key == wanted), None)
    context: dict[str, Any] = {
        "desk": desk, "editing": desk.work.shown(field) if field is not None else None, "asked_for": bool(edit),
        "key": secrets.token_hex(8), "brought": None, "done": sum(row.state == "done" for row in desk.rows),
        "expires": _date(request, desk.handover.expires),
    }  # fmt: skip
    return page(request, "section.html", status, **(context | more))


def _date(request: Request, at: float) -> datetime:
    return datetime.fromtimestamp(at, site_of(request).engine.now().tzinfo)


@router.post("/section/enter")
async def fill(request: Request) -> Response:
    """A field of the section was filled in: written and signed, or shown again with what is wrong."""
    posted = await sent(request)
    desk = await run_in_threadpool(desk_sent, request, posted)
    field = desk.field(posted.get("field"))
    if op := posted.get("op"):
        return await run_in_threadpool(_rows_moved, request, desk, field, posted, op)
    value = raw_of(field, posted)
    if value is KEEP:
        return go(request, f"/section/{desk.number}")
    if value is None and desk.work.stored.get(field.key) is None:
        return await run_in_threadpool(
            field_again, request, desk, field, error="这里还是空的。没有这项内容就按“填‘无’”。"
        )
    if field.type is not FieldType.TABLE:
        return await write(request, desk, field, posted, value)
    return await write(request, desk, field, posted, value, rows=ids_of_rows(posted), base=base_of(posted))


def _rows_moved(request: Request, desk: Desk, field: Field, posted: Posted, op: str) -> Response:
    """The rows on the page after one was added, taken out or moved; saved with the next 确定."""
    rows, ids = rows_of(field, posted), ids_of_rows(posted)
    verb, _, at = op.partition(":")
    place = int(at) if at.isascii() and at.isdigit() else -1
    if field.type is not FieldType.TABLE:
        return field_again(request, desk, field, typed=raw_of(field, posted))
    if verb == "add":
        return field_again(request, desk, field, typed=[*rows, {}], typed_ids=ids)
    if 0 <= place < len(rows):
        lines = rows_after(list(zip(ids, rows, strict=True)), verb, place)
        ids, rows = tuple(one for one, _ in lines), [row for _, row in lines]
    return field_again(request, desk, field, typed=rows or [{}], typed_ids=ids)


async def write(
    request: Request, desk: Desk, field: Field, posted: Posted, value: Any, *, brought: Any = None, **entry: Any
) -> Response:
    """Hand the value in, signed; go on to the next open field, or show this one again with why it was not written.

    `brought` is what is told of rows that were brought, once they are written.
    """
    stands = fingerprint(desk.work.stored.get(field.key))
    told = {"seen": posted.get("seen", stands), "confirmed": bool(posted.get("confirmed"))} | entry
    replies = await hand_in(
        request, desk.handover.conversation, signed(desk.number, desk.name), posted.get("key"), program=desk.work.program,
        section=desk.handover.section, field=field.key, value=value, **told,
    )  # fmt: skip
    fresh = await run_in_threadpool(desk_of, request, desk.number)
    if wrong := why_not(fresh.work, field, replies):
        return await run_in_threadpool(
            field_again, request, fresh, field, typed=value, typed_ids=entry.get("rows"), **wrong
        )
    if brought is not None:
        return await run_in_threadpool(show_section, request, fresh, field.key, 200, brought=brought)
    return go(request, f"/section/{desk.number}#at")


def field_again(request: Request, desk: Desk, field: Field, **told: Any) -> Response:
    """The section with a field as it was sent, and why it was not taken."""
    shown = desk.work.shown(field, **told)
    status = 422 if shown.error or shown.doubt or shown.theirs else 200
    return show_section(request, desk, field.key, status, editing=shown)
