"""The live leg of the index: which staff answers belong beside what the guide says to a question.

A programme's own answers and those for all programmes are looked at, never those of another one. Nothing here touches the
guide's index or its ranking, so that adding an answer cannot move a clause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.compiled import Compiled
from knowledge.findings import Finding
from knowledge.lexicon import Lexicon
from knowledge.shared import SharedQuestions
from knowledge.staff.likeness import ENOUGH, SAME_PLACE, Likeness, Ways
from knowledge.staff.live import LiveAnswers
from knowledge.staff.models import StaffAnswer, of_program
from programs.registry import Pack

SHOWN_AT_MOST = 2
CLOSE_WITHIN = 1.5
"""A second answer is shown when it comes this close to the first."""
OWN_WORDS = 1.0
"""A question that asks for an answer this clearly by its words alone is what the answer is about, wherever the guide sends it."""
Place = tuple[str, str, int]
"""Where the guide sends a question: a passage, or a topic it is silent on."""


@dataclass
class _Held:
    """The answers of one programme on one day, ready to be compared."""

    of: Sequence[StaffAnswer]
    """All answers they were chosen from, by identity."""
    on: date
    answers: Sequence[StaffAnswer]
    texts: Sequence[str]
    """Every way to ask."""
    owners: Sequence[int]
    """For each way, the place of its answer in `answers`."""
    likeness: Likeness
    ways: Ways | None
    places: dict[int, Place | None] = field(default_factory=dict)


class StaffLeg:
    """Finds staff answers."""

    def __init__(
        self,
        packs: Mapping[str, Pack],
        compiled: Mapping[str, Compiled],
        shared: SharedQuestions,
        live: LiveAnswers,
        find: Callable[[str, str], Finding],
    ) -> None:
        self._packs, self._compiled, self._shared = packs, compiled, shared
        self._live = live
        self._find = find
        self._held: dict[str, _Held] = {}

    def beside(self, program: str, question: str, finding: Finding) -> tuple[tuple[StaffAnswer, ...], str]:
        """The answers to show with `finding`, best first, empty in most cases; and the topic they are about when the guide
        is silent on it although it sent this question to some passage, else nothing."""
        answers = self._live.now()
        if not answers:
            return (), ""
        held = self._of(program, answers)
        if held.ways is None:
            return (), ""
        scores = held.ways.scores(held.likeness.asking(question))
        place = place_of(finding)
        best: dict[int, float] = {}
        own: dict[int, float] = {}
        for way in (scores >= ENOUGH - SAME_PLACE).nonzero()[0].tolist():
            score = float(scores[way])
            own[held.owners[way]] = max(score, own.get(held.owners[way], score))
            if place is not None and self._place(program, held, way) == place:
                score += SAME_PLACE
            if score >= ENOUGH:
                best[held.owners[way]] = max(score, best.get(held.owners[way], score))
        ranked = sorted(best, key=lambda owner: -best[owner])[:SHOWN_AT_MOST]
        if not ranked:
            return (), ""
        topic = self._silent_topic(program, held, ranked[0]) if own[ranked[0]] >= OWN_WORDS else ""
        shown = tuple(held.answers[owner] for owner in ranked if best[owner] >= best[ranked[0]] - CLOSE_WITHIN)
        return shown, topic if finding.answerable else ""

    def _silent_topic(self, program: str, held: _Held, owner: int) -> str:
        """The topic the guide is silent on, when most ways to ask for the answer lead there."""
        ways = [way for way, of in enumerate(held.owners) if of == owner]
        topics = [place[1] for way in ways if (place := self._place(program, held, way)) and place[0] == "silent"]
        return topics[0] if 2 * len(topics) > len(ways) else ""

    def _of(self, program: str, answers: Sequence[StaffAnswer]) -> _Held:
        today = self._live.today()
        held = self._held.get(program)
        if held is None or held.of is not answers or held.on != today:
            compiled = self._compiled[program]
            likeness = Likeness(compiled, Lexicon(self._shared, compiled.words))
            mine = of_program(answers, self._packs[program].manifest, today)
            asked = [(at, text) for at, answer in enumerate(mine) for text in (answer.question, *answer.asks)]
            texts, owners = [text for _, text in asked], [at for at, _ in asked]
            ways = Ways([likeness.asking(text) for text in texts]) if texts else None
            held = self._held[program] = _Held(answers, today, mine, texts, owners, likeness, ways)
        return held

    def _place(self, program: str, held: _Held, way: int) -> Place | None:
        if way not in held.places:
            held.places[way] = place_of(self._find(program, held.texts[way]))
        return held.places[way]


def place_of(finding: Finding) -> Place | None:
    """Where the guide sends the question; None where it sends it nowhere."""
    if finding.answerable and finding.main:
        return ("passage", finding.main[0].unit.clause, finding.main[0].start)
    return ("silent", finding.topic, 0) if finding.topic else None
