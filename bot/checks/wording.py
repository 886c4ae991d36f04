"""Every clause id exists in `guide.md`, and every quote is an exact substring of its clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.checks.folder import Folder
from programs.errors import PackFault
from programs.models import Frozen
from programs.yamlfile import Location


def check(folder: Folder) -> Iterator[PackFault]:
    """Clause ids and quotes of all files of the folder."""
    yield from _walk(folder, "program.yaml", folder.pack.manifest, ())
    if folder.rules is not None:
        for place, clause in enumerate(folder.rules.condition_clauses):
            yield from _clause(folder, "rules.yaml", ("condition_clauses", place), clause)
        yield from _walk(folder, "rules.yaml", folder.rules, ())
    if folder.form is not None:
        yield from _fields(folder)
        if folder.form.file is not None:
            yield from _walk(folder, "form.yaml", folder.form.file, ())
    if folder.phrases is not None:
        yield from _walk(folder, "phrases.yaml", folder.phrases, ())
        known = set(folder.form.fields) if folder.form is not None else None
        for key in folder.phrases.fields:
            if known is not None and key not in known:
                yield folder.fault(
                    "phrases.yaml", ("fields", key), f"没有“{key}”这个字段。", "核对 fields.yaml 里的键。"
                )
    if folder.questions is not None:
        for place, case in enumerate(folder.questions.questions):
            for clause in case.clauses:
                yield from _clause(folder, "checks/questions.yaml", ("questions", place, "clauses"), clause)


def _fields(folder: Folder) -> Iterator[PackFault]:
    assert folder.form is not None
    for place, field in enumerate(folder.form.fields.values()):
        if field.clause:
            yield from _clause(folder, "fields.yaml", ("fields", place, "clause"), field.clause)


def _walk(folder: Folder, file: str, value: Any, at: Location) -> Iterator[PackFault]:
    """Every model below `value` that has a clause, with its quote if it has one."""
    if isinstance(value, Frozen):
        clause = getattr(value, "clause", "")
        if isinstance(clause, str) and clause:
            yield from _stated(folder, file, at, clause, getattr(value, "quote", ""))
        for name in type(value).model_fields:
            yield from _walk(folder, file, getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _walk(folder, file, item, (*at, place))


def _stated(folder: Folder, file: str, at: Location, clause: str, quote: str) -> Iterator[PackFault]:
    faults = list(_clause(folder, file, (*at, "clause"), clause))
    yield from faults
    if quote and not faults and folder.pack.guide.locate(clause, quote) is None:
        yield folder.fault(
            file, (*at, "quote"), f"引文“{_short(quote)}”不是条款“{clause}”里的原话。", "从 guide.md 里原样复制。"
        )


def _clause(folder: Folder, file: str, at: Location, clause: str) -> Iterator[PackFault]:
    if clause not in folder.pack.guide.by_id:
        yield folder.fault(file, at, f"guide.md 里没有条款“{clause}”。", "用 guide.md 标题行里的条款号。")


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:28]}…"
