"""What filling asks: the printed form. A field that only rules read belongs to 查资格 and is not asked here.

The paper is the programme's form without those fields, so that everything `forms.progress` counts on it (next field,
progress, what is missing) speaks of the printed form. A field that decides whether another of the paper applies is asked
too. The applicant's name comes first, whatever the order of the file.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from forms.loader import Form
from rules.conditions import facts_of

if TYPE_CHECKING:
    from bot.dialogue.models import World
    from rules.assess import Assessor

FIRST = "unit_name"


def paper_of(world: World, program: str) -> Form:
    """The form of a programme with only the fields that filling asks, the applicant's name first."""
    return _paper(world.forms[program], world.assessors[program])


@lru_cache(maxsize=64)
def _paper(form: Form, assessor: Assessor) -> Form:
    ruled = ruled_fields(assessor)
    wanted = {key for key in form.fields if key in form.printed_keys or key not in ruled}
    while needed := {key for one in wanted for key in _conditions(form, one)} - wanted:
        wanted |= needed
    keys = sorted((key for key in form.fields if key in wanted), key=lambda key: key != FIRST)
    return dataclasses.replace(form, fields=MappingProxyType({key: form.fields[key] for key in keys}))


@lru_cache(maxsize=64)
def ruled_fields(assessor: Assessor) -> frozenset[str]:
    """Keys of the fields that the programme's rules read."""
    return frozenset(path.partition(".")[0] for rule in assessor.ruleset.rules for path in facts_of(rule.condition))


def _conditions(form: Form, key: str) -> frozenset[str]:
    """Keys of the fields that decide whether `key` applies."""
    condition = form.fields[key].applies_when
    if condition is None:
        return frozenset()
    return frozenset(path.partition(".")[0] for path in facts_of(condition)) & frozenset(form.fields)
