"""The guide as the page shows it: every clause with an anchor of its own, its heading told apart from its words."""

from __future__ import annotations

from dataclasses import dataclass

from programs.clauses import Clause, Guide


@dataclass(frozen=True)
class Passage:
    """One clause as drawn."""

    clause: Clause
    anchor: str
    text: str
    """The clause's own words; empty where they are only its heading, which is then shown as the heading."""
    rank: int
    """Rank of the heading, 2 to 6 without a gap; 0 for a clause that is no heading."""


def clauses_of(guide: Guide) -> tuple[Passage, ...]:
    """The passages of the guide in printed order."""
    found, last = [], 1
    for clause in guide.clauses:
        rank = 0
        if clause.level <= 3 and len(clause.text) <= 40 and "\n" not in clause.text:
            last = rank = min(last + 1, clause.level + 1)
        found.append(Passage(clause, anchor_of(guide, clause.id), clause.text, rank))
    return tuple(found)


def anchor_of(guide: Guide, clause: str) -> str:
    """The anchor of a clause; the page's top for one that is not there."""
    return f"c{guide.by_id[clause].line}" if clause in guide.by_id else "main"
