"""The blocks a reply is drawn with, and the buttons; no channel's markup is known here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.messages import Button
from bot.dialogue.models import World
from bot.dialogue.talk import standing
from bot.texts import text


@dataclass(frozen=True)
class Shown:
    """A button as drawn: what pressing it sends, and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class Block:
    """A piece of what a person is shown."""

    kind: Literal["text", "list", "quote", "choices", "actions", "file"]
    text: str = ""
    """The words; for a list what stands above it, for a quote the guide's words, for a file its path."""
    items: tuple[str, ...] = ()
    """Of a list."""
    source: str = ""
    """Of a quote: where it stands."""
    buttons: tuple[Shown, ...] = ()
    """Of choices (numbered) and actions (not numbered)."""


def paragraph(key: str, **values: object) -> Block:
    """A paragraph of one text."""
    return Block("text", text(key, **values))


def bullets(items: Iterable[str], head: str = "") -> Block:
    """A list, with words above it."""
    return Block("list", head, items=tuple(items))


def quote(words: str, source: str) -> Block:
    """Words of a guide with their place; a heading that the place names already is not told twice."""
    told = folded(words).removeprefix(source.rpartition(" › ")[2] + "\n") if source else folded(words)
    return Block("quote", told, source=source)


def folded(words: str) -> str:
    """Words of a guide without empty lines; the cells of a flattened table stand in one line, parted by bars."""
    lines = [line.strip() for line in re.split(r"[\n\t]+", words) if line.strip()]
    return ("｜" if "\t" in words else "\n").join(lines)


def drawn(one: Button, world: World) -> Shown:
    """A button with its words: the text it names, a programme with year and state, or the data's own."""
    if one.key:
        return Shown(one.code, text(one.key, value=one.label))
    if one.code.startswith("program:"):
        return Shown(one.code, program_line(one.code.partition(":")[2], world))
    return Shown(one.code, one.label)


def program_line(slug: str, world: World) -> str:
    """A programme's short name with its year and whether it is open."""
    manifest = world.packs[slug].manifest
    year = text("choosing.year", year=manifest.year) if manifest.year else text("choosing.year_unknown")
    state = {"open": "choosing.open", "closed": "choosing.closed", "unknown": "choosing.unknown"}
    line = text(
        "choosing.program", name=manifest.short_name, year=year, state=text(state[standing(manifest, world).value])
    )
    return line.replace("）（", "，")


def clause_path(world: World, program: str, clause: str) -> str:
    """Where a clause stands, from the top: 三、申报条件 › （二）; the id alone where it is its own title."""
    found = world.packs[program].guide.by_id.get(clause) if program in world.packs else None
    return " › ".join(found.path) if found is not None and found.path else clause


def listed(labels: tuple[str, ...] | list[str], most: int = 5) -> str:
    """Labels joined with 、, the first `most` of them."""
    shown = "、".join(labels[:most])
    return shown if len(labels) <= most else text("progress.and_more", labels=shown)
