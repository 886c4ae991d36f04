"""What applies to this applicant, what is asked next, and how far the form is. All of it is computed, nothing is stored.

Answers to fields that do not apply are parked: they stay in the log and count nowhere. `active` is the one function through
which verdict, form check and document read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from forms.fields.grids import open_cells
from forms.loader import Form
from forms.models import Field, FieldType
from programs.values import Answers, Special, Value
from rules.conditions import holds
from rules.models import Verdict


class State(Enum):
    """How far a field is."""

    OPEN = "open"
    PARTIAL = "partial"
    """A grid of which some cells are known."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """Counts of the fields of one section that apply."""

    key: str
    title: str
    done: int
    total: int
    partial: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the form is; only fields that apply are counted."""

    sections: tuple[SectionProgress, ...]
    done: int
    total: int
    partial: tuple[str, ...]
    """Keys of grids with some cells known."""
    missing_required: tuple[str, ...]
    """Keys of required fields that are not done, in asking order."""

    @property
    def complete(self) -> bool:
        """Whether everything required is answered."""
        return not self.missing_required


def applicable(form: Form, answers: Answers) -> tuple[Field, ...]:
    """The fields asked of this applicant, in asking order: those without a condition, and those whose condition is met.

    A condition that is not decided yet keeps its field back; parked answers decide nothing.
    """
    return tuple(form.fields[key] for key in _applying(form, answers))


def active(form: Form, answers: Answers) -> Answers:
    """The answers that count: those of fields that apply, in asking order."""
    return {key: answers[key] for key in _applying(form, answers) if key in answers}


def _applying(form: Form, answers: Answers) -> tuple[str, ...]:
    """Keys of the fields that apply.

    Conditions read answers that count, and which count depends on conditions: repeated until nothing changes. Each round
    settles one more link of a chain; where conditions contradict each other, a field in doubt does not apply.
    """
    conditional = [key for key, field in form.fields.items() if field.applies_when is not None]
    if not conditional:
        return tuple(form.fields)
    parked: frozenset[str] = frozenset()
    for _ in range(len(conditional) + 1):
        counted = {key: value for key, value in answers.items() if key not in parked} if parked else answers
        now = frozenset(key for key in conditional if not _applies(form.fields[key], counted))
        if now == parked:
            break
        previous, parked = parked, now
    else:
        parked |= previous
    return tuple(key for key in form.fields if key not in parked)


def _applies(field: Field, answers: Answers) -> bool:
    return field.applies_when is None or holds(field.applies_when, answers) is Verdict.MET


def state(field: Field, answers: Answers) -> State:
    """How far one field is: a grid is done when all its cells are known or it is 无 or 不适用 as a whole."""
    value: Value | None = answers.get(field.key)
    if value is None or value in ((), ""):
        return State.OPEN
    if field.type is not FieldType.GRID or isinstance(value, Special):
        return State.DONE
    missing = len(open_cells(field, value))
    if missing == 0:
        return State.DONE
    return State.OPEN if missing == len(field.rows) * len(field.columns) else State.PARTIAL


def next_field(
    form: Form, answers: Answers, *, after: str | None = None, skipped: Collection[str] = frozenset()
) -> Field | None:
    """The next field to ask, looking on from `after` and then from the beginning; None when everything is answered.

    Skipped fields come when nothing else is left.
    """
    fields = applicable(form, answers)
    if after is not None and after in form.fields:
        order = {key: place for place, key in enumerate(form.fields)}
        fields = tuple(sorted(fields, key=lambda field: order[field.key] <= order[after]))
    open_fields = [field for field in fields if state(field, answers) is not State.DONE]
    return next((field for field in open_fields if field.key not in skipped), open_fields[0] if open_fields else None)


def progress(form: Form, answers: Answers) -> Progress:
    """Counts for every section and the whole, and what is required and still missing."""
    fields = applicable(form, answers)
    states = {field.key: state(field, answers) for field in fields}
    sections = []
    for section in form.sections:
        here = [states[field.key] for field in fields if field.section == section.key]
        counted = (here.count(State.DONE), len(here), here.count(State.PARTIAL))
        sections.append(SectionProgress(section.key, section.title, *counted))
    return Progress(
        sections=tuple(sections),
        done=sum(section.done for section in sections),
        total=len(fields),
        partial=tuple(key for key, found in states.items() if found is State.PARTIAL),
        missing_required=tuple(f.key for f in fields if f.required and states[f.key] is not State.DONE),
    )
