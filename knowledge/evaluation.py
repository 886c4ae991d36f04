"""Figures over a question set: how often the right clause is cited, the right words said, the right thing refused.

A line holds `question, program, kind, gold: [{program, quote}], must_include, status`. A citation hits a gold when both
are of one programme and the gold words stand in the citation's clause, or overlap its quote. `right` asks for
everything at once: the status, a hit by the first citation, and every `must_include` in what the person reads.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from knowledge.models import Answer, Citation
from programs.errors import BadFile


class Asks(Protocol):
    """Whatever answers questions."""

    def ask(self, question: str, *, program: str | None = None) -> Answer:
        """The answer to `question`, `program` being chosen already."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with what came out."""

    line: Mapping[str, Any]
    answer: Answer
    hits: tuple[bool, ...]
    """For each citation whether it hits a gold."""
    golds: tuple[bool, ...]
    """For each gold whether one of the first five citations hits it."""
    pinned: bool
    """Whether the words quoted first overlap a gold, not only their clause."""
    said: bool
    """Whether every `must_include` stands in the answer."""
    inexact: int
    """Quotes that are no exact substring of their clause."""

    @property
    def right_status(self) -> bool:
        """Whether the status is the one wanted."""
        return bool(self.answer.status == self.line["status"])

    @property
    def right(self) -> bool:
        """Whether everything about the answer is right."""
        if not self.right_status:
            return False
        return self.line["status"] != "answered" or (self.hits[:1] == (True,) and self.said)

    def told(self) -> str:
        """The question, what was wanted, and what came, in one line for a person to look at."""
        line = self.line
        cited = " ".join(
            f"{item.program}:{item.clause}{'+' if hit else '-'}"
            for item, hit in zip(self.answer.citations, self.hits, strict=True)
        )
        wanted = " / ".join(gold["quote"][:24] for gold in line["gold"])
        head = f"{line.get('id', '')} {line['program'] or '-'} {line['kind']} {line['status']}->{self.answer.status}"
        return f"{head} | {line['question']} | {cited or self.answer.answer[:60]} | {wanted} | said={self.said}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a question set; shares are between 0 and 1, None where no question tells."""

    overall: Mapping[str, float | None]
    by_kind: Mapping[str, Mapping[str, float | None]]
    by_program: Mapping[str, Mapping[str, float | None]]
    judged: tuple[Judged, ...] = field(repr=False)

    def table(self, by: str = "") -> str:
        """The figures as lines of text; `by` is "kind" or "program" to add a line for each."""
        rows = {"全部": self.overall, **{"kind": self.by_kind, "program": self.by_program}.get(by, {})}
        names = list(self.overall)
        lines = ["\t".join(["", *names])]
        for name, figures in rows.items():
            lines.append("\t".join([name, *(_shown(key, figures.get(key)) for key in names)]))
        return "\n".join(lines)


def evaluate(answerer: Asks, path: Path) -> Figures:
    """The figures of the questions in `path` (JSON lines).

    Raises:
        BadFile: the file is missing or a line is not a question.
    """
    judged = tuple(
        judge(line, answerer.ask(line["question"], program=line.get("program"))) for line in read_questions(path)
    )
    return summed_up(judged)


def summed_up(judged: Sequence[Judged]) -> Figures:
    """The figures of questions already judged."""
    kinds: dict[str, list[Judged]] = defaultdict(list)
    programs: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        kinds[str(item.line.get("kind", ""))].append(item)
        programs[_program_of(item.line)].append(item)
    return Figures(
        figures(judged),
        {kind: figures(items) for kind, items in sorted(kinds.items())},
        {program: figures(items) for program, items in sorted(programs.items())},
        tuple(judged),
    )


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The lines of a question set.

    Raises:
        BadFile: the file is missing, or a line is no JSON object with `question` and `status`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(f"打不开问题集：{error.strerror}。", where=str(path), mend="检查路径。") from None
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
            lines.append(
                {"program": None, "kind": "", "gold": [], "must_include": [], **line, "status": line["status"]}
            )
            line["question"]
        except (ValueError, KeyError, TypeError):
            raise BadFile(
                "这一行不是一个问题。", where=f"{path}:{number}", mend="每行一个JSON对象，至少有 question 和 status。"
            ) from None
    return lines


def judge(line: Mapping[str, Any], answer: Answer) -> Judged:
    """One answer held against its line."""
    golds = line["gold"]
    hits = tuple(any(_hits(citation, gold) for gold in golds) for citation in answer.citations)
    found = tuple(any(_hits(citation, gold) for citation in answer.citations[:5]) for gold in golds)
    first = answer.citations[:1]
    text = _even(answer.answer)
    return Judged(
        line=line,
        answer=answer,
        hits=hits,
        golds=found,
        pinned=any(_overlap(citation, gold) for citation in first for gold in golds),
        said=all(_even(word) in text for word in line["must_include"]),
        inexact=sum(citation.quote not in citation.text for citation in answer.citations),
    )


def figures(judged: Sequence[Judged]) -> dict[str, float | None]:
    """The shares over some questions."""
    answered = [item for item in judged if item.line["status"] == "answered"]
    by_status = {
        status: [item for item in judged if item.line["status"] == status]
        for status in ("not_found", "clarify", "out_of_scope")
    }
    times = sorted(item.answer.ms for item in judged)
    return {
        "n": float(len(judged)),
        "cite@1": _share(item.hits[:1] == (True,) for item in answered),
        "cite@3": _share(any(item.hits[:3]) for item in answered),
        "pinned": _share(item.pinned for item in answered),
        "golds@5": _share(all(item.golds) for item in answered),
        "said": _share(item.said for item in answered if item.line["must_include"]),
        "right": _share(item.right for item in judged),
        "false_refusals": _share(item.answer.status in ("not_found", "out_of_scope") for item in answered),
        "refused": _share(item.right_status for item in by_status["not_found"]),
        "clarified": _share(item.right_status for item in by_status["clarify"]),
        "out_of_scope": _share(item.right_status for item in by_status["out_of_scope"]),
        "inexact": float(sum(item.inexact for item in judged)),
        "p50_ms": times[len(times) // 2] if times else None,
        "p99_ms": times[min(len(times) - 1, int(len(times) * 0.99))] if times else None,
    }


def _hits(citation: Citation, gold: Mapping[str, str]) -> bool:
    return citation.program == gold["program"] and (gold["quote"] in citation.text or _overlap(citation, gold))


def _overlap(citation: Citation, gold: Mapping[str, str]) -> bool:
    return citation.program == gold["program"] and (gold["quote"] in citation.quote or citation.quote in gold["quote"])


def _even(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("|", "")


def _program_of(line: Mapping[str, Any]) -> str:
    programs = {gold["program"] for gold in line["gold"]}
    return str(line.get("program") or (programs.pop() if len(programs) == 1 else "（未选）"))


def _share(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    if name in ("n", "inexact"):
        return f"{value:.0f}"
    return f"{value:.2f}" if name.endswith("ms") else f"{value:.1%}"
