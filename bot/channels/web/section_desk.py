"""One colleague's view of one section: what a link opens, as far as it opens anything."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException, Request

from bot.channels.web.pages import site_of
from bot.channels.web.posted import Posted
from bot.channels.web.sessions import pass_of
from bot.channels.web.work import Row, Work
from bot.dialogue.models import Stage
from bot.dialogue.paper import paper_of
from bot.storage.models import Handover
from forms.models import Field

GONE = "这个链接打不开：不完整，已过期，或者已被收回。请向发给您的同事再要一个。"


@dataclass(frozen=True)
class Desk:
    """What one colleague may see and enter."""

    handover: Handover
    name: str
    work: Work

    @property
    def number(self) -> int:
        """The link's number."""
        return self.handover.number

    @property
    def title(self) -> str:
        """The section's title."""
        return next((one.title for one in self.work.form.sections if one.key == self.handover.section), "")

    @property
    def intro(self) -> str:
        """What the form says at the head of the section."""
        return next((one.intro for one in self.work.form.sections if one.key == self.handover.section), "")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The fields of the section that the form prints and that apply now; what only the verdict reads is the owner's."""
        paper = paper_of(self.work.world, self.work.program).fields
        rows = next((rows for key, _, _, rows in self.work.sections if key == self.handover.section), ())
        return tuple(row for row in rows if row.field.key in paper)

    def field(self, key: str) -> Field:
        """A field of the section; 404 for any other."""
        found = next((row.field for row in self.rows if row.field.key == key), None)
        if found is None:
            raise HTTPException(404, "这一栏不在交给您的部分里，或者现在不用填。")
        return found


def work_behind(request: Request, handover: Handover) -> Work:
    """The application that the link belongs to, with the link's programme chosen and nothing being asked."""
    site = site_of(request)
    aside = {"program": handover.program, "stage": Stage.HOME, "back_to": (), "parked": None}
    work = Work(site, site.engine.look(handover.conversation).model_copy(update=aside))
    if handover.program not in work.world.forms:
        raise HTTPException(404, GONE)
    return work


def desk_of(request: Request, number: int) -> Desk:
    """The desk of this browser's pass; 404 when there is none, or the link opens nothing any more."""
    held = pass_of(request, number)
    handover = site_of(request).engine.handing.opened(held.token) if held is not None else None
    if held is None or handover is None or handover.number != number:
        raise HTTPException(404, GONE)
    return Desk(handover, held.name, work_behind(request, handover))


def desk_sent(request: Request, posted: Posted) -> Desk:
    """The desk that a form was sent from."""
    number = posted.get("number")
    if not number.isascii() or not number.isdigit():
        raise HTTPException(404, GONE)
    return desk_of(request, int(number))
