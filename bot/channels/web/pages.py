"""Answers a request with a page: the template, what every page needs, and the cookies that are new."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from bot.channels.web.sessions import Visit, set_cookies
from bot.channels.web.site import Site
from bot.dialogue.models import World
from bot.dialogue.talk import standing
from programs.models import Manifest, Status
from programs.registry import Pack

STATES = {Status.OPEN: "可申报", Status.CLOSED: "已截止", Status.UNKNOWN: "是否开放未知"}


def site_of(request: Request) -> Site:
    """The services the app was made with."""
    site: Site = request.app.state.site
    return site


def visit(request: Request) -> Visit:
    """Who is asking, as `open_visit` found out."""
    found: Visit = request.state.visit
    return found


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """The page, with what the layout wants; swapped pages keep the address unless they are the answer to a link."""
    site, visitor = site_of(request), visit(request)
    partly = request.headers.get("hx-request") == "true"
    base = {
        "site": site,
        "assets": site.assets,
        "token": visitor.token,
        "partly": partly,
        "known": bool(visitor.conversation),
    }
    response = site.templates.TemplateResponse(request, template, base | context, status_code=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    if partly and (status >= 400 or request.method == "POST"):
        response.headers["HX-Push-Url"] = "false"
    set_cookies(visitor, response)
    return response


def go(request: Request, where: str) -> Response:
    """Go on to another page of ours."""
    response = RedirectResponse(where, 303)
    set_cookies(visit(request), response)
    return response


def way_back(where: str, default: str = "/filing") -> str:
    """Where to go after a form, if it is a place of ours."""
    return where if where.startswith("/") and not where.startswith("//") and "\\" not in where else default


def state_of(pack: Pack, world: World) -> tuple[str, str]:
    """Whether a programme is open: a word for styling, and the words to show."""
    status = standing(pack.manifest, world)
    return status.value, STATES[status]


def year_of(manifest: Manifest) -> str:
    """The programme's year as shown."""
    return f"{manifest.year}年度" if manifest.year else "年度未载明"
