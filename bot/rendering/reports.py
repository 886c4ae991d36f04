"""Words for what is longer than a sentence: answers, verdicts, programmes that fit, progress, reviews, documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.dialogue.reports import decisive
from bot.dialogue.talk import standing
from bot.rendering.blocks import Block, bullets, clause_path, listed, paragraph, quote
from bot.rendering.fields import plain
from bot.texts import text
from programs.models import Status

MOST_CITATIONS = 3
MOST_DEFECTS = 6
LONGEST_ECHO = 56
MOST_TITLES = 4
MOST_CHANGES, LONGEST_CHANGE = 4, 20
MISSING = "required.missing"
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


def progress(reply: m.ShowProgress, world: World) -> Iterator[Block]:
    """How far each section is, and what is waiting or missing."""
    done, total = sum(one.done for one in reply.sections), sum(one.total for one in reply.sections)
    yield paragraph("progress.head", done=done, total=total)
    asked = [one for one in reply.sections if one.total]
    finished = [one for one in asked if one.done == one.total]
    told = asked if reply.whole else [one for one in asked if 0 < one.done < one.total]
    if finished and not reply.whole:
        yield paragraph("progress.finished", n=len(finished), titles=listed([one.title for one in finished]))
    yield bullets([text("progress.section", title=s.title, done=s.done, total=s.total) for s in told])
    if reply.waiting:
        yield paragraph("progress.waiting", n=len(reply.waiting), labels=listed(reply.waiting))
    if reply.missing:
        yield paragraph("progress.missing", n=len(reply.missing), labels=listed(reply.missing))


def resume(reply: m.Resume, world: World) -> Iterator[Block]:
    """Where the person was."""
    if reply.section:
        yield paragraph("progress.resume", section=reply.section, done=reply.done, total=reply.total)
    else:
        yield paragraph("progress.resume_no_section", done=reply.done, total=reply.total)
    if reply.waiting:
        yield paragraph("progress.waiting", n=len(reply.waiting), labels=listed(reply.waiting))


def answers(reply: m.ShowAnswers, world: World) -> Iterator[Block]:
    """The answers by section; in short, long ones cut and the fields without an answer told by their number."""
    yield paragraph("review.answers_head", name=world.packs[reply.program].manifest.short_name)
    told = reply.lines if reply.whole else tuple(line for line in reply.lines if line.echo)
    fields = world.forms[reply.program].fields
    for (printed, section), lines in groupby(
        told, key=lambda line: (line.printed, line.section if line.printed else "")
    ):
        shown = ((line, plain(fields[line.field], line.echo)) for line in lines)
        yield bullets(
            (
                text("profile.line", label=line.label, echo=(echo if reply.whole else _short(echo)) or _state(line))
                for line, echo in shown
            ),
            section if printed else text("review.not_printed"),
        )
    if empty := [line.label for line in reply.lines if not line.echo and not reply.whole]:
        yield paragraph("review.empty_ones", n=len(empty), labels=listed(empty))


def _short(echo: str) -> str:
    """The answer, a long one cut."""
    return echo if len(echo) <= LONGEST_ECHO else text("review.cut", words=echo[:LONGEST_ECHO].replace("\n", " "))


def _state(line: m.AnswerLine) -> str:
    return text("review.waiting") if line.state == "waiting" else text("review.empty")


def profile(reply: m.OfferProfile, world: World) -> Iterator[Block]:
    """The organisation's own answers that could be taken over."""
    yield paragraph("profile.offer", origin=reply.origin or text("profile.own"))
    yield bullets([text("profile.line", label=line.label, echo=line.echo) for line in reply.lines])


def review(reply: m.ShowReview, world: World) -> Iterator[Block]:
    """The findings of the 形式审查, those to mend first; in short, what is only not filled in yet stands in one line."""
    if not reply.defects:
        yield paragraph("review.clean")
        return
    errors = [one for one in reply.defects if one.severity == "error"]
    warnings = [one for one in reply.defects if one.severity == "warning"]
    yield paragraph("review.head", errors=len(errors), warnings=len(warnings))
    empty = [] if reply.whole else [one.field for one in errors if one.code == MISSING]
    if len(empty) > 1:
        fields = world.forms[reply.program].fields
        yield paragraph("review.not_filled", n=len(empty), labels=listed([fields[key].label for key in empty]))
        errors = [one for one in errors if one.code != MISSING]
    told = [("review.error", one) for one in errors] + [("review.warning", one) for one in warnings]
    most = len(told) if reply.whole else MOST_DEFECTS
    yield bullets([text(key, message=one.message, clause=_in_brackets(one.clause)) for key, one in told[:most]])
    if len(told) > most:
        yield paragraph("review.more", n=len(told) - most)


def _in_brackets(clause: str) -> str:
    return text("review.clause", clause=clause) if clause else ""


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


def reference(program: str, world: World) -> Iterator[Block]:
    """仅供参考, where the programme is closed or nobody knows; why was told when it was chosen."""
    state = standing(world.packs[program].manifest, world)
    if state is not Status.OPEN:
        yield paragraph("notice.reference" if state is Status.CLOSED else "notice.reference_unknown")


def path_of(world: World, program: str, clause: str) -> str:
    """Where a clause stands, for channels that link it."""
    return clause_path(world, program, clause)
