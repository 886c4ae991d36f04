"""From a question to an answer: the exact clause, a refusal, a question back, or a friendly no.

The order of decisions: out of bounds, which programme, a clause asked for by number, then search in each programme meant.
Search gives every unit a score; `evidence` tells whether the best of them really answers; `composing` quotes it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.asked import HARD, asked_kinds
from knowledge.clause_numbers import asked_labels, asked_ordinals, numbered_clauses, printed_labels
from knowledge.composing import Chosen, answer_text, choices, cite, folded, place_of
from knowledge.evidence import Finding, Searcher
from knowledge.leaning import tight
from knowledge.models import Answer, AnswerKind, Citation
from knowledge.refusing import LITTLE, SURE, Guard
from knowledge.routing import Route, Router
from knowledge.second_look import Looks
from knowledge.shared import SharedQuestions
from knowledge.staff.leg import StaffLeg
from knowledge.staff.live import LiveAnswers
from knowledge.staff.models import EVERY
from knowledge.staff.telling import cite_staff, told
from knowledge.texts import say
from programs.registry import Pack, find

_MAIN_AT_MOST = 12
_CITED_AT_MOST = 14
STAFF_BEFORE = 5.0
"""A clause that scores less does not go before a staff answer on something its guide is silent on."""
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
        if len(route.programs) == 1 and (numbered := self._by_number(mended, route)) is not None:
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
            return self._one(question, found)
        if route.mode == "compare":
            return self._several(question, findings)
        return self._which(question, mended, route, findings)

    def _with_staff(self, finding: Finding, asked: str) -> Finding:
        if self._staff is None:
            return finding
        beside, topic = self._staff.beside(finding.program, asked, finding)
        return replace(finding, staff=beside, staff_topic=topic) if beside else finding

    def _one(self, question: str, finding: Finding) -> Answer:
        """The answer from one programme: quotes, or that its guide is silent, with what the helpdesk says."""
        if not finding.answerable:
            return self._silent(finding)
        pack = self._packs[finding.program]
        if finding.staff_topic and finding.score < STAFF_BEFORE:
            return self._staff_first(finding)
        main = [cite(pack, chosen) for chosen in finding.main[:_MAIN_AT_MOST]]
        best_first = [
            cite(pack, chosen) for chosen in sorted(finding.main[:_MAIN_AT_MOST], key=lambda chosen: -chosen.score)
        ]
        also = [cite(pack, chosen) for chosen in finding.also]
        text = answer_text(question, self._packs, main, also, as_list=finding.as_list)
        if finding.nearest:
            text = f"{say('nearest')}\n{text}"
        if finding.unstated:
            topics = "、".join(say("not_found_topic", topic=topic) for topic in finding.unstated)
            text += "\n" + say("unstated", topics=topics)
        if finding.field_help:
            text = f"{say('field', label=finding.field_label, help=finding.field_help)}\n{text}"
        staff = [cite_staff(answer, pack.slug) for answer in finding.staff]
        if staff:
            text = "\n".join([text, say("staff_beside"), *map(told, finding.staff)])
        ranked = best_first if finding.as_list else main
        cited = tuple([*ranked, *staff, *also][:_CITED_AT_MOST])
        return Answer("answered", pack.slug, text, cited, nearest=finding.nearest)

    def _staff_first(self, finding: Finding) -> Answer:
        """What the helpdesk says on something the guide is silent on, then the clause that came nearest."""
        pack = self._packs[finding.program]
        silent = self._silent(replace(finding, topic=finding.staff_topic))
        nearest = cite(pack, finding.main[0])
        answer = f"{silent.answer}\n{self._nearest(finding)}"
        return replace(silent, answer=answer, citations=(*silent.citations, nearest))

    def _silent(self, finding: Finding) -> Answer:
        """What the helpdesk says where the guide says nothing; 指南未载明 where it does not either."""
        if not finding.staff:
            return self._refusal(finding)
        topic = say("not_found_topic", topic=finding.topic) if finding.topic else say("not_found_plain")
        name = self._packs[finding.program].manifest.short_name
        text = "\n".join([say("staff_silent", name=name, topic=topic), *map(told, finding.staff)])
        citations = tuple(cite_staff(answer, finding.program) for answer in finding.staff)
        return Answer("answered", finding.program, text, citations)

    def _refusal(self, finding: Finding) -> Answer:
        manifest = self._packs[finding.program].manifest
        topic = say("not_found_topic", topic=finding.topic) if finding.topic else say("not_found_plain")
        text = say("not_found", name=manifest.short_name, topic=topic, note=finding.note)
        if finding.main:
            text += "\n" + self._nearest(finding)
        return Answer("not_found", finding.program, text, topic=finding.topic)

    def _nearest(self, finding: Finding) -> str:
        """The clause that came nearest, in words."""
        pack = self._packs[finding.program]
        nearest = cite(pack, finding.main[0])
        return say("near", quote=say("quote", quote=folded(nearest.quote)), place=place_of(nearest, pack.manifest))

    def _several(self, question: str, findings: Sequence[Finding]) -> Answer:
        """Side by side; programmes whose guide is silent are named as silent."""
        answered = [finding for finding in findings if finding.answerable][:_CITED_AT_MOST]
        if not answered:
            return self._silent(next((finding for finding in findings if finding.staff), findings[0]))
        main: list[Citation] = []
        for rank in range(3):
            for finding in answered:
                if rank < min(len(finding.main), 3):
                    main.append(cite(self._packs[finding.program], finding.main[rank]))
        main = sorted(main[:_CITED_AT_MOST], key=lambda item: [f.program for f in answered].index(item.program))
        text = answer_text(question, self._packs, main, (), as_list=False)
        staff: list[Citation] = []
        for finding in findings:
            new = [answer for answer in finding.staff if answer.id not in {one.staff.id for one in staff if one.staff}]
            if not finding.answerable:
                text += "\n" + self._silent(finding).answer
            elif new:
                text = "\n".join([text, *map(told, new)])
            staff += [cite_staff(answer, finding.program) for answer in new]
        firsts = [next(item for item in main if item.program == finding.program) for finding in answered]
        rest = [item for item in main if item not in firsts]
        return Answer("answered", answered[0].program, text, (*firsts, *rest, *staff))

    def _which(self, question: str, mended: str, route: Route, findings: Sequence[Finding]) -> Answer:
        """A question that no programme was named for: back to the person, unless only one can be meant."""
        if (for_all := self._for_all(findings)) is not None:
            return for_all
        answered = _giving([finding for finding in findings if finding.says], asked_kinds(mended))
        if not answered:
            return self._nowhere(route, findings)
        answered = [
            replace(finding, score=finding.score + _HINT * route.hints.get(finding.program, 0)) for finding in answered
        ]
        only = self._searcher.unmistakable(mended, answered, of_place=route.mode == "group")
        if only is not None:
            return self._one(question, only)
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

    def _for_all(self, findings: Sequence[Finding]) -> Answer | None:
        """What the helpdesk says of all programmes, where no guide says anything; None else."""
        held = [answer for finding in findings for answer in finding.staff]
        if not held or any(one.answerable for one in findings) or any(one.program != EVERY for one in held):
            return None
        best = max((finding for finding in findings if finding.staff), key=lambda finding: finding.score)
        topic = say("not_found_topic", topic=best.topic) if best.topic else say("not_found_plain")
        text = "\n".join([say("staff_for_all", topic=topic), *map(told, best.staff)])
        return Answer("answered", None, text, tuple(cite_staff(answer, "") for answer in best.staff))

    def _nowhere(self, route: Route, findings: Sequence[Finding]) -> Answer:
        best = max(findings, key=lambda finding: finding.score)
        names = "、".join(self._packs[slug].manifest.short_name for slug in route.programs)
        topic = say("not_found_topic", topic=best.topic) if best.topic else say("not_found_plain")
        return Answer("not_found", None, say("not_found", name=names, topic=topic, note=""), topic=best.topic)

    def _by_number(self, mended: str, route: Route) -> Answer | None:
        """The clause a question names by its number, with its children; None when it names none."""
        pack = self._packs[route.programs[0]]
        if labels := asked_labels(mended):
            named = [clause.id for clause in pack.guide.clauses if printed_labels(clause.id) == labels]
            if named:
                return self._whole(pack, named[0])
        chain, from_top = asked_ordinals(mended)
        clauses = numbered_clauses(pack.guide)
        if chain and not from_top:
            return self._numbered_child(mended, pack, clauses, chain[0])
        if chain in clauses:
            return self._whole(pack, clauses[chain])
        if chain or labels:
            return Answer("not_found", pack.slug, say("no_such_clause_top", name=pack.manifest.short_name))
        return None

    def _numbered_child(
        self, mended: str, pack: Pack, clauses: Mapping[tuple[int, ...], str], number: int
    ) -> Answer | None:
        """The child `number` of the part the question speaks of, or word that the official numbering skips it."""
        parents = {chain[:-1] for chain in clauses if len(chain) > 1}
        parent = self._searcher.nearest_part(
            pack.slug, mended, {clauses[chain]: chain for chain in parents if chain in clauses}
        )
        if parent is None:
            return None
        if (*parent, number) in clauses:
            return self._whole(pack, clauses[(*parent, number)])
        printed = "、".join(
            str(chain[-1]) for chain in clauses if chain[:-1] == parent and len(chain) == len(parent) + 1
        )
        title = pack.guide.by_id[clauses[parent]].title
        text = say("no_such_clause", name=pack.manifest.short_name, part=title, number=number, printed=printed)
        return Answer("not_found", pack.slug, text)

    def _whole(self, pack: Pack, clause_id: str) -> Answer:
        main = []
        for clause in pack.guide.subtree(clause_id)[:_CITED_AT_MOST]:
            unit = self._searcher.quoter.whole_clause(pack.slug, clause.id)
            if unit is not None:
                main.append(cite(pack, Chosen(pack.slug, unit, clause.start, clause.end, 1.0)))
        lines = [say("answered"), *(say("quote", quote=folded(item.quote)) for item in main)]
        lines.append(place_of(main[0], pack.manifest))
        return Answer("answered", pack.slug, "\n".join(lines), tuple(main))


def _giving(findings: list[Finding], asked: frozenset[AnswerKind]) -> list[Finding]:
    """Of several programmes those whose words hold the amount, date or number asked for; all when none does."""
    wanted = {kind.value for kind in asked & HARD}
    giving = [finding for finding in findings if wanted & {kind for item in finding.main for kind in item.unit.gives}]
    return giving if wanted and giving else findings
