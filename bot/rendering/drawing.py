"""`render(reply, world)`: the blocks of a reply, with its choices and what else may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.rendering import fields, handouts, proposals, reports, rows, standings
from bot.rendering.blocks import Block, drawn, paragraph
from bot.texts import placeholders, text


def render(reply: m.Reply, world: World) -> tuple[Block, ...]:
    """The reply as blocks: what it tells, then the numbered choices, then what else may be done."""
    blocks = [block for block in _TELLERS[reply.kind](reply, world) if block.text or block.items]
    if reply.choices:
        blocks.append(Block("choices", buttons=tuple(drawn(one, world) for one in reply.choices)))
    if reply.actions:
        blocks.append(Block("actions", buttons=tuple(drawn(one, world) for one in reply.actions)))
    return tuple(blocks)


def _say(reply: m.Say, world: World) -> Iterable[Block]:
    """A sentence; a few keys choose their wording by their values."""
    key, values = reply.key, dict(reply.values)
    if key == "asking.prompt":
        values["about"] = text("asking.about", name=values["about"]) if values["about"] else ""
    elif key == "editing.which":
        values["more"] = text("editing.more", n=values["more"]) if values["more"] else ""
    elif key == "review.reached" and not values["waiting"]:
        key = "review.reached_all"
    yield paragraph(key, **{name: values[name] for name in placeholders(key)})


def _farewell(reply: m.Farewell, world: World) -> Iterable[Block]:
    yield paragraph("farewell")


_TELLERS: Mapping[str, Callable[[Any, World], Iterable[Block]]] = {
    "say": _say,
    "resume": standings.resume,
    "ask": fields.ask,
    "slipped": fields.slipped,
    "doubted": fields.doubted,
    "recorded": fields.recorded,
    "explain": fields.explain,
    "show_answer": reports.answer,
    "show_verdict": reports.verdict,
    "show_match": reports.match,
    "show_progress": standings.progress,
    "show_answers": standings.answers,
    "show_review": standings.review,
    "offer_profile": standings.profile,
    "show_proposals": proposals.proposals,
    "offer_handover": handouts.handover,
    "show_materials": handouts.materials,
    "send_document": handouts.document,
    "show_rows": rows.shown,
    "send_rows": rows.handed_back,
    "farewell": _farewell,
}
