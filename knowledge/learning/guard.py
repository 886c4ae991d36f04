"""Learns what `leaning` and `refusing` go by: `python -m knowledge.learning.guard [QUESTIONS.jsonl ...]`.

The examples are told in `guard_examples`, the weights of words are fitted in `guard_fitting`; here the words are weighed
against what the search finds. Figures printed are of five folds, themes mixed or held out whole (`--by theme`); `--write`
stores the numbers.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.compiled import compile_pack
from knowledge.evidence import Searcher
from knowledge.leaning import NUMBERS, Floats, Leaning
from knowledge.learning.boundaries import Example
from knowledge.learning.guard_examples import Counts, asks_of, count_pairs, examples, pairs_known
from knowledge.learning.guard_fitting import SHARES, cross_validated, fit, folds, measured
from knowledge.refusing import Guard, witnesses
from knowledge.routing import Router
from knowledge.shared import SharedQuestions, shared_questions
from knowledge.wordspace import word_space
from programs.registry import Pack, discover

_FALSE_AT_MOST = {"asked": 0.004, "phrase": 0.01}
"""The share of real questions that may be turned away in cross-validation; phrases are asked as if their pack were new."""


def evidence_for(packs: Mapping[str, Pack], shared: SharedQuestions) -> Callable[[str, str | None], float]:
    """What the search says to a question, with a programme chosen or without."""
    compiled = {slug: compile_pack(pack, shared) for slug, pack in packs.items()}
    searcher, router = Searcher(packs, shared, compiled), Router(packs, shared)

    def evidence(question: str, program: str | None) -> float:
        mended = searcher.familiar.mended(searcher.familiar.plain(question))
        route = router.route(mended, program, said=question)
        asked = route.rest if route.mode in ("compare", "named") else mended
        return max((searcher.find(slug, asked).score for slug in route.programs), default=0.0)

    return evidence


def weigh(seen: Floats, refuse: NDArray[np.bool_], share: NDArray[np.float64]) -> Floats:
    """The balance that tells apart best what is to be refused, by Newton's method with a little pull."""
    found = np.zeros(seen.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(seen @ found, -30, 30)))
        slope = seen.T @ (share * (likely - refuse)) + 1e-3 * found
        bend = (seen * (share * likely * (1 - likely))[:, None]).T @ seen + 1e-3 * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return np.asarray(found, np.float32)


@dataclass(frozen=True)
class Trial:
    """Examples weighed with weights that never saw them."""

    items: Sequence[Example]
    seen: Floats
    """Witnesses, see `refusing`."""

    @property
    def refuse(self) -> NDArray[np.bool_]:
        """Which are to be turned away."""
        return np.array([item.side > 0 for item in self.items])

    def balance(self) -> Floats:
        """The balance, its constant lowered until real questions are hardly ever turned away."""
        met = Counter((item.source, item.side > 0) for item in self.items)
        share = np.array([SHARES[item.source] / met[item.source, item.side > 0] for item in self.items])
        found = weigh(self.seen, self.refuse, share / share.mean())
        scores = self.seen @ found
        for source, most in _FALSE_AT_MOST.items():
            real = np.sort(scores[[item.source == source and not item.side for item in self.items]])[::-1]
            if len(real):
                found[0] -= max(0.0, float(real[int(len(real) * most)]) + 1e-3)
                scores = self.seen @ found
        return found

    def table(self, balance: Floats) -> str:
        """How many of each source and side are turned away."""
        away = self.seen @ balance > 0
        rows = []
        for source, side in sorted({(item.source, item.side) for item in self.items}):
            inside = [item.source == source and item.side == side for item in self.items]
            rows.append(f"{source}\t{side.name.lower()}\t{sum(inside)}\t{away[inside].mean():.1%}")
        return "\n".join(["例子\t实为\t个数\t被拒", *rows])

    def wrong(self, balance: Floats) -> list[str]:
        """The examples on the wrong side, the worst first."""
        scores = self.seen @ balance
        bad = np.flatnonzero((scores > 0) != self.refuse)
        listed = sorted(bad.tolist(), key=lambda at: -abs(float(scores[at])))
        return [
            f"{scores[at]:+.1f}\t{item.side.name.lower()}\t{item.theme}\t{item.text}\t{np.round(self.seen[at], 1)}"
            for at, item in ((at, self.items[at]) for at in listed)
        ]


def trial_of(
    items: Sequence[Example],
    leanings: NDArray[np.float64],
    guard: Guard,
    evidence: Callable[[str, str | None], float],
    packs: Mapping[str, Pack],
) -> Trial:
    """The examples that count, each asked with no programme chosen and with one."""
    kept: list[Example] = []
    seen: list[Floats] = []
    slugs = list(packs)
    for at, item in enumerate(items):
        if item.source == "made" or (item.source == "phrase" and at % 4):
            continue
        programs = [None, slugs[at % len(slugs)]] if item.source == "written" else [item.theme or None]
        doubt = guard.by_patterns(item.text, Leaning(*map(float, leanings[at])))
        for program in programs:
            kept.append(item)
            seen.append(witnesses(doubt, evidence(item.text, program)))
    return Trial(kept, np.array(seen, np.float32))


def main() -> None:
    """Cross-validate, print, and with `--write` store what was learned from everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("questions", type=Path, nargs="*")
    parser.add_argument("--by", choices=("mixed", "theme"), default="mixed", help="what the five folds keep together")
    parser.add_argument("--wrong", action="store_true", help="list the examples on the wrong side")
    parser.add_argument("--write", action="store_true", help=f"store the numbers in {NUMBERS.name}")
    options = parser.parse_args()
    shared, packs = shared_questions(), discover()
    items = examples(packs, options.questions, shared)
    counts = count_pairs(packs, {slug: asks_of(pack) for slug, pack in packs.items()})
    told, centre, spread = measured(items, counts)
    leanings = cross_validated(told, folds(items, by_theme=options.by == "theme"))
    trial = trial_of(items, leanings, Guard(shared), evidence_for(packs, shared), packs)
    balance = trial.balance()
    print(trial.table(balance))
    print("balance", balance)
    if options.wrong:
        print("\n".join(trial.wrong(balance)))
    if options.write:
        write(NUMBERS, fit(told), counts, (centre, spread), balance)


def write(
    path: Path,
    weights: tuple[NDArray[np.float64], NDArray[np.float64]],
    counts: Counts,
    usual: tuple[Floats, Floats],
    balance: Floats,
) -> None:
    """The numbers in `path`."""
    grams, dense = weights
    size = word_space().dimensions
    codes, often = pairs_known(counts)
    np.savez_compressed(
        path,
        grams=grams.astype(np.float16),
        sense=dense[:size].astype(np.float32),
        words=dense[size:-1].astype(np.float32),
        constant=dense[-1].astype(np.float32),
        total=np.array([counts.total()], np.float32),
        centre=usual[0],
        spread=usual[1],
        pairs=codes,
        counts=often,
        balance=balance,
    )


if __name__ == "__main__":
    main()
