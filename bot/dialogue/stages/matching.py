"""能报哪个: a few facts about the organisation, then every programme with what speaks for and against it. No scores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.dialogue import messages as m
from bot.dialogue.answers import answers_of, case_of, shown, stored, value_of, write
from bot.dialogue.models import Reason, Stage
from bot.dialogue.stages import fields
from bot.dialogue.talk import Talk, action, standing
from forms.fields.registry import to_json, understand
from forms.models import Understood
from forms.progress import active
from programs.models import Status
from programs.values import Answers, Value
from rules.models import Verdict

ASKED = ("applicant_kind", "registered_place")
"""What tells programmes apart before anything else is known, in asking order."""


def begin(talk: Talk, told: Mapping[str, str] = MappingProxyType({})) -> None:
    """Ask what is not known yet of the organisation; everything known from any programme counts, and what is told now."""
    talk.change(stage=Stage.MATCHING, program=None, back_to=())
    talk.put(passed=(), at=None, row=None, held=None, trail=())
    _take(talk, told)
    advance(talk)


def _take(talk: Talk, told: Mapping[str, str]) -> None:
    """Write what was told in passing, and tell it back."""
    read = {key: understand(talk.world.shared[key], raw) for key, raw in told.items()}
    values = {
        key: to_json(talk.world.shared[key], one.value) for key, one in read.items() if isinstance(one, Understood)
    }
    if not values:
        return
    talk.put(write(talk.case, talk.event, talk.conversation.turn, values, Reason.ANSWERED))
    now = {key: to_json(talk.world.shared[key], value) for key, value in own_answers(talk).items() if key in ASKED}
    shows = (f"{talk.world.shared[key].label} {shown(talk.world.shared[key], value)}" for key, value in now.items())
    talk.say("matching.taken", told="，".join(shows), actions=(action(f"undo:{talk.conversation.turn}"),))


def advance(talk: Talk) -> None:
    """Ask the next fact, or show the programmes and go back to the start."""
    known = own_answers(talk)
    for key in ASKED:
        if key in talk.world.shared and key not in known and key not in talk.case.passed:
            fields.move_to(talk, key)
            fields.ask(talk)
            return
    talk.put(at=None, trail=())
    talk.go(Stage.CHOOSING)
    tell(talk)


def tell(talk: Talk, *, whole: bool = False) -> None:
    """Every programme held against what is known; those that are not for such an organisation by name, unless `whole`."""
    known = own_answers(talk)
    lines = tuple(
        sorted(
            (_line(talk, slug, known) for slug in talk.world.packs),
            key=lambda one: (not one.applies, one.near is False),
        )
    )
    choices = tuple(
        m.Button(code=f"program:{line.program}", label=talk.world.packs[line.program].manifest.short_name)
        for line in lines
        if line.applies
    )
    more = () if whole or all(line.applies for line in lines) else (action("do:whole"),)
    talk.change(shortened="match")
    talk.tell(m.ShowMatch(lines=lines, whole=whole, choices=choices, actions=(*more, action("do:leave"))))


def own_answers(talk: Talk) -> dict[str, Value]:
    """The organisation's own answers from wherever they were given; the latest wins."""
    latest: dict[str, tuple[int, Value]] = {}
    for case in talk.conversation.cases.values():
        now = stored(case)
        for entry in case.log:
            if entry.field in now and (field := talk.world.shared.get(entry.field)) is not None:
                value = value_of(field, now[entry.field])
                if value is not None and (entry.field not in latest or entry.turn >= latest[entry.field][0]):
                    latest[entry.field] = (entry.turn, value)
    return {key: value for key, (_, value) in latest.items()}


def _line(talk: Talk, slug: str, known: Answers) -> m.MatchLine:
    """One programme held against what is known: who may apply, where, and which conditions are met."""
    manifest, form = talk.world.packs[slug].manifest, talk.world.forms[slug]
    answers = {key: value for key, value in known.items() if key in form.fields}
    answers |= answers_of(case_of(talk.conversation, slug), form.fields)
    report = talk.world.assessors[slug].assess(active(form, answers), talk.world.today)
    kind, place = known.get("applicant_kind"), known.get("registered_place")
    return m.MatchLine(
        program=slug,
        applies=not isinstance(kind, str) or kind in manifest.applicants,
        near=_near(manifest.region, place),
        open=standing(manifest, talk.world) is Status.OPEN,
        quote=manifest.who_may_apply.quote,
        unmet=tuple(finding.title for finding in report.findings if finding.verdict is Verdict.NOT_MET),
        missing=sum(finding.verdict is Verdict.UNKNOWN for finding in report.findings),
    )


def _near(region: str, place: Value | None) -> bool | None:
    """Whether `place` lies in the programme's region; None when either leaves it open."""
    if not isinstance(place, str) or not place.strip():
        return None
    if region in ("全国", ""):
        return True
    if place in region and not region.startswith(place + "市") and not region.endswith((place, place + "市")):
        return None
    city = re.sub(r"^.*[省区]|市$", "", region) or region
    return city in place
