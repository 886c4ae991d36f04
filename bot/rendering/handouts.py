"""Words for what is handed out: a section for a colleague, the materials, the document with what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.rendering.blocks import Block, bullets, listed, paragraph
from bot.rendering.reports import reference
from bot.texts import text

MOST_CHANGES, LONGEST_CHANGE = 4, 20


def handover(reply: m.OfferHandover, world: World) -> Iterator[Block]:
    """What a colleague would see, and where the link is made; the page makes it right here."""
    yield paragraph("handing.offer", title=reply.title, done=reply.done, total=reply.total)
    if world.address:
        yield paragraph("handing.where", address=world.address)
    else:
        yield paragraph("handing.where_unknown")


def materials(reply: m.ShowMaterials, world: World) -> Iterator[Block]:
    """What has to be handed in and how, with clauses."""
    manifest = world.packs[reply.program].manifest
    if manifest.materials:
        yield paragraph("materials.head")
        keys = {True: "materials.optional", False: "materials.item"}
        yield bullets([text(keys[one.optional], name=one.name, clause=one.clause) for one in manifest.materials])
    else:
        yield paragraph("materials.none")
    ways = (*manifest.print_and_seal, *manifest.delivery)
    if ways:
        yield paragraph("materials.print")
        yield bullets([text("materials.print_item", value=one.value, clause=one.clause) for one in ways])
    if manifest.contacts:
        yield bullets([text("materials.print_item", value=one.value, clause=one.clause) for one in manifest.contacts])


def document(reply: m.SendDocument, world: World) -> Iterator[Block]:
    """The file, what it is not, and what nobody checked."""
    key = "document.partial" if reply.partial else "document.whole"
    yield Block("text", text(key, filled=reply.filled, blank=reply.blank))
    yield Block("file", reply.file)
    if reply.since is not None:
        yield _difference(reply.since, reply.changed)
    if reply.remind:
        yield Block("text", world.packs[reply.program].manifest.form_note)
    if reply.warnings:
        yield bullets([text("document.warning", warning=warning) for warning in reply.warnings])
    yield paragraph("document.unchecked")
    if reply.remind:
        yield from reference(reply.program, world)


def _difference(since: datetime, changed: tuple[m.ChangeLine, ...]) -> Block:
    """What is different from the document before, in a sentence: few and short changes with both values."""
    at = f"{since:%m-%d %H:%M}"
    if not changed:
        return paragraph("document.same", at=at)
    told = [one.label if max(len(one.before), len(one.after)) > LONGEST_CHANGE else _change(one) for one in changed]
    return paragraph("document.changed", at=at, n=len(changed), changes=listed(told, MOST_CHANGES))


def _change(one: m.ChangeLine) -> str:
    empty = text("document.change_empty")
    return text("document.change", label=one.label, before=one.before or empty, after=one.after or empty)
