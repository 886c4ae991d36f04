"""Learns when a guide is silent on what nobody foresaw: `python -m knowledge.learning.silence [--write]`.

Every silent topic of every pack is taken out in its turn, and its ways to ask are asked of the pack without it; beside them, ways
to ask for clauses, taken out too. Those that the search would answer are the examples. No question set is looked at. The
figures printed are of packs that the numbers never saw.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.compiled import Compiled, compile_pack, phrases_of
from knowledge.index import Floats
from knowledge.lexicon import Lexicon
from knowledge.models import PhrasesFile
from knowledge.ranking import Question, measure, score
from knowledge.shared import SharedQuestions, shared_questions
from knowledge.silence import NUMBERS, Learned, Scale, beside, glance, tops, witnesses
from programs.registry import Pack, discover

_PARTS = 6
"""Topics are taken out in so many turns."""
_ASKED = 0.06
"""The share of ways to ask for clauses that is taken out each turn."""
_OF_A_TOPIC = 16
"""At most so many ways to ask of a topic are asked."""
_FALSE = 0.015
"""The share of questions with an answer that may be refused."""
_CAUGHT = 0.97
"""The share of refused questions for which the neighbours are to be asked."""
_STEPS, _RATE, _PULL = 400, 0.05, 1e-3


@dataclass(frozen=True)
class Examples:
    """Questions that the search would answer, one row each."""

    alone: Floats
    beside: Floats
    answered: NDArray[np.bool_]
    """Whether the guide does answer."""
    program: NDArray[np.str_]

    def take(self, keep: NDArray[np.bool_]) -> Examples:
        """Some of them."""
        return Examples(self.alone[keep], self.beside[keep], self.answered[keep], self.program[keep])


def examples(packs: Mapping[str, Pack], shared: SharedQuestions) -> Examples:
    """The examples of all packs."""
    whole = {slug: compile_pack(pack, shared) for slug, pack in packs.items()}
    lexicons = {slug: Lexicon(shared, item.words) for slug, item in whole.items()}
    alone, together, answered, program = [], [], [], []
    for slug, pack in packs.items():
        for item, lexicon, ask, has_answer in _taken_out(pack, shared):
            plain = lexicon.plain(ask)
            question = Question(plain, lexicon)
            measured = measure(item, question, item.located)
            scores = score(measured)
            first, unsaid = tops(item, scores)
            if first < max(unsaid, 0.0):
                continue
            others = [other for other in packs if other != slug]
            told = [glance(whole[other], lexicons[other].grams(plain)) for other in others]
            alone.append(witnesses(item, question, measured, scores))
            together.append(beside(alone[-1], told))
            answered.append(has_answer)
            program.append(slug)
    return Examples(np.array(alone), np.array(together), np.array(answered), np.array(program))


def _taken_out(pack: Pack, shared: SharedQuestions) -> Iterator[tuple[Compiled, Lexicon, str, bool]]:
    """The pack without some of its ways to ask, and these, each with whether the guide answers it."""
    told, chance = phrases_of(pack), random.Random(pack.slug)  # noqa: S311
    turns = [chance.randrange(_PARTS) for _ in told.silent]
    for turn in range(_PARTS):
        asked, left = _without(told, [at for at, its in enumerate(turns) if its == turn], chance)
        item = compile_pack(pack, shared, left)
        lexicon = Lexicon(shared, item.words)
        for ask, has_answer in asked:
            yield item, lexicon, ask, has_answer


def _without(
    told: PhrasesFile, topics: Sequence[int], chance: random.Random
) -> tuple[list[tuple[str, bool]], PhrasesFile]:
    asked: list[tuple[str, bool]] = []
    entries = []
    for entry in told.entries:
        gone = {ask for ask in entry.ask if chance.random() < _ASKED}
        asked += [(ask, True) for ask in sorted(gone)]
        entries.append(entry.model_copy(update={"ask": tuple(ask for ask in entry.ask if ask not in gone)}))
    for at in topics:
        ways = told.silent[at].ask
        asked += [(ask, False) for ask in chance.sample(ways, min(_OF_A_TOPIC, len(ways)))]
    silent = tuple(topic for at, topic in enumerate(told.silent) if at not in topics)
    return asked, told.model_copy(update={"entries": tuple(entries), "silent": silent})


def fit(rows: Floats, answered: NDArray[np.bool_]) -> Scale:
    """Weights by logistic regression, both sides counting the same; `least` is still to be set."""
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    table = np.c_[(rows - centre) / spread, np.ones(len(rows))]
    share = np.where(answered, 0.5 / answered.sum(), 0.5 / (~answered).sum())
    found, mean, var = np.zeros(table.shape[1]), np.zeros(table.shape[1]), np.zeros(table.shape[1])
    for step in range(1, _STEPS + 1):
        likely = 1 / (1 + np.exp(-table @ found))
        slope = table.T @ (share * (likely - answered)) + _PULL * np.append(found[:-1], 0)
        mean = 0.9 * mean + 0.1 * slope
        var = 0.999 * var + 0.001 * slope**2
        found -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(var / (1 - 0.999**step)) + 1e-8)
    return Scale(centre, spread, found.astype(np.float32), 0.0)


def weigh(scale: Scale, rows: Floats) -> NDArray[np.float64]:
    """`Scale.weigh` of many at once."""
    return np.asarray(((rows - scale.centre) / scale.spread) @ scale.weights[:-1] + scale.weights[-1], np.float64)


def cross_validated(told: Examples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each example weighs alone and beside its neighbours, with numbers that never saw its pack."""
    alone, together = np.zeros(len(told.answered)), np.zeros(len(told.answered))
    for slug in np.unique(told.program):
        held = told.program == slug
        rest = told.take(~held)
        alone[held] = weigh(fit(rest.alone, rest.answered), told.alone[held])
        together[held] = weigh(fit(rest.beside, rest.answered), told.beside[held])
    return alone, together


