"""`shenbao ask` and `shenbao evaluate`: questions, one or many, and how well they are answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.files import read_batch
from bot.commands.output import EXIT_USAGE, emit, emit_all, plain, say
from bot.commands.reading import Json
from knowledge.models import Answer

Program = Annotated[str | None, typer.Option("--program", metavar="项目", help="已选定的项目代号。")]


def ask(
    question: Annotated[str | None, typer.Argument(metavar="问题", help="想问的话。")] = None,
    program: Program = None,
    batch: Annotated[Path | None, typer.Option("--batch", metavar="文件.jsonl", help="每行一个问题的文件。")] = None,
    log: Annotated[
        bool,
        typer.Option("--log/--no-log", help="没答上的问题记不记进 shenbao gaps（去掉个人信息）；试跑时用 --no-log。"),
    ] = True,
    as_json: Json = False,
) -> None:
    """问指南：回答是条文原文，写明出处；指南没写的，直说没写。"""
    if (question is None) == (batch is None):
        typer.echo("请写一个问题，或者用 --batch 指定问题文件（二者选一）。", err=True)
        raise typer.Exit(EXIT_USAGE)
    from bot.assembly import build

    assembly = build()
    if program is not None:
        assembly.pack(program)
    if batch is not None:
        rows = list(read_batch(batch))
        for row in rows:
            if row.get("program") is not None:
                assembly.pack(row["program"])
        emit_all(
            answer_record(row.get("id"), _asked(assembly, row["question"], row.get("program"), log=log)) for row in rows
        )
        return
    answer = _asked(assembly, question or "", program, log=log)
    if as_json:
        emit(answer_record(None, answer))
    else:
        say(answer.answer)
        for number, option in enumerate(answer.options, 1):
            say(f"  {number}. {option.label}（--program {option.program}）")


def _asked(assembly: Any, question: str, program: str | None, *, log: bool) -> Answer:
    answer: Answer = assembly.answerer.ask(question, program=program)
    if log:
        assembly.gaps(question, answer)
    return answer


def answer_record(question_id: Any, answer: Answer) -> dict[str, Any]:
    """One object of `shenbao ask --json`."""
    return {
        "id": question_id,
        "status": answer.status,
        "program": answer.program,
        "answer": answer.answer,
        "citations": [
            {
                "program": citation.program,
                "clause": citation.clause,
                "path": list(citation.path),
                "quote": citation.quote,
                "text": citation.text,
                "source": citation.source,
                "start": citation.start,
                "end": citation.end,
                **({"staff": plain(citation.staff)} if citation.staff is not None else {}),
            }
            for citation in answer.citations
        ],
        "options": [{"program": option.program, "label": option.label} for option in answer.options],
        "ms": round(answer.ms, 2),
    }


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="文件.jsonl", help="带标准答案的问题集。")],
    by: Annotated[str | None, typer.Option("--by", metavar="kind|program", help="分组列出。")] = None,
    as_json: Json = False,
) -> None:
    """在一个问题集上量一量：引对没有、拒得对不对、快不快。"""
    from bot.assembly import build
    from knowledge.evaluation import evaluate as measure

    list(read_batch(file))  # a bad line is told before anything is measured
    figures = measure(build().answerer, file)
    if as_json:
        emit({"overall": figures.overall, "by_kind": figures.by_kind, "by_program": figures.by_program})
    else:
        say(figures.table(by or ""))
