"""From a question to an answer: the exact clause, a refusal, a question back, or a friendly no.

The order of decisions: out of bounds, which programme, a clause asked for by number, then search in each programme meant.
Search gives every unit a score; `evidence` tells whether the best of them really answers; `composing` quotes it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.asked import HARD, asked_kinds
from knowledge.by_number import ByNumber
from knowledge.composing import choices, cite
from knowledge.evidence import Searcher
from knowledge.findings import Finding
from knowledge.leaning import tight
from knowledge.models import Answer, AnswerKind
from knowledge.refusing import LITTLE, SURE, Guard
from knowledge.replies import Replies
from knowledge.routing import Route, Router
from knowledge.second_look import Looks
from knowledge.shared import SharedQuestions
from knowledge.staff.leg import StaffLeg
from knowledge.staff.live import LiveAnswers
from knowledge.staff.telling import cite_staff
from knowledge.texts import say
from programs.registry import Pack, find

SIDE_BY_SIDE = -1.5
"""How near a clause must come in a comparison, whose few words left after the names say little."""
_HINT = 2.5
"""What a word of a programme's name counts for it among its neighbours, in log-odds."""


class Answerer:
    """Answers questions about the programmes it was opened with; safe to call from several threads."""

    def __init__(
        self, packs: Mapping[str, Pack], shared: SharedQuestions, searcher: Searcher, staff: LiveAnswers | None = None
    ) -> None:
        self._packs = packs
        self._staff = StaffLeg(packs, searcher.compiled, shared, staff, searcher.find) if staff is not None else None
        self._guard = Guard(shared)
        self._router = Router(packs, shared)
        self._searcher = searcher
        self._replies = Replies(packs)
        self._numbers = ByNumber(packs, searcher)

    def ask(
        self,
        question: str,
        *,
        program: str | None = None,
        field: str | None = None,
        asker: str | None = None,
        second: Looks | None = None,
    ) -> Answer:
        """The answer to `question`.

        `program` is the programme already chosen, `field` the key of the blank the person is at, `asker` an applicant kind
        they told us; `second` looks again where the answer is in doubt. Every quote of the answer is an exact substring of the programme's `guide.md`.

        Raises:
            UnknownProgram: `program` names no pack.
        """
        began = time.perf_counter()
        if program is not None:
            find(program, self._packs)
        answer = self._answer(question, program, field, asker, second)
        return replace(answer, ms=(time.perf_counter() - began) * 1000)

    def _answer(
        self, question: str, program: str | None, field: str | None, asker: str | None, second: Looks | None
    ) -> Answer:
        plain = self._searcher.familiar.plain(question)
        if not tight(plain):
            return Answer("out_of_scope", program, say("empty"))
        doubt = self._guard.doubt(question, self._searcher.familiar.often)
        if why := self._guard.refused(doubt):
            return Answer("out_of_scope", program, say(why))
        mended = self._searcher.familiar.mended(plain)
        route = self._router.route(mended, program, asker, said=question)
        if len(route.programs) == 1 and (numbered := self._numbers.answer(mended, route.programs[0])) is not None:
            return numbered
        if route.mode == "elsewhere":
            if why := self._guard.refused(doubt, LITTLE):
                return Answer("out_of_scope", program, say(why))
            names = "、".join(pack.manifest.short_name for pack in self._packs.values())
            return Answer("not_found", None, say("elsewhere", place=route.place, names=names))
        asked = route.rest if route.mode in ("compare", "named") else mended
        only = len(route.programs) == 1
        least = SIDE_BY_SIDE if route.mode == "compare" else 0.0
        findings = [
            self._with_staff(self._searcher.find(slug, asked, field, alone=only, least=least), asked)
            for slug in route.programs
        ]
        if why := self._guard.refused(doubt, max(SURE if one.staff else one.score for one in findings)):
            return Answer("out_of_scope", program, say(why))
        if len(route.programs) == 1:
            found = findings[0]
            if second is not None and field is None:
                found = second.look(self._searcher, question, asked, found)
            return self._replies.one(question, found)
        if route.mode == "compare":
            return self._replies.several(question, findings)
        return self._which(question, mended, route, findings)

    def _with_staff(self, finding: Finding, asked: str) -> Finding:
        if self._staff is None:
            return finding
        beside, topic = self._staff.beside(finding.program, asked, finding)
        return replace(finding, staff=beside, staff_topic=topic) if beside else finding

    def _which(self, question: str, mended: str, route: Route, findings: Sequence[Finding]) -> Answer:
        """A question that no programme was named for: back to the person, unless only one can be meant."""
        if (for_all := self._replies.for_all(findings)) is not None:
            return for_all
        answered = _giving([finding for finding in findings if finding.says], asked_kinds(mended))
        if not answered:
            return self._replies.nowhere(route.programs, findings)
        answered = [
            replace(finding, score=finding.score + _HINT * route.hints.get(finding.program, 0)) for finding in answered
        ]
        only = self._searcher.unmistakable(mended, answered, of_place=route.mode == "group")
        if only is not None:
            return self._replies.one(question, only)
        answered.sort(key=lambda finding: -finding.score)
        order = [slug for slug in self._packs if slug in {finding.program for finding in answered}]
        if len(order) == 1:
            order += [slug for slug in route.programs if slug not in order]
        text = say("clarify_some", count=len(answered)) if len(answered) > 1 else say("clarify")
        candidates = tuple(
            cite(self._packs[finding.program], finding.main[0])
            if finding.main
            else cite_staff(finding.staff[0], finding.program)
            for finding in answered
        )
        return Answer("clarify", None, text, candidates, choices(self._packs, order))


def _giving(findings: list[Finding], asked: frozenset[AnswerKind]) -> list[Finding]:
    """Of several programmes those whose words hold the amount, date or number asked for; all when none does."""
    wanted = {kind.value for kind in asked & HARD}
    giving = [finding for finding in findings if wanted & {kind for item in finding.main for kind in item.unit.gives}]
    return giving if wanted and giving else findings
