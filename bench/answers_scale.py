"""What growth does: thousands of programmes beside the real ones, their clauses made of the real clauses' sentences.

    python -m bench.answers_scale QUESTIONS.jsonl [--programs 0 500 1500 3000] [--plot docs/answers_scale.svg]

Shown for every size, each in a process of its own: clauses, time and bytes of the index, seconds until it is open, the time
of a question whose programme is chosen and in memory (`warm`, and the processor's share of it) or on disk (`cold`, each of
another programme), memory before and after those, and how often the first clause is right on the real programmes. Each
programme has its own statistics and space, so quality must not move. The invented programmes are compiled and written like
any other. Every question is asked once.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from bench.drawing import Curve, curves
from knowledge.evaluation import figures, judge, read_questions
from knowledge.opening import open_knowledge, open_library
from programs.clauses import lines_of
from programs.registry import PROGRAMS_DIR, Pack, discover

COLUMNS = (
    "programmes", "clauses", "build s", "MB", "open s", "warm p50", "warm p99", "CPU p50", "CPU p99", "RSS MB",
    "cold p50", "cold p99", "RSS then", "cite@1", "cite@3",
)  # fmt: skip
_COLD = 200


def grow(folder: Path, packs: Mapping[str, Pack], count: int) -> Mapping[str, Pack]:
    """The real packs with `count` invented ones in `folder`; those of a smaller count come first and are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PROGRAMS_DIR / "_shared", folder / "_shared", dirs_exist_ok=True)
    for pack in packs.values():
        shutil.copytree(pack.root, folder / pack.slug, dirs_exist_ok=True)
    chance = random.Random(1)
    models = list(packs.values())
    told = {pack.slug: yaml.safe_load(pack.path("program.yaml").read_text(encoding="utf-8")) for pack in models}
    sentences = [
        line for pack in models for line in lines_of(pack.guide.markdown) if not line.startswith("#") and len(line) > 20
    ]
    for number in range(count):
        model = models[number % len(models)]
        slug = "grown-" + "".join(chr(97 + int(digit)) for digit in f"{number:05d}")
        made = folder / slug
        made.mkdir(exist_ok=True)
        guide = "".join(
            chance.choice(sentences) if not line.startswith("#") and len(line) > 20 and chance.random() < 0.5 else line
            for line in lines_of(model.guide.markdown)
        )
        (made / "guide.md").write_text(guide, encoding="utf-8")
        place = f"第{number}市"
        new = {"slug": slug, "name": f"{place}示例项目", "short_name": f"{place}示例", "aliases": [], "region": place}
        text = json.dumps({**told[model.slug], **new, "region_names": [place]}, ensure_ascii=False, default=str)
        (made / "program.yaml").write_text(text, encoding="utf-8")
    return discover(folder)


def build(place: Path, count: int) -> dict[str, float]:
    """Grow and index in `place`; what it took."""
    packs = grow(place / "programs", discover(), count)
    began = time.perf_counter()
    open_library(packs, place / "data").refresh()
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in (place / "data").rglob("*") if path.is_file()) / 1e6
    clauses = sum(len(pack.guide.clauses) for pack in packs.values())
    return {"programmes": len(packs), "clauses": clauses, "build s": seconds, "MB": size}


def ask(place: Path, questions: Path) -> dict[str, float]:
    """Open what was built and ask."""
    lines = [line for line in read_questions(questions) if line["program"]]
    began = time.perf_counter()
    packs = discover(place / "programs")
    opened = open_knowledge(packs, place / "data")
    for slug in {line["program"] for line in lines}:
        opened.answerer.ask("申报条件", program=slug)
    opened.answerer.ask("你好", program=lines[0]["program"])
    found: dict[str, float] = {"open s": time.perf_counter() - began}
    gc.collect()
    gc.freeze()  # as the service does
    judged, busy = [], []
    for line in lines:
        began = time.thread_time()
        judged.append(judge(line, opened.answerer.ask(line["question"], program=line["program"])))
        busy.append((time.thread_time() - began) * 1000)
    told = figures(judged)
    found |= {"warm p50": told["p50_ms"] or 0.0, "warm p99": told["p99_ms"] or 0.0}
    found |= {"CPU p50": rank(busy, 0.5), "CPU p99": rank(busy, 0.99)}
    found["RSS MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    invented = [slug for slug in packs if slug.startswith("grown-")]
    random.Random(2).shuffle(invented)
    cold = [
        opened.answerer.ask(lines[at % len(lines)]["question"], program=slug).ms
        for at, slug in enumerate(invented[:_COLD])
    ]
    found |= {"cold p50": rank(cold, 0.5), "cold p99": rank(cold, 0.99)}
    found["RSS then"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    opened.close()
    return {**found, "cite@1": told["cite@1"] or 0.0, "cite@3": told["cite@3"] or 0.0}


def rank(values: Sequence[float], part: float) -> float:
    """The value that `part` of the others do not exceed; 0 of none."""
    return sorted(values)[int(len(values) * part)] if values else 0.0


def shown(name: str, value: float) -> str:
    """A cell of the table."""
    if name.startswith("cite"):
        return f"{value:.1%}"
    return f"{value:.0f}" if name in ("programmes", "clauses", "MB") or name.startswith("RSS") else f"{value:.2f}"


def plot(rows: Sequence[Mapping[str, float]], path: Path) -> None:
    """Time of a question, size of the index and quality, over the number of clauses."""
    clauses = [row["clauses"] for row in rows]

    def curve(name: str, label: str, factor: float = 1.0) -> Curve:
        return Curve(label, [(at, row[name] * factor) for at, row in zip(clauses, rows, strict=True)])

    panels = {
        "一问用的处理器时间，毫秒": [curve("CPU p50", "p50"), curve("CPU p99", "p99")],
        "索引大小，MB": [curve("MB", "")],
        "首条命中，%": [curve("cite@1", "cite@1", 100), curve("cite@3", "cite@3", 100)],
    }
    path.write_text(curves(panels, "条文数"), encoding="utf-8")


def main() -> None:
    """Measure every size, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--programs", type=int, nargs="+", default=[0, 500, 1500, 3000])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        place, what = Path(options.step[0]), options.step[1]
        print(json.dumps(ask(place, options.questions) if what == "ask" else build(place, int(what))))
        return
    print("".join(f"{name:>11}" for name in COLUMNS))
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as place:
        for count in sorted(options.programs):
            built = _step(options.questions, place, str(count))
            built["build s"] += rows[-1]["build s"] if rows else 0.0  # what stands already is not built again
            rows.append({**built, **_step(options.questions, place, "ask")})
            print("".join(f"{shown(name, rows[-1][name]):>11}" for name in COLUMNS), flush=True)
    if options.plot:
        plot(rows, options.plot)


def _step(questions: Path, place: str, what: str) -> dict[str, float]:
    """One step in a process of its own, for memory is part of the figures."""
    command = [sys.executable, "-m", "bench.answers_scale", str(questions), "--step", place, what]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return found


if __name__ == "__main__":
    main()
