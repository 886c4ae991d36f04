"""Cuts a pack into units of retrieval; a unit never loses its heading path.

A unit is a place in `guide.md` that can be quoted: a sentence or table of a clause, a clause as a whole, or the exact
words a phrase entry names. Beside these stand units without a place: what people ask and the guide does not state
(`silent`), and blanks of the form (`field`), whose answer is how to fill them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.asked import given_kinds
from knowledge.chinese import grams, normalise
from knowledge.models import AnswerKind, PhrasesFile
from knowledge.shared import Topic
from programs.clauses import Clause, Guide

UnitKind = Literal["sentence", "clause", "entry", "silent", "field"]
_SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？]+|\n+|$)")
_BLANK = re.compile(r"^[\s\t\d…]*$")
_SHORT = 14
_TWIN, _TWINS = 0.5, 2
"""Phrases are twins when they share this part of their pairs of characters; so many twins make a unit tell a topic."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a question can be answered with."""

    kind: UnitKind
    clause: str
    """Clause id; empty for a silent topic no clause comes near."""
    start: int
    end: int
    """Offsets in `guide.md` of the words to quote; equal when there are none."""
    text: str
    """What is compared, as printed."""
    gives: tuple[str, ...]
    asks: tuple[str, ...] = ()
    """Ways to ask, from the pack."""
    shared: tuple[str, ...] = ()
    """Ways to ask that hold for every programme."""
    label: str = ""
    """Topic of a silent unit, key of a field."""
    note: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def cut(guide: Guide, phrases: PhrasesFile, topics: tuple[Topic, ...]) -> list[Unit]:
    """The units of a guide with its phrases, in printed order; silent topics last."""
    units: list[Unit] = []
    for clause in guide.clauses:
        units += _of_clause(clause)
    units += _of_entries(guide, phrases)
    units = _with_topics(units, topics)
    return units


def breadcrumb(guide: Guide, clause: Clause) -> str:
    """The clause's place in words: its path, and what its parents say before their lists."""
    leads = []
    parent = clause.parent
    while parent is not None and (above := guide.by_id[parent]).level > 1:
        leads.append(above.text[:80])
        parent = above.parent
    return " ".join([*clause.path, *leads])


def _of_clause(clause: Clause) -> Iterator[Unit]:
    text = clause.text
    if not text:
        return
    yield Unit("clause", clause.id, clause.start, clause.end, text, _kinds(text))
    if clause.kind == "form":
        return
    pieces = list(sentences(text))
    if len(pieces) > 1:
        for start, end in pieces:
            piece = text[start:end]
            yield Unit("sentence", clause.id, clause.start + start, clause.start + end, piece, _kinds(piece))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of `text`; headings and scraps shorter than a sentence go with what follows."""
    start: int | None = None
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        if not piece:
            continue
        if start is None:
            if _BLANK.match(piece):
                continue
            start = match.start() + len(piece) - len(piece.lstrip())
        end = match.start() + len(piece.rstrip())
        if end - start >= _SHORT:
            yield start, end
            start = None
    if start is not None and (end := len(text.rstrip())) > start:
        yield start, end


def _of_entries(guide: Guide, phrases: PhrasesFile) -> Iterator[Unit]:
    for entry in phrases.entries:
        clause = guide.by_id.get(entry.clause)
        if clause is None:
            continue
        quote = entry.quote or clause.text
        place = guide.locate(clause.id, quote) or (clause.start, clause.end)
        gives = tuple(dict.fromkeys((*(kind.value for kind in entry.gives), *_hard(quote))))
        yield Unit("entry", clause.id, *place, quote, gives, asks=entry.ask)
    for silent in phrases.silent:
        clause = guide.by_id.get(silent.clause)
        at = clause.start if clause else 0
        gives = tuple(kind.value for kind in silent.gives)
        yield Unit(
            "silent",
            silent.clause if clause else "",
            at,
            at,
            silent.topic,
            gives,
            silent.ask,
            (),
            silent.topic,
            silent.note,
        )


def _with_topics(units: list[Unit], topics: tuple[Topic, ...]) -> list[Unit]:
    """Units with the shared ways to ask.

    A topic belongs to the sentences that hold its evidence, and to whatever unit the pack itself lets people ask in the
    same words; one that belongs nowhere becomes a silent unit.
    """
    places = [at for at, unit in enumerate(units) if unit.kind in ("sentence", "clause", "entry")]
    texts = {at: normalise(units[at].text) for at in places}
    asked = [(at, _pairs(ask)) for at, unit in enumerate(units) for ask in unit.asks]
    holders: dict[str, list[int]] = {}
    for place, (_, pairs) in enumerate(asked):
        for pair in pairs:
            holders.setdefault(pair, []).append(place)
    shared: dict[int, tuple[str, ...]] = {}
    missing: list[Unit] = []
    for topic in topics:
        evidence = re.compile("|".join(f"(?:{pattern})" for pattern in topic.evidence))
        found = [at for at in places if evidence.search(texts[at])]
        told = _told(topic, asked, holders)
        for at in {*found, *told}:
            shared[at] = (*shared.get(at, ()), *topic.ask)
        if not found and not told:
            gives = tuple(kind.value for kind in topic.gives)
            missing.append(Unit("silent", "", 0, 0, topic.label, gives, (), topic.ask, topic.label))
    return [replace(unit, shared=shared[at]) if at in shared else unit for at, unit in enumerate(units)] + missing


def _told(topic: Topic, asked: list[tuple[int, frozenset[str]]], holders: Mapping[str, list[int]]) -> set[int]:
    """The units whose own phrases ask the topic: several of its phrases have a near twin among theirs.

    `holders` leads from a pair of characters to the places in `asked` that hold it.
    """
    near: Counter[int] = Counter()
    for ask in topic.ask:
        own = _pairs(ask)
        common = Counter(place for pair in own for place in holders.get(pair, ()))
        twins = {
            asked[place][0]
            for place, shared in common.items()
            if shared >= _TWIN * (len(own) + len(asked[place][1]) - shared)
        }
        near.update(twins)
    return {at for at, twins in near.items() if twins >= _TWINS}


def _pairs(text: str) -> frozenset[str]:
    return frozenset(grams(normalise(text), sizes=(2,)))


def _kinds(text: str) -> tuple[str, ...]:
    return tuple(sorted(kind.value for kind in given_kinds(normalise(text))))


def _hard(text: str) -> tuple[str, ...]:
    hard = {AnswerKind.AMOUNT, AnswerKind.DATE, AnswerKind.PERCENT, AnswerKind.CONTACT}
    return tuple(sorted(kind.value for kind in given_kinds(normalise(text)) & hard))
