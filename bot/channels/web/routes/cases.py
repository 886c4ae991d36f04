"""The working page: the conversation beside the form, and the three things one does there: say, press, enter."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.guide import anchor_of, clauses_of
from bot.channels.web.inputs import Input, input_of
from bot.channels.web.pages import go, page, site_of, state_of, visit, way_back, year_of
from bot.channels.web.posted import KEEP, Posted, raw_of, shown_rows
from bot.channels.web.sending import handle, sent
from bot.channels.web.work import Work, work_of
from bot.dialogue import messages as m
from bot.rendering.drawing import render
from forms.models import Field, FieldType
from forms.sheets import GROUPS, sheet_of
from knowledge.models import Answer

router = APIRouter()
TABS = {"form": "申报书", "answers": "全部答案", "eligibility": "资格", "materials": "材料与签章", "guide": "指南"}


def show(request: Request, tab: str, status: int = 200, **more: Any) -> Response:
    """The working page at a tab; the talk is the tab of small screens."""
    site, asked = site_of(request), request.query_params
    work = work_of(site, visit(request).conversation, all_turns="all" in asked)
    context: dict[str, Any] = {
        "work": work, "tab": tab, "tabs": TABS, "key": secrets.token_hex(8), "state_of": state_of, "year_of": year_of,
        "editing": None, "wrong": None, "lit": "", "imported": None,
    }  # fmt: skip
    if work.program:
        context |= _tab(work, tab if tab != "talk" else "form", asked.get("edit", ""), asked.get("clause", ""))
    return page(request, "work.html", status, **(context | more))


def _tab(work: Work, tab: str, edit: str, clause: str) -> dict[str, Any]:
    """What one tab needs beyond the work itself."""
    if tab == "answers" and edit in work.fields:
        return {"editing": input_of(work.fields[edit], work.program, work.stored.get(edit))}
    if tab == "materials":
        return {"sheet": sheet_of(work.form), "groups": GROUPS}
    if tab == "guide":
        guide = work.pack.guide
        lit = clause or (work.asked.field.clause if work.asked is not None else "")
        return {"clauses": clauses_of(guide), "lit": lit, "lit_anchor": anchor_of(guide, lit)}
    return {}


@router.get("/work")
def talk(request: Request) -> Response:
    """The conversation, and on wide screens the form beside it."""
    return show(request, "talk")


@router.get("/work/{tab}")
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
    if code.startswith("open"):
        replies = await handle(request, m.Opened, program=code.partition(":")[2] or None)
    else:
        replies = await handle(request, m.Pressed, code=code)
    return go(request, _after(replies, way_back(posted.get("back"))))


def _after(replies: Any, back: str) -> str:
    """Where a reply is best read: some have a tab of their own."""
    tabs = {
        "show_answers": "answers",
        "show_verdict": "eligibility",
        "show_materials": "materials",
        "show_review": "answers",
    }
    for reply in replies:
        if reply.kind in tabs and back.startswith("/work/"):
            return f"/work/{tabs[reply.kind]}"
        if isinstance(reply, m.ShowAnswer) and back.startswith("/work/guide") and _cites(reply.answer):
            return f"/work/guide?clause={reply.answer.citations[0].clause}"
    return back


def _cites(answer: Answer) -> bool:
    return bool(answer.citations) and answer.citations[0].source != "staff"


@router.post("/enter")
async def enter(request: Request) -> Response:
    """A field was filled in: written, or shown again with what is wrong, doubtful, or changed by others."""
    posted = await sent(request)
    work = await run_in_threadpool(work_of, site_of(request), visit(request).conversation)
    field = work.fields.get(posted.get("field"))
    if field is None or posted.get("program") != work.program:
        replies = await handle(request, m.Entered, program=posted.get("program"), field=posted.get("field")[:100])
        return go(request, "/work")
    if op := posted.get("op"):
        return await run_in_threadpool(_again, request, field, posted, typed=rows_after(field, posted, op))
    value = raw_of(field, posted)
    if value is KEEP:
        code = f"keep:{field.key}"
        if work.asked is not None and work.asked.field.key == field.key:
            await handle(request, m.Pressed, posted.get("key"), code=code)
        return go(request, way_back(posted.get("back")))
    if value is None and work.stored.get(field.key) is None:
        return await run_in_threadpool(_again, request, field, posted, error="这里还是空的。可以先跳过，以后再填。")
    seen = None if posted.get("seen") == "any" else posted.get("seen")
    replies = await handle(
        request, m.Entered, posted.get("key"), program=work.program, field=field.key, value=value, seen=seen,
        confirmed=bool(posted.get("confirmed")),
    )  # fmt: skip
    wrong = why_not(work, field, replies)
    if wrong:
        return await run_in_threadpool(_again, request, field, posted, typed=value, **wrong)
    return go(request, way_back(posted.get("back")))


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


def rows_after(field: Field, posted: Posted, op: str) -> Any:
    """The rows on the page after one was added, taken out or moved; nothing is saved by that."""
    if field.type is not FieldType.TABLE:
        return raw_of(field, posted)
    rows, (verb, _, at) = shown_rows(field, posted), op.partition(":")
    place = int(at) if at.isdigit() else -1
    if verb == "add":
        return [*rows, {}]
    if not 0 <= place < len(rows):
        return rows
    if verb == "delete":
        return [row for number, row in enumerate(rows) if number != place]
    if verb == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    return rows


def _again(request: Request, field: Field, posted: Posted, typed: Any = None, **told: str) -> Response:
    """The page with the field as it was sent, and why it was not taken."""
    work = work_of(site_of(request), visit(request).conversation)
    shown: Input = input_of(field, work.program, work.stored.get(field.key), typed=typed, **told)
    tab = way_back(posted.get("back")).removeprefix("/work").strip("/").partition("?")[0].partition("#")[0]
    tab = tab if tab in TABS else "talk"
    more: dict[str, Any] = {"wrong": shown}
    if tab == "answers":
        more["editing"] = shown
    return show(request, tab, 422 if told else 200, **more)
