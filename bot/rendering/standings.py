"""Words for how the form stands: progress, all answers, what another programme knows, the review."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.rendering.blocks import Block, bullets, listed, paragraph
from bot.rendering.fields import plain
from bot.texts import text

MOST_DEFECTS = 6
LONGEST_ECHO = 56
MISSING = "required.missing"


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
