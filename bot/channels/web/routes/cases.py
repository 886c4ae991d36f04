"""The working page: the conversation beside the form, and what one does there: say and press. Entering is in `entering`."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.guide import anchor_of, clauses_of
from bot.channels.web.inputs import Input
from bot.channels.web.pages import go, page, site_of, state_of, visit, way_back, year_of
from bot.channels.web.posted import Posted
from bot.channels.web.sending import handle, sent
from bot.channels.web.talk import Told, drawn_reply
from bot.channels.web.unsent import Unsent, unsent
from bot.channels.web.work import Work, work_of
from bot.dialogue import messages as m
from forms.sheets import GROUPS, sheet_of
from knowledge.models import Answer

router = APIRouter()
_ROWS_ASKED = (
    "rows.where",
    "rows.where_bad",
    "rows.which_unit",
    "rows.dropped",
    "rows.nothing_read",
    "file.empty_table",
)
TABS = {"form": "申报书", "answers": "全部答案", "eligibility": "资格", "materials": "材料与签章", "guide": "指南"}


def show(request: Request, tab: str, status: int = 200, **more: Any) -> Response:
    """The working page at a tab; the talk is the tab of small screens."""
    site, asked = site_of(request), request.query_params
    work = work_of(site, visit(request).conversation, all_turns="all" in asked)
    context: dict[str, Any] = {
        "work": work, "tab": tab, "tabs": TABS, "key": secrets.token_hex(8), "state_of": state_of, "year_of": year_of,
        "editing": None, "wrong": None, "lit": "", "brought": (),
    }  # fmt: skip
    if work.program:
        context |= _tab(work, tab if tab != "talk" else "form", asked.get("edit", ""), asked.get("clause", ""))
    context |= more
    return page(request, "work.html", status, held=_held(work, tab, context["editing"]), **context)


def _held(work: Work, tab: str, editing: Input | None) -> str:
    """Id of the form of the field that stands open in 全部答案; empty where none does."""
    open_ = editing.field.key if editing is not None and tab == "answers" else ""
    there = any(row.field.key == open_ for *_, rows in work.sections for row in rows) if open_ else False
    return f"edit-form-{open_}" if there else ""


def _tab(work: Work, tab: str, edit: str, clause: str) -> dict[str, Any]:
    """What one tab needs beyond the work itself."""
    if tab == "answers" and edit in work.fields:
        return {"editing": work.shown(work.fields[edit])}
    if tab == "materials":
        return {"sheet": sheet_of(work.form), "groups": GROUPS}
    if tab == "guide":
        guide = work.pack.guide
        lit = clause or (work.asked.field.clause if work.asked is not None else "")
        return {"clauses": clauses_of(guide), "lit": lit, "lit_anchor": anchor_of(guide, lit)}
    return {}


@router.get("/filing")
def talk(request: Request) -> Response:
    """The conversation, and on wide screens the form beside it."""
    return show(request, "talk")


@router.get("/filing/{tab}")
def work(request: Request, tab: str) -> Response:
    """The working page at a tab."""
    if tab not in TABS:
        raise HTTPException(404)
    return show(request, tab)


@router.post("/say")
async def say(request: Request) -> Response:
    """Something was typed: a question, an answer, a command."""
    posted = await sent(request)
    words = posted.get("text")
    if words.strip():
        replies = await handle(request, m.Said, posted.get("key"), text=words)
        return go(request, _after(replies, way_back(posted.get("back"))))
    return go(request, way_back(posted.get("back")))


@router.post("/press")
async def press(request: Request) -> Response:
    """A button was pressed; `program:<slug>` chooses a programme, `open` comes back to where one was."""
    posted = await sent(request)
    code = posted.get("code")
    along = await run_in_threadpool(_along, request, posted)
    if code.startswith("open"):
        replies = await handle(request, m.Opened, program=code.partition(":")[2] or None)
    else:
        replies = await handle(request, m.Pressed, code=code)
        if along is None and code.partition(":")[0] in ("rows", "unit"):
            return await run_in_threadpool(show_rows, request, posted, replies)
    return await run_in_threadpool(_pressed, request, posted, replies, along)


def _along(request: Request, posted: Posted) -> Unsent | None:
    if not posted.get("field"):
        return None
    return unsent(work_of(site_of(request), visit(request).conversation), posted)


def _pressed(request: Request, posted: Posted, replies: Any, along: Unsent | None) -> Response:
    """Where a pressed button leads; a field that stood open stays open, with what is typed in it."""
    back = way_back(posted.get("back"))
    if along is None:
        return go(request, _after(replies, back))
    work = work_of(site_of(request), visit(request).conversation)
    shown = along.shown(work) if work.program == posted.get("program") else None
    if shown is None:
        return go(request, "/filing")
    if along.typed is not None:
        return show(request, "answers", editing=shown, brought=rows_told(work, replies))
    after = _after(replies, back)
    return go(request, after if after != back else f"/filing/answers?edit={along.field}#f-{along.field}")


def show_rows(request: Request, posted: Posted, replies: Any) -> Response:
    """Go on where rows were brought; where something is to be told or asked of them, the page with that."""
    work = work_of(site_of(request), visit(request).conversation)
    told = rows_told(work, replies)
    if not told:
        return go(request, way_back(posted.get("back")))
    nothing = any(isinstance(one, m.ShowRows) and not one.good for one in replies)
    return show(request, tab_of(posted), 422 if nothing else 200, brought=told)


def _after(replies: Any, back: str) -> str:
    """Where a reply is best read: some have a tab of their own."""
    tabs = {
        "show_answers": "answers",
        "show_verdict": "eligibility",
        "show_materials": "materials",
        "show_review": "answers",
    }
    for reply in replies:
        if reply.kind in tabs and back.startswith("/filing/"):
            return f"/filing/{tabs[reply.kind]}"
        if isinstance(reply, m.ShowAnswer) and back.startswith("/filing/guide") and _cites(reply.answer):
            return f"/filing/guide?clause={reply.answer.citations[0].clause}"
    return back


def _cites(answer: Answer) -> bool:
    return bool(answer.citations) and answer.citations[0].source != "staff"


def tab_of(posted: Posted) -> str:
    """The tab that a form was sent from."""
    tab = way_back(posted.get("back")).removeprefix("/filing").strip("/").partition("?")[0].partition("#")[0]
    return tab if tab in TABS else "talk"


def rows_told(work: Work, replies: Any) -> tuple[Told, ...]:
    """What is told of rows that were brought, drawn: what is in, what is not, and what is asked."""
    kept = [
        one
        for one in replies
        if isinstance(one, m.ShowRows | m.SendRows) or (isinstance(one, m.Say) and one.key in _ROWS_ASKED)
    ]
    return tuple(drawn_reply(one, work.world, last=True) for one in kept)
