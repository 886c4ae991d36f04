"""The first page: ask, see what fits, go on; and the programmes there are."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.web.pages import page, site_of, state_of, visit, year_of
from bot.channels.web.work import Work, work_of
from bot.dialogue.answers import answers_of, stored
from bot.dialogue.paper import paper_of
from forms.progress import progress
from programs.models import Status

router = APIRouter()


@router.get("/")
def start(request: Request) -> Response:
    """The first page."""
    site = site_of(request)
    work = work_of(site, visit(request).conversation)
    world = site.world
    listed = [(pack, *state_of(pack, world), year_of(pack.manifest)) for pack in world.packs.values()]
    return page(
        request,
        "start.html",
        programs=listed,
        begun=_begun(work),
        any_open=any(state == Status.OPEN for _, state, *_ in listed),
        today=world.today,
    )


def _begun(work: Work) -> list[tuple[str, str, int, int]]:
    """Slug, name, answered and total of every programme somebody began to fill."""
    begun = []
    for slug, case in work.conversation.cases.items():
        if slug in work.world.packs and stored(case):
            form = paper_of(work.world, slug)
            told = progress(form, answers_of(case, work.world.forms[slug].fields))
            begun.append((slug, work.world.packs[slug].manifest.short_name, told.done, told.total))
    return begun