def learn(told: Examples) -> tuple[Learned, str]:
    """The numbers, with their bounds set where few answered questions are refused; and a table of what they catch."""
    alone, together = cross_validated(told)
    real = told.answered
    lines = ["误拒\t单看本项目拒得出\t连同其他项目拒得出"]
    for share in (0.005, _FALSE, 0.03, 0.05):
        caught = [float((side[~real] < np.quantile(side[real], share)).mean()) for side in (alone, together)]
        lines.append(f"{share:.1%}\t{caught[0]:.1%}\t{caught[1]:.1%}")
    least = [float(np.quantile(side[real], _FALSE)) for side in (alone, together)]
    doubt = float(np.quantile(alone[together < least[1]], _CAUGHT))
    lines.append(
        f"例子：有答案的{int(real.sum())}，没有的{int((~real).sum())}；要问其他项目的{(alone[real] < doubt).mean():.0%}"
    )
    scales = fit(told.alone, real), fit(told.beside, real)
    one, two = (Scale(it.centre, it.spread, it.weights, bound) for it, bound in zip(scales, least, strict=True))
    return Learned(one, two, doubt), "\n".join(lines)


def write(path: Path, found: Learned) -> None:
    """The numbers in `path`."""
    arrays = {
        f"{name}.{part}": np.asarray(getattr(scale, part), np.float32)
        for name, scale in (("alone", found.alone), ("beside", found.beside))
        for part in ("centre", "spread", "weights", "least")
    }
    np.savez_compressed(path, **arrays, doubt=np.float32(found.doubt))  # type: ignore[arg-type]


def main() -> None:
    """Cross-validate, print, and with `--write` store what was learned from everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help=f"store the numbers in {NUMBERS.name}")
    options = parser.parse_args()
    found, table = learn(examples(discover(), shared_questions()))
    print(table)
    if options.write:
        write(NUMBERS, found)


if __name__ == "__main__":
    main()
