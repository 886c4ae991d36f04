"""Eligibility: asks only facts that the verdict still depends on, then tells it clause by clause."""

from __future__ import annotations

from bot.dialogue.messages import ShowVerdict, VerdictLine
from bot.dialogue.models import Stage
from bot.dialogue.reports import decisive
from bot.dialogue.stages import fields, present
from bot.dialogue.stages.facts import judge, next_key
from bot.dialogue.talk import Talk, action
from rules.models import Verdict


def begin(talk: Talk, *, thorough: bool = False) -> None:
    """Start a round. Facts put off earlier may be asked again; a thorough round goes on when the verdict is already certain."""
    if talk.stage in (Stage.EDITING, Stage.ASKING):
        talk.return_to_mark()
    if talk.stage is Stage.FILLING and talk.case.at is not None:
        talk.leave_mark(towards=Stage.ELIGIBILITY)
    elif talk.stage is not Stage.ELIGIBILITY:
        talk.change(back_to=())
    talk.go(Stage.ELIGIBILITY)
    fields.move_off(talk)
    talk.put(passed=(), thorough=thorough)
    if next_key(talk) is not None:
        talk.say("eligibility.intro", name=talk.manifest.short_name)
    advance(talk)


def begin_thorough(talk: Talk) -> None:
    """Start a round that asks for every condition, the verdict being certain or not."""
    begin(talk, thorough=True)


def advance(talk: Talk) -> None:
    """Ask the next fact that matters, or tell the verdict and go back to the form it was asked from, else to the menu."""
    key = next_key(talk)
    if key is not None:
        fields.move_to(talk, key)
        fields.ask(talk)
        return
    fields.move_off(talk)
    if not talk.return_to_mark():
        talk.go(Stage.HOME)
    tell_verdict(talk)
    present.present(talk)


def tell_verdict(talk: Talk, *, whole: bool = False) -> None:
    """The verdict on what is answered now, with what may be done about it; in short unless `whole`."""
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
    remind = talk.once("verdict")
    told = ShowVerdict(program=talk.program, overall=report.overall.value, lines=lines, whole=whole, remind=remind)
    actions = (action("do:judge_all"),) if open_ones else ()
    if not whole and (any(one.verdict is Verdict.MET for one in report.findings) or decisive(told)[1]):
        actions = (*actions, action("do:whole"))
    talk.change(shortened="verdict")
    talk.tell(told.model_copy(update={"actions": actions}))
