"""Eligibility: asks only facts that the verdict still depends on, then tells it clause by clause."""

from __future__ import annotations

from bot.dialogue.messages import ShowVerdict, VerdictLine
from bot.dialogue.models import Stage
from bot.dialogue.stages import fields, present
from bot.dialogue.talk import Talk, action
from forms.progress import active, applicable
from rules.assess import relevant_facts
from rules.models import Report, Verdict


def begin(talk: Talk, *, thorough: bool = False) -> None:
    """Start a round. Facts put off earlier may be asked again; a thorough round goes on when the verdict is already certain."""
    talk.go(Stage.ELIGIBILITY)
    talk.change(back_to=())
    fields.move_off(talk)
    talk.put(passed=(), thorough=thorough)
    if next_key(talk) is not None:
        talk.say("eligibility.intro", name=talk.manifest.short_name)
    advance(talk)


def begin_thorough(talk: Talk) -> None:
    """Start a round that asks for every condition, the verdict being certain or not."""
    begin(talk, thorough=True)


def advance(talk: Talk) -> None:
    """Ask the next fact that matters, or tell the verdict and go back to the programme's menu."""
    key = next_key(talk)
    if key is not None:
        fields.move_to(talk, key)
        fields.ask(talk)
        return
    fields.move_off(talk)
    talk.go(Stage.HOME)
    tell_verdict(talk)
    present.present(talk)


def tell_verdict(talk: Talk) -> None:
    """The verdict on what is answered now, with what may be done about it."""
    report = judge(talk)
    lines = tuple(
        VerdictLine(
            rule=one.rule,
            title=one.title,
            clause=one.clause,
            quote=one.quote,
            verdict=one.verdict.value,
            basis=one.basis.value,
            working=one.working,
            missing=one.missing,
            gap=one.gap,
            reading=one.reading,
        )
        for one in report.findings
    )
    open_ones = any(one.verdict is Verdict.UNKNOWN for one in report.findings)
    actions = (action("do:judge_all"),) if open_ones else ()
    talk.tell(ShowVerdict(program=talk.program, overall=report.overall.value, lines=lines, actions=actions))


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


def _wanted(talk: Talk) -> tuple[str, ...]:
    if not talk.case.thorough:
        answers = active(talk.form, talk.answers)
        return relevant_facts(talk.world.assessors[talk.program], answers, talk.world.today)
    unknown = (finding for finding in judge(talk).findings if finding.verdict is Verdict.UNKNOWN)
    return tuple(path for finding in unknown for path in finding.missing)
