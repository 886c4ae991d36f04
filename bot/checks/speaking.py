"""The questions of every folder get the right clause, and its transcripts run through."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.checks.folder import Folder
from knowledge.models import Answer
from programs.cases import QuestionCase
from programs.errors import PackFault


def check(folders: Sequence[Folder]) -> Iterator[PackFault]:
    """Asks every question of `checks/questions.yaml` with its programme chosen."""
    from knowledge.opening import open_answerer

    packs = {folder.pack.slug: folder.pack for folder in folders}
    with tempfile.TemporaryDirectory(prefix="shenbao-check-", ignore_cleanup_errors=True) as scratch:
        answerer = open_answerer(packs, Path(scratch))
        for folder in folders:
            for place, case in enumerate(folder.questions.questions if folder.questions is not None else ()):
                answer = answerer.ask(case.question, program=folder.pack.slug)
                if problem := _problem(folder, case, answer):
                    yield folder.fault(
                        "checks/questions.yaml",
                        ("questions", place),
                        f"问“{case.question}”：{problem}。",
                        "在 phrases.yaml 里补上人们的问法，或改正案例。",
                    )


def _problem(folder: Folder, case: QuestionCase, answer: Answer) -> str:
    if answer.status != case.status:
        return f"答复状态是 {answer.status}，应为 {case.status}"
    if case.clauses and not any(citation.clause in case.clauses for citation in answer.citations[:3]):
        got = "、".join(citation.clause for citation in answer.citations[:3]) or "没有出处"
        return f"引的是 {got}，应引 {'、'.join(case.clauses)}"
    if case.quote and not any(case.quote in citation.text for citation in answer.citations):
        return f"出处里没有“{case.quote}”"
    for citation in answer.citations:
        if (
            folder.pack.slug == citation.program
            and folder.pack.guide.markdown[citation.start : citation.end] != citation.quote
        ):
            return f"引文“{citation.quote[:20]}…”与原文位置不符"
    return ""
