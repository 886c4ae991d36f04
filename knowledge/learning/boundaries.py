"""Examples of what is our business and what is not, from `programs/_shared/boundaries.yaml`.

Only learning (`knowledge.learning.guard`) and tests read them; at run time the learned numbers are enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal

from programs.models import Frozen
from programs.registry import PROGRAMS_DIR
from programs.yamlfile import read_model

BOUNDARIES = PROGRAMS_DIR / "_shared" / "boundaries.yaml"


class Side(IntEnum):
    """On which side of the border a text lies."""

    INSIDE = 0
    OUTSIDE = 1
    """Another subject."""
    OVERREACH = 2
    """An attempt to lead the assistant out of its role."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its side; `theme` is what it has in common with others, `source` how it came about."""

    text: str
    side: Side
    theme: str
    source: str


class Crossed(Frozen):
    """Texts made by putting every beginning before every end."""

    label: Literal["inside", "outside", "overreach"]
    first: tuple[str, ...]
    then: tuple[str, ...]


class Boundaries(Frozen):
    """`boundaries.yaml`; the mappings go from a theme to its texts."""

    outside: Mapping[str, tuple[str, ...]]
    overreach: Mapping[str, tuple[str, ...]]
    inside: Mapping[str, tuple[str, ...]]
    crossed: tuple[Crossed, ...] = ()

    def written(self) -> Iterator[Example]:
        """The texts a person wrote."""
        for side, themes in (
            (Side.INSIDE, self.inside),
            (Side.OUTSIDE, self.outside),
            (Side.OVERREACH, self.overreach),
        ):
            for theme, texts in themes.items():
                for text in texts:
                    yield Example(text, side, theme, "written")

    def made(self) -> Iterator[Example]:
        """The texts put together."""
        for crossed in self.crossed:
            for first in crossed.first:
                for then in crossed.then:
                    yield Example(first + then, Side[crossed.label.upper()], crossed.label, "made")


def boundaries(path: Path = BOUNDARIES) -> Boundaries:
    """The examples in `path`.

    Raises:
        PackFault: the file is missing or wrong, with line and mend.
    """
    return read_model(path, Boundaries)
