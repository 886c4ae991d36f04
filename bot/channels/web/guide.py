"""The guide as the page shows it: every clause with an anchor of its own, its heading told apart from its words."""

from __future__ import annotations

from dataclasses import dataclass

from programs.clauses import Clause, Guide

LONGEST_HEADING = 40


@dataclass(frozen=True)
class Passage:
    """One clause as drawn."""

    clause: Clause
    anchor: str
    heading: str
    """The first line, where it is a heading of its own."""
    text: str
    """The words below it; both together are the clause's own words."""
    rank: int
    """Rank of the heading, 2 to 6 without a gap; 0 for a clause without one."""


def clauses_of(guide: Guide) -> tuple[Passage, ...]:
    """The passages of the guide in printed order."""
    found, last = [], 1
    for clause in guide.clauses:
        first, _, rest = clause.text.partition("\n")
        headed = clause.level <= 3 and 0 < len(first) <= LONGEST_HEADING and not first.endswith(("；", "，"))
        rank = min(last + 1, clause.level + 1) if headed else 0
        last = rank or last
        heading, words = (first, rest.strip()) if headed else ("", clause.text)
        found.append(Passage(clause, anchor_of(guide, clause.id), heading, words, rank))
    return tuple(found)


def anchor_of(guide: Guide, clause: str) -> str:
    """The anchor of a clause; the page's top for one that is not there."""
    return f"c{guide.by_id[clause].line}" if clause in guide.by_id else "main"
