"""Going on with the same case on another device, in another browser or in Telegram: a code, shown once, agreed on both sides.

The device that joins gets a session of its own, which opens nothing until both sides said yes. The code never stands in an
address, so no history or log keeps it.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.pages import go, page, site_of, visit
from bot.channels.web.qr import picture
from bot.channels.web.sending import sent
from bot.channels.web.sessions import CHANNEL, enter, identity_of, leave, new_session, set_pending
from bot.channels.web.work import work_of
from bot.dialogue.answers import stored
from bot.engine.personal import PersonalData
from bot.storage.errors import LinkRefused

router = APIRouter()


def _personal(request: Request) -> PersonalData:
    return site_of(request).engine.personal


@router.get("/link")
def link(request: Request) -> Response:
    """Where this device stands: give a code away, agree to one that was shown, or enter one."""
    return _link_page(request)


def _link_page(request: Request, code: str = "", status: int = 200, **more: Any) -> Response:
    who = visit(request)
    waiting = _personal(request).waiting_link(who.conversation) if who.conversation else None
    bot = site_of(request).telegram_bot
    to_bot = f"https://t.me/{bot}?start=r_{code.replace('-', '')}" if bot and code else ""
    drawn = picture(to_bot, f"用手机扫码，在Telegram的@{bot}里接着填") if to_bot else None
    context = {"code": code, "waiting": waiting, "told": "", "telegram": bot, "to_bot": to_bot, "drawn": drawn}
    return page(request, "link.html", status, **(context | more))


@router.post("/link/offer")
async def offer(request: Request) -> Response:
    """Show a new code; an earlier one ends."""
    await sent(request)
    who = visit(request)
    if not who.conversation:
        return go(request, "/resume")
    code = await run_in_threadpool(_personal(request).offer_code, who.conversation)
    grouped = "-".join(code[place : place + 5] for place in range(0, len(code), 5))
    return await run_in_threadpool(_link_page, request, grouped)


@router.post("/link/agree")
async def agree(request: Request) -> Response:
    """The side that gave the code says yes or no."""
    posted = await sent(request)
    who, personal = visit(request), _personal(request)
    if posted.get("answer") != "yes":
        if who.conversation:
            await run_in_threadpool(personal.refuse, who.conversation)
        return await run_in_threadpool(_link_page, request, told="已拒绝，代码作废了。")
    number = posted.get("number")
    try:
        if not number.isdigit() or not who.conversation:
            raise LinkRefused("接续已取消或过期。")
        await run_in_threadpool(personal.agree_here, who.conversation, int(number))
    except LinkRefused as refused:
        return await run_in_threadpool(_link_page, request, status=422, told=refused.message)
    return await run_in_threadpool(_link_page, request, told="已允许。请在另一台设备上按“确认接续”，就能接着填了。")


@router.get("/resume")
def resume(request: Request) -> Response:
    """Enter a code."""
    return _resume_page(request)


def _resume_page(request: Request, status: int = 200, **more: Any) -> Response:
    work = work_of(site_of(request), visit(request).conversation)
    own = any(stored(case) for case in work.conversation.cases.values())
    return page(request, "resume.html", status, **({"told": "", "number": 0, "agreed": False, "own": own} | more))


@router.post("/resume")
async def show(request: Request) -> Response:
    """A code was entered on this side."""
    posted = await sent(request)
    session = new_session()
    try:
        shown = await run_in_threadpool(
            _personal(request).show_code, posted.get("code")[:80], CHANNEL, identity_of(session)
        )
    except LinkRefused as refused:
        return await run_in_threadpool(_resume_page, request, 422, told=f"{refused.message}{refused.mend}")
    response = await run_in_threadpool(_resume_page, request, number=shown.number)
    set_pending(visit(request), response, session)
    return response


@router.post("/resume/agree")
async def confirm(request: Request) -> Response:
    """This side says yes; when the other did too, the session is opened."""
    posted = await sent(request)
    who, personal, number = visit(request), _personal(request), posted.get("number")
    identity = identity_of(who.pending)
    try:
        if not number.isdigit() or not who.pending:
            raise LinkRefused("接续已取消或过期。", mend="回到原来的设备再要一个代码。")
        joined = await run_in_threadpool(site_of(request).engine.storage.conversation_of, CHANNEL, identity)
        if joined is None:
            await run_in_threadpool(personal.agree_there, CHANNEL, identity, int(number))
            joined = await run_in_threadpool(site_of(request).engine.storage.conversation_of, CHANNEL, identity)
    except LinkRefused as refused:
        return await run_in_threadpool(_resume_page, request, 422, told=f"{refused.message}{refused.mend}")
    if joined is None:
        return await run_in_threadpool(_resume_page, request, number=int(number), agreed=True)
    enter(who, who.pending, joined)
    response = go(request, "/filing")
    set_pending(who, response, "")
    return response


@router.post("/link/leave")
async def leave_session(request: Request) -> Response:
    """Sign this browser out; what was filled in stays where it is."""
    await sent(request)
    await run_in_threadpool(leave, visit(request), _personal(request))
    return go(request, "/")
