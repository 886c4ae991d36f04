"""What the ranking learns from: questions with their golds, and the packs' own phrases asked as if nobody had foreseen them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from knowledge.compiled import Compiled, compile_pack, phrases_of
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import PhraseEntry, SilentEntry
from knowledge.ranking import Question, measure
from knowledge.shared import SharedQuestions
from programs.registry import Pack

Entry = TypeVar("Entry", PhraseEntry, SilentEntry)
_PHRASE_WEIGHT = 1.0
"""What all phrases together weigh, per question of the set, against the questions."""


@dataclass(frozen=True)
class Example:
    """Measurements of one question against one programme, and which units answer it; none means nothing does."""

    measured: Floats
    answers: np.ndarray
    weight: float


def examples_of(
    lines: Sequence[Mapping[str, Any]],
    packs: Mapping[str, Pack],
    compiled: Mapping[str, Compiled],
    shared: SharedQuestions,
) -> list[Example]:
    """The questions of a set as examples, for every programme they are about."""
    found = []
    for line in lines:
        programs = {gold["program"] for gold in line["gold"]} or ({line["program"]} if line["program"] else set())
        if line["status"] == "out_of_scope" and not programs:
            programs = set(list(packs)[:2])
        for program in sorted(programs):
            item = compiled[program]
            lexicon = Lexicon(shared, item.words)
            measured = measure(item, Question(lexicon.plain(line["question"]), lexicon), item.located)
            found.append(Example(measured, _answering(line, program, packs, item), 1.0 / len(programs)))
    return found


def _answering(line: Mapping[str, Any], program: str, packs: Mapping[str, Pack], item: Compiled) -> np.ndarray:
    guide = packs[program].guide
    quotes = [gold["quote"] for gold in line["gold"] if gold["program"] == program]
    answers = []
    for at, unit in enumerate(item.units):
        if line["status"] in ("not_found",):
            if unit.kind == "silent":
                answers.append(at)
        elif unit.kind != "silent" and line["status"] != "out_of_scope":
            words = guide.markdown[unit.start : unit.end]
            whole = guide.by_id[unit.clause].text
            if any(quote in words or (len(words) > 4 and words in quote and quote in whole) for quote in quotes):
                answers.append(at)
    return np.array(answers, np.int64)


def phrase_examples(
    packs: Mapping[str, Pack], shared: SharedQuestions, *, share: float, seed: int = 7
) -> list[Example]:
    """A share of the packs' phrases as examples, asked of packs compiled without them."""
    chance = random.Random(seed)  # noqa: S311
    found = []
    for pack in packs.values():
        told = phrases_of(pack)
        held: list[tuple[PhraseEntry | SilentEntry, str]] = []
        entries = tuple(_without(entry, chance, share, held) for entry in told.entries)
        silent = tuple(_without(entry, chance, share, held) for entry in told.silent)
        item = compile_pack(pack, shared, told.model_copy(update={"entries": entries, "silent": silent}))
        lexicon = Lexicon(shared, item.words)
        for entry, ask in held:
            measured = measure(item, Question(lexicon.plain(ask), lexicon), item.located)
            found.append(Example(measured, np.array(_units_of(entry, pack, item), np.int64), 1.0))
    return found


def _without(
    entry: Entry, chance: random.Random, share: float, held: list[tuple[PhraseEntry | SilentEntry, str]]
) -> Entry:
    kept = []
    for ask in entry.ask:
        if chance.random() < share:
            held.append((entry, ask))
        else:
            kept.append(ask)
    return entry.model_copy(update={"ask": tuple(kept)})


def _units_of(entry: PhraseEntry | SilentEntry, pack: Pack, item: Compiled) -> list[int]:
    """The units that answer the phrases of an entry."""
    if isinstance(entry, SilentEntry):
        return [at for at, unit in enumerate(item.units) if unit.kind == "silent" and unit.label == entry.topic]
    clause = pack.guide.by_id.get(entry.clause)
    if clause is None:
        return []
    start, end = pack.guide.locate(clause.id, entry.quote) or (clause.start, clause.end)
    return [
        at
        for at, unit in enumerate(item.units)
        if unit.kind != "silent" and unit.clause == clause.id and unit.start <= end and unit.end >= start
    ]


def weighed(questions: list[Example], phrases: list[Example]) -> list[Example]:
    """Both kinds of examples, the phrases together weighing their share."""
    if not phrases or not questions:
        return questions or phrases
    each = _PHRASE_WEIGHT * len(questions) / len(phrases)
    return [*questions, *(Example(item.measured, item.answers, each) for item in phrases)]
