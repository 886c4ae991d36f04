"""Learns what `leaning` and `refusing` go by: `python -m knowledge.guarding [QUESTIONS.jsonl ...]`.

Inside are the packs' phrases, the benign examples and the questions of the sets; outside and overreach the examples of
`boundaries.yaml`. The words of a phrase are looked up in the *other* packs only, so that the numbers fit a programme to
come. Figures printed are of five folds, themes mixed or held out whole (`--by theme`); `--write` stores the numbers.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.boundaries import Example, Side, boundaries
from knowledge.chinese import normalise
from knowledge.compiled import compile_pack, phrases_of
from knowledge.evaluation import read_questions
from knowledge.evidence import Searcher
from knowledge.leaning import BUCKETS, GRAM_SCALE, NUMBERS, SENSE_SCALE, Floats, Leaning, buckets, statistics, tight
from knowledge.refusing import Guard, witnesses
from knowledge.routing import Router
from knowledge.shared import SharedQuestions, shared_questions
from knowledge.wordspace import word_space
from programs.registry import Pack, discover

_FOLDS = 5
_STEPS, _RATE = 150, 0.1
_PULL = 1e-4
_SHARES = {"phrase": 6.0, "written": 7.0, "made": 4.5, "asked": 2.0}
"""What all examples of a source weigh together."""
_EVERY_PHRASE = 3
_FALSE_AT_MOST = {"asked": 0.004, "phrase": 0.01}
"""The share of real questions that may be turned away in cross-validation; phrases are asked as if their pack were new."""


@dataclass(frozen=True)
class Counts:
    """Pairs of characters in each pack's phrases and clauses."""

    by_pack: Mapping[str, Counter[str]]
    sizes: Mapping[str, int]

    def often(self, pair: str, *, without: str = "") -> int:
        """How often the packs use a pair, one of them left out."""
        return sum(count[pair] for slug, count in self.by_pack.items() if slug != without)

    def total(self, *, without: str = "") -> float:
        """How many phrases and clauses were counted."""
        return float(sum(size for slug, size in self.sizes.items() if slug != without))


def count_pairs(packs: Mapping[str, Pack], asks: Mapping[str, Sequence[str]]) -> Counts:
    """The pairs of every pack."""
    by_pack: dict[str, Counter[str]] = {}
    for slug, pack in packs.items():
        counted = by_pack.setdefault(slug, Counter())
        for text in (*asks[slug], *(clause.text for clause in pack.guide.clauses)):
            plain = tight(normalise(text))
            counted.update({plain[at : at + size] for size in (1, 2) for at in range(len(plain) - size + 1)})
    return Counts(by_pack, {slug: len(asks[slug]) for slug in packs})


def asks_of(pack: Pack) -> list[str]:
    """Every way to ask the pack knows."""
    told = phrases_of(pack)
    listed = [entry.ask for entry in told.entries] + [entry.ask for entry in told.silent] + list(told.fields.values())
    return [ask for asks in listed for ask in asks]


def examples(packs: Mapping[str, Pack], sets: Sequence[Path], shared: SharedQuestions) -> list[Example]:
    """All examples; of phrases the theme is the pack, of questions the programme chosen."""
    told = boundaries()
    found = [*told.written(), *told.made()]
    found += [Example(text, Side.INSIDE, "benign", "written") for text in shared.benign]
    words = ((subject, word) for subject, listed in shared.out_of_scope.items() for word in listed)
    found += [Example(word, Side.OUTSIDE, subject, "made") for subject, word in words]
    elsewhere = re.compile("|".join(map(re.escape, shared.other_places)))
    for path in sets:
        for line in read_questions(path):
            side = Side.INSIDE
            if line["status"] == "out_of_scope" and elsewhere.search(line["question"]):
                continue  # another place's programmes are our business, only we have no guide
            if line["status"] == "out_of_scope":
                side = Side.OVERREACH if line["kind"] == "injection" else Side.OUTSIDE
            found.append(Example(line["question"], side, line["program"] or "", "asked"))
    for slug, pack in packs.items():
        found += [Example(ask, Side.INSIDE, slug, "phrase") for ask in asks_of(pack)[::_EVERY_PHRASE]]
    return [item for item in found if item.text.strip()]


