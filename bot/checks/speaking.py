"""The questions of every folder get the right clause, and its transcripts come out as they are written."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.checks.folder import Folder
from bot.dialogue.models import World
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.runtime import shared_fields
from bot.settings import Settings
from bot.storage.memory import MemoryStorage
from bot.transcripts.models import TranscriptFile
from bot.transcripts.playing import Player
from forms.answers import dump_answers, read_answers
from forms.document import fill
from knowledge.models import Answer
from programs.cases import QuestionCase
from programs.errors import PackFault, ShenbaoError
from programs.yamlfile import read_model

NOW = datetime(2030, 1, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""When transcripts are played."""
DIALOGUE = "checks/dialogue.yaml"
CHECKED = "checked"
"""Folder in the data directory for the index of checked folders: only what changed is built again."""


def check(folders: Sequence[Folder]) -> Iterator[PackFault]:
    """Asks every question of `checks/questions.yaml` with its programme chosen, and plays every transcript."""
    from knowledge.opening import open_answerer

    packs = {folder.pack.slug: folder.pack for folder in folders}
    with tempfile.TemporaryDirectory(prefix="shenbao-check-", ignore_cleanup_errors=True) as scratch:
        answerer = open_answerer(packs, Settings().data_dir / CHECKED)
        for folder in folders:
            yield from _questions(folder, answerer)
        whole = [folder for folder in folders if folder.form is not None and folder.assessor is not None]
        effects = Effects(lambda: answerer, fill, Path(scratch))
        for folder in whole:
            yield from _transcripts(folder, _world(whole), effects)


def _questions(folder: Folder, answerer: Any) -> Iterator[PackFault]:
    for place, case in enumerate(folder.questions.questions if folder.questions is not None else ()):
        if problem := _problem(folder, case, answerer.ask(case.question, program=folder.pack.slug)):
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
    guide = folder.pack.guide.markdown
    for citation in answer.citations:
        if folder.pack.slug == citation.program and guide[citation.start : citation.end] != citation.quote:
            return f"引文“{citation.quote[:20]}…”与原文位置不符"
    return ""


def _world(folders: Sequence[Folder]) -> World:
    packs = {folder.pack.slug: folder.pack for folder in folders}
    forms = {folder.pack.slug: folder.form for folder in folders if folder.form is not None}
    assessors = {folder.pack.slug: folder.assessor for folder in folders if folder.assessor is not None}
    return World(packs, forms, assessors, NOW.date(), shared_fields(packs))


def _transcripts(folder: Folder, world: World, effects: Effects) -> Iterator[PackFault]:
    path = folder.pack.path(DIALOGUE)
    if not path.exists():
        return
    try:
        transcripts = read_model(path, TranscriptFile).transcripts
    except PackFault as fault:
        yield from (fault, *fault.others)
        return
    form = world.forms[folder.pack.slug]

    def answers(name: str) -> dict[str, Any]:
        data = json.loads(folder.pack.path(f"checks/answers/{name}.json").read_text(encoding="utf-8"))
        return dict(dump_answers(form, read_answers(form, data)))

    for place, transcript in enumerate(transcripts):
        engine = Engine(MemoryStorage(), lambda: world, effects, Clock.standing(NOW))
        player = Player(
            lambda event, engine=engine: engine.handle("transcript", event),  # type: ignore[misc]
            lambda engine=engine: engine.look("transcript"),  # type: ignore[misc]
            world,
            folder.pack.slug,
            answers,
            NOW,
        )
        try:
            problems = list(player.play(transcript))
        except (ShenbaoError, OSError, ValueError) as error:
            problems = [f"走不下去：{error}"]
        for problem in problems:
            yield folder.fault(
                DIALOGUE, ("transcripts", place), f"对话“{transcript.name}”{problem}。", "核对对话与答案。"
            )
