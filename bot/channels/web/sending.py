"""A form that was sent: proved to be ours, read within bounds, and handed to the engine as an event."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as BadRequest

from bot.channels.web.pages import site_of, visit
from bot.channels.web.posted import Posted
from bot.channels.web.sessions import CHANNEL, comes_from_us, sign_up
from bot.channels.web.site import Site
from bot.dialogue import messages as m

MOST_FIELDS = 5_000
_KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def sent(request: Request) -> Posted:
    """The form's values.

    Raises:
        HTTPException: it is no form (415), or did not come from our page in this browser (403).
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _KINDS:
        raise HTTPException(415, "这里只收网页表单。")
    try:
        form = await request.form(max_fields=MOST_FIELDS, max_files=1, max_part_size=site_of(request).limits.form_bytes)
    except BadRequest:
        raise HTTPException(400, "表单读不懂，请回到页面重试。") from None
    posted = Posted.of(form)
    if not comes_from_us(request, visit(request), posted.get("token")):
        raise HTTPException(403, "这个页面放得太久了，或者不是从本页提交的。请刷新页面再试一次，已填的内容都在。")
    return posted


async def handle(request: Request, kind: type[Any], key: str = "", /, **values: Any) -> Sequence[m.Reply]:
    """What the engine tells after the event; whoever has no session yet gets one.

    `key` names the shown form that was sent: the same form sent twice with the same values is one event.
    """
    return await run_in_threadpool(_handle, request, kind, key, values)


def handle_now(request: Request, kind: type[Any], key: str = "", /, **values: Any) -> Sequence[m.Reply]:
    """As `handle`, for what runs in a thread already."""
    return _handle(request, kind, key, values)


async def hand_in(request: Request, conversation: str, author: str, key: str, **values: Any) -> Sequence[m.Reply]:
    """What the engine tells after a colleague entered something into somebody else's conversation, signed by `author`."""
    return await run_in_threadpool(_event, site_of(request), conversation, author, m.Entered, key, values)


def _handle(request: Request, kind: type[Any], key: str, values: dict[str, Any]) -> Sequence[m.Reply]:
    site, who = site_of(request), visit(request)
    if not who.conversation:
        sign_up(who, site.engine.personal)
    return _event(site, who.conversation, CHANNEL, kind, key, values)


def _event(
    site: Site, conversation: str, author: str, kind: type[Any], key: str, values: dict[str, Any]
) -> Sequence[m.Reply]:
    content = json.dumps([conversation, author, kind.__name__, key, values], ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(content.encode()).hexdigest()[:40] if key else secrets.token_hex(20)
    about = {"id": name, "at": site.engine.now(), "channel": CHANNEL, "author": author}
    event: m.Event = kind.model_validate({**about, **values})
    return site.engine.handle(conversation, event)
