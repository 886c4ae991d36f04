"""What anybody may read of a programme: its identity, the guide, the list of questions, the sheet of materials."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from bot.channels.web.guide import clauses_of
from bot.channels.web.names import attachment, safe_name
from bot.channels.web.pages import page, site_of, state_of, year_of
from programs.registry import Pack

router = APIRouter(prefix="/p/{slug}")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _pack(request: Request, slug: str) -> Pack:
    pack = site_of(request).world.packs.get(slug)
    if pack is None:
        raise HTTPException(404, "没有这个项目。")
    return pack


@router.get("")
def program(request: Request, slug: str) -> Response:
    """What the programme is, in the guide's words."""
    pack, site = _pack(request, slug), site_of(request)
    state, words = state_of(pack, site.world)
    form = site.form(slug)
    return page(
        request, "program.html", pack=pack, manifest=pack.manifest, state=state, state_words=words,
        year=year_of(pack.manifest), fields=len(form.fields), rules=len(site.world.assessors[slug].ruleset.rules),
    )  # fmt: skip


@router.get("/guide")
def guide(request: Request, slug: str, clause: str = "") -> Response:
    """The guide, with a clause lit."""
    pack = _pack(request, slug)
    return page(request, "guide.html", pack=pack, clauses=clauses_of(pack.guide), lit=clause)


@router.get("/questions.docx")
def questions(request: Request, slug: str) -> Response:
    """Everything that may be asked, for colleagues to gather."""
    from bot.channels.web.question_list import as_docx

    pack, form = _pack(request, slug), site_of(request).form(slug)
    return _docx(as_docx(form), f"{pack.manifest.short_name}-填报问题清单")


@router.get("/materials.docx")
def materials(request: Request, slug: str) -> Response:
    """What to hand in, print, sign and seal."""
    from forms.sheets import as_docx, sheet_of

    pack = _pack(request, slug)
    return _docx(as_docx(sheet_of(site_of(request).form(slug))), f"{pack.manifest.short_name}-材料与签章清单")


def _docx(data: bytes, name: str) -> Response:
    return Response(data, media_type=DOCX, headers={"Content-Disposition": attachment(safe_name(name, "docx"))})