@dataclass(frozen=True)
class Measured:
    """Examples as numbers: `rows` and `columns` of grams with `values`, and dense columns."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    dense: Floats
    side: NDArray[np.int64]
    weight: NDArray[np.float64]

    def take(self, keep: NDArray[np.bool_]) -> Measured:
        """Some of the examples."""
        place = np.cumsum(keep) - 1
        inside = keep[self.rows]
        return Measured(
            place[self.rows[inside]], self.columns[inside], self.values[inside], self.dense[keep], self.side[keep],
            self.weight[keep],
        )  # fmt: skip


def measured(items: Sequence[Example], counts: Counts) -> tuple[Measured, Floats, Floats]:
    """The examples as numbers, and the centre and spread of their statistics."""
    space, rows, columns, values, stats = word_space(), [], [], [], []
    for at, item in enumerate(items):
        plain = normalise(item.text)
        places = buckets(plain)
        rows += [at] * len(places)
        columns += places
        values += [GRAM_SCALE / len(places) ** 0.5] * len(places)
        without = item.theme if item.source == "phrase" else ""
        stats.append(statistics(plain, partial(counts.often, without=without), counts.total(without=without), space))
    known = np.array(stats, np.float32)
    usual = known[[item.source == "phrase" for item in items]]
    centre, spread = usual.mean(axis=0), usual.std(axis=0)
    sense = space.vectors([normalise(item.text) for item in items]) * SENSE_SCALE
    dense = np.hstack([sense, (known - centre) / spread, np.ones((len(items), 1), np.float32)])
    met = Counter((item.source, item.side == Side.INSIDE) for item in items)
    weight = [_SHARES[item.source] / met[item.source, item.side == Side.INSIDE] for item in items]
    return (
        Measured(np.array(rows), np.array(columns), np.array(values, np.float32), dense,
                 np.array([int(item.side) for item in items]), np.array(weight)),
        centre,
        spread,
    )  # fmt: skip


def logits(told: Measured, grams: NDArray[np.float64], dense: NDArray[np.float64]) -> NDArray[np.float64]:
    """(outside, overreach) of every example, 0 standing for inside."""
    summed = told.dense @ dense
    for side in range(2):
        summed[:, side] += np.bincount(told.rows, told.values * grams[told.columns, side], len(told.side))
    return np.asarray(summed)


def fit(told: Measured) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of grams and of dense columns, by full-batch Adam from zero."""
    share = (told.weight / told.weight.sum())[:, None]
    wanted = np.eye(3)[told.side][:, 1:]
    found = [np.zeros((BUCKETS, 2)), np.zeros((told.dense.shape[1], 2))]
    mean, var = [np.zeros_like(part) for part in found], [np.zeros_like(part) for part in found]
    for step in range(1, _STEPS + 1):
        scores = logits(told, found[0], found[1])
        odds = np.exp(np.clip(scores, -30, 30))
        error = (odds / (1 + odds.sum(axis=1, keepdims=True)) - wanted) * share
        slopes = [
            np.stack([np.bincount(told.columns, told.values * error[told.rows, side], BUCKETS) for side in (0, 1)], 1),
            told.dense.T @ error,
        ]
        for at, part in enumerate(found):
            slope = slopes[at] + _PULL * part
            mean[at] = 0.9 * mean[at] + 0.1 * slope
            var[at] = 0.999 * var[at] + 0.001 * slope**2
            part -= _RATE * (mean[at] / (1 - 0.9**step)) / (np.sqrt(var[at] / (1 - 0.999**step)) + 1e-9)
    return found[0], found[1]


def folds(items: Sequence[Example], *, by_theme: bool) -> NDArray[np.int64]:
    """The fold of every example; phrases of a pack stay together, made examples are in none (-1)."""
    chance = np.random.default_rng(1)
    mixed = chance.integers(0, _FOLDS, len(items))
    themes = {theme: at % _FOLDS for at, theme in enumerate(dict.fromkeys(item.theme for item in items))}
    whole = [item.source == "phrase" or (by_theme and item.source == "written" and item.side > 0) for item in items]
    fold = np.where(whole, [themes[item.theme] for item in items], mixed)
    return np.where([item.source == "made" for item in items], -1, fold)


def cross_validated(told: Measured, fold: NDArray[np.int64]) -> NDArray[np.float64]:
    """(outside, overreach) of every example from weights that never saw it."""
    found = np.zeros((len(told.side), 2))
    for at in range(_FOLDS):
        weights = fit(told.take(fold != at))
        held = fold == at
        found[held] = logits(told.take(held), *weights)
    return found


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
        share = np.array([_SHARES[item.source] / met[item.source, item.side > 0] for item in self.items])
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


def pairs_known(counts: Counts) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """All pairs of all packs with their counts."""
    summed: Counter[str] = sum(counts.by_pack.values(), Counter())
    pairs = sorted(summed)
    codes = np.array([[ord(character) for character in pair.ljust(2, "\0")] for pair in pairs], np.uint32)
    return codes, np.array([min(summed[pair], 65535) for pair in pairs], np.uint16)


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
