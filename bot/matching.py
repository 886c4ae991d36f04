"""Which programme fits? The same answers held against every programme, with the clause that decides. No scores.

Answers are given by field key; programmes share the organisation's own keys and have their own besides. Each programme
reads the keys it knows, and of a key that means different tables in different programmes the values it can read; a key
or value that no programme can read is an error. The kind of applicant tells where a programme does not concern them at
all; when it is unknown, no programme is ruled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from forms.answers import read_answers
from forms.fields.registry import understand
from forms.loader import Form
from forms.models import Field, Option, SharedFieldsFile, Slip
from forms.progress import active
from programs.errors import BadAnswers, UnknownFact
from programs.models import ApplicantKind
from programs.registry import SHARED_FIELDS
from programs.values import Value
from programs.yamlfile import read_model
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
        BadAnswers: no programme that has the field can understand the value.
    """
    kind = _kind(data)
    read: dict[str, dict[str, Value]] = {slug: {} for slug in assembly.packs}
    for key, raw in data.items():
        if key != KIND:
            _read(assembly, key, raw, read)
    return tuple(_match(assembly, slug, answers, kind, on) for slug, answers in read.items())


def _read(assembly: Assembly, key: str, raw: Any, into: dict[str, dict[str, Value]]) -> None:
    """Put one answer into every programme that has the field and can read the value."""
    refused: BadAnswers | None = None
    understood = False
    for slug, answers in into.items():
        form = assembly.form(slug)
        if key not in form.fields:
            continue
        try:
            answers.update(read_answers(form, {key: raw}))
            understood = True
        except BadAnswers as error:
            refused = refused or error
    if understood:
        return
    if refused is not None:
        raise refused
    raise UnknownFact(f"没有任何项目有“{key}”这个字段。", where=key, mend="shenbao fields 项目 可列出全部字段。")


KIND = "applicant_kind"


@lru_cache(maxsize=1)
def _kind_field() -> Field:
    shared = read_model(SHARED_FIELDS, SharedFieldsFile)
    return next(field for field in shared.fields if field.key == KIND)


def _kind(data: Mapping[str, Any]) -> ApplicantKind | None:
    """What the applicant is, by the organisation's own field; None when not told."""
    raw = data.get(KIND)
    if raw is None:
        return None
    field = _kind_field()
    understood = understand(field, raw)
    if isinstance(understood, Slip):
        raise BadAnswers(f"“{field.label}”读不懂：{understood.message}", where=KIND, mend="用列出的选项之一。")
    return ApplicantKind(understood.value) if isinstance(understood.value, str) else None


def _match(assembly: Assembly, slug: str, answers: dict[str, Value], kind: ApplicantKind | None, on: date) -> Match:
    form = assembly.form(slug)
    manifest = form.pack.manifest
    applies = kind is None or kind in manifest.applicants
    if kind is not None and kind.value in {option.value for option in _options(form)}:
        answers = answers | {KIND: kind.value}
    report = assembly.assessor(slug).assess(active(form, answers), on)
    why = "" if applies else f"申报主体不符：{manifest.who_may_apply.clause}“{manifest.who_may_apply.quote}”"
    return Match(applies, why, report)


def _options(form: Form) -> tuple[Option, ...]:
    return form.fields[KIND].options if KIND in form.fields else ()
