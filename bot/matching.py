"""Which programme fits? The same answers held against every programme, with the clause that decides. No scores.

Answers are given by field key; programmes share the organisation's own keys and have their own besides. Each programme
reads the keys it knows; a key that no programme knows is an error. The kind of applicant tells where a programme does
not concern them at all; when it is unknown, no programme is ruled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from forms.answers import read_answers
from forms.progress import active
from programs.errors import UnknownFact
from programs.models import ApplicantKind, Manifest
from rules.models import Report

if TYPE_CHECKING:
    from bot.assembly import Assembly


@dataclass(frozen=True)
class Match:
    """One programme seen from one applicant."""

    applies: bool
    why: str
    """Why it does not apply, with the clause; empty when it does."""
    report: Report


def match_all(assembly: Assembly, data: Mapping[str, Any], on: date) -> tuple[Match, ...]:
    """Every programme for these answers, in display order.

    Raises:
        UnknownFact: no programme has a field of that key.
        BadAnswers: a value cannot be understood.
    """
    known = {slug: set(assembly.form(slug).fields) for slug in assembly.packs}
    for key in data:
        if not any(key in keys for keys in known.values()):
            raise UnknownFact(
                f"没有任何项目有“{key}”这个字段。", where=key, mend="shenbao fields 项目 可列出全部字段。"
            )
    return tuple(
        _match(assembly, slug, {key: data[key] for key in data if key in known[slug]}, data, on) for slug in known
    )


def _match(assembly: Assembly, slug: str, own: Mapping[str, Any], data: Mapping[str, Any], on: date) -> Match:
    form = assembly.form(slug)
    answers = active(form, read_answers(form, own))
    report = assembly.assessor(slug).assess(answers, on)
    manifest = form.pack.manifest
    kind = data.get("applicant_kind")
    applies = not isinstance(kind, str) or concerns(manifest, kind)
    why = "" if applies else f"申报主体不符：{manifest.who_may_apply.clause}“{manifest.who_may_apply.quote}”"
    return Match(applies, why, report)


def concerns(manifest: Manifest, kind: str) -> bool:
    """Whether applicants of this kind may be meant at all (a kind nobody knows rules nothing out)."""
    try:
        return ApplicantKind(kind) in manifest.applicants
    except ValueError:
        return True
