"""The 形式审查: what an office would send the form back for, found before it does. Deterministic, and never a wall.

Two kinds of checks read the same active answers: the ones every form has (required, length, doubtful values, blanks), here,
and the ones of `form.yaml`, conditions in the language of the rules. A check reports only what is known to be wrong; what is
not answered yet is reported once, as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from forms.checks_general import general_defects
from forms.defects import Check, Defect
from forms.loader import Form
from forms.progress import active
from programs.values import Answers
from rules.conditions import compile_condition, holds
from rules.models import Verdict
from rules.outcomes import Judge


def review(form: Form, answers: Answers) -> tuple[Defect, ...]:
    """Every defect of the active answers: general ones in asking order, then those of `form.yaml` in its order."""
    counted = active(form, answers)
    return (*general_defects(form, counted), *_stated_defects(form, counted))


def _stated_defects(form: Form, answers: Answers) -> Iterator[Defect]:
    """Checks of `form.yaml` that apply and are known not to hold."""
    for check, judge in _judges(form):
        if check.applies_when is not None and holds(check.applies_when, answers) is not Verdict.MET:
            continue
        judged = judge(answers)
        if judged.verdict is Verdict.NOT_MET:
            message = check.message.replace("{working}", judged.working)
            yield Defect(check.code, check.severity, check.field, check.clause, message)


@lru_cache(maxsize=64)
def _judges(form: Form) -> tuple[tuple[Check, Judge], ...]:
    """The compiled checks of a form, compiled once."""
    checks = form.file.checks if form.file is not None else ()
    return tuple((check, compile_condition(check.must, form.labels)) for check in checks)
