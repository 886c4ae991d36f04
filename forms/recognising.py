"""Finds answers in a block somebody pasted: `名称：…` lines, two columns out of Excel, numbered lists, or a paragraph.

Nothing is guessed. A piece counts only when a name of a field (`forms.wordings`) stands before a separator, and a value
only when the field's own type reads it; what it cannot read comes back with the words it stood in. Whether the block is
meant as such, and what is stored of it, is for the dialogue and the person to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.models import Field
from forms.recognised_names import MARKER, marks_in, meant, person_of, without_asides
from forms.recognised_values import Missed, Read, read_all, shortened, value_behind
from forms.wordings import names_of, plain
from programs.cleaning import clean_text

FEWEST_LABELS = 2


@dataclass(frozen=True)
class Recognised:
    """What a block holds."""

    read: tuple[Read, ...]
    missed: tuple[Missed, ...]
    labels: int
    """How many names with separators stand in it."""

    @property
    def is_block(self) -> bool:
        """Whether it is plainly a block of answers and not one answer."""
        return self.labels >= FEWEST_LABELS and bool(self.read or self.missed)


def recognise(text: str, fields: Mapping[str, Field]) -> Recognised:
    """The answers to `fields` that the text holds, in the fields' order, and what could not be read."""
    text = clean_text(text).replace("\u3000", " ")
    names = names_of(fields)
    marks = without_asides(marks_in(text, names), names, fields)
    said: dict[str, list[tuple[str, str]]] = {}
    missed: list[Missed] = []
    person = ""
    seen = 0
    for place, mark in enumerate(marks):
        for line in text[seen : mark.start].split("\n"):
            person = names.persons.get(plain(MARKER.sub("", line)), person)
        end = marks[place + 1].start if place + 1 < len(marks) else len(text)
        value = value_behind(text, mark, end)
        words = shortened(text[mark.start : mark.value] + value)
        seen = mark.start
        if mark.kind == "strange":
            if value:
                missed.append(Missed(mark.name, words, "表上没有找到叫这个名字的栏目。"))
            continue
        if not value:
            person = names.persons.get(mark.name, person)
            continue
        paths = meant(mark.name, names, person)
        if len(paths) > 1:
            labels = "、".join(f"“{_label(fields, path)}”" for path in paths[:4])
            secret = any(fields[path.partition(".")[0]].sensitive for path in paths)
            missed.append(Missed(mark.name, "" if secret else words, f"可能是{labels}，请说明是哪一项。"))
            continue
        said.setdefault(paths[0], []).append((value, words))
        person = names.persons.get(mark.name, person_of(paths[0]) or person)
    read, wrong = read_all(said, fields)
    return Recognised(read, (*wrong, *missed), sum(mark.kind in ("strong", "weak") for mark in marks))


def _label(fields: Mapping[str, Field], path: str) -> str:
    return fields[path.partition(".")[0]].label
