"""Puts chosen units into words: exact quotes with their place, several where the question has several parts.

A quote is always cut from `guide.md` itself and carries its offsets; what people read is the same words with the white
space of flattened tables folded. Nothing is said here that is not quoted or one of the fixed sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from knowledge.chunking import Unit, sentences
from knowledge.comparing import Comparison, compare
from knowledge.models import Choice, Citation
from knowledge.texts import say
from programs.clauses import Clause
from programs.models import Manifest, Status
from programs.registry import Pack

_LONGEST = 320
_TABLE_SPACE = re.compile(r"\s*[\n\t]+\s*")
_BRIEF = 42
_HEADING, _ENDS = 20, "。；：，、！？）」”"
"""A first line that is a heading is short and does not end like a sentence; it is set apart from what follows."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit that goes into the answer, with the span to quote."""

    program: str
    unit: Unit
    start: int
    end: int
    score: float


def cite(pack: Pack, chosen: Chosen) -> Citation:
    """The citation of a chosen unit; the quote is an exact substring of `guide.md`."""
    clause = pack.guide.by_id[chosen.unit.clause]
    quote = pack.guide.markdown[chosen.start : chosen.end]
    return Citation(
        program=pack.slug,
        clause=clause.id,
        path=clause.path or (clause.title,),
        quote=quote,
        text=clause.text,
        source="form" if clause.kind == "form" else "guide",
        start=chosen.start,
        end=chosen.end,
    )


def quotable(clause: Clause, start: int, end: int) -> tuple[int, int]:
    """The span grown to whole sentences, or cut down to the longest that can still be read at a glance."""
    if clause.kind == "form" or len(clause.text) <= _BRIEF * 2:
        start, end = clause.start, clause.end
        first, _, rest = clause.text.partition("\n")
        if clause.kind == "guide" and first.strip() == clause.title and rest.strip():
            start = end - len(rest.lstrip())  # the heading stands in the path already
    else:
        spans = [(clause.start + a, clause.start + b) for a, b in sentences(clause.text)]
        touched = [(a, b) for a, b in spans if a < end and b > start]
        if touched:
            start, end = min(a for a, _ in touched), max(b for _, b in touched)
    if end - start > _LONGEST * 2:
        end = start + _LONGEST * 2
    return start, end


def place_of(citation: Citation, manifest: Manifest, path: Sequence[str] = ()) -> str:
    """Where a citation stands, in words: programme, year, status, heading path; `path` when several stand together."""
    name = say(
        "named",
        name=manifest.short_name,
        year=say("year", year=manifest.year) if manifest.year else "",
        status=say("closed") if manifest.status is Status.CLOSED else "",
    )
    return say("place", name=name.replace("）（", "，"), path=say("separator").join(path or citation.path))


def folded(quote: str) -> str:
    """A quote as people read it: the empty cells and line ends of a flattened table become single bars, a heading stands apart."""
    pieces = [piece for piece in _TABLE_SPACE.split(quote.strip()) if piece]
    if "\t" in quote:
        return "｜".join(pieces)
    heading = len(pieces) > 1 and len(pieces[0]) <= _HEADING and pieces[0][-1] not in _ENDS
    return "".join((pieces[0], "　", *pieces[1:]) if heading else pieces)


def answer_text(
    question: str, packs: Mapping[str, Pack], main: Sequence[Citation], also: Sequence[Citation], *, as_list: bool
) -> str:
    """The answer in full: verdict where one is certain, quotes with their places, then where else to look."""
    lines = []
    programs = list(dict.fromkeys(citation.program for citation in main))
    verdict = compare(question, main[0].quote) if len(programs) == 1 else None
    if verdict is not None:
        lines.append(_verdict(verdict, main[0].quote))
    if as_list and len(main) > 1 and len(programs) == 1:
        lines.append(say("list", count=len(main)))
    else:
        lines.append(say("compare" if len(programs) > 1 else "answered"))
    for at, citation in enumerate(main):
        lines.append(say("quote", quote=folded(citation.quote)))
        last_of_place = at + 1 == len(main) or main[at + 1].program != citation.program or not as_list
        if last_of_place:
            together = _common([item.path for item in main]) if as_list and len(programs) == 1 else ()
            lines.append(place_of(citation, packs[citation.program].manifest, together))
    if also:
        places = "；".join(f"{say('separator').join(item.path)}「{_brief(item.quote)}」" for item in also)
        lines.append(say("see_also", places=places))
    return "\n".join(lines)


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all paths begin with."""
    shared = takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False))
    return tuple(steps[0] for steps in shared)


def _verdict(found: Comparison, quote: str) -> str:
    limit = found.threshold
    if found.met:
        text = say("verdict_met", given=found.given, limit=limit.printed)
    elif limit.operator in (">", ">="):
        gap = say("gap", gap=f"{found.gap.normalize():f}{limit.unit}") if found.gap else say("gap_over")
        text = say("verdict_unmet", given=found.given, limit=limit.printed, gap=gap)
    else:
        text = say("verdict_over", given=found.given, limit=limit.printed)
    return text + say("alternatives" if "或" in quote else "one_of_many")


def _brief(quote: str) -> str:
    text = folded(quote)
    return text if len(text) <= _BRIEF else text[:_BRIEF] + "…"


def choices(packs: Mapping[str, Pack], programs: Sequence[str]) -> tuple[Choice, ...]:
    """The programmes as options to choose from."""
    return tuple(Choice(slug, packs[slug].manifest.short_name) for slug in programs)
