"""Learns the weights of `ranking` and says honestly what they are worth: `python -m knowledge.learning.ranking QUESTIONS.jsonl`.

Two kinds of examples. Questions of the set, each with the clauses that answer it; and the packs' own phrases, each taken
out of the index and asked (they weigh less, for their authors knew the guide). The model is one linear score with a
constant for “nothing answers”; it is fitted by maximum likelihood, weights that only can help kept from going negative.

The figures printed are of five folds: every question is answered with weights that never saw it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answering import Answerer
from knowledge.compiled import Compiled, compile_pack
from knowledge.evaluation import Figures, Judged, judge, read_questions, summed_up
from knowledge.evidence import Searcher
from knowledge.learning.ranking_examples import Example, examples_of, phrase_examples, weighed
from knowledge.models import PhrasesFile
from knowledge.ranking import FEATURES, Tuning
from knowledge.shared import SharedQuestions, shared_questions
from programs.registry import Pack, discover

_ONLY_HELP = frozenset(
    {
        "text",
        "text_part",
        "clause",
        "path",
        "asks",
        "asks_top3",
        "asks_part",
        "shared",
        "shared_part",
        "dense",
        "hard_met",
    }
)
_FOLDS = 5
_STEPS = 250
_RATE = 0.15
_PULL = 2e-3
"""How strongly weights are pulled to zero."""
_DOUBT = 1.0
"""What is taken off the score of nothing: a clause that is near is shown rather than hidden, for silence has units of its own."""


def fit(examples: Sequence[Example]) -> Tuning:
    """The weights that make the answering units likeliest, by full-batch Adam from a fixed start."""
    rows = np.concatenate([example.measured for example in examples])  # 32 bits are plenty
    sizes = np.array([len(example.measured) for example in examples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    answer = np.zeros(len(rows), bool)
    for start, example in zip(starts, examples, strict=True):
        answer[start + example.answers] = True
    silent = rows[:, FEATURES.index("is_silent")] > 0
    none = np.array(
        [
            len(example.answers) == 0 or bool(silent[start + example.answers].all())
            for start, example in zip(starts, examples, strict=True)
        ]
    )
    weight = np.array([example.weight for example in examples], np.float64)
    weight /= weight.sum()
    owner = np.repeat(np.arange(len(examples)), sizes)
    free = np.array([name not in _ONLY_HELP for name in FEATURES])
    w = np.where(free, 0.0, 1.0)
    nothing = 1.0
    theta = np.append(w, nothing)
    mean, var = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, _STEPS + 1):
        scores = rows @ theta[:-1]
        every = _log_sum(scores, starts, owner, np.full(len(examples), theta[-1]))
        right = _log_sum(np.where(answer, scores, -1e9), starts, owner, np.where(none, theta[-1], -1e9))
        p_all, p_right = np.exp(scores - every[owner]), np.where(answer, np.exp(scores - right[owner]), 0)
        slope = (weight[owner] * (p_all - p_right)) @ rows
        n_all, n_right = np.exp(theta[-1] - every), np.where(none, np.exp(theta[-1] - right), 0)
        gradient = np.append(slope, (weight * (n_all - n_right)).sum()) + _PULL * np.append(theta[:-1], 0) / 10
        mean = 0.9 * mean + 0.1 * gradient
        var = 0.999 * var + 0.001 * gradient**2
        theta = theta - _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(var / (1 - 0.999**step)) + 1e-8)
        theta[:-1] = np.where(free, theta[:-1], np.maximum(theta[:-1], 0))
    return Tuning(
        {name: round(float(value), 2) for name, value in zip(FEATURES, theta, strict=False)}, round(float(theta[-1]), 2)
    )


def _log_sum(scores: np.ndarray, starts: np.ndarray, owner: np.ndarray, extra: np.ndarray) -> np.ndarray:
    top = np.maximum(np.maximum.reduceat(scores, starts), extra)
    summed = np.add.reduceat(np.exp(scores - top[owner]), starts) + np.exp(extra - top)
    return np.asarray(top + np.log(summed))


def cross_validate(
    lines: Sequence[Mapping[str, Any]],
    packs: Mapping[str, Pack],
    compiled: Mapping[str, Compiled],
    shared: SharedQuestions,
    phrases: list[Example],
) -> Figures:
    """The figures of all questions, each answered with weights fitted on the other folds."""
    judged: list[Judged] = []
    for fold in range(_FOLDS):
        train = [line for at, line in enumerate(lines) if at % _FOLDS != fold]
        tuning = fit(weighed(examples_of(train, packs, compiled, shared), phrases))
        answerer = Answerer(packs, shared, Searcher(packs, shared, compiled, tuning=tuning, bare=tuning))
        for at, line in enumerate(lines):
            if at % _FOLDS == fold:
                judged.append(judge(line, answerer.ask(line["question"], program=line["program"])))
    return summed_up(judged)


def main() -> None:
    """Fit, cross-validate, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--phrases", type=float, default=0.12, help="share of the packs' phrases used as examples")
    parser.add_argument("--by", choices=("kind", "program"), default="kind")
    parser.add_argument("--bare", action="store_true", help="as if no pack had phrases, for TUNED_BARE")
    parser.add_argument("--misses", action="store_true", help="list the questions that are not right")
    options = parser.parse_args()
    shared = shared_questions()
    packs = discover()
    compiled = {
        slug: compile_pack(pack, shared, PhrasesFile() if options.bare else None) for slug, pack in packs.items()
    }
    lines = read_questions(options.questions)
    phrases = [] if options.bare else phrase_examples(packs, shared, share=options.phrases)
    found = cross_validate(lines, packs, compiled, shared, phrases)
    print(found.table(options.by))
    if options.misses:
        for item in found.judged:
            if not item.right:
                print(item.told())
    tuning = fit(weighed(examples_of(lines, packs, compiled, shared), phrases))
    print(tuning)


if __name__ == "__main__":
    main()
