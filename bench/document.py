"""How long filling an official form takes, read-back included, next to docxtpl filling the same words into the same form.

    python bench/document.py

For docxtpl every place that our plan writes holds a `{{ v17 }}` instead, with autoescape on (without it docxtpl drops what
follows an `&`); it renders and saves, and reads nothing back. Both must give the same paragraphs before anything is
timed. Milliseconds of wall clock and of processor; rounds are taken in turn, as machines are shared.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
import docxtpl

from forms.answers import read_answers
from forms.document import render
from forms.docx_blank import CompiledBlank, compile_blank
from forms.docx_edits import Edits
from forms.docx_package import BODY, parse_xml, read_package
from forms.docx_plan import make_plan
from forms.docx_text import P, text_of
from forms.docx_write import written
from forms.loader import Form, load_form
from forms.progress import active
from programs.registry import discover
from programs.values import Answers

ROUNDS = 60


def answers_of(form: Form) -> Answers:
    """The programme's own full answers."""
    return read_answers(form, json.loads(form.pack.path("checks/answers/full.json").read_text(encoding="utf-8")))


def template_of(compiled: CompiledBlank, form: Form, answers: Answers) -> tuple[bytes, dict[str, str]]:
    """The form with a docxtpl variable wherever we write text, and the values of those variables."""
    plan, values = make_plan(compiled, form, active(form, answers)), {}

    def marked(text: str) -> str:
        if not text:
            return text
        values[f"v{len(values)}"] = text
        return f"{{{{ v{len(values) - 1} }}}}"

    def mark(edits: Edits) -> None:
        edits.texts = {number: tuple(map(marked, lines)) for number, lines in edits.texts.items()}
        edits.behind = {number: tuple(map(marked, lines)) for number, lines in edits.behind.items()}
        edits.splices = {
            n: [(start, end, marked(text)) for start, end, text in spans] for n, spans in edits.splices.items()
        }

    mark(plan)
    for repeated in plan.grown.values():
        for edits in repeated:
            mark(edits)
    return compiled.package.write({BODY: written(compiled, plan)}), values


def paragraphs(data: bytes) -> list[str]:
    """What the document says."""
    root = parse_xml(read_package(data, where="bench").read(BODY) or b"", where="bench")
    return [text_of(element) for element in root.iter(P)]


def timed(rounds: int, jobs: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float, float]]:
    """Job to p50 and p99 of wall clock and p50 of processor time, in ms."""
    wall: dict[str, list[float]] = {name: [] for name in jobs}
    used: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            begin, busy = time.perf_counter(), time.process_time()
            job()
            wall[name].append((time.perf_counter() - begin) * 1e3)
            used[name].append((time.process_time() - busy) * 1e3)
    return {
        name: (statistics.median(wall[name]), sorted(wall[name])[int(rounds * 0.99) - 1], statistics.median(used[name]))
        for name in jobs
    }


def with_docxtpl(template: bytes, values: dict[str, str]) -> bytes:
    """The filled template, opened anew as docxtpl has to be for every document."""
    page, out = docxtpl.DocxTemplate(io.BytesIO(template)), io.BytesIO()
    page.render(values, autoescape=True)
    page.save(out)
    return out.getvalue()


def only_opened_and_saved(template: bytes) -> None:
    """What python-docx costs before anything is filled."""
    docx.Document(io.BytesIO(template)).save(io.BytesIO())


def main() -> None:
    """Print a table for the packs with full answers, then the long annex."""
    print(f"{'':<24}{'':<44}{'p50':>8}{'p99':>8}{'CPU p50':>9}  ms")
    packs = discover()
    for slug in packs:
        if not packs[slug].path("checks/answers/full.json").exists() or not packs[slug].path("form.docx").exists():
            continue
        form = load_form(packs[slug])
        assert form.file is not None
        answers = answers_of(form)
        compiled = compile_blank(form.pack.path("form.docx"), form.file)
        template, values = template_of(compiled, form, answers)
        ours = render(form, answers)
        assert paragraphs(ours.data) == paragraphs(with_docxtpl(template, values)), slug
        jobs: dict[str, Callable[[], object]] = {
            f"shenbao, {len(values)} values, read back": lambda form=form, answers=answers: render(form, answers),  # type: ignore[misc]
            "docxtpl, no read-back": lambda template=template, values=values: with_docxtpl(template, values),  # type: ignore[misc]
            "python-docx, open and save only": lambda template=template: only_opened_and_saved(template),  # type: ignore[misc]
        }
        for name, (p50, p99, cpu) in timed(ROUNDS, jobs).items():
            print(f"{slug:<24}{name:<44}{p50:>8.1f}{p99:>8.1f}{cpu:>9.1f}")
            slug = ""
    form = load_form(packs["beijing"])
    deal = {"registered": "2021-06", "patent_number": "ZL201810000000.0", "way": "transfer", "contract_yuan": 150000}
    annex = read_answers(form, {"transfers_2021": [deal | {"received_yuan": n} for n in range(200)]})
    many = {**answers_of(form), **annex}
    (figures,) = timed(ROUNDS, {"annex": lambda: render(form, many)}).values()
    print(
        f"{'beijing':<24}{'shenbao, all values and 200 rows in annex 1':<44}" + "".join(f"{f:>8.1f}" for f in figures)
    )


if __name__ == "__main__":
    main()
