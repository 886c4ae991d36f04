"""Words for what was found out: answers of the guide, verdicts, programmes that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.dialogue.reports import decisive
from bot.dialogue.talk import standing
from bot.rendering.blocks import Block, bullets, clause_path, listed, paragraph, quote
from bot.texts import text
from programs.models import Status

MOST_CITATIONS = 3
MOST_TITLES = 4
BRIEF = 24


def answer(reply: m.ShowAnswer, world: World) -> Iterator[Block]:
    """The answer, then the words of the guide it rests on."""
    told = reply.answer
    yield Block("text", told.answer or text("answer.not_found"))
    for one in told.citations[:MOST_CITATIONS] if told.status == "answered" else ():
        if told_in(told.answer, one.quote):
            continue
        name = world.packs[one.program].manifest.short_name if one.program in world.packs else one.program
        place = (
            " › ".join(one.path) or text("answer.source_staff")
            if one.source == "staff"
            else text("answer.source", program=name, path=" › ".join(one.path))
        )
        yield quote(one.quote, place)


def told_in(answer: str, quote: str) -> bool:
    """Whether an answer has a quote's words already, or as many of them as it gives of a further clause."""
    words, said = _squeezed(quote), _squeezed(answer)
    return words in said or (len(words) > BRIEF and f"{words[:BRIEF]}" in said)


def _squeezed(words: str) -> str:
    """The words without white space and the bars between cells: a quote may be broken where the answer is not."""
    return "".join(words.replace("｜", "").split())


def verdict(reply: m.ShowVerdict, world: World) -> Iterator[Block]:
    """The conclusion with its counts, then what decides, each with quote and gap, then the rest.

    In short, a condition that is met takes one line, and open ones that cannot decide any more are told by title; in full,
    every condition stands in the rules' order.
    """
    heads = {
        "eligible": "eligibility.eligible",
        "not_eligible": "eligibility.not_eligible",
        "need_more_info": "eligibility.need_more_info",
    }
    yield paragraph(heads[reply.overall])
    found = Counter(line.verdict for line in reply.lines)
    yield paragraph("eligibility.counts", met=found["met"], not_met=found["not_met"], unknown=found["unknown"])
    first, folded = (reply.lines, ()) if reply.whole else decisive(reply)
    for line in first:
        yield bullets(_details(reply.program, line, world), _mark(line))
    if folded:
        key = "eligibility.folded" if reply.overall == "not_eligible" else "eligibility.folded_more"
        yield paragraph(key, n=len(folded), titles=listed([line.title for line in folded], MOST_TITLES))
    if not reply.whole and found["met"]:
        yield bullets((_mark(line) for line in reply.lines if line.verdict == "met"), text("eligibility.met_head"))
    if reply.remind:
        yield from reference(reply.program, world)


def _mark(line: m.VerdictLine) -> str:
    marks = {"met": "eligibility.met", "not_met": "eligibility.not_met", "unknown": "eligibility.unknown"}
    return text(marks[line.verdict], title=line.title, clause=line.clause)


def _details(program: str, line: m.VerdictLine, world: World) -> Iterator[str]:
    yield text("eligibility.quote", quote=line.quote)
    if line.working and line.verdict != "unknown":
        yield text("eligibility.working", working=line.working)
    if line.gap:
        yield text("eligibility.gap", gap=line.gap)
    if line.missing:
        yield text("eligibility.missing", labels=missing_labels(program, line.missing, world))
    if line.basis == "declared" and line.verdict != "unknown":
        yield text("eligibility.declared")
    if line.reading and line.verdict != "unknown":
        yield text("eligibility.reading", reading=line.reading)


def missing_labels(program: str, paths: tuple[str, ...], world: World) -> str:
    """Labels of missing facts; several cells of one grid are told as the grid with their number."""
    form = world.forms[program]
    by_field: dict[str, list[str]] = {}
    for path in paths:
        by_field.setdefault(path.partition(".")[0], []).append(path)
    return "、".join(
        form.label(cells[0])
        if len(cells) == 1
        else text("eligibility.more_missing", first=form.label(key), n=len(cells))
        for key, cells in by_field.items()
    )


def match(reply: m.ShowMatch, world: World) -> Iterator[Block]:
    """Programmes that fit, that fit but lie elsewhere, and that are not meant for such an organisation."""
    yield paragraph("matching.head")
    fits = [line for line in reply.lines if line.applies and line.near is not False]
    away = [line for line in reply.lines if line.applies and line.near is False]
    others = [line for line in reply.lines if not line.applies]
    told = (("matching.fits", fits), ("matching.elsewhere", away), ("matching.not_for", others if reply.whole else []))
    for key, lines in told:
        if lines:
            yield bullets([_match_line(key, line, world) for line in lines])
    if others and not reply.whole:
        names = "、".join(world.packs[line.program].manifest.short_name for line in others)
        yield paragraph("matching.others", n=len(others), names=names)
    if reply.choices:
        yield paragraph("matching.choose")


def _match_line(key: str, line: m.MatchLine, world: World) -> str:
    manifest = world.packs[line.program].manifest
    more = text("matching.unmet", titles="；".join(line.unmet)) if line.unmet else ""
    more += text("matching.missing", n=line.missing) if line.missing else ""
    return text(key, name=manifest.short_name, region=manifest.region, quote=line.quote.rstrip("。；"), more=more)


def reference(program: str, world: World) -> Iterator[Block]:
    """仅供参考, where the programme is closed or nobody knows; why was told when it was chosen."""
    state = standing(world.packs[program].manifest, world)
    if state is not Status.OPEN:
        yield paragraph("notice.reference" if state is Status.CLOSED else "notice.reference_unknown")


def path_of(world: World, program: str, clause: str) -> str:
    """Where a clause stands, for channels that link it."""
    return clause_path(world, program, clause)
