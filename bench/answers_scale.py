"""What growth does: thousands of programmes beside the real ones, their clauses made of the real clauses' sentences.

    python bench/answers_scale.py QUESTIONS.jsonl [--programs 100 1000 3000]

Shown for every size: clauses, time and bytes of the index, time of a question whose programme is chosen, and how often the
first clause is right on the real programmes. Each programme has its own statistics and space, so the last must not move.
The invented programmes are compiled and written like any other; Chroma holds their vectors in a collection each.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from knowledge.evaluation import figures, judge, read_questions
from knowledge.opening import open_answerer
from programs.clauses import lines_of
from programs.registry import PROGRAMS_DIR, Pack, discover


def grow(folder: Path, packs: Mapping[str, Pack], count: int) -> Mapping[str, Pack]:
    """The real packs with `count` invented ones in `folder`."""
    folder.mkdir(parents=True)
    shutil.copytree(PROGRAMS_DIR / "_shared", folder / "_shared")
    for pack in packs.values():
        shutil.copytree(pack.root, folder / pack.slug)
    chance = random.Random(1)
    models = list(packs.values())
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
        manifest = yaml.safe_load(model.path("program.yaml").read_text(encoding="utf-8"))
        place = f"第{number}市"
        manifest |= {
            "slug": slug,
            "name": f"{place}示例项目",
            "short_name": f"{place}示例",
            "aliases": [],
            "region": place,
        }
        text = yaml.safe_dump({**manifest, "region_names": [place]}, allow_unicode=True)
        (made / "program.yaml").write_text(text, encoding="utf-8")
    return discover(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--programs", type=int, nargs="+", default=[0, 100, 300])
    options = parser.parse_args()
    real = discover()
    lines = [line for line in read_questions(options.questions) if line["program"]]
    print(
        f"{'programmes':>10}{'clauses':>9}{'build s':>9}{'open s':>8}{'MB':>8}{'p50 ms':>8}{'p99 ms':>8}{'cite@1':>8}{'cite@3':>8}"
    )
    for count in options.programs:
        with tempfile.TemporaryDirectory() as place:
            packs = grow(Path(place) / "programs", real, count)
            data = Path(place) / "data"
            began = time.perf_counter()
            open_answerer(packs, data)
            build = time.perf_counter() - began
            size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 1e6
            began = time.perf_counter()
            answerer = open_answerer(discover(Path(place) / "programs"), data)
            opened = time.perf_counter() - began
            for line in lines:
                answerer.ask(line["question"], program=line["program"])
            judged = [judge(line, answerer.ask(line["question"], program=line["program"])) for line in lines]
            found = figures(judged)
            clauses = sum(len(pack.guide.clauses) for pack in packs.values())
            numbers = (found["p50_ms"], found["p99_ms"])
            print(
                f"{len(packs):10}{clauses:9}{build:9.1f}{opened:8.2f}{size:8.1f}{numbers[0] or 0:8.2f}{numbers[1] or 0:8.2f}"
                f"{found['cite@1'] or 0:8.1%}{found['cite@3'] or 0:8.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
