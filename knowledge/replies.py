"""Puts what was found into an answer: quotes with their place, a refusal that names what is not stated, the helpdesk's word beside.

Nothing is decided here but the order of things; every quote is an exact substring of the programme's `guide.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.composing import answer_text, cite, folded, place_of
from knowledge.findings import Finding
from knowledge.models import Answer, Citation
from knowledge.staff.models import EVERY
from knowledge.staff.telling import cite_staff, told
from knowledge.texts import say
from programs.registry import Pack

CITED_AT_MOST = 14
_MAIN_AT_MOST = 12
STAFF_BEFORE = 5.0
"""A clause that scores less does not go before a staff answer on something its guide is silent on."""


@dataclass(frozen=True)
class Replies:
    """Answers in the words of the programmes."""

    packs: Mapping[str, Pack]

    def one(self, question: str, finding: Finding) -> Answer:
        """The answer from one programme: quotes, or that its guide is silent, with what the helpdesk says."""
        if not finding.answerable:
            return self.silent(finding)
        pack = self.packs[finding.program]
        if finding.staff_topic and finding.score < STAFF_BEFORE:
            return self._staff_first(finding)
        main = [cite(pack, chosen) for chosen in finding.main[:_MAIN_AT_MOST]]
        best_first = [
            cite(pack, chosen) for chosen in sorted(finding.main[:_MAIN_AT_MOST], key=lambda chosen: -chosen.score)
        ]
        also = [cite(pack, chosen) for chosen in finding.also]
        text = answer_text(question, self.packs, main, also, as_list=finding.as_list)
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
        cited = tuple([*ranked, *staff, *also][:CITED_AT_MOST])
        return Answer("answered", pack.slug, text, cited, nearest=finding.nearest)

    def _staff_first(self, finding: Finding) -> Answer:
        """What the helpdesk says on something the guide is silent on, then the clause that came nearest."""
        pack = self.packs[finding.program]
        silent = self.silent(replace(finding, topic=finding.staff_topic))
        nearest = cite(pack, finding.main[0])
        answer = f"{silent.answer}\n{self._nearest(finding)}"
        return replace(silent, answer=answer, citations=(*silent.citations, nearest))

    def silent(self, finding: Finding) -> Answer:
        """What the helpdesk says where the guide says nothing; 指南未载明 where it does not either."""
        if not finding.staff:
            return self._refusal(finding)
        topic = say("not_found_topic", topic=finding.topic) if finding.topic else say("not_found_plain")
        name = self.packs[finding.program].manifest.short_name
        text = "\n".join([say("staff_silent", name=name, topic=topic), *map(told, finding.staff)])
        citations = tuple(cite_staff(answer, finding.program) for answer in finding.staff)
        return Answer("answered", finding.program, text, citations)

    def _refusal(self, finding: Finding) -> Answer:
        manifest = self.packs[finding.program].manifest
        topic = say("not_found_topic", topic=finding.topic) if finding.topic else say("not_found_plain")
        text = say("not_found", name=manifest.short_name, topic=topic, note=finding.note)
        if finding.main:
            text += "\n" + self._nearest(finding)
        return Answer("not_found", finding.program, text, topic=finding.topic)

    def _nearest(self, finding: Finding) -> str:
        """The clause that came nearest, in words."""
        pack = self.packs[finding.program]
        nearest = cite(pack, finding.main[0])
        return say("near", quote=say("quote", quote=folded(nearest.quote)), place=place_of(nearest, pack.manifest))

    def several(self, question: str, findings: Sequence[Finding]) -> Answer:
        """Side by side; programmes whose guide is silent are named as silent."""
        answered = [finding for finding in findings if finding.answerable][:CITED_AT_MOST]
        if not answered:
            return self.silent(next((finding for finding in findings if finding.staff), findings[0]))
        main: list[Citation] = []
        for rank in range(3):
            for finding in answered:
                if rank < min(len(finding.main), 3):
                    main.append(cite(self.packs[finding.program], finding.main[rank]))
        main = sorted(main[:CITED_AT_MOST], key=lambda item: [f.program for f in answered].index(item.program))
        text = answer_text(question, self.packs, main, (), as_list=False)
        staff: list[Citation] = []
        for finding in findings:
            new = [answer for answer in finding.staff if answer.id not in {one.staff.id for one in staff if one.staff}]
            if not finding.answerable:
                text += "\n" + self.silent(finding).answer
            elif new:
                text = "\n".join([text, *map(told, new)])
            staff += [cite_staff(answer, finding.program) for answer in new]
        firsts = [next(item for item in main if item.program == finding.program) for finding in answered]
        rest = [item for item in main if item not in firsts]
        return Answer("answered", answered[0].program, text, (*firsts, *rest, *staff))

    def for_all(self, findings: Sequence[Finding]) -> Answer | None:
        """What the helpdesk says of all programmes, where no guide says anything; None else."""
        held = [answer for finding in findings for answer in finding.staff]
        if not held or any(one.answerable for one in findings) or any(one.program != EVERY for one in held):
            return None
        best = max((finding for finding in findings if finding.staff), key=lambda finding: finding.score)
        topic = say("not_found_topic", topic=best.topic) if best.topic else say("not_found_plain")
        text = "\n".join([say("staff_for_all", topic=topic), *map(told, best.staff)])
        return Answer("answered", None, text, tuple(cite_staff(answer, "") for answer in best.staff))

    def nowhere(self, programs: Sequence[str], findings: Sequence[Finding]) -> Answer:
        """That none of these guides states it."""
        best = max(findings, key=lambda finding: finding.score)
        names = "、".join(self.packs[slug].manifest.short_name for slug in programs)
        topic = say("not_found_topic", topic=best.topic) if best.topic else say("not_found_plain")
        return Answer("not_found", None, say("not_found", name=names, topic=topic, note=""), topic=best.topic)
