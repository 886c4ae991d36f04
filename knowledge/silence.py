"""Whether a guide is silent on what is asked, though one of its clauses came near.

Topics a pack records as silent are found like any other unit. This is for those nobody foresaw. Two things are weighed: how the best
clause and the best recorded silence of the programme were measured; and, in doubt, what its neighbours would say, the other
programmes at hand: a question that they answer much better, or are silent on, is rather one that this guide does not
answer. No words of a neighbour are ever shown. `learning.silence` learns the numbers, from topics taken out one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.chinese import normalise
from knowledge.chunking import Unit
from knowledge.compiled import Compiled
from knowledge.index import Floats
from knowledge.legs import cosines, per_owner, shares
from knowledge.models import AnswerKind
from knowledge.numbers import quantities
from knowledge.ranking import FEATURES, Question
from knowledge.wordspace import word_space

NUMBERS = Path(__file__).resolve().parent / "silence.npz"
FEWEST_NEIGHBOURS = 3
"""With fewer programmes beside it, a programme is judged alone."""
MOST_NEIGHBOURS = 7
ALONE = 3 * len(FEATURES) + 7 + len(AnswerKind) + 9
GLANCE = 6
BESIDE = ALONE + 3 * GLANCE + 4
_NEAREST, _TOGETHER = 3.0, 6.0
"""What both weigh together, roughly as in the ranking."""
_NOBODY = 5.0
"""How far the next clause lies behind, when there is none."""


@dataclass(frozen=True)
class Scale:
    """What one look at a question is weighed with."""

    centre: Floats
    spread: Floats
    weights: Floats
    """One a witness, the constant last."""
    least: float
    """Below this the guide is taken to be silent."""

    def weigh(self, witnesses: Floats) -> float:
        """How much speaks for the guide's answering, in log-odds of the examples."""
        return float((witnesses - self.centre) / self.spread @ self.weights[:-1] + self.weights[-1])


@dataclass(frozen=True)
class Learned:
    """What was learned."""

    alone: Scale
    beside: Scale
    """With the neighbours."""
    doubt: float
    """The neighbours are asked when a look at the programme alone weighs less than this."""


@lru_cache(maxsize=2)
def learned(path: Path = NUMBERS) -> Learned:
    """The numbers in `path`, read once."""
    with np.load(path, allow_pickle=False) as arrays:
        alone, beside = (
            Scale(*(arrays[f"{name}.{part.name}"] for part in fields(Scale))) for name in ("alone", "beside")
        )
        return Learned(alone, beside, float(arrays["doubt"]))


def tops(compiled: Compiled, scores: Floats) -> tuple[float, float]:
    """The scores of the best clause and of the best recorded silence."""
    silent = compiled.traits.is_kind["silent"] > 0
    return float(scores[~silent].max(initial=-9.0)), float(scores[silent].max(initial=-9.0))


def glance(compiled: Compiled, grams: Iterable[str]) -> Floats:
    """How like the question is to what a neighbour is asked, at a glance; of length `GLANCE`.

    The best of its clauses and of its recorded silences each: by the nearest way to ask, by all ways together, by both.
    """
    legs, count = compiled.index.legs, len(compiled.units)
    bags = compiled.index.bags([grams])
    nearest = per_owner(legs["asks"], cosines(legs["asks"], "asks", bags)[0], count)
    together = shares(legs["bag"], "bag", bags)[0]
    silent = compiled.traits.is_kind["silent"] > 0
    both = _NEAREST * nearest + _TOGETHER * together
    seen = [kind[at].max(initial=0.0) for kind in (nearest, together, both) for at in (~silent, silent)]
    return np.array(seen, np.float32)


def witnesses(compiled: Compiled, question: Question, measured: Floats, scores: Floats) -> Floats:
    """What a look at the programme alone shows; of length `ALONE`."""
    silent = compiled.traits.is_kind["silent"] > 0
    best = int(np.argmax(np.where(silent, -np.inf, scores)))
    rows = compiled.traits.clause_row
    others = scores[~silent & (rows != rows[best])]
    first = float(scores[best])
    second = float(others.max(initial=first - _NOBODY))
    if silent.any():
        quiet = int(np.argmax(np.where(silent, scores, -np.inf)))
        hush, unsaid = measured[quiet], float(scores[quiet])
    else:
        hush, unsaid = np.zeros(len(FEATURES), np.float32), first - _NOBODY
    sizes = np.log1p([len(question.plain), len(set(question.grams))])
    kinds = [kind in question.kinds for kind in AnswerKind]
    about = [first, unsaid, second, first - unsaid, first - second, *sizes]
    words = [*_uncovered(compiled.units[best], question), *_numbers(compiled.units[best], question)]
    words += _uncovered(compiled.units[quiet], question) if silent.any() else [0.0, 0.0, 0.0]
    return np.concatenate([measured[best], hush, measured[best] - hush, about, kinds, words]).astype(np.float32)


def _uncovered(unit: Unit, question: Question) -> list[float]:
    """How much of the question's words the unit has in none of its own: their share, the rarest, how many."""
    known = "\n".join((unit.text, *unit.asks))
    weighed = word_space().rarities(question.plain)
    missing = [weight for word, weight in weighed if word not in known]
    total = sum(weight for _, weight in weighed)
    return [sum(missing) / total if total else 0.0, max(missing, default=0.0), float(len(missing))]


def _numbers(unit: Unit, question: Question) -> list[float]:
    """Whether a number is asked for by its unit (`几件`), and the unit of retrieval prints one of that kind, or any, or none."""
    asked = {item.unit for item in quantities(question.plain) if item.value is None}
    printed = {item.unit for item in quantities(normalise(unit.text)) if item.value is not None}
    if not asked:
        return [0.0, 0.0, 0.0]
    return [float(bool(asked & printed)), float(bool(printed) and not asked & printed), float(not printed)]


def beside(alone: Floats, neighbours: Sequence[Floats]) -> Floats:
    """`alone` with what a glance at the neighbours shows; of length `BESIDE`."""
    seen = np.array(neighbours, np.float32)
    high = np.sort(seen, axis=0)[::-1]
    ahead = seen[:, -2] - seen[:, -1]
    about = [ahead.mean(), ahead.max(), ahead.min(), (ahead > 0).mean()]
    return np.concatenate([alone, high[0], high[1], seen.mean(axis=0), about]).astype(np.float32)


def silent_on(alone: Floats, neighbours: Callable[[], Sequence[Floats]], numbers: Learned) -> bool:
    """Whether the guide does not answer what is asked; `neighbours` is called only in doubt."""
    weighed = numbers.alone.weigh(alone)
    if weighed >= numbers.doubt:
        return False
    told = neighbours()
    if len(told) < FEWEST_NEIGHBOURS:
        return weighed < numbers.alone.least
    return numbers.beside.weigh(beside(alone, told)) < numbers.beside.least
