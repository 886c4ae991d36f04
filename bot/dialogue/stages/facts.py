"""The facts a verdict still depends on: which is asked next, and how many there are."""

from __future__ import annotations

from bot.dialogue.answers import stored
from bot.dialogue.paper import ruled_fields
from bot.dialogue.talk import Talk
from forms.progress import active, applicable
from rules.assess import relevant_facts
from rules.models import Report, Verdict


def judge(talk: Talk) -> Report:
    """The report on the answers that apply."""
    return talk.world.assessors[talk.program].assess(active(talk.form, talk.answers), talk.world.today)


def next_key(talk: Talk) -> str | None:
    """Key of the first field with a fact that is missing and still matters, in the rules' order; None when none is left."""
    asked = {field.key for field in applicable(talk.form, talk.answers)}
    for path in _wanted(talk):
        key = path.partition(".")[0]
        if key in asked and key not in talk.case.passed:
            return key
    return None


def count(talk: Talk) -> tuple[int, int]:
    """How many of the facts that matter are told, and how many there are as far as is known now."""
    told = stored(talk.case)
    ruled = ruled_fields(talk.world.assessors[talk.program])
    asked = {field.key for field in applicable(talk.form, talk.answers)}
    done = {key for key in ruled & asked if key in told and key != talk.case.at} | (set(talk.case.passed) & asked)
    still = {path.partition(".")[0] for path in _wanted(talk)} & asked
    return len(done), len(done | still | ({talk.case.at} if talk.case.at else set()))


def _wanted(talk: Talk) -> tuple[str, ...]:
    if not talk.case.thorough:
        answers = active(talk.form, talk.answers)
        return relevant_facts(talk.world.assessors[talk.program], answers, talk.world.today)
    unknown = (finding for finding in judge(talk).findings if finding.verdict is Verdict.UNKNOWN)
    return tuple(path for finding in unknown for path in finding.missing)
