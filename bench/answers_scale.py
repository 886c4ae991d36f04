"""What growth does: thousands of programmes beside the real ones, their clauses made of the real clauses' sentences.

    python -m bench.answers_scale QUESTIONS.jsonl [--programs 0 300 1000 3000] [--plot docs/answers_scale.svg]

Shown for every size, each in a process of its own: clauses, time and bytes of the index, seconds until it is open, the time
of a question whose programme is chosen and in memory (`warm`) or on disk (`cold`, each of another programme), memory, and
how often the first clause is right on the real programmes. Each programme has its own statistics and space, so quality must
not move. The invented programmes are compiled and written like any other. Every question is asked once.
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
from knowledge.opening import open_knowledge
from programs.clauses import lines_of
from programs.registry import PROGRAMS_DIR, Pack, discover

COLUMNS = ("programmes", "clauses", "build s", "MB", "open s", "warm p50", "warm p99", "cold p50", "cold p99", "RSS MB", "cite@1", "cite@3")  # fmt: skip
_COLD = 200


def grow(folder: Path, packs: Mapping[str, Pack], count: int) -> Mapping[str, Pack]:
    """The real packs with `count` invented ones in `folder`."""
    folder.mkdir(parents=True)
    shutil.copytree(PROGRAMS_DIR / "_shared", folder / "_shared")
    for pack in packs.values():
        shutil.copytree(pack.root, folder / pack.slug)
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
        made.mkdir()
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


def measured(questions: Path, count: int) -> dict[str, float]:
    """Everything about one size; wants a process of its own, for memory is part of it."""
    lines = [line for line in read_questions(questions) if line["program"]]
    with tempfile.TemporaryDirectory() as place:
        programs, data = Path(place) / "programs", Path(place) / "data"
        packs = grow(programs, discover(), count)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", _BUILD, str(programs), str(data)], check=True)  # a build of its own
        build = time.perf_counter() - began
        began = time.perf_counter()
        opened = open_knowledge(discover(programs), data)
        opened.warm(8)
        until_open = time.perf_counter() - began
        gc.collect()
        gc.freeze()  # as the service does
        judged = [judge(line, opened.answerer.ask(line["question"], program=line["program"])) for line in lines]
        found = figures(judged)
        invented = [slug for slug in packs if slug.startswith("grown-")]
        random.Random(2).shuffle(invented)
        cold = sorted(
            opened.answerer.ask(lines[at % len(lines)]["question"], program=slug).ms
            for at, slug in enumerate(invented[:_COLD])
        ) or [0.0]
        opened.close()
        numbers = (
            len(packs), sum(len(pack.guide.clauses) for pack in packs.values()), build,
            sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 1e6, until_open,
            found["p50_ms"] or 0.0, found["p99_ms"] or 0.0, cold[len(cold) // 2], cold[int(len(cold) * 0.99)],
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found["cite@1"] or 0.0, found["cite@3"] or 0.0,
        )  # fmt: skip
        return dict(zip(COLUMNS, numbers, strict=True))


_BUILD = """
import sys
from pathlib import Path
from knowledge.opening import open_library
from programs.registry import discover
open_library(discover(Path(sys.argv[1])), Path(sys.argv[2])).refresh()
"""


def shown(name: str, value: float) -> str:
    """A cell of the table."""
    if name.startswith("cite"):
        return f"{value:.1%}"
    return f"{value:.0f}" if name in ("programmes", "clauses", "RSS MB", "MB") else f"{value:.2f}"


def plot(rows: Sequence[Mapping[str, float]], path: Path) -> None:
    """Time of a question, size of the index and quality, over the number of clauses."""
    clauses = [row["clauses"] for row in rows]

    def curve(name: str, label: str, factor: float = 1.0) -> Curve:
        return Curve(label, [(at, row[name] * factor) for at, row in zip(clauses, rows, strict=True)])

    panels = {
        "一问的时间，毫秒": [curve("warm p50", "p50"), curve("warm p99", "p99")],
        "索引大小，MB": [curve("MB", "")],
        "首条命中，%": [curve("cite@1", "cite@1", 100), curve("cite@3", "cite@3", 100)],
    }
    path.write_text(curves(panels, "条文数"), encoding="utf-8")


def main() -> None:
    """Measure every size, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--programs", type=int, nargs="+", default=[0, 300, 1000, 3000])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measured(options.questions, options.one)))
        return
    print("".join(f"{name:>11}" for name in COLUMNS))
    rows = []
    for count in options.programs:
        command = [sys.executable, "-m", "bench.answers_scale", str(options.questions), "--one", str(count)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        rows.append(json.loads(done.stdout))
        print("".join(f"{shown(name, rows[-1][name]):>11}" for name in COLUMNS), flush=True)
    if options.plot:
        plot(rows, options.plot)


if __name__ == "__main__":
    main()
